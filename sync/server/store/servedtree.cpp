#include "sync/server/store/servedtree.h"

#include "model/core/generationaltree.h"
#include "sync/server/store/treestore.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr size_t MostIdleReaders = 4;
constexpr auto LongestMove = std::chrono::seconds(10);

} // namespace

Result<std::unique_ptr<TreeConnection>> TreeConnection::open(TreeStore &store, const QString &fileName,
                                                             For purpose)
{
    SqlStorage::Options options = store.m_options.storage;
    if (purpose != For::Writing)
        options = {.mode =
                       purpose == For::Reading ? SqlDatabase::Mode::ReadOnly : SqlDatabase::Mode::ReadAlone,
                   .cacheBytes = 4 << 20,
                   .putsLogAway = purpose == For::Reading};
    auto storage = SqlStorage::open(fileName, options);
    if (!storage)
        return failureOf(storage);
    std::unique_ptr<TreeConnection> connection(new TreeConnection(store, *std::move(storage), purpose));
    if (auto state = GenerationalTree(connection->storage()).state(); !state)
        return failureOf(state);
    if (purpose == For::Writing) {
        if (const auto log = FileIdentity::of(fileName + "-wal"_L1))
            connection->m_log = *log;
    }
    return connection;
}

TreeConnection::TreeConnection(TreeStore &store, std::unique_ptr<SqlStorage> storage, For purpose)
    : m_store(store)
    , m_storage(std::move(storage))
    , m_purpose(purpose)
{
    ++m_store.m_connections;
}

TreeConnection::~TreeConnection()
{
    m_storage.reset();
    --m_store.m_connections;
    m_store.m_cachedBytes -= m_bytes;
}

void TreeConnection::measure()
{
    const qint64 now = m_storage->database().cachedBytes();
    m_store.m_cachedBytes += now - m_bytes;
    m_bytes = now;
}

ServedTree::ServedTree(TreeStore &store, QString name)
    : m_store(store)
    , m_name(std::move(name))
{
}

ServedTree::~ServedTree()
{
    m_idle.clear();
    closeWriter();
}

QString ServedTree::fileName() const
{
    return m_store.m_directory.treeFile(m_name);
}

bool ServedTree::isThere() const
{
    const std::scoped_lock lock(m_mutex);
    return m_isThere;
}

quint64 ServedTree::incarnation() const
{
    const std::scoped_lock lock(m_mutex);
    return m_incarnation;
}

bool ServedTree::isStill(quint64 incarnation) const
{
    const std::scoped_lock lock(m_mutex);
    return m_isThere && m_incarnation == incarnation;
}

std::optional<FileIdentity> ServedTree::ownFile() const
{
    const std::scoped_lock lock(m_mutex);
    return m_file;
}

/// What is found while the file is moved is neither the one nor the other.
Result<quint64> ServedTree::check()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_moved.wait_for(lock, LongestMove, [this] { return !m_isMoving || !m_isThere; });
        const quint64 moves = m_moves;
        lock.unlock();
        auto checked = checkNow();
        lock.lock();
        if (checked || moves == m_moves) // else it may have been looked at in between
            return checked;
    }
}

Result<quint64> ServedTree::checkNow()
{
    const auto now = FileIdentity::of(fileName());
    const std::scoped_lock lock(m_mutex);
    if (!m_isThere)
        return tl::make_unexpected(noSuchTree(m_name));
    if (!now)
        return failureOf(now);
    if (!*now)
        return failure(
            Error::Kind::Damaged,
            u"The file %1 is not there any more: it was moved or removed by another program. Put it back, "
            "restore the tree from a backup, or make it anew."_s.arg(fileName()));
    if (!m_file) // it was not looked at until now
        m_file = *now;
    else if (*m_file != **now)
        return failure(
            Error::Kind::Damaged,
            u"The file %1 was replaced by another one while the server was running. Stop the server and "
            "run genmirrord adopt, so that every mirror notices; or restore the tree from a "
            "backup."_s.arg(fileName()));
    return m_incarnation;
}

void ServedTree::foundAtStart()
{
    const std::scoped_lock lock(m_mutex);
    m_isThere = true;
    m_incarnation = ++m_store.m_lastIncarnation;
}

