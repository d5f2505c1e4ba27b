#pragma once

#include "tests/faults/filelayer.h"

#include <sys/types.h>

/// What interposed.cpp asks of the layer; for it alone. All of it does nothing outside of the watched folder.
namespace GenMirror::Test::FileLayer
{

/// Whether this path is watched. Cheap where nothing is.
[[nodiscard]] bool isWatched(const char *path);
[[nodiscard]] bool isWatched(int descriptor);

/// The path of a name in a folder that is open; empty where it is not watched, or the name is a whole path.
[[nodiscard]] QByteArray pathIn(int folder, const char *name);

/// What is to become of a call.
enum class Fate {
    Goes,
    Fails, ///< errno is set.
    Halves ///< A write: half of it is done and told; the next one on this file fails.
};
[[nodiscard]] Fate fateOf(FileWork work, int descriptor, const char *function);
[[nodiscard]] Fate fateOf(FileWork work, const char *path, const char *function);

// What was done:
void opened(int descriptor, const char *path, bool wasThere, bool truncated);
void folderOpened(int descriptor);
void closed(int descriptor);
void written(int descriptor, const void *bytes, size_t count, off_t offset);
void truncated(int descriptor, off_t length);
void truncated(const char *path, off_t length);
void synced(int descriptor);
void renamed(const char *from, const char *to);
void linked(const char *from, const char *to);
void removed(const char *path);
void folderMade(const char *path);
void folderRemoved(const char *path);

} // namespace GenMirror::Test::FileLayer
