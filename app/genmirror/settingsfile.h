// The file of the application's settings: that it could be read, and that it was written.
#pragma once

#include "model/core/result.h"

namespace GenMirror
{

/// Says where the settings are, in GenMirror's own folder, and whether they could be read. Before anything
/// else reads or writes settings: QSettings tells only its first reader what is wrong with a file. GUI
/// thread. Errors: Damaged: not all could be read; the file is kept as FILE.unreadable. Storage: it can be
/// neither read nor set aside; then nothing is written to it, and what is changed holds until the program
/// ends.
[[nodiscard]] Result<void> openSettings();

/// Writes now what was changed in the settings. GUI thread; a file of a few kilobytes.
/// Errors: Storage. What was changed then holds until the program ends, and is written with the next change,
/// if it can be.
[[nodiscard]] Result<void> saveSettings();

} // namespace GenMirror
