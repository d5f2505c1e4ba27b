#pragma once

#include "model/core/result.h"

namespace GenMirror
{

/// Copies a database that is in use, as it is at one moment, by SQLite's backup interface. Who reads and
/// writes it goes on meanwhile. On any thread; takes as long as reading the file does.
///
/// The copy is one file without a log, whole and on the disk when this returns; on failure there is none.
/// Errors: Storage, with a sentence that names the file.
[[nodiscard]] Result<void> backUp(const QString &databaseFile, const QString &copyFile);

/// Whether a file is a database whose pages and indexes are sound. Damaged if not.
[[nodiscard]] Result<void> checkIntegrity(const QString &databaseFile);

} // namespace GenMirror
