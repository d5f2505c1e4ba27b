#include "ui/mainwindow.h"

#include "ui/inspectorpanel.h"
#include "ui/mirrorspanel.h"
#include "ui/objectspanel.h"
#include "ui/statusline.h"

#include <QDockWidget>
#include <QHeaderView>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStatusBar>
#include <QTableView>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace GenMirror
{

MainWindow::MainWindow(MirrorTreeModel *mirrors, ObjectTableModel *objects, HistoryModel *history,
                       QWidget *parent)
    : QMainWindow(parent)
    , m_model(mirrors)
    , m_mirrors(new MirrorsPanel(mirrors))
    , m_objects(new ObjectsPanel(objects))
    , m_inspector(new InspectorPanel)
    , m_status(new StatusLine)
{
    setWindowTitle(tr("GenMirror"));
    setWindowIcon(QIcon(u":/icons/genmirror.svg"_s));
    setCentralWidget(m_objects);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    makeDock(tr("Mirrors"), u"mirrors"_s, m_mirrors, Qt::LeftDockWidgetArea);
    makeDock(tr("Inspector"), u"inspector"_s, m_inspector, Qt::RightDockWidgetArea);

    auto *historyView = new QTableView;
    historyView->setModel(history);
    historyView->setSelectionBehavior(QAbstractItemView::SelectRows);
    historyView->setAlternatingRowColors(true);
    historyView->verticalHeader()->hide();
    historyView->verticalHeader()->setDefaultSectionSize(historyView->fontMetrics().height() + 8);
    historyView->horizontalHeader()->setHighlightSections(false);
    historyView->horizontalHeader()->setStretchLastSection(true);
    for (int column = 0; column < HistoryModel::ColumnCount; ++column)
        historyView->setColumnWidth(column, column <= HistoryModel::Time    ? 150
                                            : column == HistoryModel::Cause ? 90
                                                                            : 72);
    historyView->setAccessibleName(tr("History"));
    makeDock(tr("History"), u"history"_s, historyView, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    statusBar()->addWidget(m_status, 1);
    makeActions();

    connect(m_mirrors, &MirrorsPanel::selected, this, [this](int mirror, qint64 set, const QString &path) {
        m_objects->setTitle(path);
        Q_EMIT setSelected(mirror, set);
    });
    connect(m_mirrors, &MirrorsPanel::contextMenuRequested, this,
            [this](const QPoint &at) { m_mirrorMenu->popup(at); });
    connect(m_objects, &ObjectsPanel::currentChanged, m_inspector, &InspectorPanel::setObject);
    auto *clock = new QTimer(this);
    connect(clock, &QTimer::timeout, m_status, &StatusLine::tick);
    clock->start(1000);

    resize(1280, 800);
    const QSettings settings;
    const bool remembered = restoreGeometry(settings.value("window/geometry"_L1).toByteArray()) &&
                            restoreState(settings.value("window/state"_L1).toByteArray());
    if (!remembered) {
        const QList<QDockWidget *> docks = findChildren<QDockWidget *>();
        resizeDocks({docks[0], docks[1]}, {240, 320}, Qt::Horizontal);
        resizeDocks({docks[2]}, {190}, Qt::Vertical);
    }
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
            m_objects, &ObjectsPanel::copySelection);
    connect(edit->addAction(tr("&Filter"), QKeySequence(QKeySequence::Find)), &QAction::triggered, m_objects,
            &ObjectsPanel::focusFilter);

    m_mirrorMenu = menuBar()->addMenu(tr("&Mirror"));
    const auto add = [this](const QString &text, const QKeySequence &shortcut, auto signal) {
        connect(m_mirrorMenu->addAction(text, shortcut), &QAction::triggered, this, [this, signal] {
            if (const int mirror = currentMirror(); mirror != 0)
                Q_EMIT(this->*signal)(mirror);
        });
    };
    add(tr("&Refresh"), QKeySequence::Refresh, &MainWindow::refreshRequested);
    add(tr("&Pause or resume"), {}, &MainWindow::pauseRequested);
    add(tr("Re&pair"), {}, &MainWindow::repairRequested);
    m_mirrorMenu->addSeparator();
    connect(m_mirrorMenu->addAction(tr("Remove local copy…")), &QAction::triggered, this,
            &MainWindow::confirmRemoval);

    QMenu *view = menuBar()->addMenu(tr("&View"));
    const QList<QDockWidget *> docks = findChildren<QDockWidget *>();
    for (QDockWidget *dock : docks)
        view->addAction(dock->toggleViewAction());
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
}

void MainWindow::clearStatus()
{
    m_status->clear();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings settings;
    settings.setValue("window/geometry"_L1, saveGeometry());
    settings.setValue("window/state"_L1, saveState());
    QMainWindow::closeEvent(event);
}

} // namespace GenMirror
