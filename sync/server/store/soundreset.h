#pragma once

#include "sync/server/store/sqlite/sqlstorage.h"

#include <functional>

namespace GenMirror
{

/// Gives a tree a new collection with its objects kept, if they add up to its digest; forgets answers that
/// are remembered. `beforeCommit`, which may be empty, runs in the same transaction. Errors: Damaged (`file`,
/// the name by which a person knows it), those of writing.
[[nodiscard]] Result<TreeState> resetSound(SqlStorage &storage, const QString &file,
                                           const std::function<void(const TreeState &)> &beforeCommit);

} // namespace GenMirror
