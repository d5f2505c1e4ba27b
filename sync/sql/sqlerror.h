#pragma once

#include "model/core/result.h"

struct sqlite3;

namespace GenMirror
{

/// What a connection's last failure means for a person. `fileName` is named in the sentence. Call it right
/// after the failure, and set errno to 0 before what may fail: SQLite does not always note the system's
/// number.
///
/// Kinds: Full (the disk, a quota or a size limit), Damaged (the file's bytes are wrong), Canceled
/// (interrupted), Storage (all else: rights, another process, a device that fails now and may work again).
/// Only Damaged says that the file is bad; a device that did not answer is not taken for that.
[[nodiscard]] Error errorOf(sqlite3 *connection, const QString &fileName);

/// The same from an extended result code and the system's error number (0: none).
[[nodiscard]] Error errorOf(int extendedCode, int systemError, const QString &text, const QString &fileName);

} // namespace GenMirror
