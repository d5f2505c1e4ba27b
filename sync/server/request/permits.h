#pragma once

#include "sync/server/access/token.h"
#include "sync/server/http/permit.h"

#include <QHash>

namespace GenMirror
{

/// One permit for each token that is in use, for the answers that it was let in for; and one for those who
/// came in without, as long as there is no token. As many as there are tokens. Thread-safe.
class Permits
{
public:
    /// `token`: none: without.
    [[nodiscard]] std::shared_ptr<HttpPermit> of(const std::optional<Token> &token)
    {
        const std::scoped_lock lock(m_mutex);
        auto &permit = m_permits[token ? token->id : QByteArray()];
        if (!permit)
            permit = std::make_shared<HttpPermit>(untilOf(token));
        return permit;
    }
    /// The token with this id was changed or revoked; empty: the first one was made.
    void end(const QByteArray &token)
    {
        std::shared_ptr<HttpPermit> ended;
        {
            const std::scoped_lock lock(m_mutex);
            ended = m_permits.take(token);
        }
        if (ended)
            ended->end();
    }

private:
    [[nodiscard]] static std::optional<HttpPermit::Clock::time_point>
    untilOf(const std::optional<Token> &token)
    {
        if (!token || !token->expires.isValid())
            return {};
        return HttpPermit::Clock::time_point(std::chrono::milliseconds(token->expires.toMSecsSinceEpoch()));
    }

    std::mutex m_mutex;
    QHash<QByteArray, std::shared_ptr<HttpPermit>> m_permits;
};

} // namespace GenMirror
