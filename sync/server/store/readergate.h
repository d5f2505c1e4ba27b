#pragma once

#include <QHash>
#include <QString>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace GenMirror
{

/// Lets those who begin to read a tree wait for a moment while its log is long: a log is begun anew only when
/// nobody reads it, and readers that overlap would never let that come. Thread-safe.
class ReaderGate
{
public:
    /// `closed`: how long nobody is let in, at most; `open`: how long everybody is afterwards, at least.
    explicit ReaderGate(std::chrono::milliseconds closed = std::chrono::seconds(10),
                        std::chrono::milliseconds open = std::chrono::seconds(20))
        : m_closedFor(closed)
        , m_openFor(open)
    {
    }

    /// Before a tree is read: returns at once, or when the gate opens, after its time at the latest.
    void pass(const QString &tree);
    /// The log is long: nobody is let in, unless that was tried a short while ago.
    void close(const QString &tree);
    /// The log is short.
    void open(const QString &tree);

private:
    using Clock = std::chrono::steady_clock;

    const std::chrono::milliseconds m_closedFor;
    const std::chrono::milliseconds m_openFor;
    std::mutex m_mutex;
    std::condition_variable m_opened;
    QHash<QString, Clock::time_point> m_closed; ///< When each was closed the last time.
};

} // namespace GenMirror
