#pragma once

#include "model/items/activitymodel.h"
#include "model/items/allowance.h"
#include "model/items/historymodel.h"
#include "model/items/mirrortreemodel.h"
#include "model/items/objecttablemodel.h"
#include "model/items/serverhistorymodel.h"
#include "ui/inspectorpanel.h"

#include <QMainWindow>

#include <optional>

class QDockWidget;
class QLabel;
class QStackedWidget;
class QTableView;

namespace GenMirror
{

class DifferencesPage;
class HistoryPanel;
class JobBar;
class MirrorsPanel;
class ObjectsPanel;
class PastBanner;
class ProductionFrame;
class HintBar;
class SetTabs;
class StartPage;
class StatusLine;

/// The window: mirrors left, objects in the centre, inspector right, history below, state in the status bar.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    struct Models {
        MirrorTreeModel *mirrors;
        ObjectTableModel *objects;
        HistoryModel *history;
        ServerHistoryModel *serverHistory;
        ActivityModel *activity;
    };
    /// What a person wants done with what is looked at.
    enum class Command {
        AddServer,
        AddOtherKind,
        ShowStart,
        OpenLink,
        ImportProfiles,
        ExportProfiles,
        ExportSelection,
        ExportSet,
        ExportTree,
        CopyLink,
        NewObject,
        EditObjects,
        RemoveObjects,
        UndoEdit,
        OpenTab,
        Refresh,
        Pause,
        Repair,
        Credentials,
        Profile,
        ServerPage,
        Compact,
        Reset,
        NewRule,
        Rules,
        SupportBundle,
        Quit,
    };
    explicit MainWindow(const Models &models, QWidget *parent = nullptr);

    [[nodiscard]] ObjectsPanel &objects() { return *m_objects; }
    [[nodiscard]] SetTabs &tabs() { return *m_tabs; }
    [[nodiscard]] JobBar &jobs() { return *m_jobs; }
    [[nodiscard]] StartPage &startPage() { return *m_start; }
    /// In place of the sets; `isAll`: there is nothing else to look at, so the other parts stay away, too.
    void showStart(bool isAll);
    void showSets();
    [[nodiscard]] bool isStartShown() const;
    /// For somebody who looks at the sample.
    void showHints();

    [[nodiscard]] int currentMirror() const;
    void selectSet(const QModelIndex &index);
    /// What is shown, in a few words; empty: nothing.
    void setTitle(const QString &title);
    void setStatus(const MirrorStatus &status);
    void clearStatus();
    /// What of the mirror that is looked at cannot be read, in a sentence; empty: nothing is in the way.
    void setReadProblem(const QString &problem, bool isDamaged);
    /// Marks that an earlier state is shown; how many objects it has.
    void showPast(const HistoryRecord &record, qint64 objects);
    void showLive();
    /// What differs between two states, in place of the table; see DifferencesPage::begin().
    void showDifferences(const QString &title, const QString &when,
                         const std::pair<QString, QString> &states);
    [[nodiscard]] DifferencesPage &differences() { return *m_differences; }
    /// The table comes back.
    void leaveDifferences();
    /// An earlier state is being made. Until showPast() or showLive() all stays as it is.
    void showOpening(qint64 record);
    /// Of the object that is looked at; after versionsRequested().
    void setVersions(const QList<ObjectVersion> &versions, InspectorPanel::Versions kind);
    /// The set that is looked at.
    [[nodiscard]] SetPath currentSet() const;
    /// The object that is looked at; none if none is selected.
    [[nodiscard]] std::optional<ObjectId> currentObject() const;
    void setServerHistoryProblem(const QString &problem);
    /// What may be done with the mirror that is looked at, and with its server.
    void setAllowance(const Allowance &allowance);
    /// Whether there is an edit to take back, and what may be done with the mirror that it was made in.
    void setUndo(bool has, const Allowance &allowance);
    /// A frame round everything says that the server is in production; empty: it is not.
    void setProduction(const QString &name);
    /// Whether closing the window leaves it running; only where there is a tray.
    void setTrayAvailable(bool available);
    [[nodiscard]] bool keepsRunning() const;
    /// To the front, whatever state it is in.
    void bringUp();

Q_SIGNALS:
    void setSelected(int mirror, qint64 set);
    void tabWanted(int mirror, const GenMirror::SetPath &set);
    void commanded(GenMirror::MainWindow::Command command);
    /// Not asked yet whether that is meant.
    void removeRequested(int mirror);
    void replaceCacheRequested();
    /// What could not be read is to be tried again.
    void readAgainRequested();
    /// What helps against the problem of the mirror that is shown.
    void stepRequested(NextStep step);
    void viewRequested(qint64 record);
    void liveRequested();
    void differencesRequested(qint64 from, qint64 to);
    void differencesLeft();
    void versionsRequested();
    void serverHistoryShown(bool shown);
    void appearanceChosen(const QString &name);

protected:
    void closeEvent(QCloseEvent *event) override;
    /// Esc that nothing else wants leads back to the present.
    void keyPressEvent(QKeyEvent *event) override;

private:
    void connectPanels();
    void makeDock(const QString &title, const QString &name, QWidget *widget, Qt::DockWidgetArea area);
    void restoreLayout();
    void putDocksAside(bool isAll);
    /// As at the very first start: what fits the screen.
    void makeFirstLayout();
    void resetLayout();
    void resetActivityColumns();
    [[nodiscard]] QDockWidget *dock(const QString &name) const;
    void goToNextPart();

    // The menus; see windowmenus.cpp:
    void makeMenus();
    QAction *add(QMenu *menu, const QString &text, const QKeySequence &shortcut, Command command);
    /// Of a command that does something to a server: it can be chosen while that may be done.
    QAction *guarded(QAction *action, Act act);
    template <typename Slot>
    QAction *addLocal(QMenu *menu, const QString &text, const QKeySequence &shortcut, Slot slot);
    void makeFileMenu();
    void makeEditMenu();
    void makeMirrorMenu();
    void makeViewMenu();
    void makeZoomEntries(QMenu *view);
    void makeAppearanceMenu(QMenu *view);
    void makeHelpMenu();
    void copyPath() const;

    MirrorTreeModel *m_model;
    MirrorsPanel *m_mirrors;
    SetTabs *m_tabs;
    QWidget *m_sets; ///< Tabs and table.
    ObjectsPanel *m_objects;
    DifferencesPage *m_differences;
    InspectorPanel *m_inspector;
    HistoryPanel *m_history;
    PastBanner *m_banner;
    ProductionFrame *m_frame;
    StatusLine *m_status;
    StartPage *m_start;
    HintBar *m_hints;
    QStackedWidget *m_pages; ///< The sets, the start page.
    JobBar *m_jobs;
    QTableView *m_activity;
    QByteArray m_firstState;                ///< Of the docks, before any was moved.
    std::optional<QByteArray> m_docksAside; ///< Their state, while they make room for the start page.
    bool m_isAllAside = false;
    QLabel *m_message; ///< What was told last; for a while.
    QMenu *m_mirrorMenu = nullptr;
    QMenu *m_adminMenu = nullptr;
    QMenu *m_objectMenu = nullptr;
    QAction *m_undo = nullptr;
    QAction *m_keepRunning = nullptr;
    QList<std::pair<QAction *, Act>> m_guarded;
};

} // namespace GenMirror
