#pragma once

#include "model/core/timesource.h"

#include <atomic>
#include <memory>

namespace GenMirror::Test
{

/// Both clocks of a machine, moved by the test. Copies of its source see it from any thread.
class SettableClock
{
public:
    explicit SettableClock(const QDateTime &wall = QDateTime::fromSecsSinceEpoch(1'800'000'000, Qt::UTC))
    {
        m_now->wall = wall.toMSecsSinceEpoch();
    }

    [[nodiscard]] TimeSource source() const
    {
        return {.wall = [now = m_now] { return QDateTime::fromMSecsSinceEpoch(now->wall, Qt::UTC); },
                .steady = [now = m_now] { return std::chrono::milliseconds(now->steady); }};
    }
    /// Time goes by.
    void pass(std::chrono::milliseconds time)
    {
        m_now->wall += time.count();
        m_now->steady += time.count();
    }
    /// Somebody, or something, sets the wall clock.
    void set(std::chrono::milliseconds ahead) { m_now->wall += ahead.count(); }
    void set(const QDateTime &wall) { m_now->wall = wall.toMSecsSinceEpoch(); }
    [[nodiscard]] Moment now() const { return source().now(); }

private:
    struct Now {
        std::atomic<qint64> wall = 0;
        std::atomic<qint64> steady = 0;
    };
    std::shared_ptr<Now> m_now = std::make_shared<Now>();
};

} // namespace GenMirror::Test
