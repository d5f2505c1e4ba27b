#pragma once

#include "sync/server/access/ratelimiter.h"

#include <QByteArrayList>

#include <chrono>
#include <optional>

namespace GenMirror
{

/// What one address, and likewise one token, may use up; 0: no limit. Past it: 429.
struct UsageLimits {
    double requestsPerSecond = 0;   ///< On average; ten seconds' worth may come at once.
    double bytesPerSecond = 0;      ///< Of bodies, both ways; a minute's worth may come at once.
    int failedLoginsPerMinute = 10; ///< For each address.
};

/// Counts what each account (an address, a token) uses up. Thread-safe.
class UsageLimiter
{
public:
    explicit UsageLimiter(const UsageLimits &limits);

    /// How long those who ask have to wait for the first that is past its limit; else each is charged a
    /// request.
    [[nodiscard]] std::optional<std::chrono::seconds> pastLimit(const QByteArrayList &accounts);
    void chargeBytes(const QByteArrayList &accounts, qint64 bytes);
    /// A wrong token came from this address: how long it has to wait if that was too many; else it is charged
    /// one.
    [[nodiscard]] std::optional<std::chrono::seconds> failedLogin(const QByteArray &address);

private:
    RateLimiter m_requests;
    RateLimiter m_bytes;
    RateLimiter m_failedLogins;
};

} // namespace GenMirror
