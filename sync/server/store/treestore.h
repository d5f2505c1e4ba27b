#pragma once

#include "sync/server/store/catalogue/treecatalogue.h"
#include "sync/server/store/datadirectory.h"
#include "sync/server/store/readergate.h"
#include "sync/server/store/servedtree.h"
#include "sync/server/store/taskpool.h"
#include "sync/server/store/treehealth.h"
#include "sync/sql/readtransaction.h"

#include <QHash>

#include <condition_variable>
#include <map>
#include <thread>

namespace GenMirror
{

/// What is said of a tree that is not there, and of one that is out of reach: nobody can tell the two apart.
[[nodiscard]] Error noSuchTree(const QString &tree);

/// The trees of a data directory: which there are, reading each on any thread, writing each in its own order.
///
/// Nothing is opened before it is asked for, and what was not used for longest is closed where much is open.
/// Thread-safe.
class TreeStore
{
public:
    struct Options {
        SqlStorage::Options storage; ///< Of those who write.
        size_t readers = 16;         ///< Threads for what is soon done,
        size_t longReaders = 10;     ///< and for what takes long; half of each for one account.
        size_t writers = 16;         ///< Threads: trees that are written at the same time.
        int connections = 300; ///< That stay open although nobody uses them; each has two or three files.
        qint64 cacheBytes = 128 << 20;         ///< Of the databases' pages in memory, of all that stay open.
        qsizetype changesTogether = 256;       ///< In one transaction,
        qsizetype bytesTogether = 1024 * 1024; ///< and this much of them.
        /// How often it is tried to go on writing to a tree whose disk did not take a write.
        std::chrono::milliseconds triesDisk = std::chrono::seconds(1);
    };
    /// Told on the thread that does it.
    struct Listener {
        /// A tree was opened for the first time since it got its file: there it is.
        std::function<void(const QString &tree, const TreeState &state)> opened;
        /// Changes were committed: from where to where.
        std::function<void(const QString &tree, SqlStorage &storage, const TreeStep &step)> changed;
    };

    /// `trees`: those that have a file.
    TreeStore(const DataDirectory &directory, const QStringList &trees, Options options, Listener listener);
    /// Does what is queued, and closes all.
    ~TreeStore();
    TreeStore(const TreeStore &) = delete;
    TreeStore &operator=(const TreeStore &) = delete;

    /// In order; at most `limit` that come after `after`.
    [[nodiscard]] QStringList names(const QString &after = {}, qsizetype limit = -1) const;
    /// How many there are, about.
    [[nodiscard]] qsizetype size() const;
    [[nodiscard]] bool has(const QString &tree) const;
    /// None if there is no such tree.
    [[nodiscard]] std::optional<quint64> incarnation(const QString &tree) const;
    /// Which file is the tree's own; none if that is not known.
    [[nodiscard]] std::optional<FileIdentity> ownFile(const QString &tree) const;
    /// See ServedTree::check().
    [[nodiscard]] Result<quint64> check(const QString &tree) const;
    [[nodiscard]] TreeHealth &health() { return m_health; }

    /// What is soon done does not wait for what is not, nor for its part of the processor.
    enum class Lane { Short, Long };
    /// A task on one of the threads that read; `account`: the address or token that asks.
    void post(Lane lane, const QByteArray &account, TaskPool::Task task)
    {
        (lane == Lane::Short ? m_readers : m_longReaders).post(std::move(task), account);
    }
    /// What `work(SqlStorage &)` makes of a tree, a value or a Result, in one read transaction: all that it
    /// reads is one state. If anything of that failed, that is what comes of it, whatever `work` took it for.
    /// NotFound if there is no such tree. Not on the network's thread.
    template <typename Work>
    [[nodiscard]] auto reading(const QString &name, Work &&work)
    {
        using Value = typename ResultOf<std::invoke_result_t<Work, SqlStorage &>>::Type;
        const auto tree = find(name);
        if (!tree)
            return Value(tl::make_unexpected(noSuchTree(name)));
        m_gate.pass(name);
        const quint64 incarnation = tree->incarnation();
        auto reader = tree->takeReader();
        Value value = reader
                          ? inReadTransaction((*reader)->storage().database(),
                                              [&] { return std::forward<Work>(work)((*reader)->storage()); })
                          : Value(failureOf(reader));
        if (tree->isStill(incarnation)) // else it says nothing of the one that has the name now
            m_health.read(name, value ? nullptr : &value.error());
        if (reader)
            tree->giveBack(*std::move(reader));
        return value;
    }

