#include "sync/server/access/usagelimiter.h"

namespace GenMirror
{

UsageLimiter::UsageLimiter(const UsageLimits &limits)
    : m_requests(limits.requestsPerSecond, limits.requestsPerSecond * 10)
    , m_bytes(limits.bytesPerSecond, limits.bytesPerSecond * 60)
    , m_failedLogins(limits.failedLoginsPerMinute / 60.0, limits.failedLoginsPerMinute)
{
}

std::optional<std::chrono::seconds> UsageLimiter::pastLimit(const QByteArrayList &accounts)
{
    const auto now = RateLimiter::Clock::now();
    for (const QByteArray &account : accounts) {
        if (const auto wait = m_requests.waitFor(account, now))
            return wait;
        if (const auto wait = m_bytes.waitFor(account, now))
            return wait;
    }
    for (const QByteArray &account : accounts)
        m_requests.charge(account, 1, now);
    return {};
}

void UsageLimiter::chargeBytes(const QByteArrayList &accounts, qint64 bytes)
{
    const auto now = RateLimiter::Clock::now();
    for (const QByteArray &account : accounts)
        m_bytes.charge(account, double(bytes), now);
}

std::optional<std::chrono::seconds> UsageLimiter::failedLogin(const QByteArray &address)
{
    const auto now = RateLimiter::Clock::now();
    const auto wait = m_failedLogins.waitFor(address, now);
    if (!wait)
        m_failedLogins.charge(address, 1, now);
    return wait;
}

} // namespace GenMirror
