#pragma once

#include "sync/server/request/route.h"
#include "sync/server/store/datadirectory.h"

namespace GenMirror
{

/// Whether a tree is what its digest says, and its file sound.
class VerifyRoutes
{
public:
    VerifyRoutes(TreeStore &trees, const DataDirectory &directory)
        : m_trees(trees)
        , m_directory(directory)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer verifyTree(Call &call) const;

    TreeStore &m_trees;
    const DataDirectory &m_directory;
};

} // namespace GenMirror
