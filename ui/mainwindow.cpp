#include "ui/mainwindow.h"

#include "ui/columnmemory.h"
#include "ui/differencespage.h"
#include "ui/foreigntext.h"
#include "ui/historypanel.h"
#include "ui/inspectorpanel.h"
#include "ui/jobbar.h"
#include "ui/mirrorspanel.h"
#include "ui/objectspanel.h"
#include "ui/pastbanner.h"
#include "ui/productionframe.h"
#include "ui/settabs.h"
#include "ui/start/hintbar.h"
#include "ui/start/startpage.h"
#include "ui/statusline.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/timeline.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QTableView *makeActivityView(ActivityModel *model)
{
    auto *view = new QTableView;
    view->setModel(model);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setWordWrap(false);
    view->setFrameShape(QFrame::NoFrame);
    view->verticalHeader()->hide();
    view->horizontalHeader()->setStretchLastSection(true);
    view->horizontalHeader()->setHighlightSections(false);
    view->setAccessibleName(MainWindow::tr("Activity"));
    return view;
}

} // namespace

MainWindow::MainWindow(const Models &models, QWidget *parent)
    : QMainWindow(parent)
    , m_model(models.mirrors)
    , m_mirrors(new MirrorsPanel(models.mirrors))
    , m_tabs(new SetTabs)
    , m_sets(new QWidget)
    , m_objects(new ObjectsPanel(models.objects))
    , m_differences(new DifferencesPage)
    , m_inspector(new InspectorPanel)
    , m_history(new HistoryPanel(models.history, models.serverHistory))
    , m_banner(new PastBanner)
    , m_frame(new ProductionFrame)
    , m_status(new StatusLine)
    , m_start(new StartPage)
    , m_hints(new HintBar)
    , m_pages(new QStackedWidget)
    , m_jobs(new JobBar)
    , m_activity(makeActivityView(models.activity))
    , m_message(new PlainLabel)
{
    setWindowTitle(tr("GenMirror"));
    setWindowIcon(QIcon(u":/icons/genmirror.svg"_s));
    m_frame->addWidget(m_hints);
    m_frame->addWidget(m_banner);
    auto *sets = new QVBoxLayout(m_sets);
    sets->setContentsMargins(0, 0, 0, 0);
    sets->setSpacing(0);
    sets->addWidget(m_tabs);
    sets->addWidget(m_objects, 1);
    m_frame->addWidget(m_sets, 1);
    m_frame->addWidget(m_differences, 1);
    m_message->setWordWrap(true);
    m_message->setMargin(6);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setAutoFillBackground(true);
    m_message->setBackgroundRole(QPalette::ToolTipBase);
    m_message->setForegroundRole(QPalette::ToolTipText);
    m_message->hide();
    m_pages->addWidget(m_frame);
    m_pages->addWidget(m_start);
    auto *centre = new QWidget;
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_message);
    setCentralWidget(centre);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    makeDock(tr("Mirrors"), u"mirrors"_s, m_mirrors, Qt::LeftDockWidgetArea);
    makeDock(tr("Inspector"), u"inspector"_s, m_inspector, Qt::RightDockWidgetArea);
    makeDock(tr("History"), u"history"_s, m_history, Qt::BottomDockWidgetArea);
    makeDock(tr("Activity"), u"activity"_s, m_activity, Qt::BottomDockWidgetArea);
    resetActivityColumns();
    tabifyDockWidget(dock(u"history"_s), dock(u"activity"_s)); // side by side either is too narrow
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    statusBar()->addPermanentWidget(m_status,
                                    1); // messages never hide the state: they have a line of their own
    statusBar()->addPermanentWidget(m_jobs);
    makeMenus();
    connectPanels();
    restoreLayout();
}

QDockWidget *MainWindow::dock(const QString &name) const
{
    return findChild<QDockWidget *>(name, Qt::FindDirectChildrenOnly);
}

void MainWindow::restoreLayout()
{
    m_firstState = saveState();
    const QSettings settings;
    makeFirstLayout();
    if (restoreGeometry(settings.value("window/geometry"_L1).toByteArray()))
        restoreState(settings.value("window/state"_L1).toByteArray());
}

