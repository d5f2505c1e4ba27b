#pragma once

#include <QHash>
#include <QString>

#include <array>
#include <chrono>
#include <mutex>

namespace GenMirror
{

/// How many changes each tree had in the last minute. Thread-safe.
class WriteRate
{
public:
    using Clock = std::chrono::steady_clock;

    void add(const QString &tree, qint64 changes, Clock::time_point now)
    {
        const std::scoped_lock lock(m_mutex);
        Minute &minute = m_minutes[tree];
        minute.advance(secondOf(now));
        minute.seconds[size_t(minute.last) % minute.seconds.size()] += changes;
    }
    [[nodiscard]] qint64 ofLastMinute(const QString &tree, Clock::time_point now)
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_minutes.find(tree);
        if (found == m_minutes.end())
            return 0;
        found->advance(secondOf(now));
        qint64 sum = 0;
        for (const qint64 changes : found->seconds)
            sum += changes;
        return sum;
    }

private:
    struct Minute {
        std::array<qint64, 60> seconds{};
        qint64 last = 0;

        /// Seconds without a change count as none.
        void advance(qint64 second)
        {
            for (qint64 i = std::max(last + 1, second - 59); i <= second; ++i)
                seconds[size_t(i) % seconds.size()] = 0;
            last = second;
        }
    };

    static qint64 secondOf(Clock::time_point now)
    {
        return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    }

    std::mutex m_mutex;
    QHash<QString, Minute> m_minutes;
};

} // namespace GenMirror
