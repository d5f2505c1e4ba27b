#pragma once

#include "sync/server/request/serverstatus.h"
#include "sync/server/store/treestore.h"

namespace GenMirror
{

/// Gives the room of what was dropped back to the disk: in portions, so that other writes get their turn
/// between them. Thread-safe.
class FreeSpace
{
public:
    FreeSpace(TreeStore &trees, const ServerStatus &status)
        : m_trees(trees)
        , m_status(status)
    {
    }

    /// Returns at once.
    void giveBack(const QString &tree) const;

private:
    TreeStore &m_trees;
    const ServerStatus &m_status;
};

} // namespace GenMirror
