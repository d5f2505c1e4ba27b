#include "sync/server/treeworker.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace GenMirror
{

TreeRegistry::TreeRegistry(QString directory)
    : m_directory(std::move(directory))
{
    const QString suffix = u".sqlite"_s;
    for (const QString &file : QDir(m_directory).entryList({u"*"_s + suffix}, QDir::Files))
        (void)add(file.chopped(suffix.size()));
}

QStringList TreeRegistry::names() const
{
    const std::scoped_lock lock(m_mutex);
    QStringList names = m_entries.keys();
    names.sort();
    return names;
}

std::optional<TreeRegistry::Entry> TreeRegistry::find(const QString &tree) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_entries.constFind(tree);
    return found == m_entries.constEnd() ? std::nullopt : std::optional(*found);
}

TreeRegistry::Entry TreeRegistry::add(const QString &tree)
{
    const std::scoped_lock lock(m_mutex);
    Entry entry{fileName(tree), ++m_lastIncarnation};
    m_entries.insert(tree, entry);
    return entry;
}

Result<void> TreeRegistry::removeFiles(const QString &tree)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_entries.remove(tree);
    }
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
        const QString name = fileName(tree) + suffix;
        if (QFile::exists(name) && !QFile::remove(name))
            return failure(Error::Kind::Storage,
                           u"The file %1 cannot be removed. Check the rights of its folder."_s.arg(name));
    }
    return {};
}

QString TreeRegistry::fileName(const QString &tree) const
{
    return u"%1/%2.sqlite"_s.arg(m_directory, tree);
}

TreeWorker::TreeWorker(const TreeRegistry &registry, SqlStorage::Options options)
    : m_registry(registry)
    , m_options(options)
    , m_thread([this] { run(); })
{
}

TreeWorker::~TreeWorker()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void TreeWorker::post(Task task)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
}

size_t TreeWorker::load() const
{
    const std::scoped_lock lock(m_mutex);
    return m_tasks.size() + (m_running ? 1 : 0);
}

void TreeWorker::run()
{
    while (true) {
        Task task;
        {
            std::unique_lock lock(m_mutex);
            m_running = false;
            wait(lock);
            if (m_stopping && m_tasks.empty())
                break;
            if (!m_tasks.empty()) {
                task = std::move(m_tasks.front());
                m_tasks.pop_front();
                m_running = true;
            }
        }
        if (task)
            task(*this);
        task = {}; // what it holds, an answer among it, is let go first
        tidyLogs();
    }
    m_open.clear(); // connections end on the thread that opened them
}

/// For a task, or until a log that somebody was reading may be put away.
void TreeWorker::wait(std::unique_lock<std::mutex> &lock)
{
    constexpr std::chrono::milliseconds soon(100);
    const auto wanted = [this] { return m_stopping || !m_tasks.empty(); };
    if (m_untidy.isEmpty())
        m_wake.wait(lock, wanted);
    else
        m_wake.wait_for(lock, soon, wanted);
}

/// Between tasks, when the one that committed has been answered: no commit waits for a checkpoint.
void TreeWorker::tidyLogs()
{
    m_untidy.removeIf([this](const QString &tree) {
        const auto open = m_open.find(tree);
        if (open == m_open.end() || !open->second.storage)
            return true;
        SqlStorage &storage = *open->second.storage;
        if (storage.hasUntidyLog())
            storage.tidyLog();
        return !storage.hasUntidyLog();
    });
}

Error noSuchTree(const QString &tree)
{
    return {.kind = Error::Kind::NotFound,
            .detail =
                u"There is no tree \"%1\" here that you may see: it does not exist, or your token does not "
                "reach it. GET /v1/trees tells which there are."_s.arg(tree)};
}

Result<SqlStorage *> TreeWorker::storage(const QString &tree)
{
    const auto entry = m_registry.find(tree);
    if (!entry) {
        m_open.erase(tree);
        return tl::make_unexpected(noSuchTree(tree));
    }
    m_untidy.insert(tree);
    Open &open = m_open[tree];
    if (!open.storage || open.incarnation != entry->incarnation || open.storage->error()) {
        open.storage.reset();
        auto storage = SqlStorage::open(entry->fileName, m_options);
        if (!storage)
            return failureOf(storage);
        open = {entry->incarnation, *std::move(storage)};
    }
    return open.storage.get();
}

void TreeWorker::close(const QString &tree)
{
    m_open.erase(tree);
}

} // namespace GenMirror
