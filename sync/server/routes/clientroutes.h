#pragma once

#include "sync/server/access/clientbook.h"
#include "sync/server/changes/auditlog.h"
#include "sync/server/request/route.h"

namespace GenMirror
{

/// Who mirrors what.
class ClientRoutes
{
public:
    ClientRoutes(TreeStore &trees, ClientBook &clients, const AuditLog &auditLog)
        : m_trees(trees)
        , m_clients(clients)
        , m_auditLog(auditLog)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer listClients(Call &call) const;
    [[nodiscard]] Answer forgetClient(Call &call) const;

    TreeStore &m_trees;
    ClientBook &m_clients;
    const AuditLog &m_auditLog;
};

} // namespace GenMirror
