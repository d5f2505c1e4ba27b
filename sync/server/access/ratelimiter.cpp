#include "sync/server/access/ratelimiter.h"

#include <algorithm>
#include <cmath>

namespace GenMirror
{

double RateLimiter::levelOf(const Bucket &bucket, Clock::time_point now) const
{
    const double seconds = std::chrono::duration<double>(now - bucket.at).count();
    return std::min(m_burst, bucket.level + seconds * m_perSecond);
}

std::optional<std::chrono::seconds> RateLimiter::waitFor(const QByteArray &key, Clock::time_point now)
{
    if (m_perSecond <= 0)
        return {};
    const std::scoped_lock lock(m_mutex);
    const auto found = m_buckets.find(key);
    const double level = found == m_buckets.end() ? m_burst : levelOf(found->second, now);
    if (level >= 1)
        return {};
    constexpr double longest = 3600;
    return std::chrono::seconds(
        std::max<long long>(1, std::llround(std::ceil(std::min(longest, (1 - level) / m_perSecond)))));
}

void RateLimiter::charge(const QByteArray &key, double amount, Clock::time_point now)
{
    if (m_perSecond <= 0)
        return;
    const std::scoped_lock lock(m_mutex);
    if (m_buckets.size() >= MostKeys && !m_buckets.contains(key))
        forgetFull(now);
    const auto [place, isNew] = m_buckets.try_emplace(key, Bucket{m_burst, now});
    place->second = {levelOf(place->second, now) - amount, now};
}

/// A full bucket is as good as none; where none is full, the oldest have to make room.
void RateLimiter::forgetFull(Clock::time_point now)
{
    std::erase_if(m_buckets, [&](const auto &entry) { return levelOf(entry.second, now) >= m_burst; });
    if (m_buckets.size() < MostKeys)
        return;
    const auto fullest = std::ranges::max_element(
        m_buckets, {}, [&](const auto &entry) { return levelOf(entry.second, now); });
    m_buckets.erase(fullest);
}

} // namespace GenMirror