void ServedTree::placed()
{
    const auto file = FileIdentity::of(fileName());
    std::vector<std::unique_ptr<TreeConnection>> closed; // without the lock
    const std::scoped_lock lock(m_mutex);
    m_isThere = true;
    m_isToldOf = false;
    m_incarnation = ++m_store.m_lastIncarnation;
    m_file = file ? *file : std::nullopt;
    settle();
    closed.swap(m_idle);
}

void ServedTree::removed()
{
    std::vector<std::unique_ptr<TreeConnection>> closed;
    const std::scoped_lock lock(m_mutex);
    m_isThere = false;
    m_file.reset();
    settle();
    closed.swap(m_idle);
}

Result<std::unique_ptr<TreeConnection>> ServedTree::open(quint64 incarnation, TreeConnection::For purpose)
{
    auto connection = m_store.opened(fileName(), purpose);
    if (!connection)
        return connection;
    (*connection)->incarnation = incarnation;
    const auto isTold = [&] { return incarnation != m_incarnation || m_isToldOf; };
    if (const std::scoped_lock lock(m_mutex); isTold())
        return connection;
    SqlStorage &storage = (*connection)->storage();
    const auto state = inReadTransaction(storage.database(), [&storage] { return storage.state(); });
    if (!state)
        return failureOf(state);
    if (const std::scoped_lock lock(m_mutex); isTold() || std::exchange(m_isToldOf, true))
        return connection;
    m_store.m_listener.opened(m_name, *state);
    return connection;
}

Result<std::unique_ptr<TreeConnection>> ServedTree::takeReader()
{
    const auto incarnation = check();
    if (!incarnation)
        return failureOf(incarnation);
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_idle.empty() && m_idle.back()->incarnation == *incarnation) {
            auto reader = std::move(m_idle.back());
            m_idle.pop_back();
            return reader;
        }
    }
    auto reader = open(*incarnation, TreeConnection::For::Reading);
    if (!reader && reader.error().kind == Error::Kind::Full)
        reader = open(*incarnation, TreeConnection::For::ReadingAlone);
    if (reader)
        return reader;
    if (const auto now = check(); !now) // it was removed or replaced just then
        return failureOf(now);
    else if (*now != *incarnation)
        return takeReader();
    return reader;
}

void ServedTree::giveBack(std::unique_ptr<TreeConnection> reader)
{
    const bool isNew = std::exchange(reader->isNew, false);
    reader->measure();
    if (!reader->isAlone() && !reader->storage().error()) {
        const std::scoped_lock lock(m_mutex);
        if (m_isThere && reader->incarnation == m_incarnation && m_idle.size() < MostIdleReaders)
            m_idle.push_back(std::move(reader));
    }
    reader.reset();
    m_store.used(shared_from_this(), TreeStore::By::Reader, isNew);
}

void ServedTree::remind()
{
    m_isReminded = false;
    post([](TreeWriter &) {});
}

void ServedTree::closeIdleReaders()
{
    std::vector<std::unique_ptr<TreeConnection>> closed; // without the lock
    const std::scoped_lock lock(m_mutex);
    closed.swap(m_idle);
}

void ServedTree::closeIdleWriter()
{
    m_isToClose = false;
    if (!m_hasWriter || !takeTurn())
        return;
    // What a failed commit left in the log is written over by the connection that knows of it.
    if (m_writer && !m_writer->storage().commitFailure() && !m_store.m_health.whyStopped(m_name))
        closeWriter();
    endTurn();
}

bool ServedTree::isDone() const
{
    const std::scoped_lock lock(m_mutex);
    return !m_isThere && !m_isRunning && m_queue.empty();
}

void ServedTree::post(Task task)
{
    queue({.task = std::move(task), .change = {}});
}

void ServedTree::post(TreeChange change)
{
    queue({.task = {}, .change = std::move(change)});
}

void ServedTree::queue(Item item)
{
    const std::scoped_lock lock(m_mutex);
    m_queue.push_back(std::move(item));
    if (!m_isRunning)
        schedule(m_queue.back().change.account);
}

