#include "sync/server/store/treestore.h"

#include <future>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Error noSuchTree(const QString &tree)
{
    return {.kind = Error::Kind::NotFound,
            .detail =
                u"There is no tree \"%1\" here that you may see: it does not exist, or your token does not "
                "reach it. GET /v1/trees tells which there are."_s.arg(tree),
            .code = ErrorCode::NoTree};
}

TreeStore::TreeStore(const DataDirectory &directory, const QStringList &trees, Options options,
                     Listener listener)
    : m_directory(directory)
    , m_options(std::move(options))
    , m_listener(std::move(listener))
    , m_catalogue(directory.path() + "/catalogue.db"_L1)
    , m_writers({.most = m_options.writers, .share = (m_options.writers + 1) / 2})
    , m_readers({.most = m_options.readers, .share = m_options.readers / 2})
    , m_longReaders({.most = m_options.longReaders, .share = m_options.longReaders / 2, .niceness = 10})
{
    for (const QString &name : trees)
        m_trees.emplace_hint(m_trees.end(), name, std::make_shared<ServedTree>(*this, name))
            ->second->foundAtStart();
    m_reminder = std::thread([this] { runReminders(); });
}

TreeStore::~TreeStore()
{
    {
        const std::scoped_lock lock(m_remindersMutex);
        m_stopping = true;
    }
    m_remindersChanged.notify_one();
    m_reminder.join();
    do { // each may add to the other's
        m_readers.wait();
        m_longReaders.wait();
        m_writers.wait();
    } while (m_readers.isBusy() || m_longReaders.isBusy());
}

QStringList TreeStore::names(const QString &after, qsizetype limit) const
{
    QStringList names;
    const std::scoped_lock lock(m_mutex);
    for (auto tree = m_trees.upper_bound(after); tree != m_trees.end() && names.size() != limit; ++tree) {
        if (tree->second->isThere())
            names.append(tree->first);
    }
    return names;
}

qsizetype TreeStore::size() const
{
    const std::scoped_lock lock(m_mutex);
    return qsizetype(m_trees.size());
}

TreeStore::Tree TreeStore::find(const QString &tree) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_trees.find(tree);
    return found == m_trees.end() ? nullptr : found->second;
}

bool TreeStore::has(const QString &tree) const
{
    const auto found = find(tree);
    return found && found->isThere();
}

std::optional<quint64> TreeStore::incarnation(const QString &tree) const
{
    const auto found = find(tree);
    return found && found->isThere() ? std::optional(found->incarnation()) : std::nullopt;
}

std::optional<FileIdentity> TreeStore::ownFile(const QString &tree) const
{
    const auto found = find(tree);
    return found ? found->ownFile() : std::nullopt;
}

Result<quint64> TreeStore::check(const QString &tree) const
{
    const auto found = find(tree);
    return found ? found->check() : tl::make_unexpected(noSuchTree(tree));
}

/// Nothing that is known of a tree with a problem counts: whoever asks is told the problem.
Result<TreeSummary> TreeStore::summary(const QString &tree)
{
    if (const auto checked = check(tree); !checked)
        return failureOf(checked);
    const QString fileName = m_directory.treeFile(tree);
    const auto before = FileStamp::ofWhole(fileName);
    if (before && !m_health.hasProblem(tree)) {
        if (const auto known = m_catalogue.find(tree, *before))
            return *known;
    }
    auto summary = reading(tree, &TreeSummary::of);
    if (summary && before && FileStamp::ofWhole(fileName) == before)
        m_catalogue.put(tree, *before, *summary);
    return summary;
}

bool TreeStore::isSettled(const QString &tree, const QString &policy, qint64 time)
{
    const auto stamp = FileStamp::ofWhole(m_directory.treeFile(tree));
    return stamp && m_catalogue.isSettled(tree, *stamp, policy, time);
}

void TreeStore::settled(const QString &tree, SqlStorage &storage, const TreeCatalogue::Settled &settled)
{
    const auto summary = inReadTransaction(storage.database(), [&] { return TreeSummary::of(storage); });
    const auto stamp = FileStamp::ofWhole(m_directory.treeFile(tree));
    if (summary && stamp)
        m_catalogue.put(tree, *stamp, *summary, settled);
}

QStringList TreeStore::inUse(qsizetype limit) const
{
    QStringList names;
    const std::scoped_lock lock(m_usesMutex);
    for (auto tree = m_uses.begin(); tree != m_uses.end() && names.size() < limit; ++tree)
        names.append((*tree)->name());
    return names;
}

void TreeStore::askForLife()
{
    constexpr size_t most = 2; // one for each kind of threads
    const std::scoped_lock lock(m_life->mutex);
    if (m_life->waiting.size() >= most)
        return;
    for (TaskPool *pool : {&m_readers, &m_writers}) {
        const auto sign = m_life->waiting.insert(m_life->waiting.end(), Clock::now());
        pool->post([life = m_life, sign] {
            const std::scoped_lock held(life->mutex);
            life->waiting.erase(sign);
        });
    }
}

