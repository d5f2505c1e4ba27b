#pragma once

#include "sync/server/access/accesscontrol.h"
#include "sync/server/access/accessstore.h"
#include "sync/server/access/usagelimiter.h"
#include "sync/server/http/alloworigin.h"
#include "sync/server/request/permits.h"
#include "sync/server/request/serverstatus.h"
#include "sync/server/store/treestore.h"

namespace GenMirror
{

/// Who asks: by the token that a request brings. Who brings a wrong one is written down, and after some of
/// them not heard for a while. Thread-safe.
class Authenticator
{
public:
    Authenticator(const AccessControl &access, UsageLimiter &usage, AccessStore &accessStore,
                  Permits &permits, TreeStore &trees, ServerStatus &status, const AllowedOrigins &origins)
        : m_access(access)
        , m_usage(usage)
        , m_accessStore(accessStore)
        , m_permits(permits)
        , m_trees(trees)
        , m_status(status)
        , m_origins(origins)
    {
    }

    /// Errors: those of AccessControl::admit(), TooManyRequests.
    [[nodiscard]] Result<Identity> identify(const HttpHead &request) const;
    /// What it was let in by; null: it is not let in.
    [[nodiscard]] std::shared_ptr<HttpPermit> permitOf(const Identity &who) const;

private:
    void writeFailure(const HttpHead &request, const QByteArray &authorization, const QDateTime &now) const;

    const AccessControl &m_access;
    UsageLimiter &m_usage;
    AccessStore &m_accessStore;
    Permits &m_permits;
    TreeStore &m_trees;
    ServerStatus &m_status;
    const AllowedOrigins &m_origins;
};

} // namespace GenMirror
