#pragma once

#include "sync/server/request/route.h"

namespace GenMirror
{

/// The history that the server keeps of each tree.
class HistoryRoutes
{
public:
    explicit HistoryRoutes(TreeStore &trees)
        : m_trees(trees)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer history(Call &call) const;

    TreeStore &m_trees;
};

} // namespace GenMirror
