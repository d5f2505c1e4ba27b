#pragma once

#include "app/genmirror/administration.h"
#include "app/genmirror/cacheview.h"
#include "app/genmirror/exporter.h"
#include "app/genmirror/historyfeed.h"
#include "app/genmirror/indexkeeper.h"
#include "app/genmirror/keychain.h"
#include "app/genmirror/networkwatch.h"
#include "app/genmirror/newestwork.h"
#include "app/genmirror/noticerules.h"
#include "app/genmirror/objectwriter.h"
#include "app/genmirror/place.h"
#include "app/genmirror/profile.h"
#include "app/genmirror/serverhistoryfetcher.h"
#include "app/genmirror/tray.h"
#include "app/genmirror/welcome.h"
#include "sync/client/mirrorsession.h"
#include "ui/mainwindow.h"
#include "ui/productionmarks.h"

#include <QSet>

#include <map>
#include <optional>

namespace GenMirror
{

class EditDialog;
struct SharedConnection;
struct ImportedConnection;
struct SetTab;

/// Wires sessions, models and the window together, and remembers which mirrors there are.
class Desktop : public QObject
{
    Q_OBJECT
public:
    /// Caches are kept below this directory, one folder for each server.
    explicit Desktop(QString cacheRoot, QObject *parent = nullptr);

    ~Desktop() override;

    /// The mirrors of the last time, and the tabs that were open.
    void restoreMirrors();
    /// Goes to what a link names, as soon as it is there; asks to add its server if need be.
    void openLink(const QString &link);
    /// Shows what a file of connections would bring and change, and takes what the person chooses.
    /// InvalidArgument if the file is wrong anywhere: then nothing is shown.
    [[nodiscard]] Result<void> importConnections(const QByteArray &text);
    /// Writes an export in the background.
    void startExport(const ExportOrder &order);
    /// What to mirror; where the cache is kept is decided here.
    void addMirror(const MirrorConfig &config);
    /// The same, and goes to it.
    void showMirror(const MirrorConfig &config);
    /// What a server is shown from now on, and kept for the next start: the token in the keychain.
    void keepCredentials(const QUrl &server, const ServerCredentials &credentials);
    /// What a person chose and is not kept: said in the window, and in the activity, which stays.
    void tellUnkept(const Result<void> &kept);
    [[nodiscard]] MainWindow &window() { return m_window; }

private:
    static constexpr qsizetype MostVersions = 1000;         ///< Of an object that are listed.
    static constexpr qsizetype MostVersionBytes = 64 << 20; ///< Of their texts.
    struct VersionsOf {
        int mirror = 0;
        SetPath set;
        ObjectId id;
        friend bool operator==(const VersionsOf &, const VersionsOf &) = default;
    };
    static constexpr int LongSentence = 15'000; ///< Milliseconds that one stays in the status bar.
    struct Mirror {
        std::unique_ptr<MirrorSession> session;
        std::shared_ptr<CacheView> live;
        bool hasObjects = false; ///< Since there were any: before that there is nothing to choose from.
        MirrorStatus::State state = MirrorStatus::State::Opening;
        bool isFetched = false;                             ///< Something of it.
        MirrorStatus::Link link = MirrorStatus::Link::None; ///< The last that was seen.
        std::shared_ptr<CacheView> past;                    ///< Null: it is shown as it is now.
        Generation indexed;                                 ///< For which the text index was told last.
        QString lastActivity;                               ///< The last line that told its state.
        std::optional<Error> unreadable;                    ///< What could not be read of it.

        [[nodiscard]] const std::shared_ptr<CacheView> &view() const { return past ? past : live; }
    };

    void connectWindow();
    void connectTray();
    void showWaiting(const MirrorStatus &status);
    void noteActivity(int number, const MirrorStatus &status);
    /// Of a mirror that is shown, 0 if it is not.
    [[nodiscard]] int numberOf(const MirrorConfig &config) const;
    void startMirror(MirrorConfig config);
    [[nodiscard]] Mirror *shown();
    void showSet(int mirror, qint64 set);
    void showFirstObjects(int mirror);
    void showAbsent(int mirror);
    void showNothing();
    void showHistories(const Mirror &mirror);
    void showHistory(const Mirror &mirror);
    void tellViewed(const Mirror &mirror);
    void connectHistory();
    void statusChanged(int mirror, const MirrorStatus &status);
    void updateApplied(int mirror, const AppliedUpdate &update);
    void openView(int mirror);
    void askToRemove(int mirror);
    void removeMirror(int mirror);
    [[nodiscard]] qsizetype mirrorsOf(const QUrl &server) const;
    void remember();

    // What cannot be read:
    template <typename T>
    [[nodiscard]] std::optional<T> readOf(int number, Result<T> result);
    void tellUnreadable(int number, const Error &error);
    void showReadProblem();
    void readAgain(int number);

    // The past of the mirror that is shown:
    void viewRecord(qint64 record);
    void openPast(const Mirror &mirror, qint64 record);
    void returnToLive();
    void showState(const Mirror &mirror);
    void showAgain(const SetTab &tab);
    [[nodiscard]] bool isAbsent(const Mirror &mirror);
    void showDifferences(qint64 from, qint64 to);
    void leaveDifferences();
    void showVersions();
    void forgetVersions();

