#include "sync/server/store/taskpool.h"

#include <QLoggingCategory>

#include <sys/resource.h>
#include <unistd.h>

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(poolLog, "genmirror.server")

/// Of this thread: Linux keeps it for each.
void giveWayToOthers(int niceness)
{
    if (niceness != 0 && ::setpriority(PRIO_PROCESS, id_t(::gettid()), niceness) != 0)
        qCDebug(poolLog, "a thread has the same priority as all others here");
}

} // namespace

TaskPool::~TaskPool()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    // A task may still make threads for those that it adds.
    for (size_t i = 0;; ++i) {
        std::thread thread;
        {
            const std::scoped_lock lock(m_mutex);
            if (i >= m_threads.size())
                return;
            thread = std::move(m_threads[i]);
        }
        thread.join();
    }
}

void TaskPool::post(Task task, const QByteArray &account)
{
    const std::scoped_lock lock(m_mutex);
    Account &of = m_accounts[account];
    of.tasks.push_back(std::move(task));
    giveTurn(account, of);
}

/// With the lock held.
void TaskPool::giveTurn(const QByteArray &name, Account &account)
{
    if (account.hasTurn || account.tasks.empty() || account.running >= m_options.share)
        return;
    account.hasTurn = true;
    m_turns.push_back(name);
    if (m_idle < m_turns.size() && m_threads.size() < m_options.most)
        m_threads.emplace_back([this] { run(); });
    m_wake.notify_one();
}

void TaskPool::wait()
{
    std::unique_lock lock(m_mutex);
    m_rests.wait(lock, [this] { return rests(); });
}

bool TaskPool::isBusy() const
{
    const std::scoped_lock lock(m_mutex);
    return !rests();
}

void TaskPool::run()
{
    giveWayToOthers(m_options.niceness);
    std::unique_lock lock(m_mutex);
    while (true) {
        ++m_idle;
        if (rests())
            m_rests.notify_all();
        m_wake.wait(lock, [this] { return m_stopping || !m_turns.empty(); });
        --m_idle;
        if (m_turns.empty())
            return;
        const QByteArray name = std::move(m_turns.front());
        m_turns.pop_front();
        Account &account = m_accounts[name];
        account.hasTurn = false;
        Task task = std::move(account.tasks.front());
        account.tasks.pop_front();
        ++account.running;
        giveTurn(name, account); // behind the others
        lock.unlock();
        task();
        task = {}; // what it holds, an answer among it, is let go first
        lock.lock();
        finish(name);
    }
}

/// With the lock held.
void TaskPool::finish(const QByteArray &name)
{
    const auto account = m_accounts.find(name);
    --account->running;
    giveTurn(name, *account);
    if (account->running == 0 && account->tasks.empty())
        m_accounts.erase(account);
}

} // namespace GenMirror
