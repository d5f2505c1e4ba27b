#pragma once

#include "sync/server/access/accessstore.h"
#include "sync/server/request/route.h"

namespace GenMirror
{

/// What the audit log holds.
class AuditRoutes
{
public:
    explicit AuditRoutes(AccessStore &accessStore)
        : m_accessStore(accessStore)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer showAudit(Call &call) const;

    AccessStore &m_accessStore;
};

} // namespace GenMirror
