// The window's menus: all that can be done, with its keys.
#include "ui/allowed.h"
#include "ui/commandpalette.h"
#include "ui/foreigntext.h"
#include "ui/historypanel.h"
#include "ui/inspectorpanel.h"
#include "ui/mainwindow.h"
#include "ui/mirrorspanel.h"
#include "ui/objectspanel.h"
#include "ui/productionmarks.h"
#include "ui/settabs.h"
#include "ui/sheetchoices.h"
#include "ui/shortcutspage.h"
#include "ui/theme/icon.h"
#include "ui/theme/sizes.h"

#include <QActionGroup>
#include <QClipboard>
#include <QDockWidget>
#include <QGuiApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Empty: an entry without one.
QString iconNameOf(MainWindow::Command command)
{
    using Command = MainWindow::Command;
    switch (command) {
    case Command::AddServer:
    case Command::NewObject:
        return u"plus"_s;
    case Command::OpenLink:
    case Command::CopyLink:
        return u"link"_s;
    case Command::ImportProfiles:
        return u"import"_s;
    case Command::ExportProfiles:
    case Command::ExportSelection:
    case Command::ExportSet:
    case Command::ExportTree:
        return u"export"_s;
    case Command::EditObjects:
        return u"edit"_s;
    case Command::RemoveObjects:
        return u"trash"_s;
    case Command::UndoEdit:
    case Command::Reset:
        return u"reset"_s;
    case Command::Refresh:
        return u"refresh"_s;
    case Command::Pause:
        return u"pause"_s;
    case Command::Repair:
        return u"verified"_s;
    case Command::Credentials:
        return u"key"_s;
    case Command::Profile:
        return u"settings"_s;
    case Command::ServerPage:
        return u"server"_s;
    case Command::Compact:
        return u"compact"_s;
    case Command::NewRule:
    case Command::Rules:
        return u"bell"_s;
    case Command::SupportBundle:
        return u"copy"_s;
    default:
        return {};
    }
}

/// It is about the program.
void showOfNoConnection(QDialog *dialog)
{
    ProductionMarks::setNoConnection(dialog);
    dialog->show();
}

} // namespace

QAction *MainWindow::add(QMenu *menu, const QString &text, const QKeySequence &shortcut, Command command)
{
    QAction *action = menu->addAction(text, shortcut);
    if (const QString name = iconNameOf(command); !name.isEmpty())
        action->setIcon(icon(name));
    connect(action, &QAction::triggered, this, [this, command] { Q_EMIT commanded(command); });
    return action;
}

QAction *MainWindow::guarded(QAction *action, Act act)
{
    m_guarded.append({action, act});
    return action;
}

template <typename Slot>
QAction *MainWindow::addLocal(QMenu *menu, const QString &text, const QKeySequence &shortcut, Slot slot)
{
    QAction *action = menu->addAction(text, shortcut);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void MainWindow::makeMenus()
{
    makeFileMenu();
    makeEditMenu();
    makeMirrorMenu();
    makeViewMenu();
    makeHelpMenu();
    setAllowance({});
    setUndo(false, {});
    setTrayAvailable(false);
}

void MainWindow::makeFileMenu()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    add(file, tr("&Add server…"), QKeySequence(QKeySequence::New), Command::AddServer);
    add(file, tr("Add another &kind of server…"), {}, Command::AddOtherKind);
    add(file, tr("Open &link…"), QKeySequence(Qt::CTRL | Qt::Key_L), Command::OpenLink);
    file->addSeparator();
    auto *exports = new QMenu(tr("&Export"), file);
    file->addMenu(exports);
    add(exports, tr("Selected &objects…"), {}, Command::ExportSelection);
    add(exports, tr("&Set, as it is shown…"), QKeySequence(Qt::CTRL | Qt::Key_E), Command::ExportSet);
    add(exports, tr("Whole &tree…"), {}, Command::ExportTree);
    addSheetChoices(exports);
    auto *profiles = new QMenu(tr("&Connections"), file);
    file->addMenu(profiles);
    add(profiles, tr("&Import…"), {}, Command::ImportProfiles);
    add(profiles, tr("&Export, without tokens…"), {}, Command::ExportProfiles);
    file->addSeparator();
    add(file, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), Command::Quit);
}

