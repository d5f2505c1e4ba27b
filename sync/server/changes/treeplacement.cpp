#include "sync/server/changes/treeplacement.h"

namespace GenMirror
{

void TreePlacement::serve(const QString &tree, const TreeState &state) const
{
    m_trees.placed(tree);
    m_announcements.collection(tree, state);
}

void TreePlacement::serveIfPlaced(const QString &tree, const Result<std::optional<FileIdentity>> &made,
                                  const TreeState &state) const
{
    const auto there = FileIdentity::of(m_directory.treeFile(tree));
    if (!made || !*made || !there || *there != *made)
        return;
    serve(tree, state);
}

} // namespace GenMirror
