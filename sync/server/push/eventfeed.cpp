#include "sync/server/push/eventfeed.h"

namespace GenMirror
{

EventFeed::EventFeed(const Room &room)
    : m_mostQueued(room.updates)
    , m_memory(room.memory, room.accounts)
{
}

bool EventFeed::hold(qsizetype signalCount, qsizetype queued)
{
    constexpr qsizetype free = 4096;         // bytes of each reader, so that most never ask
    constexpr qsizetype bytesOfSignal = 256; // with what Qt's map takes for it
    return m_memory.resize(std::max<qint64>(signalCount * bytesOfSignal + queued + m_taken - free, 0));
}

HttpFeed::Piece EventFeed::take()
{
    constexpr qsizetype atOnce = 64 * 1024; // bytes
    const std::scoped_lock lock(m_mutex);
    Piece piece{.bytes = std::exchange(m_queued, {})};
    while (!m_signals.isEmpty() && piece.bytes.size() < atOnce)
        piece.bytes += m_signals.take(m_signals.firstKey()).toServerEvent().toText();
    piece.finished = m_finished && m_signals.isEmpty();
    // At once, so that a client sees that nothing on the way holds the stream back; and as a heartbeat.
    if (!std::exchange(m_begun, true) || (std::exchange(m_beat, false) && piece.bytes.isEmpty()))
        piece.bytes += ":\n\n";
    m_taken = 0; // what was taken before is sent
    m_taken = hold(m_signals.size(), piece.bytes.size()) ? piece.bytes.size() : 0;
    return piece;
}

void EventFeed::tell(const TreeEvent &now, const QByteArray &update)
{
    const std::scoped_lock lock(m_mutex);
    if (m_finished)
        return;
    // After a signal the client asks by itself: what it is told after it, it would have to ask for anyway.
    const bool carries = !update.isEmpty() && m_signals.isEmpty() &&
                         m_queued.size() + update.size() <= m_mostQueued &&
                         hold(0, m_queued.size() + update.size());
    if (carries) {
        m_queued += update;
        return;
    }
    m_queued.clear();
    m_signals.insert(now.tree, now);
    if (hold(m_signals.size(), 0))
        return;
    m_signals.clear();
    m_memory.shrinkTo(0);
    m_finished = true;
}

void EventFeed::beat()
{
    const std::scoped_lock lock(m_mutex);
    m_beat = true;
}

void EventFeed::finish()
{
    const std::scoped_lock lock(m_mutex);
    m_finished = true;
}

} // namespace GenMirror
