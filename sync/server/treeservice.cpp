#include "sync/server/treeservice.h"

#include "sync/server/call.h"

#include <QDir>

#include <algorithm>
#include <future>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<std::unique_ptr<QLockFile>> TreeService::lockDirectory(const QString &directory)
{
    auto lock = std::make_unique<QLockFile>(directory + "/genmirrord.lock"_L1);
    lock->setStaleLockTime(0);
    if (!lock->tryLock())
        return failure(
            Error::Kind::Storage,
            u"The data directory %1 is in use by another server or not writable. Stop the other one, or "
            "choose another directory."_s.arg(directory));
    return lock;
}

Result<std::unique_ptr<TreeService>> TreeService::open(const QString &directory,
                                                       const TreeServiceOptions &options)
{
    if (!QDir().mkpath(directory))
        return failure(
            Error::Kind::Storage,
            u"The data directory %1 cannot be made. Check the rights of the folder above it."_s.arg(
                directory));
    auto lock = lockDirectory(directory);
    if (!lock)
        return failureOf(lock);
    std::unique_ptr<TreeService> service(new TreeService(directory, options, *std::move(lock)));
    std::promise<Result<void>> prepared;
    service->m_writer.post([&](TreeWorker &writer) { prepared.set_value(service->prepare(writer)); });
    if (auto done = prepared.get_future().get(); !done)
        return failureOf(done);
    service->m_housekeeping = std::thread([raw = service.get()] { raw->housekeep(); });
    return service;
}

/// Opens what the writer needs, brings each file's schema up to date, which readers cannot, and removes files
/// that a crash left before there was a tree in them. A file that cannot be opened stays: who asks for its
/// tree is told why.
Result<void> TreeService::prepare(TreeWorker &writer)
{
    auto store = AccessStore::open(m_directory);
    if (!store)
        return failureOf(store);
    m_store = *std::move(store);
    m_access.setTokens(m_store->tokens());
    m_clients.restore(m_store->clients());
    const QStringList unfinished =
        QDir(backupFolder({})).entryList({u"*~unfinished"_s}, QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &folder : unfinished)
        QDir(backupFolder(folder)).removeRecursively();
    for (const QString &name : m_registry.names()) {
        const auto storage = writer.storage(name);
        if (!storage)
            continue;
        if ((*storage)->holdsTree()) {
            const TreeState state = (*storage)->state();
            m_clients.published(name, state.collection, state.generation);
            continue;
        }
        writer.close(name);
        (void)m_registry.removeFiles(name);
    }
    return {};
}

TreeService::TreeService(QString directory, TreeServiceOptions options, std::unique_ptr<QLockFile> lock)
    : m_directory(std::move(directory))
    , m_options(options)
    , m_lock(std::move(lock))
    , m_registry(m_directory)
    , m_requests(options.usage.requestsPerSecond, options.usage.requestsPerSecond * 10)
    , m_bytes(options.usage.bytesPerSecond, options.usage.bytesPerSecond * 60)
    , m_failedLogins(options.usage.failedLoginsPerMinute / 60.0, options.usage.failedLoginsPerMinute)
    , m_events(options.events)
    , m_writer(m_registry, storageOptions())
{
}

/// The HTTP server has stopped. What the writer alone may touch ends there.
TreeService::~TreeService()
{
    prepareStop();
    if (m_housekeeping.joinable())
        m_housekeeping.join();
    m_writer.post([this](TreeWorker &) {
        if (m_store)
            storeClients();
        m_store.reset();
    });
}

void TreeService::prepareStop()
{
    {
        const std::scoped_lock lock(m_housekeepingMutex);
        m_stopping = true;
    }
    m_housekeepingEnds.notify_one();
    m_waiters.wakeAll();
    m_events.close();
}

void TreeService::housekeep()
{
    constexpr auto storeEvery = std::chrono::seconds(30);
    using Clock = std::chrono::steady_clock;
    auto nextCompaction = Clock::now() + m_options.compaction.every;
    std::unique_lock lock(m_housekeepingMutex);
    while (!m_stopping) {
        const auto wakeAt = std::min(Clock::now() + storeEvery, nextCompaction);
        if (m_housekeepingEnds.wait_until(lock, wakeAt, [this] { return m_stopping.load(); }))
            return;
        m_writer.post([this](TreeWorker &) { storeClients(); });
        if (Clock::now() < nextCompaction)
            continue;
        nextCompaction = Clock::now() + m_options.compaction.every;
        if (m_options.compaction.doesAnything())
            m_writer.post([this](TreeWorker &worker) { compactByPolicy(worker); });
    }
}

/// What cannot be stored now is tried again when something has changed.
void TreeService::storeClients()
{
    if (const auto clients = m_clients.takeChanges())
        (void)m_store->putClients(*clients);
}

TreeWorker &TreeService::reader()
{
    constexpr size_t mostReaders = 32; // each may be held up by a client as long as that takes something
    const std::scoped_lock lock(m_readersMutex);
    const auto leastBusy =
        std::ranges::min_element(m_readers, {}, [](const auto &worker) { return worker->load(); });
    if (leastBusy != m_readers.end() && ((*leastBusy)->load() == 0 || m_readers.size() == mostReaders))
        return **leastBusy;
    m_readers.push_back(std::make_unique<TreeWorker>(m_registry, SqlStorage::Options{.readOnly = true}));
    return *m_readers.back();
}

} // namespace GenMirror
