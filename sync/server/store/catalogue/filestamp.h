#pragma once

#include "sync/server/store/fileidentity.h"

namespace GenMirror
{

/// A database's file as it was when it was looked at. Two that are equal mean that nothing was written to it
/// in between: the kernel changes `changedAt` at every write, and no program can set it.
struct FileStamp {
    FileIdentity identity;
    qint64 bytes = 0;
    qint64 changedAt = 0; ///< Nanoseconds since 1970.

    [[nodiscard]] bool operator==(const FileStamp &) const = default;

    /// None if there is no such file, if it cannot be looked at, or if its log (-wal) holds something: then
    /// the file alone is not all of it.
    [[nodiscard]] static std::optional<FileStamp> ofWhole(const QString &fileName);
};

} // namespace GenMirror
