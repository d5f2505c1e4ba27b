#pragma once

#include "model/core/generation.h"

#include <QHash>
#include <QString>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace GenMirror
{

/// Requests that wait for a tree's next generation (protocol, rule 9), without a thread each.
class Waiters
{
public:
    Waiters();
    /// As stop().
    ~Waiters();
    Waiters(const Waiters &) = delete;
    Waiters &operator=(const Waiters &) = delete;

    using Ticket = quint64;

    /// Calls `go` once: at wake() for this tree with a generation other than `seen`, or when the time is up;
    /// at once after wakeAll(). The ticket is for drop(), 0 if `go` has been called already.
    Ticket add(const QString &tree, Generation seen, std::chrono::seconds time, std::function<void()> go);
    /// The tree has this generation now. From any thread.
    void wake(const QString &tree, Generation generation);
    /// Lets all who wait now go, e.g. because some of them may not wait any more.
    void wakeThoseWhoWait();
    /// For the end: lets all go, and all that come later.
    void wakeAll();
    /// The same, and when it returns no time-out calls anybody any more. Before what `go` reaches is taken
    /// down.
    void stop();
    /// Its client is gone: it is not called any more. From any thread.
    void drop(Ticket ticket);

private:
    using Clock = std::chrono::steady_clock;
    struct Waiter {
        Ticket ticket;
        QString tree;
        Generation seen;
        Clock::time_point until;
        std::function<void()> go;
    };

    void run();
    /// Takes out and calls all that a predicate names.
    template <typename Predicate>
    void release(Predicate isDue);

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::list<Waiter> m_waiters;
    QHash<QString, Generation> m_latest;
    Ticket m_lastTicket = 0;
    bool m_letAllGo = false;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace GenMirror
