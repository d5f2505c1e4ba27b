#pragma once

#include "sync/server/changes/announcements.h"
#include "sync/server/store/datadirectory.h"
#include "sync/server/store/fileidentity.h"
#include "sync/server/store/treestore.h"

namespace GenMirror
{

/// Lets a tree be seen whose file was put in its place. Called by the one who writes the tree.
class TreePlacement
{
public:
    TreePlacement(const DataDirectory &directory, TreeStore &trees, const Announcements &announcements)
        : m_directory(directory)
        , m_trees(trees)
        , m_announcements(announcements)
    {
    }

    /// From here on readers see it, and all who wait are told.
    void serve(const QString &tree, const TreeState &state) const;
    /// After a failure: where the disk fails after the name was given, and again when that is undone, the
    /// tree is there. `made`: the file that was to be placed.
    void serveIfPlaced(const QString &tree, const Result<std::optional<FileIdentity>> &made,
                       const TreeState &state) const;

private:
    const DataDirectory &m_directory;
    TreeStore &m_trees;
    const Announcements &m_announcements;
};

} // namespace GenMirror
