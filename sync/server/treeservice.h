#pragma once

#include "model/core/update.h"
#include "sync/protocol/dialect.h"
#include "sync/server/eventhub.h"
#include "sync/server/http/httpserver.h"
#include "sync/server/treeworker.h"
#include "sync/server/waiters.h"

#include <QUrlQuery>

#include <atomic>
#include <mutex>
#include <span>
#include <vector>

namespace GenMirror
{

struct TreeOptions;

struct TreeServiceOptions {
    qint64 maximumPages = 0; ///< For tests of a full disk: SQLite pages for each tree.
    EventHub::Options events;
    HistoryLimits history;
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
    ~TreeService();

    /// Answers a request; to be given to an HttpServer. Returns at once.
    void handle(HttpRequest request, const std::shared_ptr<HttpResponder> &responder);
    /// Lets waiting requests go, so that the HTTP server can stop.
    void prepareStop();

private:
    struct Call;
    using Answer = Result<HttpResponse>;
    using Work = Answer (TreeService::*)(Call &, TreeWorker &);
    struct Route;
    class Lock;

    TreeService(QString directory, TreeServiceOptions options, std::unique_ptr<Lock> lock);

    static void prepareTrees(TreeRegistry &registry, TreeWorker &writer);
    [[nodiscard]] static std::span<const Route> routes();
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
    // Writing, on the writer:
    [[nodiscard]] Answer createTree(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer removeTree(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer putObject(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer removeObject(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer batch(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer compact(Call &call, TreeWorker &worker);
    [[nodiscard]] Answer reset(Call &call, TreeWorker &worker);
    [[nodiscard]] Result<void> makeTreeFile(const QString &tree, const TreeOptions &options) const;
    /// Tells all who wait what a commit, or a new collection, came to. `before`: the generation that it
    /// began from, none if an update from there makes no sense.
    void announce(const QString &tree, SqlStorage &storage, Generation before);
    void announceRemoval(const QString &tree);
    /// Writes a commit to the tree's history; inside its transaction.
    void record(const Call &call, SqlStorage &storage, TreeHistoryRecord done) const;
    /// {"generation", …, "updates" if the request asked for it}
    [[nodiscard]] Answer written(Call &call, SqlStorage &storage, int status, QByteArray fields);

    QString m_directory;
    TreeServiceOptions m_options;
    std::unique_ptr<Lock> m_lock;
    TreeRegistry m_registry;
    Waiters m_waiters;
    EventHub m_events;
    TreeWorker m_writer;
    std::mutex m_readersMutex;
    std::vector<std::unique_ptr<TreeWorker>> m_readers;
    std::atomic<bool> m_stopping = false;
};

} // namespace GenMirror