/// On a small screen, or where everything is magnified, the parts that a person can do without stay away at
/// first: View brings them back.
void MainWindow::makeFirstLayout()
{
    const int unit = fontMetrics().averageCharWidth();
    const int line = fontMetrics().height();
    const QSize frame(8, 40); // pixels, about what the window's border and title take
    const QSize room = screen()->availableGeometry().size() - frame;
    const QSize size = QSize(unit * 230, line * 54).boundedTo(room);
    dock(u"activity"_s)->hide();
    dock(u"mirrors"_s)->setVisible(size.width() >= unit * 60);
    dock(u"inspector"_s)->setVisible(size.width() >= unit * 130);
    dock(u"history"_s)->setVisible(size.height() >= line * 30);
    resize(size);
    const bool isWide = size.width() >= unit * 180;
    resizeDocks(
        {dock(u"mirrors"_s), dock(u"inspector"_s)},
        {isWide ? unit * 44 : std::max(size.width() / 4, unit * 24), isWide ? unit * 58 : size.width() / 4},
        Qt::Horizontal);
    resizeDocks({dock(u"history"_s)}, {std::min(line * 17, size.height() / 3)}, Qt::Vertical);
}

void MainWindow::resetLayout()
{
    QSettings().remove("window"_L1);
    forgetColumns();
    setWindowState(windowState() & ~(Qt::WindowMaximized | Qt::WindowFullScreen));
    restoreState(m_firstState);
    makeFirstLayout();
    m_objects->resetColumns();
    m_history->resetColumns();
    resetActivityColumns();
    if (std::exchange(m_docksAside, std::nullopt))
        putDocksAside(m_isAllAside);
}

void MainWindow::resetActivityColumns()
{
    const int unit = fontMetrics().averageCharWidth();
    m_activity->setColumnWidth(ActivityModel::Time, unit * 16);
}

void MainWindow::connectPanels()
{
    connect(m_mirrors, &MirrorsPanel::selected, this, &MainWindow::setSelected);
    connect(m_mirrors, &MirrorsPanel::picked, this, &MainWindow::showSets);
    connect(m_mirrors, &MirrorsPanel::tabWanted, this, &MainWindow::tabWanted);
    connect(m_mirrors, &MirrorsPanel::contextMenuRequested, this, [this](const QPoint &at) {
        if (currentMirror() != 0)
            m_mirrorMenu->popup(at);
    });
    connect(m_objects, &ObjectsPanel::currentChanged, m_inspector, &InspectorPanel::setObject);
    connect(m_inspector, &InspectorPanel::versionsRequested, this, &MainWindow::versionsRequested);
    connect(m_inspector, &InspectorPanel::viewRequested, this, &MainWindow::viewRequested);
    const Timeline &timeline = m_history->timeline();
    connect(&timeline, &Timeline::scaleChanged, this, [this, &timeline] {
        const TimeScale scale = timeline.scale();
        m_inspector->setShade(timeline.span() == 0 ? 0 : scale.from(), timeline.span() == 0 ? 0 : scale.to());
    });
    connect(m_inspector, &InspectorPanel::editRequested, this,
            [this] { Q_EMIT commanded(Command::EditObjects); });
    connect(m_history, &HistoryPanel::viewRequested, this, &MainWindow::viewRequested);
    connect(m_history, &HistoryPanel::liveRequested, this, &MainWindow::liveRequested);
    connect(m_history, &HistoryPanel::differencesRequested, this, &MainWindow::differencesRequested);
    connect(m_history, &HistoryPanel::differencesLeft, this, &MainWindow::differencesLeft);
    connect(m_differences, &DifferencesPage::left, this, &MainWindow::differencesLeft);
    connect(m_history, &HistoryPanel::serverShown, this, &MainWindow::serverHistoryShown);
    connect(m_start, &StartPage::left, this, &MainWindow::showSets);
    connect(m_start, &StartPage::linkRequested, this, [this] { Q_EMIT commanded(Command::OpenLink); });
    connect(m_start, &StartPage::importRequested, this,
            [this] { Q_EMIT commanded(Command::ImportProfiles); });
    connect(m_start, &StartPage::otherKindRequested, this,
            [this] { Q_EMIT commanded(Command::AddOtherKind); });
    connect(m_banner, &PastBanner::liveRequested, this, &MainWindow::liveRequested);
    connect(m_banner, &PastBanner::stepRequested, m_history, &HistoryPanel::step);
    connect(statusBar(), &QStatusBar::messageChanged, this, [this](const QString &message) {
        m_message->setText(message);
        m_message->setVisible(!message.isEmpty());
    });
    connect(m_status, &StatusLine::replaceRequested, this, &MainWindow::replaceCacheRequested);
    connect(m_status, &StatusLine::stepRequested, this, &MainWindow::stepRequested);
    connect(m_status, &StatusLine::readAgainRequested, this, &MainWindow::readAgainRequested);
    connect(m_status, &StatusLine::repairRequested, this, [this] { Q_EMIT commanded(Command::Repair); });
    auto *clock = new QTimer(this);
    connect(clock, &QTimer::timeout, this, [this] {
        m_status->tick();
        m_banner->tick();
    });
    clock->start(1000);
}

