#pragma once

#include "sync/server/store/catalogue/treecatalogue.h"
#include "sync/server/store/fileidentity.h"
#include "sync/server/store/sqlite/sqlstorage.h"
#include "sync/sql/readtransaction.h"

#include <QSet>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>

namespace GenMirror
{

class TreeStore;
class TreeWriter;

/// A connection to a tree's file, counted by the store as long as it is open. Used by one thread at a time.
class TreeConnection
{
public:
    enum class For { Reading, ReadingAlone, Writing };

    /// Errors: those of SqlDatabase::open(), Damaged where the file holds no tree.
    [[nodiscard]] static Result<std::unique_ptr<TreeConnection>> open(TreeStore &store,
                                                                      const QString &fileName, For purpose);
    ~TreeConnection();
    TreeConnection(const TreeConnection &) = delete;
    TreeConnection &operator=(const TreeConnection &) = delete;

    [[nodiscard]] SqlStorage &storage() { return *m_storage; }
    [[nodiscard]] bool isAlone() const { return m_purpose == For::ReadingAlone; }
    /// Of its log, when a writer opened it.
    [[nodiscard]] const std::optional<FileIdentity> &log() const { return m_log; }
    /// After use: the store counts what it holds in memory.
    void measure();

    quint64 incarnation = 0; ///< Of the tree, when it was opened.
    bool isNew = true;       ///< It was not used before.

private:
    TreeConnection(TreeStore &store, std::unique_ptr<SqlStorage> storage, For purpose);

    TreeStore &m_store;
    std::unique_ptr<SqlStorage> m_storage;
    const For m_purpose;
    std::optional<FileIdentity> m_log;
    qint64 m_bytes = 0;
};

/// From where to where a change brought a tree.
struct TreeStep {
    Generation before;
    TreeState now;
};

/// A change that may share a transaction, and so one sync of the disk, with others of the same tree.
struct TreeChange {
    /// Makes it, in a transaction of its own or as a part of a larger one: nothing of it may be told before
    /// done(). None: nothing was changed.
    std::function<std::optional<TreeStep>(SqlStorage &)> apply;
    /// What came of it is on the disk; or `failure` says why it is not, and then there is no storage.
    std::function<void(SqlStorage *storage, const Error *failure)> done;
    qsizetype bytes = 0; ///< That it brings, about.
    QByteArray account;  ///< The address or token that asks: trees take turns by it.
};

/// One tree of a TreeStore: its file, who reads it, and the one queue of those who write it.
///
/// What is queued is done one after the other, on any of the store's threads. A tree that was removed and
/// made again is another incarnation, so that nobody goes on reading the file of the first. A file that
/// somebody else removed, moved or replaced is noticed. Thread-safe where nothing else is said.
class ServedTree : public std::enable_shared_from_this<ServedTree>
{
public:
    using Task = std::function<void(TreeWriter &)>;

    ServedTree(TreeStore &store, QString name);
    ~ServedTree();
    ServedTree(const ServedTree &) = delete;
    ServedTree &operator=(const ServedTree &) = delete;

    [[nodiscard]] const QString &name() const { return m_name; }
    /// Its file is in its place.
    [[nodiscard]] bool isThere() const;
    /// Its incarnation, if its file is the one that it had. NotFound if there is no such tree, Damaged if the
    /// file is gone or another one, Storage if that cannot be told now. While the server itself moves the
    /// file it waits for that, 10 s at most. Not from a task of the queue.
    [[nodiscard]] Result<quint64> check();
    /// Whether it is there, and still this one.
    [[nodiscard]] bool isStill(quint64 incarnation) const;
    [[nodiscard]] quint64 incarnation() const;
    /// None if it is not known yet. Any thread.
    [[nodiscard]] std::optional<FileIdentity> ownFile() const;
    /// It had a file when the server started; nobody has looked at it.
    void foundAtStart();
    /// A file was put in its place by this server.
    void placed();
    void removed();

    /// For a reader, until it is given back. Errors: of check() and SqlDatabase::open().
    [[nodiscard]] Result<std::unique_ptr<TreeConnection>> takeReader();
    void giveBack(std::unique_ptr<TreeConnection> reader);