/// With the lock held. A turn is asked for in the name of each account that waits: else one would wait behind
/// all that another, or the server itself, has to do.
void ServedTree::schedule(const QByteArray &account)
{
    if (m_scheduled.contains(account))
        return;
    m_scheduled.insert(account);
    m_store.m_writers.post([self = shared_from_this(), account] { self->run(account); }, account);
}

/// Whether nobody has it, and nobody waits for it.
bool ServedTree::takeTurn()
{
    const std::scoped_lock lock(m_mutex);
    if (m_isRunning || !m_queue.empty())
        return false;
    m_isRunning = true;
    return true;
}

void ServedTree::endTurn()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isRunning = false;
        for (const Item &item : m_queue)
            schedule(item.change.account);
        if (m_isThere || !m_queue.empty())
            return;
    }
    m_store.forgetIfDone(m_name);
}

/// What is there now; then it is the turn of others.
void ServedTree::run(const QByteArray &account)
{
    std::list<Item> items;
    {
        const std::scoped_lock lock(m_mutex);
        m_scheduled.remove(account);
        if (m_scheduled.isEmpty())
            m_scheduled = {};               // an empty one keeps a kilobyte, of each of 100,000 trees
        if (m_isRunning || m_queue.empty()) // it was done in the name of another
            return;
        m_isRunning = true;
        items.swap(m_queue);
    }
    while (!items.empty()) {
        doNext(items);
        tidy();
        resumeWriting();
    }
    const bool isOpen = m_writer != nullptr;
    const bool isNew = isOpen && std::exchange(m_writer->isNew, false);
    if (isOpen)
        m_writer->measure();
    endTurn();
    if (isOpen) // others may be closed now: those who write to this tree do not wait for that
        m_store.used(shared_from_this(), TreeStore::By::Writer, isNew);
}

void ServedTree::doNext(std::list<Item> &items)
{
    std::list<Item> next;
    next.splice(next.end(), items, items.begin());
    if (next.front().task) {
        TreeWriter writer(*this);
        next.front().task(writer);
        endMove();
        return;
    }
    qsizetype bytes = next.front().change.bytes;
    while (!items.empty() && !items.front().task &&
           qsizetype(next.size()) < m_store.m_options.changesTogether) {
        bytes += items.front().change.bytes;
        if (bytes > m_store.m_options.bytesTogether)
            break;
        next.splice(next.end(), items, items.begin());
    }
    doChanges(next);
}

void ServedTree::doChanges(std::list<Item> &changes)
{
    const auto opened = writer();
    if (!opened) {
        for (const Item &item : changes)
            item.change.done(nullptr, &opened.error());
        return;
    }
    if (changes.size() == 1)
        doAlone(**opened, changes.front().change);
    else
        doTogether(**opened, changes);
}

void ServedTree::doAlone(SqlStorage &storage, const TreeChange &change)
{
    const auto step = change.apply(storage);
    if (const auto error = storage.error()) {
        storage.rollback();
        return change.done(nullptr, &*error);
    }
    if (step)
        m_store.m_listener.changed(m_name, storage, *step);
    change.done(&storage, nullptr);
}

/// One transaction: what one of them fails with is undone alone; what the commit fails with concerns all.
void ServedTree::doTogether(SqlStorage &storage, std::list<Item> &changes)
{
    std::optional<TreeStep> whole;
    std::vector<std::optional<Error>> failures;
    const auto committed = storage.beginGroup().and_then([&] {
        for (const Item &item : changes) {
            const auto step = item.change.apply(storage);
            failures.push_back(storage.error());
            if (failures.back())
                storage.rollback();
            else if (step)
                whole = TreeStep{.before = whole ? whole->before : step->before, .now = step->now};
        }
        return storage.commitGroup();
    });
    if (!committed) {
        for (const Item &item : changes)
            item.change.done(nullptr, &committed.error());
        return;
    }
    if (whole)
        m_store.m_listener.changed(m_name, storage, *whole);
    auto failure = failures.begin();
    for (const Item &item : changes) {
        item.change.done(*failure ? nullptr : &storage, *failure ? &**failure : nullptr);
        ++failure;
    }
}

} // namespace GenMirror
