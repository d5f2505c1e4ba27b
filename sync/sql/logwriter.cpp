#include "sync/sql/logwriter.h"

#include <sqlite3.h>

#include <cstddef>
#include <cstring>

namespace GenMirror
{

namespace
{

/// A log as SQLite holds it; the system's own file follows behind it.
struct LogFile {
    static constexpr int Capacity = 64 * 1024;

    sqlite3_file base; ///< First: SQLite knows no more of it.
    char *waiting;     ///< What is still to be written, of Capacity; null: nothing.
    int length;        ///< Of what waits.
    sqlite3_int64 at;  ///< Where in the file it belongs.

    [[nodiscard]] static LogFile &of(sqlite3_file *file) { return *reinterpret_cast<LogFile *>(file); }
    [[nodiscard]] sqlite3_file *system() { return reinterpret_cast<sqlite3_file *>(this + 1); }

    /// What fails to be written is forgotten: the commit that it was part of fails with it.
    int flush()
    {
        if (!waiting)
            return SQLITE_OK;
        const int result = length > 0 ? system()->pMethods->xWrite(system(), waiting, length, at) : SQLITE_OK;
        sqlite3_free(waiting);
        waiting = nullptr;
        length = 0;
        return result;
    }

    int append(const void *bytes, int count, sqlite3_int64 offset)
    {
        if (waiting && (offset != at + length || count > Capacity - length)) {
            if (const int result = flush(); result != SQLITE_OK)
                return result;
        }
        if (count > Capacity)
            return system()->pMethods->xWrite(system(), bytes, count, offset);
        if (!waiting) {
            waiting = static_cast<char *>(sqlite3_malloc(Capacity));
            if (!waiting)
                return SQLITE_IOERR_NOMEM;
            at = offset;
        }
        std::memcpy(waiting + length, bytes, size_t(count));
        length += count;
        return SQLITE_OK;
    }
};
static_assert(sizeof(LogFile) % alignof(std::max_align_t) == 0, "the system's file follows, aligned");

/// First what waits, then the system's own.
template <auto method, typename... Arguments>
int afterFlush(sqlite3_file *file, Arguments... arguments)
{
    LogFile &log = LogFile::of(file);
    const int flushed = log.flush();
    return flushed == SQLITE_OK ? (log.system()->pMethods->*method)(log.system(), arguments...) : flushed;
}

template <auto method, typename... Arguments>
int passed(sqlite3_file *file, Arguments... arguments)
{
    LogFile &log = LogFile::of(file);
    return (log.system()->pMethods->*method)(log.system(), arguments...);
}

int closeLog(sqlite3_file *file)
{
    LogFile &log = LogFile::of(file);
    const int flushed = log.flush();
    const int closed = log.system()->pMethods->xClose(log.system());
    return flushed == SQLITE_OK ? closed : flushed;
}

int readLog(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset)
{
    LogFile &log = LogFile::of(file);
    const bool waits = log.waiting && offset < log.at + log.length && log.at < offset + count;
    const int flushed = waits ? log.flush() : SQLITE_OK;
    return flushed == SQLITE_OK ? log.system()->pMethods->xRead(log.system(), bytes, count, offset) : flushed;
}

int writeLog(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    return LogFile::of(file).append(bytes, count, offset);
}

using Methods = sqlite3_io_methods;

const Methods &logMethods()
{
    static const Methods methods = [] {
        Methods own{};
        own.iVersion = 1; // without shared memory and mapping, which belong to the database's own file
        own.xClose = closeLog;
        own.xRead = readLog;
        own.xWrite = writeLog;
        own.xTruncate = afterFlush<&Methods::xTruncate, sqlite3_int64>;
        own.xSync = afterFlush<&Methods::xSync, int>;
        own.xFileSize = afterFlush<&Methods::xFileSize, sqlite3_int64 *>;
        own.xLock = passed<&Methods::xLock, int>;
        own.xUnlock = passed<&Methods::xUnlock, int>;
        own.xCheckReservedLock = passed<&Methods::xCheckReservedLock, int *>;
        own.xFileControl = passed<&Methods::xFileControl, int, void *>;
        own.xSectorSize = passed<&Methods::xSectorSize>;
        own.xDeviceCharacteristics = passed<&Methods::xDeviceCharacteristics>;
        return own;
    }();
    return methods;
}

sqlite3_vfs *systemVfs()
{
    static sqlite3_vfs *const system = sqlite3_vfs_find(nullptr);
    return system;
}

int openFile(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *outFlags)
{
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return systemVfs()->xOpen(systemVfs(), name, file, flags, outFlags);
    LogFile &log = LogFile::of(file);
    log = {};
    const int result = systemVfs()->xOpen(systemVfs(), name, log.system(), flags, outFlags);
    if (log.system()->pMethods) // which says that it has to be closed
        log.base.pMethods = &logMethods();
    return result;
}

} // namespace

const char *logWritingVfs()
{
    static sqlite3_vfs vfs;
    static const bool known = [] {
        if (sqlite3_initialize() != SQLITE_OK || !systemVfs())
            return false;
        vfs = *systemVfs();
        vfs.pNext = nullptr;
        vfs.zName = "genmirror";
        vfs.szOsFile += int(sizeof(LogFile));
        vfs.xOpen = openFile;
        return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
    }();
    return known ? vfs.zName : nullptr;
}

} // namespace GenMirror
