#include "ui/mainwindow.h"

#include "ui/historypanel.h"
#include "ui/inspectorpanel.h"
#include "ui/mirrorspanel.h"
#include "ui/objectspanel.h"
#include "ui/pastbanner.h"
#include "ui/statusline.h"

#include <QClipboard>
#include <QDockWidget>
#include <QGuiApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace GenMirror
{

MainWindow::MainWindow(const Models &models, QWidget *parent)
    : QMainWindow(parent)
    , m_model(models.mirrors)
    , m_mirrors(new MirrorsPanel(models.mirrors))
    , m_objects(new ObjectsPanel(models.objects))
    , m_inspector(new InspectorPanel)
    , m_history(new HistoryPanel(models.history, models.serverHistory))
    , m_banner(new PastBanner)
    , m_status(new StatusLine)
{
    setWindowTitle(tr("GenMirror"));
    setWindowIcon(QIcon(u":/icons/genmirror.svg"_s));
    auto *centre = new QWidget;
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_objects, 1);
    setCentralWidget(centre);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    makeDock(tr("Mirrors"), u"mirrors"_s, m_mirrors, Qt::LeftDockWidgetArea);
    makeDock(tr("Inspector"), u"inspector"_s, m_inspector, Qt::RightDockWidgetArea);
    makeDock(tr("History"), u"history"_s, m_history, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    statusBar()->addWidget(m_status, 1);
    makeActions();
    connectPanels();

    resize(1280, 800);
    const QSettings settings;
    const bool remembered = restoreGeometry(settings.value("window/geometry"_L1).toByteArray()) &&
                            restoreState(settings.value("window/state"_L1).toByteArray());
    if (!remembered) {
        const QList<QDockWidget *> docks = findChildren<QDockWidget *>();
        resizeDocks({docks[0], docks[1]}, {240, 320}, Qt::Horizontal);
        resizeDocks({docks[2]}, {220}, Qt::Vertical);
    }
}

void MainWindow::connectPanels()
{
    connect(m_mirrors, &MirrorsPanel::selected, this, [this](int mirror, qint64 set, const QString &path) {
        m_objects->setTitle(path);
        Q_EMIT setSelected(mirror, set);
    });
    connect(m_mirrors, &MirrorsPanel::contextMenuRequested, this,
            [this](const QPoint &at) { m_mirrorMenu->popup(at); });
    connect(m_objects, &ObjectsPanel::currentChanged, m_inspector, &InspectorPanel::setObject);
    connect(m_inspector, &InspectorPanel::versionsRequested, this, &MainWindow::versionsRequested);
    connect(m_history, &HistoryPanel::viewRequested, this, &MainWindow::viewRequested);
    connect(m_history, &HistoryPanel::liveRequested, this, &MainWindow::liveRequested);
    connect(m_history, &HistoryPanel::differencesRequested, this, &MainWindow::differencesRequested);
    connect(m_history, &HistoryPanel::serverShown, this, &MainWindow::serverHistoryShown);
    connect(m_banner, &PastBanner::liveRequested, this, &MainWindow::liveRequested);
    connect(m_banner, &PastBanner::stepRequested, m_history, &HistoryPanel::step);
    connect(m_status, &StatusLine::replaceRequested, this, &MainWindow::replaceCacheRequested);
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
}

void MainWindow::makeActions()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    connect(file->addAction(tr("&Add server…"), QKeySequence(QKeySequence::New)), &QAction::triggered, this,
            &MainWindow::addServerRequested);
    file->addSeparator();
    connect(file->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q)), &QAction::triggered, this,
            &QWidget::close);

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    connect(edit->addAction(tr("&Copy as JSON"), QKeySequence(QKeySequence::Copy)), &QAction::triggered,
            m_objects, [this] { m_objects->copySelection(ObjectsPanel::CopyFormat::Json); });
    connect(edit->addAction(tr("&Filter"), QKeySequence(QKeySequence::Find)), &QAction::triggered, m_objects,
            &ObjectsPanel::focusFilter);

    m_mirrorMenu = menuBar()->addMenu(tr("&Mirror"));
    const auto add = [this](QMenu *menu, const QString &text, const QKeySequence &shortcut, auto signal) {
        connect(menu->addAction(text, shortcut), &QAction::triggered, this, [this, signal] {
            if (const int mirror = currentMirror(); mirror != 0)
                Q_EMIT(this->*signal)(mirror);
        });
    };
    add(m_mirrorMenu, tr("&Refresh"), QKeySequence::Refresh, &MainWindow::refreshRequested);
    add(m_mirrorMenu, tr("&Pause or resume"), {}, &MainWindow::pauseRequested);
    add(m_mirrorMenu, tr("Re&pair"), {}, &MainWindow::repairRequested);
    add(m_mirrorMenu, tr("&Token and authority…"), {}, &MainWindow::credentialsRequested);
    m_adminMenu = m_mirrorMenu->addMenu(tr("&Administer"));
    add(m_adminMenu, tr("&Server…"), {}, &MainWindow::serverPageRequested);
    add(m_adminMenu, tr("&Compact…"), {}, &MainWindow::compactRequested);
    add(m_adminMenu, tr("&Reset…"), {}, &MainWindow::resetRequested);
    setAdmin(false);
    connect(m_mirrorMenu->addAction(tr("&Copy path")), &QAction::triggered, this, &MainWindow::copyPath);
    m_mirrorMenu->addSeparator();
    connect(m_mirrorMenu->addAction(tr("Remove local copy…")), &QAction::triggered, this,
            &MainWindow::confirmRemoval);

    makeViewMenu();
}

