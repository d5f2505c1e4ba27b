#pragma once

namespace GenMirror
{

/// A VFS of SQLite, to be named when a file is opened, that is the system's own but for how it writes
/// write-ahead logs: what SQLite appends in pieces (24 bytes and a page for each frame) goes to the file in
/// one write of up to 64 KiB. A write of a few bytes costs the file system about as much as one of 64 KiB.
///
/// What is appended is in the file when the log is synced. So connections that use it must be set to
/// synchronous=FULL: only there a commit syncs the log before others are shown it.
///
/// Makes it known to SQLite; null if that fails. On any thread.
[[nodiscard]] const char *logWritingVfs();

} // namespace GenMirror
