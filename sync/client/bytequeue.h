#pragma once

#include <QByteArray>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace GenMirror
{

/// The bytes of one answer on their way from the network's thread to the one that reads them.
class ByteQueue
{
public:
    /// About so many bytes may wait; the network is read no faster than that.
    static constexpr qsizetype Capacity = 4 * 1024 * 1024;

    /// `roomMade` is called, on the reader's thread, when a full queue has room again.
    explicit ByteQueue(std::function<void()> roomMade)
        : m_roomMade(std::move(roomMade))
    {
    }

    // The network's side:
    [[nodiscard]] bool isFull() const;
    void push(QByteArray bytes);
    /// Nothing comes any more. `whole` false: the answer was cut or given up.
    void finish(bool whole);

    // The reader's side:
    /// Waits until so many bytes wait, or all have come; whether there are so many.
    [[nodiscard]] bool waitFor(qsizetype bytes) const;
    /// Waits for the next bytes; empty at the end, and as soon as the answer was given up.
    [[nodiscard]] QByteArray pop();
    /// Whether all of it came through; after pop() gave nothing.
    [[nodiscard]] bool isWhole() const;
    /// All that was popped.
    [[nodiscard]] qint64 bytes() const;

private:
    const std::function<void()> m_roomMade;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::deque<QByteArray> m_chunks;
    qsizetype m_waiting = 0;
    qint64 m_popped = 0;
    bool m_finished = false;
    bool m_whole = false;
};

} // namespace GenMirror
