#pragma once

#include "app/genmirror/administration.h"
#include "app/genmirror/cacheview.h"
#include "app/genmirror/keychain.h"
#include "app/genmirror/networkwatch.h"
#include "app/genmirror/sampleserver.h"
#include "app/genmirror/serverhistoryfetcher.h"
#include "sync/client/mirrorsession.h"
#include "ui/mainwindow.h"

#include <QSet>

#include <map>

namespace GenMirror
{

class AddServerDialog;

/// Wires sessions, models and the window together, and remembers which mirrors there are.
class Desktop : public QObject
{
    Q_OBJECT
public:
    /// Caches are kept below this directory, one folder for each server.
    explicit Desktop(QString cacheRoot, QObject *parent = nullptr);

    ~Desktop() override;

    /// The mirrors of the last time.
    void restoreMirrors();
    /// The very first time, unless there is something to show already: asks what to mirror. Later nothing.
    void greet();
    /// What to mirror; where the cache is kept is decided here.
    void addMirror(MirrorConfig config);
    /// What a server is shown from now on, and kept for the next start: the token in the keychain.
    void keepCredentials(const QUrl &server, const ServerCredentials &credentials);
    [[nodiscard]] MainWindow &window() { return m_window; }

private:
    struct Mirror {
        std::unique_ptr<MirrorSession> session;
        std::shared_ptr<CacheView> live;
        bool hasObjects = false; ///< Since there were any: before that there is nothing to choose from.
        MirrorStatus::Link link = MirrorStatus::Link::None; ///< The last that was seen.
        std::shared_ptr<CacheView> past;                    ///< Null: it is shown as it is now.

        [[nodiscard]] const std::shared_ptr<CacheView> &view() const { return past ? past : live; }
    };

    void connectWindow();
    [[nodiscard]] Mirror *shown();
    void showSet(int mirror, qint64 set);
    void showFirstObjects(int mirror);
    void showHistory(const Mirror &mirror);
    void statusChanged(int mirror, const MirrorStatus &status);
    void updateApplied(int mirror, const AppliedUpdate &update);
    void openView(int mirror);
    void removeMirror(int mirror);
    void remember() const;

    // The past of the mirror that is shown:
    void viewRecord(qint64 record);
    void returnToLive();
    void showState(const Mirror &mirror);
    void showDifferences(qint64 from, qint64 to);
    void showVersions();

    // Who the person is to a server:
    void connectAdministration();
    void restoreToken(const QUrl &server);
    [[nodiscard]] ServerCredentials credentialsOf(const QUrl &server) const;
    [[nodiscard]] static Result<ServerCredentials>
    readCredentials(const QString &token, const QString &authorityFile, ServerCredentials credentials);
    void useCredentials(const QUrl &server, const ServerCredentials &credentials);
    void askForCredentials(int mirror);
    void askRole(const QUrl &server);
    void showAdmin();
    [[nodiscard]] Administration &administrationOf(const QUrl &server);

    [[nodiscard]] Result<MirrorConfig> configOf(const AddServerDialog &dialog) const;
    void startSession(int mirror, const MirrorConfig &config);
    void fetchServerHistory();
    void askForServer();
    AddServerDialog *openServerDialog();
    void startSample();
    void endSample();
    /// Where it was; invalid if there was none.
    [[nodiscard]] static QUrl sampleServer();

    QString m_cacheRoot;
    MirrorTreeModel m_mirrorTree;
    ObjectTableModel m_objects;
    HistoryModel m_history;
    ServerHistoryModel m_serverHistory;
    std::map<int, Mirror> m_mirrors;
    int m_shown = 0;
    ServerHistoryFetcher m_serverHistoryFetcher;
    QTimer m_serverHistoryDue;
    bool m_serverHistoryShown = false;
    NetworkWatch m_networkWatch;
    Keychain m_keychain;
    std::unique_ptr<SampleServer> m_sample;
    QSet<QUrl> m_tokensAsked;
    QSet<QUrl> m_rolesAsked;   ///< Just now.
    QSet<QUrl> m_adminServers; ///< Where the person is an admin.
    MainWindow m_window;
    std::map<QString, std::unique_ptr<Administration>>
        m_administrations; ///< By server; their pages are the window's.
};

} // namespace GenMirror
