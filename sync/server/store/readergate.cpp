#include "sync/server/store/readergate.h"

namespace GenMirror
{

void ReaderGate::pass(const QString &tree)
{
    std::unique_lock lock(m_mutex);
    if (const auto closed = m_closed.constFind(tree); closed != m_closed.constEnd())
        m_opened.wait_until(lock, *closed + m_closedFor, [&] { return !m_closed.contains(tree); });
}

void ReaderGate::close(const QString &tree)
{
    const std::scoped_lock lock(m_mutex);
    const auto now = Clock::now();
    const auto closed = m_closed.constFind(tree);
    if (closed == m_closed.constEnd() || now >= *closed + m_closedFor + m_openFor)
        m_closed.insert(tree, now);
}

void ReaderGate::open(const QString &tree)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_closed.remove(tree) == 0)
            return;
    }
    m_opened.notify_all();
}

} // namespace GenMirror
