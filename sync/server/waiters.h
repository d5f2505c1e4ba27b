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
    /// Those who still wait are not called any more.
    ~Waiters();
    Waiters(const Waiters &) = delete;
    Waiters &operator=(const Waiters &) = delete;

    /// Calls `go` once: at wake() for this tree with a generation other than `seen`, or when the time is up.
    void add(const QString &tree, Generation seen, std::chrono::seconds time, std::function<void()> go);
    /// The tree has this generation now. From any thread.
    void wake(const QString &tree, Generation generation);
    void wakeAll();

private:
    using Clock = std::chrono::steady_clock;
    struct Waiter {
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
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace GenMirror
