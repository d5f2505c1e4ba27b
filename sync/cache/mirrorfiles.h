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
/// Removes the files of a mirror for good. Errors: Conflict (somebody writes it), Storage.
[[nodiscard]] Result<void> removeMirror(const QString &directory, const QString &tree);

/// Moves the files of a damaged mirror, which must not be open, out of the way for good; tells the new name.
/// Errors: Conflict (somebody writes it), Full, Storage.
[[nodiscard]] Result<QString> setMirrorAside(const QString &directory, const QString &tree);

/// A read-only connection to a mirror's file. NotFound if there is none, with a sentence that says so.
[[nodiscard]] Result<std::unique_ptr<SqlDatabase>> openToRead(const QString &directory, const QString &tree);

// What those who write and read a mirror have in common. Where a row holds what can never have been written,
// the database fails as Damaged, and whoever ends the transaction is told: the value counts for nothing then.

/// Storage, where another file has the name of the one that is open, or none has: what is read is nobody's.
void failIfReplaced(SqlDatabase &database);
/// `what`: a sentence on what is wrong.
void failAsDamaged(SqlDatabase &database, const QString &what);
/// An error says so if there is no state, as in a file that was emptied.
[[nodiscard]] MirrorState mirrorStateOf(SqlDatabase &database);
/// Of a row of key, parent, path, the set's key, and how many objects it has.
[[nodiscard]] MirrorSet mirrorSetOf(SqlDatabase &database, const SqlStatement &row);
[[nodiscard]] MirrorObject mirrorObjectOf(SqlDatabase &database, qint64 row, QByteArray id, QByteArray text);
[[nodiscard]] HistoryRecord historyRecordOf(SqlDatabase &database, const SqlStatement &row);
[[nodiscard]] std::optional<HistoryRecord> historyRecordAt(SqlDatabase &database, qint64 id);
[[nodiscard]] HistoryExtent historyExtentOf(SqlDatabase &database);
/// The same ends by a few look-ups, however long the history is.
[[nodiscard]] HistorySpan historySpanOf(SqlDatabase &database);
/// An object's text, or an id, as it is stored: looks at its ends, and for zeros within.
[[nodiscard]] bool mayBeJson(QByteArrayView text);

} // namespace GenMirror