    void post(Task task);
    void post(TreeChange change);
    /// What is to be done between tasks is done when nothing else is.
    void remind();
    /// Whether it is to be reminded from now on, and was not before.
    [[nodiscard]] bool wantsReminder() { return !m_isReminded.exchange(true); }
    /// Closes those who read that nobody uses now.
    void closeIdleReaders();
    /// Closes the one who writes, unless it is wanted: the tree's turn is taken for as long as that takes. On
    /// a thread that writes.
    void closeIdleWriter();
    /// Whether it has one who writes, and was not marked before.
    [[nodiscard]] bool markForClosing() { return m_hasWriter && !m_isToClose.exchange(true); }
    /// Whether it could be forgotten: nothing is queued, and there is no such tree.
    [[nodiscard]] bool isDone() const;

private:
    friend class TreeWriter;

    struct Item {
        Task task;
        TreeChange change;
    };

    void queue(Item item);
    void schedule(const QByteArray &account);
    void run(const QByteArray &account);
    [[nodiscard]] bool takeTurn();
    void endTurn();
    void doNext(std::list<Item> &items);
    void doChanges(std::list<Item> &changes);
    void doAlone(SqlStorage &storage, const TreeChange &change);
    void doTogether(SqlStorage &storage, std::list<Item> &changes);
    [[nodiscard]] Result<quint64> checkNow();

    // Of the writer, on the thread that runs the queue:
    [[nodiscard]] QString fileName() const;
    [[nodiscard]] Result<std::unique_ptr<TreeConnection>> open(quint64 incarnation,
                                                               TreeConnection::For purpose);
    [[nodiscard]] Result<SqlStorage *> writer();
    void closeWriter();
    /// The task whose turn it is removes, moves or replaces the tree's files; until it ends.
    void beginMove();
    void endMove();
    void settle();
    /// What the writer's connection says of the tree, for when it is closed; none where that is in doubt.
    [[nodiscard]] std::optional<TreeSummary> lastSummary() const;
    void remember(const TreeSummary &summary) const;
    void clearStrayLog(const FileIdentity &log) const;
    /// Between tasks, when those who committed have been answered: no commit waits for a checkpoint.
    void tidy();
    void stopWriting(const Error &cause);
    void resumeWriting();
    [[nodiscard]] Result<void> writeOver();
    void watchLog(qint64 bytes);

    TreeStore &m_store;
    const QString m_name;

    mutable std::mutex m_mutex;
    bool m_isThere = false;
    quint64 m_incarnation = 0;
    std::optional<FileIdentity> m_file; ///< None yet where it was not looked at.
    bool m_isMoving = false;            ///< Its file, by this server.
    quint64 m_moves = 0;                ///< Begun or ended.
    std::condition_variable m_moved;
    bool m_isToldOf = false;                             ///< To TreeStore::Listener::opened.
    std::vector<std::unique_ptr<TreeConnection>> m_idle; ///< Readers.
    std::list<Item> m_queue;
    bool m_isRunning = false;
    QSet<QByteArray> m_scheduled; ///< Accounts in whose name a turn was asked for.

    std::atomic<bool> m_hasWriter = false;
    std::atomic<bool> m_isReminded = false;
    std::atomic<bool> m_isToClose = false; ///< A thread that writes was asked to close the one who writes.
    // Touched by the thread alone that runs the queue:
    std::unique_ptr<TreeConnection> m_writer;
    bool m_isLong = false;                               ///< The log was said to be.
    std::chrono::steady_clock::time_point m_nextAttempt; ///< To write again after it was stopped.
};

/// What a task has of the tree whose turn it is. On the thread that runs the task.
class TreeWriter
{
public:
    explicit TreeWriter(ServedTree &tree)
        : m_tree(tree)
    {
    }

    /// What `work(SqlStorage &)` makes of the tree, a value or a Result; its transactions are its own. If
    /// anything that it read beside them failed, that is what comes of it. Errors also: those of
    /// ServedTree::check() and SqlDatabase::open(), and Storage or Full while TreeHealth says that nothing is
    /// written to the tree.
    template <typename Work>
    [[nodiscard]] auto writing(Work &&work)
    {
        using Wrapped = ResultOf<std::invoke_result_t<Work, SqlStorage &>>;
        const auto opened = m_tree.writer();
        if (!opened)
            return typename Wrapped::Type(failureOf(opened));
        auto value = Wrapped::of(std::forward<Work>(work)(**opened));
        if (const auto error = (*opened)->error()) {
            (*opened)->rollback();
            value = tl::make_unexpected(*error);
        }
        return value;
    }
    /// Before the tree's files are removed, moved or replaced by this task. Who reads waits until it has
    /// ended.
    void close() { m_tree.beginMove(); }
    [[nodiscard]] const QString &tree() const { return m_tree.name(); }

private:
    ServedTree &m_tree;
};

} // namespace GenMirror