    // Who the person is to a server:
    void connectAdministration();
    void restoreToken(const QUrl &server);
    void forgetToken(const QUrl &server);
    [[nodiscard]] ServerCredentials credentialsOf(const QUrl &server) const;
    void useCredentials(const QUrl &server, const ServerCredentials &credentials);
    /// Against the problem of the mirror that is shown.
    void takeStep(NextStep step);
    void askForCredentials(int mirror);
    void askRole(const QUrl &server);
    /// All that decides what may be done with a mirror now; one that is not there any more has config alone.
    [[nodiscard]] Situation situationOf(const MirrorConfig &config);
    [[nodiscard]] bool isInPast(int number) const;
    [[nodiscard]] Allowance allowanceOf(const QUrl &server, const QString &tree, Act act);
    /// What each change to a server is asked for when it is sent, from wherever in the program.
    [[nodiscard]] ChangeGate gateOf(const QUrl &server);
    /// Whether the person may do this with the mirror that is shown; if not, it is said why.
    [[nodiscard]] bool mayDo(Act act);
    [[nodiscard]] Administration &administrationOf(const QUrl &server);

    // The menus, and what takes a while:
    void connectCommands();
    void obey(MainWindow::Command command);
    void obeyForMirror(MainWindow::Command command, int number);
    void askWhereToExport(MainWindow::Command command);
    void copySupportBundle();

    // Where the window looks:
    void connectPlaces();
    [[nodiscard]] int mirrorNamed(const QString &name) const;
    void openTab(int number, const SetPath &set);
    void raiseTab(int number, const SetPath &set);
    [[nodiscard]] QString titleOf(int number, const SetPath &set) const;
    void showTitles();
    void enterTab(const SetTab &tab);
    void showWanted();
    void noteShownSet(int number, qint64 key);
    void nameColumns(const Mirror &mirror, const SetPath &set);
    void rememberSession();
    void restoreSession();
    void askForLink();
    void goToPendingPlace();
    [[nodiscard]] std::optional<QString> linkToShown();
    void copyLink();

    // Changing objects:
    [[nodiscard]] ObjectWriter::Target editTarget();
    void editObjects();
    void newObject();
    void removeObjects();
    void undoEdit();
    void openEditor(EditDialog *dialog, const QList<ObjectWriter::Change> &known);
    void send(const ObjectWriter::Target &target, const QList<ObjectWriter::Change> &changes, bool isUndo);
    void keepForUndo(const ObjectWriter::Target &target, const QList<ObjectWriter::Change> &changes);
    void showUndo();
    void ask(const QString &title, const QString &question, const QString &action,
             const std::function<void()> &agreed);

    // Connections, and what a person wants to be told:
    void askForProfile(int number);
    void useProfile(const Profile &profile);
    void showRights();
    void importProfiles();
    void exportProfiles();
    [[nodiscard]] std::optional<QByteArray> knownAuthority(const QUrl &server) const;
    [[nodiscard]] bool keepsToken(const SharedConnection &connection) const;
    [[nodiscard]] bool hasToken(const QUrl &server) const;
    [[nodiscard]] QStringList giveNamesOfTheirOwn(QList<SharedConnection> &connections) const;
    [[nodiscard]] ImportedConnection describe(const SharedConnection &connection, const QString &inFile,
                                              const QString &owner) const;
    void takeConnection(const SharedConnection &connection);
    void addRule(int number);
    void showRules();
    void tellByRules(const MirrorConfig &config, const AppliedUpdate &update);
    void showTrayState();

    void startSession(int mirror, const MirrorConfig &config);
    void fetchServerHistory();

    // The start page:
    void connectWelcome();
    void showStart();
    void takeChosen(const QList<MirrorConfig> &mirrors);

    QString m_cacheRoot;
    MirrorTreeModel m_mirrorTree;
    ObjectTableModel m_objects;
    HistoryModel m_history;
    ServerHistoryModel m_serverHistory;
    ActivityModel m_activity;
    std::map<int, Mirror> m_mirrors;
    int m_shown = 0;
    HistoryFeed m_historyFeed;
    NewestWork m_pastWork; ///< Makes the state that is asked for last, of the mirror that is shown.
    NewestWork m_versionWork;
    NewestWork m_differenceWork;
    std::optional<VersionsOf> m_versionsOf; ///< Whose versions are shown, or read.
    bool m_versionsDue = false;             ///< Something happened since they are read.
    ServerHistoryFetcher m_serverHistoryFetcher;
    ServerHistoryFetcher m_olderServerHistory;
    QTimer m_serverHistoryDue;
    bool m_serverHistoryShown = false;
    NetworkWatch m_networkWatch;
    Keychain m_keychain;
    QSet<QUrl> m_tokensAsked;
    QSet<QUrl> m_rolesAsked;         ///< Just now.
    std::map<QUrl, WhoAmI> m_people; ///< Who the person is to each server, as it said last.
    QByteArray m_wanted;             ///< The object that is to be looked at once its row is known; its id.
    std::optional<Place> m_pendingPlace;
    bool m_isRestored = false; ///< From the settings; before that nothing is written there.
    QTimer m_sessionDue; ///< Tabs are written down a while after they changed, as a process may be killed.
    QList<NoticeRule> m_rules;
    Tray m_tray;
    Exporter m_exporter;
    IndexKeeper m_indices;
    ObjectWriter m_writer;
    struct Edit {
        ObjectWriter::Target target;
        QList<ObjectWriter::Change> changes;
    };
    QList<Edit> m_undo; ///< What would take the last edits back, newest last.
    ProductionMarks m_marks;
    MainWindow m_window;
    Welcome m_welcome;
    std::map<QString, std::unique_ptr<Administration>>
        m_administrations; ///< By server; their pages are the window's.
};

/// What was read of a mirror. None: it could not be, and the window shows that and why.
template <typename T>
std::optional<T> Desktop::readOf(int number, Result<T> result)
{
    if (result)
        return *std::move(result);
    tellUnreadable(number, result.error());
    return {};
}

} // namespace GenMirror
