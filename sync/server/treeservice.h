#pragma once

#include "model/core/update.h"
#include "sync/protocol/dialect.h"
#include "sync/server/access/accesscontrol.h"
#include "sync/server/access/accessstore.h"
#include "sync/server/access/clientbook.h"
#include "sync/server/access/ratelimiter.h"
#include "sync/server/eventhub.h"
#include "sync/server/http/httpserver.h"
#include "sync/server/metrics.h"
#include "sync/server/treeworker.h"
#include "sync/server/waiters.h"
#include "sync/server/writerate.h"

#include <QLockFile>
#include <QUrlQuery>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace GenMirror
{

struct CompactionReport;
struct CompactionRequest;
struct TreeOptions;

/// What one address, and likewise one token, may use up; 0: no limit. Past it: 429.
struct UsageLimits {
    double requestsPerSecond = 0;   ///< On average; ten seconds' worth may come at once.
    double bytesPerSecond = 0;      ///< Of bodies, both ways; a minute's worth may come at once.
    int failedLoginsPerMinute = 10; ///< For each address.
};

/// What the server drops by itself.
struct CompactionPolicy {
    qint64 keepRemovals = -1; ///< Of each set; -1: all.
    qint64 olderThanDays = 0; ///< 0: of any age.
    std::chrono::milliseconds every{3'600'000};

    [[nodiscard]] bool doesAnything() const { return keepRemovals >= 0 || olderThanDays > 0; }
};

struct TreeServiceOptions {
    qint64 maximumPages = 0; ///< For tests of a full disk: SQLite pages for each tree.
    EventHub::Options events;
    HistoryLimits history;
    UsageLimits usage;
    CompactionPolicy compaction;
};

/// The routes of docs/protocol.md over the trees of one data directory.
///
/// Writes run one after the other on a thread of their own; reads on others, one for each that is under way
/// up to a bound, each in a read transaction: a client that takes a large tree slowly stops nobody.
class TreeService
{
public:
    /// Makes the directory if needed. Storage if it cannot be used or another server uses it.
    [[nodiscard]] static Result<std::unique_ptr<TreeService>> open(const QString &directory,
                                                                   const TreeServiceOptions &options = {});
    /// Makes an admin's token in a data directory that no server uses; returns its text, which is nowhere
    /// else.
    [[nodiscard]] static Result<QByteArray> makeAdminToken(const QString &directory, const QString &name);
    ~TreeService();

    /// Answers a request; to be given to an HttpServer. Returns at once.
    void handle(HttpRequest request, const std::shared_ptr<HttpResponder> &responder);
    /// Whether it has no tokens, and so must be reached from this machine alone.
    [[nodiscard]] bool isOpen() const { return m_access.isOpen(); }
    /// Lets waiting requests go, so that the HTTP server can stop.
    void prepareStop();

private:
    struct Call;
    struct CountedFor;
    using Answer = Result<HttpResponse>;
    using Work = Answer (TreeService::*)(Call &, TreeWorker &);
    struct Route;

    TreeService(QString directory, TreeServiceOptions options, std::unique_ptr<QLockFile> lock);

    /// Keeps a second server out.
    [[nodiscard]] static Result<std::unique_ptr<QLockFile>> lockDirectory(const QString &directory);
    [[nodiscard]] Result<void> prepare(TreeWorker &writer);
    [[nodiscard]] SqlStorage::Options storageOptions() const
    {
        return {.maximumPages = m_options.maximumPages};
    }

    // The way of a request, in this order:
    [[nodiscard]] static std::span<const Route> routes();
    [[nodiscard]] std::shared_ptr<HttpResponder> metered(const Call &call, const QByteArray &route,
                                                         const std::shared_ptr<HttpResponder> &responder);
    [[nodiscard]] std::optional<std::chrono::seconds> pastLimit(const QByteArray &key);
    [[nodiscard]] Result<Identity> admit(const HttpRequest &request);
    [[nodiscard]] static Result<void> authorize(const Call &call, const Route &route);
    void take(const std::shared_ptr<Call> &call, const QByteArrayList &segments);
    void dispatch(const std::shared_ptr<Call> &call, const Route &route);
    /// One that is idle, made if need be; from any thread.
    [[nodiscard]] TreeWorker &reader();

    // Reading, on a reader:
    [[nodiscard]] Answer listTrees(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer showTree(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer updates(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer getObject(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer events(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer history(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer showMe(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer healthy(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer metrics(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer listClients(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer listTokens(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer listBackups(Call &call, TreeWorker &worker);
    // Writing, on the writer, or reading what only the writer has open:
    [[nodiscard]] Answer ready(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer createTree(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer removeTree(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer putObject(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer removeObject(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer batch(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer compact(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer reset(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer forgetClient(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer makeToken(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer changeToken(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer revokeToken(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer showAudit(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer makeBackup(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer removeBackup(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer restore(Call &call, TreeWorker &worker);
    [[nodiscard]] Result<void> makeTreeFile(const QString &tree, const TreeOptions &options) const;
    [[nodiscard]] QString backupFolder(const QString &name) const;
    [[nodiscard]] static Result<void> prepareRestore(const QString &file, const QString &prepared);
    [[nodiscard]] Result<TreeState> takeOver(const Call &call, TreeWorker &worker, const QString &prepared,
                                             const QString &reason);
    [[nodiscard]] Result<Token> tokenToChange(const QString &id, const std::optional<Token> &becomes) const;
    void letGoOf(const QByteArray &token);
    /// Adds when, who and from where.
    [[nodiscard]] static AuditEntry signedBy(const Call &call, AuditEntry entry);
    /// On the writer; before the act.
    [[nodiscard]] Result<void> audit(const Call &call, const AuditEntry &entry);
    void noteClient(const Call &call);
    [[nodiscard]] QByteArray compactionJson(const QString &tree, SqlStorage &storage,
                                            const QList<SetRecord> &sets,
                                            const CompactionReport &report) const;
    void giveSpaceBack(const QString &tree);
    void compactByPolicy(TreeWorker &worker);
    void compactAsPolicy(const QString &name, SqlStorage &storage, CompactionRequest request);
    void recordCompaction(const Call &call, SqlStorage &storage, const CompactionReport &done,
                          const QString &reason) const;
    /// From time to time, on a thread of its own: writes the list of clients down, compacts by policy.
    void housekeep();
    void storeClients();
    /// Tells all who wait what a commit, or a new collection, came to. `before`: the generation that it
    /// began from, none if an update from there makes no sense.
    void announce(const QString &tree, SqlStorage &storage, Generation before);
    void announceRemoval(const QString &tree);
    /// Writes a commit to the tree's history; inside its transaction.
    void record(const Call &call, SqlStorage &storage, TreeHistoryRecord done) const;
    /// The fields that a tree has in lists and alone.
    [[nodiscard]] QByteArray summaryOf(const QString &tree, SqlStorage &storage);
    /// {"generation", …, "updates" if the request asked for it}
    [[nodiscard]] Answer written(Call &call, SqlStorage &storage, int status, QByteArray fields);

    QString m_directory;
    TreeServiceOptions m_options;
    std::unique_ptr<QLockFile> m_lock;
    TreeRegistry m_registry;
    AccessControl m_access;
    RateLimiter m_requests;
    RateLimiter m_bytes;
    RateLimiter m_failedLogins;
    ClientBook m_clients;
    Metrics m_metrics;
    WriteRate m_writes;
    Waiters m_waiters;
    EventHub m_events;
    std::unique_ptr<AccessStore> m_store; ///< The writer's.
    TreeWorker m_writer;
    std::mutex m_readersMutex;
    std::vector<std::unique_ptr<TreeWorker>> m_readers;
    std::atomic<bool> m_stopping = false;
    std::mutex m_housekeepingMutex;
    std::condition_variable m_housekeepingEnds;
    std::thread m_housekeeping;
};

} // namespace GenMirror
