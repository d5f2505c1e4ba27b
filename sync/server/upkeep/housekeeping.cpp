#include "sync/server/upkeep/housekeeping.h"

#include "sync/files/durablefiles.h"

#include <QLoggingCategory>

#include <algorithm>
#include <array>
#include <functional>

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(houseLog, "genmirror.service")

} // namespace

Housekeeping::~Housekeeping()
{
    stop();
}

void Housekeeping::start()
{
    lookAround();
    m_thread = std::thread([this] { run(); });
}

void Housekeeping::prepareStop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_status.stopping = true;
    }
    m_ends.notify_one();
}

void Housekeeping::stop()
{
    prepareStop();
    if (m_thread.joinable())
        m_thread.join();
}

void Housekeeping::run()
{
    using Steady = std::chrono::steady_clock;
    struct Chore {
        std::chrono::milliseconds every;
        std::function<void()> work;
        Steady::time_point next;
    };
    const auto now = Steady::now();
    const auto compaction = m_options.compacts;
    std::array chores{
        Chore{m_options.looksAtTrees, [this] { lookAtTrees(); }, now + m_options.looksAtTrees},
        Chore{std::chrono::seconds(5), [this] { lookAround(); }, now + std::chrono::seconds(5)},
        Chore{std::chrono::seconds(30), [this] { writeDown(); }, now + std::chrono::seconds(30)},
        Chore{compaction, [this] { m_policy.run(); }, now + compaction},
    };
    std::unique_lock lock(m_mutex);
    while (!m_status.stopping) {
        Chore &chore = *std::ranges::min_element(chores, {}, &Chore::next);
        if (m_ends.wait_until(lock, chore.next, [this] { return m_status.stopping.load(); }))
            return;
        lock.unlock(); // or nobody could tell it to stop
        chore.work();
        chore.next = Steady::now() + chore.every;
        lock.lock();
    }
}

void Housekeeping::writeDown()
{
    storeClients();
    m_trees.storeCatalogue();
}

void Housekeeping::lookAround()
{
    constexpr qint64 room = 4 * 1024 * 1024; // bytes: with less the next change may not fit
    const auto enough = checkRoom(m_directory.path(), room);
    m_status.setNoRoom(enough ? std::nullopt : std::optional(enough.error().kind));
    m_trees.askForLife();
}

/// For at most a tenth of the time. What is wrong with a tree its health keeps.
void Housekeeping::lookAtTrees()
{
    using Steady = std::chrono::steady_clock;
    constexpr auto round = std::chrono::hours(1);
    if (Steady::now() < m_nextRound)
        return;
    const auto end = Steady::now() + std::chrono::milliseconds(100);
    while (Steady::now() < end && !m_status.stopping) {
        const QStringList next = m_trees.names(m_lookedAt, 1);
        if (next.isEmpty()) {
            m_lookedAt.clear();
            m_nextRound = Steady::now() + round;
            return;
        }
        m_lookedAt = next.first();
        if (const auto seen = m_trees.summary(m_lookedAt); !seen) // its health has it, and told the log
            qCDebug(houseLog, "%s", qUtf8Printable(seen.error().detail));
    }
}

void Housekeeping::storeClients()
{
    const auto changed = m_clients.takeChanges();
    if (!changed && !m_status.accessProblem)
        return;
    const auto stored = m_accessStore.putClients(changed ? *changed : m_clients.list());
    if (!stored && !m_status.accessProblem)
        qCCritical(houseLog, "Who mirrors what could not be written down: %s",
                   qUtf8Printable(stored.error().detail));
    m_status.accessProblem = !stored;
}

} // namespace GenMirror
