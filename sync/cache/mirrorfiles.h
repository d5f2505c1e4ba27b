#pragma once

#include "model/core/mirrorstorage.h"
#include "model/core/result.h"
#include "sync/sql/sqldatabase.h"

#include <QStringList>

namespace GenMirror
{

/// The file that holds the mirror of a tree in a cache directory.
[[nodiscard]] QString mirrorFileName(const QString &directory, const QString &tree);
/// The trees that have a mirror in a directory, sorted.
[[nodiscard]] QStringList mirroredTrees(const QString &directory);
/// Removes the files of a mirror, which must not be open. Storage if one cannot be removed.
[[nodiscard]] Result<void> removeMirror(const QString &directory, const QString &tree);

/// What MirrorStore and MirrorReader both read.
[[nodiscard]] MirrorState mirrorStateOf(SqlDatabase &database);
[[nodiscard]] MirrorSet mirrorSetOf(const SqlStatement &row);

} // namespace GenMirror
