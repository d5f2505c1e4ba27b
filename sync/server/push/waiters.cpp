#include "sync/server/push/waiters.h"

#include <algorithm>

namespace GenMirror
{

Waiters::Waiters()
    : m_thread([this] { run(); })
{
}

Waiters::~Waiters()
{
    stop();
}

void Waiters::stop()
{
    wakeAll();
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

template <typename Predicate>
void Waiters::release(Predicate isDue)
{
    std::list<Waiter> due;
    {
        const std::scoped_lock lock(m_mutex);
        for (auto it = m_waiters.begin(); it != m_waiters.end();) {
            const auto next = std::next(it);
            if (isDue(*it))
                due.splice(due.end(), m_waiters, it);
            it = next;
        }
    }
    for (const Waiter &waiter : due)
        waiter.go();
}

Waiters::Ticket Waiters::add(const QString &tree, Generation seen, std::chrono::seconds time,
                             std::function<void()> go)
{
    {
        const std::scoped_lock lock(m_mutex);
        // It may have changed between the caller's look and this one.
        if (!m_letAllGo && m_latest.value(tree, seen) == seen) {
            m_waiters.push_back({++m_lastTicket, tree, seen, Clock::now() + time, std::move(go)});
            m_changed.notify_one();
            return m_lastTicket;
        }
    }
    go();
    return 0;
}

void Waiters::drop(Ticket ticket)
{
    std::list<Waiter> dropped; // destroyed without the lock: it may hold the last reference to its client
    const std::scoped_lock lock(m_mutex);
    const auto found = std::ranges::find(m_waiters, ticket, &Waiter::ticket);
    if (found != m_waiters.end())
        dropped.splice(dropped.end(), m_waiters, found);
}

void Waiters::wake(const QString &tree, Generation generation)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_latest.insert(tree, generation);
    }
    release([&](const Waiter &waiter) { return waiter.tree == tree && waiter.seen != generation; });
}

void Waiters::wakeThoseWhoWait()
{
    release([](const Waiter &) { return true; });
}

void Waiters::wakeAll()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_letAllGo = true;
    }
    release([](const Waiter &) { return true; });
}

void Waiters::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        auto next = Clock::time_point::max();
        for (const Waiter &waiter : m_waiters)
            next = std::min(next, waiter.until);
        if (next == Clock::time_point::max())
            m_changed.wait(lock);
        else
            m_changed.wait_until(lock, next);
        lock.unlock();
        release([now = Clock::now()](const Waiter &waiter) { return waiter.until <= now; });
        lock.lock();
    }
}

} // namespace GenMirror
