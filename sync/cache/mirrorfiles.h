#pragma once

#include "model/core/historyrecord.h"
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

/// Moves the files of a damaged mirror, which must not be open, out of the way; tells the new name. Storage
/// if they cannot be moved.
[[nodiscard]] Result<QString> setMirrorAside(const QString &directory, const QString &tree);

/// A read-only connection to a mirror's file. NotFound if there is none, with a sentence that says so.
[[nodiscard]] Result<std::unique_ptr<SqlDatabase>> openToRead(const QString &directory, const QString &tree);

/// What those who write and read a mirror have in common.
[[nodiscard]] MirrorState mirrorStateOf(SqlDatabase &database);
[[nodiscard]] MirrorSet mirrorSetOf(const SqlStatement &row);
[[nodiscard]] HistoryRecord historyRecordOf(const SqlStatement &row);
[[nodiscard]] std::optional<HistoryRecord> historyRecordAt(SqlDatabase &database, qint64 id);
[[nodiscard]] HistoryExtent historyExtentOf(SqlDatabase &database);

} // namespace GenMirror
