#pragma once

#include "model/core/treestorage.h"

namespace GenMirror
{

/// What became of one tree.
struct Adoption {
    QString tree;
    Result<TreeState> state;
};

/// Makes the files of a data directory that were put there by hand (from a copy, or a snapshot of its disk)
/// good for serving: each tree gets a new collection, so that every mirror notices, also one that is at the
/// same number. Integrity and digest are checked first; a tree that is damaged stays as it is.
///
/// `trees`: only these; empty: all. No server may run. Errors: Conflict (one does), NotFound (there is no
/// such directory or tree, or none at all), Full, Storage.
[[nodiscard]] Result<QList<Adoption>> adoptTrees(const QString &directory, const QStringList &trees);

} // namespace GenMirror
