#pragma once

#include "model/core/generationaltree.h"
#include "sync/protocol/adminanswers.h"
#include "sync/server/access/clientbook.h"
#include "sync/server/store/sqlite/sqlstorage.h"

namespace GenMirror
{

/// What a compaction drops, and who of these clients has to reload for it. A client of which it is not known
/// whether its last update reached it is told of as not certain. `sets`: before it.
[[nodiscard]] Result<CompactionListing> compactionCost(const ClientBook &book, const QString &tree,
                                                       SqlStorage &storage, const QList<SetRecord> &sets,
                                                       const CompactionReport &report);

} // namespace GenMirror
