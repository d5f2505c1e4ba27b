#pragma once

#include "model/core/result.h"

#include <memory>

namespace GenMirror
{

/// Keeps other processes, and other parts of this one, out of a place for as long as it lives.
///
/// The kernel's lock on the file counts (flock), which ends with the process that has it, however that ends.
/// The file stays; what it says (process, program, host) is for the sentence that the next one is told. So a
/// file that was left behind, copied along, emptied, or written in another container or on another host keeps
/// nobody out. On any thread.
class FileLock
{
public:
    /// Makes the file if need be. In a place that can only be read the file has to be there. Errors: Conflict
    /// (another one has the lock), Full, Storage (the file cannot be made or opened, or its file system has
    /// no locks).
    [[nodiscard]] static Result<std::unique_ptr<FileLock>> take(const QString &fileName);
    /// The same on a folder itself, in which nothing is made.
    [[nodiscard]] static Result<std::unique_ptr<FileLock>> takeFolder(const QString &folder);
    ~FileLock();
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

private:
    explicit FileLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    [[nodiscard]] bool isStillAt(const QString &fileName) const;
    void writeHolder() const;

    const int m_descriptor;
};

} // namespace GenMirror
