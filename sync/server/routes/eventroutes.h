#pragma once

#include "sync/server/access/accesscontrol.h"
#include "sync/server/access/clientbook.h"
#include "sync/server/push/eventhub.h"
#include "sync/server/request/route.h"

namespace GenMirror
{

/// Push: who listens to events (docs/protocol.md, "Push").
class EventRoutes
{
public:
    EventRoutes(TreeStore &trees, EventHub &events, ClientBook &clients, const AccessControl &access)
        : m_trees(trees)
        , m_events(events)
        , m_clients(clients)
        , m_access(access)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer events(Call &call) const;

    TreeStore &m_trees;
    EventHub &m_events;
    ClientBook &m_clients;
    const AccessControl &m_access;
};

} // namespace GenMirror
