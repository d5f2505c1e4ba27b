#pragma once

#include "sync/server/request/route.h"
#include "sync/server/request/serverstatus.h"

namespace GenMirror
{

/// For those who watch over the server: is it up, does it work. Anyone may ask; neither waits for anything.
class HealthRoutes
{
public:
    HealthRoutes(TreeStore &trees, const ServerStatus &status)
        : m_trees(trees)
        , m_status(status)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer ready(Call &call) const;

    TreeStore &m_trees;
    const ServerStatus &m_status;
};

} // namespace GenMirror