    /// What is told of a tree, without opening its file where it has not changed. Errors as reading().
    [[nodiscard]] Result<TreeSummary> summary(const QString &tree);
    /// Whether a policy of compaction has nothing to do with a tree at that time (milliseconds since 1970).
    [[nodiscard]] bool isSettled(const QString &tree, const QString &policy, qint64 time);
    /// To be told by the task whose turn it is, which has just looked.
    void settled(const QString &tree, SqlStorage &storage, const TreeCatalogue::Settled &settled);
    /// Writes down what is remembered of trees.
    void storeCatalogue() { m_catalogue.store(); }
    /// The trees that have something open, at most so many, last used first.
    [[nodiscard]] QStringList inUse(qsizetype limit) const;

    /// Asks both kinds of threads for a sign of life; how long ago the last one was asked for that has not
    /// come.
    void askForLife();
    [[nodiscard]] std::chrono::milliseconds silence() const;

    /// A task when it is this tree's turn, which needs not be there.
    void write(const QString &tree, ServedTree::Task task);
    /// A change of the tree, together with others that wait for it, too.
    void write(const QString &tree, TreeChange change);
    /// A file was put in the tree's place, or taken away; by a task whose turn it is.
    void placed(const QString &tree);
    void removed(const QString &tree);

private:
    friend class ServedTree;
    friend class TreeConnection;
    using Tree = std::shared_ptr<ServedTree>;
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] Tree find(const QString &tree) const;
    template <typename Item>
    void queue(const QString &name, Item item);
    /// Its queue is empty.
    void forgetIfDone(const QString &tree);
    /// Opened by a thread of a lower priority, for which this one waits: a crowd that touches trees which are
    /// not open takes little of the processor from those that are. (To make files takes ext4 milliseconds
    /// where many were removed just before.) Where those threads are held up it is done by this one.
    [[nodiscard]] Result<std::unique_ptr<TreeConnection>> opened(const QString &fileName,
                                                                 TreeConnection::For purpose);
    enum class By { Reader, Writer };
    /// It was used just now, by a connection that was opened for that or not; closes others if too much is
    /// open.
    void used(const Tree &tree, By user, bool hasOpened);
    /// What was not used for longest, if too much is open; it does not count as used any more.
    [[nodiscard]] Tree takeUnused();
    void forgetUse(const ServedTree *tree);
    void remind(const Tree &tree, std::chrono::milliseconds after);
    void runReminders();

    const DataDirectory &m_directory;
    const Options m_options;
    const Listener m_listener;
    TreeHealth m_health;
    ReaderGate m_gate;
    std::atomic<quint64> m_lastIncarnation = 0;
    std::atomic<int> m_connections = 0;
    std::atomic<int> m_closing = 0; ///< Of these: a thread that writes was asked to.
    std::atomic<qint64> m_cachedBytes = 0;

    TreeCatalogue m_catalogue;
    /// Asked for, in this order; when the oldest was that has not come.
    struct SignsOfLife {
        std::mutex mutex;
        std::list<Clock::time_point> waiting;
    };
    const std::shared_ptr<SignsOfLife> m_life = std::make_shared<SignsOfLife>();

    mutable std::mutex m_mutex;
    std::map<QString, Tree> m_trees;

    mutable std::mutex m_usesMutex;
    std::list<Tree> m_uses; ///< Last used first; those that have something open.
    QHash<const ServedTree *, std::list<Tree>::iterator> m_placeInUses;

    std::mutex m_remindersMutex;
    std::condition_variable m_remindersChanged;
    std::multimap<Clock::time_point, std::weak_ptr<ServedTree>> m_reminders;
    bool m_stopping = false;
    std::thread m_reminder;

    // Last: their threads use all of the above.
    TaskPool m_openers{{.most = 2, .share = 2, .niceness = 10}}; ///< See opened().
    TaskPool m_writers;
    TaskPool m_readers;
    TaskPool m_longReaders;
};

} // namespace GenMirror
