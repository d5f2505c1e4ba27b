#pragma once

#include "model/core/result.h"

namespace GenMirror
{

/// Copies a database that is in use, as it is at one moment, by SQLite's backup interface. Who reads and
/// writes it goes on meanwhile. On any thread; takes as long as reading the file does.
///
/// The copy is one file without a log, whole and on the disk when this returns; on failure there is none.
/// Errors: Full, Damaged (the database), Storage, with a sentence that names the files. A copy that was made
/// may have the database's damage: see checkIntegrity().
[[nodiscard]] Result<void> backUp(const QString &databaseFile, const QString &copyFile);

/// Whether a file is a database whose pages and indexes are sound. Damaged if not; Storage if that cannot be
/// told.
[[nodiscard]] Result<void> checkIntegrity(const QString &databaseFile);

} // namespace GenMirror
