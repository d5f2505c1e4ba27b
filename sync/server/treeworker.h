#pragma once

#include "sync/server/sqlstorage.h"

#include <QHash>
#include <QSet>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace GenMirror
{

/// Which trees there are in a data directory, known to all threads.
///
/// A tree that was removed and made again under the same name is another incarnation, so that nobody goes on
/// reading the file of the first.
class TreeRegistry
{
public:
    struct Entry {
        QString fileName;
        quint64 incarnation = 0;
    };

    explicit TreeRegistry(QString directory);

    [[nodiscard]] QStringList names() const;
    [[nodiscard]] std::optional<Entry> find(const QString &tree) const;
    [[nodiscard]] Entry add(const QString &tree);
    /// Forgets a tree and removes its files. Its connection for writing must be closed.
    [[nodiscard]] Result<void> removeFiles(const QString &tree);
    [[nodiscard]] QString fileName(const QString &tree) const;

private:
    const QString m_directory;
    mutable std::mutex m_mutex;
    QHash<QString, Entry> m_entries;
    quint64 m_lastIncarnation = 0;
};

/// What is said of a tree that is not there, and of one that is out of reach: nobody can tell the two apart.
[[nodiscard]] Error noSuchTree(const QString &tree);

/// A thread with its own connections to the trees' files, and the tasks that wait for it.
class TreeWorker
{
public:
    using Task = std::function<void(TreeWorker &)>;

    /// `options` are those of the connections that it opens.
    TreeWorker(const TreeRegistry &registry, SqlStorage::Options options);
    /// Does what is queued and stops.
    ~TreeWorker();
    TreeWorker(const TreeWorker &) = delete;
    TreeWorker &operator=(const TreeWorker &) = delete;

    /// From any thread.
    void post(Task task);
    /// Tasks that wait or run.
    [[nodiscard]] size_t load() const;

    // Within a task:

    /// The storage of a tree; NotFound if there is none.
    [[nodiscard]] Result<SqlStorage *> storage(const QString &tree);
    void close(const QString &tree);

private:
    struct Open {
        quint64 incarnation = 0;
        std::unique_ptr<SqlStorage> storage;
    };

    void run();
    void wait(std::unique_lock<std::mutex> &lock);
    void tidyLogs();

    const TreeRegistry &m_registry;
    const SqlStorage::Options m_options;
    // Touched on the worker's thread alone:
    std::unordered_map<QString, Open> m_open;
    QSet<QString> m_untidy; ///< Those whose log may be long.

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_tasks;
    bool m_running = false;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace GenMirror
