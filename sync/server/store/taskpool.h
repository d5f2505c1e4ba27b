#pragma once

#include <QByteArray>
#include <QHash>

#include <condition_variable>
#include <deque>
#include <functional>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace GenMirror
{

/// A bounded number of threads that do tasks. Those of one account begin in the order in which they came;
/// accounts take turns, and none has more threads than its share, so that who asks for much holds up itself
/// alone. Thread-safe.
class TaskPool
{
public:
    using Task = std::function<void()>;

    struct Options {
        size_t most = 1;                                   ///< Threads, made when they are needed,
        size_t share = std::numeric_limits<size_t>::max(); ///< and of those at once for one account.
        /// 1 to 19: other threads of this machine come before these.
        int niceness = 0;
    };

    explicit TaskPool(Options options)
        : m_options(options)
    {
    }
    /// Does what is queued, also what that adds, and stops.
    ~TaskPool();
    TaskPool(const TaskPool &) = delete;
    TaskPool &operator=(const TaskPool &) = delete;

    /// `account`: an address or a token; empty where no turns are taken.
    void post(Task task, const QByteArray &account = {});
    /// Until nothing is queued or done.
    void wait();
    [[nodiscard]] bool isBusy() const;

private:
    struct Account {
        std::deque<Task> tasks;
        size_t running = 0;
        bool hasTurn = false; ///< It is among m_turns.
    };

    void run();
    void giveTurn(const QByteArray &name, Account &account);
    void finish(const QByteArray &name);
    [[nodiscard]] bool rests() const { return m_idle == m_threads.size() && m_accounts.isEmpty(); }

    const Options m_options;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_rests;
    QHash<QByteArray, Account> m_accounts; ///< Those with tasks, waiting or running.
    std::deque<QByteArray> m_turns;        ///< Whose next task may begin.
    std::vector<std::thread> m_threads;
    size_t m_idle = 0;
    bool m_stopping = false;
};

} // namespace GenMirror