void MainWindow::makeViewMenu()
{
    QMenu *view = menuBar()->addMenu(tr("&View"));
    const QList<QDockWidget *> docks = findChildren<QDockWidget *>();
    for (QDockWidget *dock : docks)
        view->addAction(dock->toggleViewAction());
    view->addSeparator();
    connect(view->addAction(tr("&Older state"), QKeySequence(Qt::ALT | Qt::Key_Left)), &QAction::triggered,
            this, [this] { m_history->step(1); });
    connect(view->addAction(tr("&Newer state"), QKeySequence(Qt::ALT | Qt::Key_Right)), &QAction::triggered,
            this, [this] { m_history->step(-1); });
    connect(view->addAction(tr("Return to &live"), QKeySequence(Qt::ALT | Qt::Key_Home)), &QAction::triggered,
            this, &MainWindow::liveRequested);
}

void MainWindow::copyPath() const
{
    if (const QString path = m_mirrors->currentPath(); !path.isEmpty())
        QGuiApplication::clipboard()->setText(path);
}

void MainWindow::showPast(const HistoryRecord &record)
{
    m_history->setViewed(record.id);
    m_banner->showRecord(record);
}

void MainWindow::showLive()
{
    m_history->setViewed(0);
    m_banner->hide();
}

void MainWindow::setVersions(const QList<ObjectVersion> &versions)
{
    m_inspector->setVersions(versions);
}

SetPath MainWindow::currentSet() const
{
    return m_mirrors->currentSet();
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

void MainWindow::setAdmin(bool isAdmin)
{
    m_adminMenu->menuAction()->setVisible(isAdmin);
}

void MainWindow::confirmRemoval()
{
    const int mirror = currentMirror();
    if (mirror == 0)
        return;
    auto *question = new QMessageBox(
        QMessageBox::Question, tr("Remove local copy"),
        tr("Remove the local copy of this mirror? The server keeps its data; the history kept "
           "here is lost."),
        QMessageBox::Cancel, this);
    const QAbstractButton *remove = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question->setDefaultButton(QMessageBox::Cancel);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::buttonClicked, this,
            [this, mirror, remove](const QAbstractButton *clicked) {
                if (clicked == remove)
                    Q_EMIT removeRequested(mirror);
            });
    question->open();
}

int MainWindow::currentMirror() const
{
    return m_mirrors->currentMirror();
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

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings settings;
    settings.setValue("window/geometry"_L1, saveGeometry());
    settings.setValue("window/state"_L1, saveState());
    QMainWindow::closeEvent(event);
}

} // namespace GenMirror
