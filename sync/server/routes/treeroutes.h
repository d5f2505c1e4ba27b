#pragma once

#include "sync/protocol/answers.h"
#include "sync/server/changes/writerate.h"
#include "sync/server/request/redaction.h"
#include "sync/server/request/route.h"
#include "sync/server/store/datadirectory.h"

namespace GenMirror
{

/// Which trees there are, in reach of who asks, and what is in one.
class TreeRoutes
{
public:
    TreeRoutes(TreeStore &trees, const DataDirectory &directory, WriteRate &writes,
               const Redaction &redaction)
        : m_trees(trees)
        , m_directory(directory)
        , m_writes(writes)
        , m_redaction(redaction)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer listTrees(Call &call) const;
    [[nodiscard]] Answer showTree(Call &call) const;
    /// The trees in reach that come after a name, in order, at most so many.
    [[nodiscard]] QStringList namesFor(const Call &call, QString after, qsizetype limit) const;
    [[nodiscard]] TreeListing listingOf(const QString &tree, const TreeSummary &summary) const;
    /// Of trees in reach.
    [[nodiscard]] Result<QList<SetAsideListing>> setAside(const Call &call) const;

    TreeStore &m_trees;
    const DataDirectory &m_directory;
    WriteRate &m_writes;
    const Redaction &m_redaction;
};

} // namespace GenMirror
