#pragma once

#include "sync/server/access/accesscontrol.h"
#include "sync/server/access/accessstore.h"
#include "sync/server/push/eventhub.h"
#include "sync/server/push/waiters.h"
#include "sync/server/request/permits.h"
#include "sync/server/request/route.h"

namespace GenMirror
{

/// Who asks, and the tokens that let in. Each change is in the audit log with it.
class TokenRoutes
{
public:
    TokenRoutes(AccessControl &access, AccessStore &accessStore, Permits &permits, EventHub &events,
                Waiters &waiters)
        : m_access(access)
        , m_accessStore(accessStore)
        , m_permits(permits)
        , m_events(events)
        , m_waiters(waiters)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer showMe(Call &call) const;
    [[nodiscard]] Answer listTokens(Call &call) const;
    [[nodiscard]] Answer makeToken(Call &call) const;
    [[nodiscard]] Answer changeToken(Call &call) const;
    [[nodiscard]] Answer revokeToken(Call &call) const;
    /// The token with the id that the path names; changed or removed, somebody must be left to let others in.
    [[nodiscard]] Result<Token> tokenToChange(const QString &id, const std::optional<Token> &becomes) const;
    /// From now on what a token was let in for is over: its streams and long answers end, and its waiting
    /// requests are asked again.
    void letGoOf(const QByteArray &token) const;

    AccessControl &m_access;
    AccessStore &m_accessStore;
    Permits &m_permits;
    EventHub &m_events;
    Waiters &m_waiters;
    mutable std::mutex m_mutex; ///< While tokens are looked at and changed.
};

} // namespace GenMirror
