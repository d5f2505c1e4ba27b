#pragma once

#include "sync/server/access/clientbook.h"
#include "sync/server/push/waiters.h"
#include "sync/server/request/dispatcher.h"
#include "sync/server/request/route.h"
#include "sync/server/request/serverstatus.h"

namespace GenMirror
{

/// What changed since a generation, at once or as soon as there is something (protocol, rules 3 to 9).
class UpdateRoutes
{
public:
    UpdateRoutes(TreeStore &trees, ClientBook &clients, Waiters &waiters, const Dispatcher &dispatcher,
                 const ServerStatus &status)
        : m_trees(trees)
        , m_clients(clients)
        , m_waiters(waiters)
        , m_dispatcher(dispatcher)
        , m_status(status)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer updates(Call &call) const;
    void noteWhatItHas(Call &call, const UpdateRequest &request, const UpdateHeader &header) const;
    [[nodiscard]] Answer amongLong(const Call &call) const;
    [[nodiscard]] Answer waitForNews(const Call &call, const UpdateRequest &request,
                                     std::chrono::seconds time) const;

    TreeStore &m_trees;
    ClientBook &m_clients;
    Waiters &m_waiters;
    const Dispatcher &m_dispatcher;
    const ServerStatus &m_status;
};

} // namespace GenMirror
