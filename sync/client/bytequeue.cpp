#include "sync/client/bytequeue.h"

namespace GenMirror
{

bool ByteQueue::isFull() const
{
    const std::scoped_lock lock(m_mutex);
    return m_waiting >= Capacity;
}

void ByteQueue::push(QByteArray bytes)
{
    const std::scoped_lock lock(m_mutex);
    m_waiting += bytes.size();
    m_chunks.push_back(std::move(bytes));
    m_changed.notify_one();
}

void ByteQueue::finish(bool whole)
{
    const std::scoped_lock lock(m_mutex);
    if (m_finished)
        return;
    m_finished = true;
    m_whole = whole;
    if (!whole) {
        m_chunks.clear();
        m_waiting = 0;
    }
    m_changed.notify_one();
}

bool ByteQueue::waitFor(qsizetype bytes) const
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_finished || m_waiting >= bytes; });
    return m_waiting >= bytes;
}

QByteArray ByteQueue::pop()
{
    bool wasFull = false;
    QByteArray bytes;
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_finished || !m_chunks.empty(); });
        if (m_chunks.empty())
            return {};
        wasFull = m_waiting >= Capacity;
        bytes = std::move(m_chunks.front());
        m_chunks.pop_front();
        m_waiting -= bytes.size();
        m_popped += bytes.size();
        wasFull = wasFull && m_waiting < Capacity;
    }
    if (wasFull)
        m_roomMade();
    return bytes;
}

bool ByteQueue::isWhole() const
{
    const std::scoped_lock lock(m_mutex);
    return m_finished && m_whole;
}

qint64 ByteQueue::bytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_popped;
}

} // namespace GenMirror
