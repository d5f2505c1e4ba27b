#pragma once

#include <QByteArray>

#include <chrono>
#include <map>
#include <mutex>
#include <optional>

namespace GenMirror
{

/// How much one address or token may use up, by the clock: a bucket for each key that fills steadily.
/// Thread-safe; memory is bounded.
class RateLimiter
{
public:
    using Clock = std::chrono::steady_clock;

    /// `perSecond` flow into a bucket, which holds `burst` at most. perSecond 0: no limit.
    RateLimiter(double perSecond, double burst)
        : m_perSecond(perSecond)
        , m_burst(burst)
    {
    }

    /// Whether the key's bucket holds anything; if not, how long until it does.
    [[nodiscard]] std::optional<std::chrono::seconds> waitFor(const QByteArray &key, Clock::time_point now);
    /// Takes out, if need be more than there is: what was used is known only afterwards.
    void charge(const QByteArray &key, double amount, Clock::time_point now);

private:
    struct Bucket {
        double level = 0;
        Clock::time_point at;
    };
    static constexpr size_t MostKeys = 65536;

    [[nodiscard]] double levelOf(const Bucket &bucket, Clock::time_point now) const;
    void forgetFull(Clock::time_point now);

    const double m_perSecond;
    const double m_burst;
    std::mutex m_mutex;
    std::map<QByteArray, Bucket> m_buckets;
};

} // namespace GenMirror
