// The file of the application's settings: that it could be read, and that it was written.
#pragma once

#include "model/core/result.h"

namespace GenMirror
{

/// Says where the settings are, in GenMirror's own folder, and whether they could be read. A file that could
/// not be is set aside first, as FILE.unreadable, because the next write would take its place. Before
/// anything else reads or writes settings: QSettings tells only its first reader what is wrong with a file.
/// GUI thread. Errors: Storage, with the file and where it is kept now.
[[nodiscard]] Result<void> openSettings();

/// Writes now what was changed in the settings. GUI thread; a file of a few kilobytes.
/// Errors: Storage. What was changed then holds until the program ends, and is written with the next change,
/// if it can be.
[[nodiscard]] Result<void> saveSettings();

} // namespace GenMirror