void MainWindow::makeEditMenu()
{
    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    edit->setToolTipsVisible(true); // they say why something cannot be done
    m_undo = add(edit, tr("&Undo last edit"), QKeySequence(QKeySequence::Undo), Command::UndoEdit);
    edit->addSeparator();
    using Format = ObjectsPanel::CopyFormat;
    QAction *json = addLocal(edit, tr("&Copy as JSON"), QKeySequence(QKeySequence::Copy),
                             [this] { m_objects->copySelection(Format::Json); });
    QAction *csv = addLocal(edit, tr("Copy as CS&V"), {}, [this] { m_objects->copySelection(Format::Csv); });
    QAction *tsv = addLocal(edit, tr("Copy as &TSV"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
                            [this] { m_objects->copySelection(Format::Tsv); });
    json->setIcon(icon(u"copy"_s));
    QAction *link = add(edit, tr("Copy lin&k"), {}, Command::CopyLink);
    edit->addSeparator();
    const auto change = [this, edit](const QString &text, const QKeySequence &shortcut, Command command) {
        return guarded(add(edit, text, shortcut, command), Act::ChangeObjects);
    };
    const QList<QAction *> changes{
        change(tr("&New object…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), Command::NewObject),
        change(tr("&Edit object…"), QKeySequence(Qt::Key_F2), Command::EditObjects),
        change(tr("&Remove objects…"), {}, Command::RemoveObjects)};
    edit->addSeparator();
    addLocal(edit, tr("&Filter"), QKeySequence(QKeySequence::Find), [this] {
        m_objects->focusFilter();
    })->setIcon(icon(u"filter"_s));

    m_objectMenu = new QMenu(tr("Object"), this);
    m_objectMenu->setToolTipsVisible(true);
    m_objectMenu->addActions({json, csv, tsv, link});
    m_objectMenu->addSeparator();
    m_objectMenu->addActions(changes);
    m_objectMenu->addSeparator();
    add(m_objectMenu, tr("E&xport selected objects…"), {}, Command::ExportSelection);
    m_objects->setContextMenu(m_objectMenu);
}

void MainWindow::makeMirrorMenu()
{
    m_mirrorMenu = menuBar()->addMenu(tr("&Mirror"));
    add(m_mirrorMenu, tr("&Refresh"), QKeySequence::Refresh, Command::Refresh);
    add(m_mirrorMenu, tr("&Pause or resume"), {}, Command::Pause);
    add(m_mirrorMenu, tr("Repa&ir"), {}, Command::Repair);
    add(m_mirrorMenu, tr("&Open in a new tab"), QKeySequence(QKeySequence::AddTab), Command::OpenTab);
    m_mirrorMenu->addSeparator();
    add(m_mirrorMenu, tr("&Tell me about changes here…"), {}, Command::NewRule);
    add(m_mirrorMenu, tr("Co&nnection…"), {}, Command::Profile);
    add(m_mirrorMenu, tr("Token and &authority…"), {}, Command::Credentials);
    m_adminMenu = new QMenu(tr("Ad&minister"), m_mirrorMenu);
    m_mirrorMenu->addMenu(m_adminMenu);
    m_adminMenu->setToolTipsVisible(true);
    guarded(add(m_adminMenu, tr("&Server…"), {}, Command::ServerPage), Act::Administer);
    guarded(add(m_adminMenu, tr("&Compact…"), {}, Command::Compact), Act::Compact);
    guarded(add(m_adminMenu, tr("&Reset…"), {}, Command::Reset), Act::Reset);
    addLocal(m_mirrorMenu, tr("&Copy path"), {}, &MainWindow::copyPath);
    m_mirrorMenu->addSeparator();
    addLocal(m_mirrorMenu, tr("Remove local copy…"), {}, [this] {
        if (currentMirror() != 0)
            Q_EMIT removeRequested(currentMirror());
    });
}

void MainWindow::makeViewMenu()
{
    QMenu *view = menuBar()->addMenu(tr("&View"));
    const QList<QDockWidget *> docks = findChildren<QDockWidget *>();
    for (QDockWidget *dock : docks)
        view->addAction(dock->toggleViewAction());
    view->addSeparator();
    addLocal(view, tr("Columns…"), {}, [this] {
        m_objects->showColumnMenu(m_objects->mapToGlobal(QPoint(20, 60)));
    })->setIcon(icon(u"columns"_s));
    QSettings settings;
    QAction *flashes = view->addAction(tr("&Flash what changes"));
    flashes->setCheckable(true);
    const bool animates = style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0;
    flashes->setChecked(settings.value("view/flashes"_L1, animates).toBool());
    m_objects->setFlashing(flashes->isChecked());
    connect(flashes, &QAction::toggled, this, [this](bool on) {
        QSettings().setValue("view/flashes"_L1, on);
        m_objects->setFlashing(on);
    });
    QAction *compact = view->addAction(tr("Co&mpact rows"));
    compact->setCheckable(true);
    compact->setChecked(settings.value("view/compactRows"_L1, false).toBool());
    m_objects->setCompact(compact->isChecked());
    connect(compact, &QAction::toggled, this, [this](bool on) {
        QSettings().setValue("view/compactRows"_L1, on);
        m_objects->setCompact(on);
    });
    makeAppearanceMenu(view);
    makeZoomEntries(view);
    m_keepRunning = view->addAction(tr("&Keep running in the tray when closed"));
    m_keepRunning->setCheckable(true);
    m_keepRunning->setChecked(settings.value("tray/keepRunning"_L1, false).toBool());
    connect(m_keepRunning, &QAction::toggled, this,
            [](bool on) { QSettings().setValue("tray/keepRunning"_L1, on); });
    add(view, tr("Notifi&cations…"), {}, Command::Rules);
    addLocal(view, tr("&Reset layout"), {}, &MainWindow::resetLayout);
    view->addSeparator();
    addLocal(view, tr("Ne&xt tab"), QKeySequence(Qt::CTRL | Qt::Key_Tab), [this] { m_tabs->step(1); });
    addLocal(view, tr("Pre&vious tab"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab),
             [this] { m_tabs->step(-1); });
    addLocal(view, tr("Close ta&b"), QKeySequence(Qt::CTRL | Qt::Key_W),
             [this] { m_tabs->close(m_tabs->currentIndex()); });
    view->addSeparator();
    addLocal(view, tr("&Older state"), QKeySequence(Qt::ALT | Qt::Key_Left), [this] {
        m_history->step(1);
    })->setIcon(icon(u"back"_s));
    addLocal(view, tr("&Newer state"), QKeySequence(Qt::ALT | Qt::Key_Right), [this] {
        m_history->step(-1);
    })->setIcon(icon(u"forward"_s));
    addLocal(view, tr("Return to &live"), QKeySequence(Qt::ALT | Qt::Key_Home), &MainWindow::liveRequested)
        ->setIcon(icon(u"live"_s));
}

/// Remembered for all windows. A part that has a use of its own for these keys, such as the timeline, takes
/// them first while it has the focus (QEvent::ShortcutOverride).
void MainWindow::makeZoomEntries(QMenu *view)
{
    setFontZoom(QSettings().value("view/zoom"_L1, 1.0).toDouble());
    const auto zoom = [](double factor) {
        setFontZoom(factor);
        QSettings().setValue("view/zoom"_L1, fontZoom());
    };
    constexpr double step = 1.1;
    QAction *larger = addLocal(view, tr("Lar&ger text"), {}, [zoom] { zoom(fontZoom() * step); });
    larger->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    larger->setIcon(icon(u"zoom-in"_s));
    addLocal(view, tr("&Smaller text"), QKeySequence(Qt::CTRL | Qt::Key_Minus), [zoom] {
        zoom(fontZoom() / step);
    })->setIcon(icon(u"zoom-out"_s));
    addLocal(view, tr("&Usual text size"), QKeySequence(Qt::CTRL | Qt::Key_0), [zoom] { zoom(1); });
}

void MainWindow::makeAppearanceMenu(QMenu *view)
{
    auto *menu = new QMenu(tr("&Appearance"), view);
    view->addMenu(menu);
    auto *group = new QActionGroup(menu);
    const QString chosen = QSettings().value("view/appearance"_L1).toString();
    const std::initializer_list<std::pair<QString, QString>> choices{{QString(), tr("As the &system")},
                                                                     {u"light"_s, tr("&Light")},
                                                                     {u"dark"_s, tr("&Dark")},
                                                                     {u"contrast"_s, tr("&High contrast")}};
    for (const auto &[name, text] : choices) {
        QAction *action = group->addAction(menu->addAction(text));
        action->setCheckable(true);
        action->setChecked(name == chosen);
        connect(action, &QAction::triggered, this, [this, name = name] {
            QSettings().setValue("view/appearance"_L1, name);
            Q_EMIT appearanceChosen(name);
        });
    }
}

void MainWindow::makeHelpMenu()
{
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    addLocal(help, tr("&Commands…"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] {
        showOfNoConnection(new CommandPalette(CommandPalette::commandsOf(*this), this));
    })->setIcon(icon(u"search"_s));
    addLocal(help, tr("&Keyboard shortcuts"), QKeySequence(Qt::CTRL | Qt::Key_F1),
             [this] { showOfNoConnection(new ShortcutsPage(CommandPalette::commandsOf(*this), this)); });
    add(help, tr("&Start page"), {}, Command::ShowStart);
    help->addSeparator();
    add(help, tr("Copy support &bundle"), {}, Command::SupportBundle);
    addLocal(help, tr("&About GenMirror"), {}, [this] {
        auto *about = new PlainBox(QMessageBox::NoIcon, tr("About GenMirror"), {}, QMessageBox::Ok, this);
        about->setTextFormat(Qt::RichText); // of our own
        about->setText(tr("<h3>GenMirror %1</h3><p>Keeps live, verified, local mirrors of the generational "
                          "sets that servers publish, and every state they had.</p><p>MIT licence.</p>")
                           .arg(QCoreApplication::applicationVersion()));
        about->setIconPixmap(windowIcon().pixmap(64));
        showOfNoConnection(about);
    });
    auto *next = new QAction(this);
    next->setShortcut(Qt::Key_F6);
    connect(next, &QAction::triggered, this, &MainWindow::goToNextPart);
    addAction(next);
}

void MainWindow::copyPath() const
{
    if (const QString path = m_mirrors->currentPath(); !path.isEmpty())
        QGuiApplication::clipboard()->setText(path);
}

void MainWindow::setAllowance(const Allowance &allowance)
{
    m_adminMenu->menuAction()->setVisible(allowance.isAllowed(Act::Administer));
    m_inspector->setAllowance(allowance);
    for (const auto &[action, act] : std::as_const(m_guarded))
        setAllowed(action, allowance, act);
}

void MainWindow::setUndo(bool has, const Allowance &allowance)
{
    if (has)
        return setAllowed(m_undo, allowance, Act::ChangeObjects);
    m_undo->setEnabled(false);
    m_undo->setToolTip(plainTip({}));
}

void MainWindow::setTrayAvailable(bool available)
{
    m_keepRunning->setVisible(available);
}

bool MainWindow::keepsRunning() const
{
    return m_keepRunning->isVisible() && m_keepRunning->isChecked();
}

} // namespace GenMirror