std::chrono::milliseconds TreeStore::silence() const
{
    const std::scoped_lock lock(m_life->mutex);
    if (m_life->waiting.empty())
        return {};
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_life->waiting.front());
}

/// With the lock held while it is queued: what is queued is not forgotten.
template <typename Item>
void TreeStore::queue(const QString &name, Item item)
{
    const std::scoped_lock lock(m_mutex);
    Tree &tree = m_trees[name];
    if (!tree)
        tree = std::make_shared<ServedTree>(*this, name);
    tree->post(std::move(item));
}

void TreeStore::write(const QString &tree, ServedTree::Task task)
{
    queue(tree, std::move(task));
}

void TreeStore::write(const QString &tree, TreeChange change)
{
    queue(tree, std::move(change));
}

void TreeStore::placed(const QString &tree)
{
    if (const auto found = find(tree)) // it is there while a task of its queue runs
        found->placed();
    m_catalogue.forget(tree); // what was told of the one before; see isStill()
    m_health.forget(tree);
}

void TreeStore::removed(const QString &tree)
{
    if (const auto found = find(tree)) {
        found->removed();
        const std::scoped_lock lock(m_usesMutex);
        forgetUse(found.get());
    }
    m_catalogue.forget(tree);
    m_health.forget(tree);
}

void TreeStore::forgetIfDone(const QString &tree)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_trees.find(tree);
    if (found != m_trees.end() && found->second->isDone())
        m_trees.erase(found);
}

/// With the lock held.
void TreeStore::forgetUse(const ServedTree *tree)
{
    if (const auto place = m_placeInUses.constFind(tree); place != m_placeInUses.constEnd()) {
        m_uses.erase(*place);
        m_placeInUses.erase(place);
    }
}

Result<std::unique_ptr<TreeConnection>> TreeStore::opened(const QString &fileName,
                                                          TreeConnection::For purpose)
{
    struct Opening {
        std::packaged_task<Result<std::unique_ptr<TreeConnection>>()> task;
        std::atomic_flag isBegun;

        void run()
        {
            if (!isBegun.test_and_set())
                task();
        }
    };
    constexpr std::chrono::seconds patience(1);
    const auto opening = std::make_shared<Opening>();
    opening->task = decltype(opening->task)([&] { return TreeConnection::open(*this, fileName, purpose); });
    auto connection = opening->task.get_future();
    m_openers.post([opening] { opening->run(); });
    if (connection.wait_for(patience) != std::future_status::ready)
        opening->run();
    return connection.get();
}

void TreeStore::used(const Tree &tree, By user, bool hasOpened)
{
    {
        const std::scoped_lock lock(m_usesMutex);
        if (!tree->isThere()) // nothing of it stays open
            return forgetUse(tree.get());
        if (const auto place = m_placeInUses.constFind(tree.get()); place != m_placeInUses.constEnd()) {
            m_uses.splice(m_uses.begin(), m_uses, *place);
        } else {
            m_uses.push_front(tree);
            m_placeInUses.insert(tree.get(), m_uses.begin());
        }
    }
    if (!hasOpened && m_cachedBytes <= m_options.cacheBytes)
        return;
    constexpr int mostAtOnce = 2; // who uses a tree has opened one at most
    for (int i = 0; i < mostAtOnce; ++i) {
        const Tree unused = takeUnused();
        if (!unused)
            return;
        unused->closeIdleReaders();
        if (user == By::Writer) { // who opens faster than others close closes
            unused->closeIdleWriter();
        } else if (unused->markForClosing()) { // that takes the disk: who reads does not wait for it
            ++m_closing;
            m_writers.post(
                [this, unused] {
                    unused->closeIdleWriter();
                    --m_closing;
                },
                "closing"); // not behind what the server itself has to do
        }
    }
}

TreeStore::Tree TreeStore::takeUnused()
{
    const std::scoped_lock lock(m_usesMutex);
    const int closing = m_closing; // what they hold in memory is not known: it may be enough
    const bool isTooMuch = m_connections - closing > m_options.connections ||
                           (closing == 0 && m_cachedBytes > m_options.cacheBytes);
    if (!isTooMuch || m_uses.size() < 2)
        return nullptr;
    Tree unused = m_uses.back();
    forgetUse(unused.get());
    return unused;
}

void TreeStore::remind(const Tree &tree, std::chrono::milliseconds after)
{
    if (!tree->wantsReminder())
        return;
    const std::scoped_lock lock(m_remindersMutex);
    m_reminders.emplace(Clock::now() + after, tree);
    m_remindersChanged.notify_one();
}

void TreeStore::runReminders()
{
    std::unique_lock lock(m_remindersMutex);
    while (!m_stopping) {
        if (m_reminders.empty()) {
            m_remindersChanged.wait(lock);
            continue;
        }
        const auto next = m_reminders.begin();
        if (next->first > Clock::now()) {
            m_remindersChanged.wait_until(lock, next->first);
            continue;
        }
        const auto tree = next->second.lock();
        m_reminders.erase(next);
        lock.unlock();
        if (tree)
            tree->remind();
        lock.lock();
    }
}

} // namespace GenMirror