void MainWindow::makeDock(const QString &title, const QString &name, QWidget *widget, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(widget);
    addDockWidget(area, dock);
    connect(dock->toggleViewAction(), &QAction::triggered, dock, [dock](bool shown) {
        if (shown)
            dock->raise(); // it may be a tab behind another
    });
}

/// Round and round: mirrors, objects, inspector, history.
void MainWindow::goToNextPart()
{
    QWidget *centre = m_sets->isVisible() ? static_cast<QWidget *>(m_objects) : m_differences;
    const QList<QWidget *> parts{m_mirrors, centre, m_inspector, m_history};
    qsizetype now = -1;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts[i]->isAncestorOf(QApplication::focusWidget()))
            now = i;
    }
    for (qsizetype step = 1; step <= parts.size(); ++step) {
        QWidget *part = parts[(now + step) % parts.size()];
        const QList<QAbstractItemView *> views = part->findChildren<QAbstractItemView *>();
        for (QAbstractItemView *view : views) {
            if (view->isVisible() && view->focusPolicy() != Qt::NoFocus)
                return view->setFocus(Qt::TabFocusReason);
        }
    }
}

void MainWindow::setTitle(const QString &title)
{
    m_objects->setTitle(title);
    // Qt puts something else in place of a single [*].
    const QString shown = QString(title).replace("[*]"_L1, "[*][*]"_L1);
    setWindowTitle(title.isEmpty() ? tr("GenMirror") : tr("%1 — GenMirror").arg(shown));
}

SetPath MainWindow::currentSet() const
{
    return m_mirrors->hasCurrent() ? m_mirrors->currentSet() : m_tabs->current().set;
}

std::optional<ObjectId> MainWindow::currentObject() const
{
    const QByteArray id = m_objects->currentId();
    return id.isEmpty() ? std::nullopt : std::optional(ObjectId::fromCanonical(id));
}

void MainWindow::setServerHistoryProblem(const QString &problem)
{
    m_history->setServerProblem(problem);
}

int MainWindow::currentMirror() const
{
    return m_mirrors->hasCurrent() ? m_mirrors->currentMirror() : m_tabs->current().mirror;
}

void MainWindow::selectSet(const QModelIndex &index)
{
    m_mirrors->select(index);
}

void MainWindow::setStatus(const MirrorStatus &status)
{
    m_status->setStatus(status);
    m_history->setExtent(status.history);
}

void MainWindow::clearStatus()
{
    m_status->clear();
    m_history->setExtent({});
}

void MainWindow::setReadProblem(const QString &problem, bool isDamaged)
{
    m_status->setReadProblem(problem, isDamaged);
}

void MainWindow::setProduction(const QString &name)
{
    m_frame->setProduction(name);
}

void MainWindow::bringUp()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::showStart(bool isAll)
{
    m_start->setLeavable(!isAll);
    m_pages->setCurrentWidget(m_start);
    putDocksAside(isAll);
    m_start->focusAddress();
}

/// All, or those that belong to the set that is shown.
void MainWindow::putDocksAside(bool isAll)
{
    if (!m_docksAside)
        m_docksAside = saveState();
    const QList<QDockWidget *> docks = findChildren<QDockWidget *>();
    for (QDockWidget *part : docks) {
        if (isAll || part != dock(u"mirrors"_s))
            part->hide();
    }
    m_isAllAside = isAll;
    statusBar()->setVisible(!isAll);
}

void MainWindow::showSets()
{
    m_pages->setCurrentWidget(m_frame);
    if (const auto docks = std::exchange(m_docksAside, std::nullopt)) {
        restoreState(*docks);
        statusBar()->show();
    }
}

bool MainWindow::isStartShown() const
{
    return m_pages->currentWidget() == m_start;
}

void MainWindow::showHints()
{
    m_hints->start();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_banner->isVisible())
        Q_EMIT liveRequested();
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings settings;
    settings.setValue("window/geometry"_L1, saveGeometry());
    settings.setValue("window/state"_L1, m_docksAside.value_or(saveState()));
    QMainWindow::closeEvent(event);
}

} // namespace GenMirror
