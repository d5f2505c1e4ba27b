// The C library's functions on files, defined in the test's own program: the dynamic linker gives these to
// SQLite and Qt, too, which call them. Each asks the layer whether the call is to fail, and tells it what was
// done.
//
// They carry their C names as assembler names, so that no declaration of the C library stands in the way.
#include "tests/faults/filelayerhooks.h"

#include <cstdarg>
#include <functional>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace GenMirror::Test;
using FileLayer::Fate;

namespace
{

/// The next function of that name: the C library's, or a sanitizer's.
template <typename Function>
Function *next(const char *name)
{
    return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name));
}

bool exists(const char *path)
{
    return ::faccessat(AT_FDCWD, path, F_OK, 0) == 0;
}

using Open = int(const char *, int, ...);

int openAs(const std::function<int()> &real, const char *path, int flags)
{
    if (!FileLayer::isWatched(path))
        return real();
    if (FileLayer::fateOf(FileWork::Open, path, "open") != Fate::Goes)
        return -1;
    const bool wasThere = exists(path);
    const int descriptor = real();
    if (descriptor < 0)
        return descriptor;
    FileLayer::opened(descriptor, path, wasThere, (flags & O_TRUNC) != 0);
    struct stat about {
    };
    if (::fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode))
        FileLayer::folderOpened(descriptor);
    return descriptor;
}

/// Half of a write that is to be torn; never nothing, which would mean "not now".
size_t halfOf(size_t count)
{
    return count > 1 ? count / 2 : 1;
}

using Write = ssize_t(int, const void *, size_t);
using WriteAt = ssize_t(int, const void *, size_t, off_t);
using Read = ssize_t(int, void *, size_t);
using ReadAt = ssize_t(int, void *, size_t, off_t);

} // namespace

#define NAMED(name) asm(name) __attribute__((visibility("default"), used))

extern "C" {

int layerOpen(const char *path, int flags, ...) NAMED("open");
int layerOpen64(const char *path, int flags, ...) NAMED("open64");
int layerOpenChecked(const char *path, int flags) NAMED("__open_2");
int layerOpenChecked64(const char *path, int flags) NAMED("__open64_2");
int layerOpenAt(int folder, const char *path, int flags, ...) NAMED("openat");
int layerOpenAt64(int folder, const char *path, int flags, ...) NAMED("openat64");
int layerOpenAtChecked(int folder, const char *path, int flags) NAMED("__openat_2");
int layerOpenAtChecked64(int folder, const char *path, int flags) NAMED("__openat64_2");
int layerClose(int descriptor) NAMED("close");
ssize_t layerRead(int descriptor, void *bytes, size_t count) NAMED("read");
ssize_t layerReadAt(int descriptor, void *bytes, size_t count, off_t offset) NAMED("pread64");
ssize_t layerReadChecked(int descriptor, void *bytes, size_t count, size_t room) NAMED("__read_chk");
ssize_t layerReadAtChecked(int descriptor, void *bytes, size_t count, off_t offset, size_t room)
    NAMED("__pread64_chk");
ssize_t layerWrite(int descriptor, const void *bytes, size_t count) NAMED("write");
ssize_t layerWriteAt(int descriptor, const void *bytes, size_t count, off_t offset) NAMED("pwrite64");
int layerSync(int descriptor) NAMED("fsync");
int layerSyncData(int descriptor) NAMED("fdatasync");
int layerTruncate(int descriptor, off_t length) NAMED("ftruncate64");
int layerTruncate32(int descriptor, off_t length) NAMED("ftruncate");
int layerAllocate(int descriptor, off_t offset, off_t length) NAMED("posix_fallocate64");
int layerUnlink(const char *path) NAMED("unlink");
int layerRemove(const char *path) NAMED("remove");
int layerUnlinkAt(int folder, const char *path, int flags) NAMED("unlinkat");
int layerRename(const char *from, const char *to) NAMED("rename");
int layerRenameAt(int fromFolder, const char *from, int toFolder, const char *to, unsigned flags)
    NAMED("renameat2");
int layerLink(const char *from, const char *to) NAMED("link");
int layerMakeFolder(const char *path, mode_t mode) NAMED("mkdir");
int layerRemoveFolder(const char *path) NAMED("rmdir");
int layerControl(int descriptor, int command, void *argument) NAMED("fcntl64");
void *layerMap(void *at, size_t length, int protection, int flags, int descriptor, off_t offset)
    NAMED("mmap64");
ssize_t layerSend(int to, int from, off_t *offset, size_t count) NAMED("sendfile");

int layerOpen(const char *path, int flags, ...)
{
    static Open *const real = next<Open>("open");
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openAs([=] { return real(path, flags, mode); }, path, flags);
}

int layerOpen64(const char *path, int flags, ...)
{
    static Open *const real = next<Open>("open64");
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openAs([=] { return real(path, flags, mode); }, path, flags);
}

int layerOpenChecked(const char *path, int flags)
{
    static Open *const real = next<Open>("open64");
    return openAs([=] { return real(path, flags, 0); }, path, flags);
}

int layerOpenChecked64(const char *path, int flags)
{
    return layerOpenChecked(path, flags);
}

static int openAtAs(int folder, const char *path, int flags, mode_t mode)
{
    static auto *const real = next<int(int, const char *, int, ...)>("openat64");
    const QByteArray whole = FileLayer::pathIn(folder, path);
    return openAs([=] { return real(folder, path, flags, mode); }, whole.isEmpty() ? path : whole.constData(),
                  flags);
}

int layerOpenAt(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openAtAs(folder, path, flags, mode);
}

int layerOpenAt64(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openAtAs(folder, path, flags, mode);
}

int layerOpenAtChecked(int folder, const char *path, int flags)
{
    return openAtAs(folder, path, flags, 0);
}

int layerOpenAtChecked64(int folder, const char *path, int flags)
{
    return openAtAs(folder, path, flags, 0);
}

int layerClose(int descriptor)
{
    static auto *const real = next<int(int)>("close");
    if (FileLayer::isWatched(descriptor))
        FileLayer::closed(descriptor);
    return real(descriptor);
}

ssize_t layerRead(int descriptor, void *bytes, size_t count)
{
    static Read *const real = next<Read>("read");
    if (FileLayer::isWatched(descriptor) &&
        FileLayer::fateOf(FileWork::Read, descriptor, "read") != Fate::Goes)
        return -1;
    return real(descriptor, bytes, count);
}

ssize_t layerReadAt(int descriptor, void *bytes, size_t count, off_t offset)
{
    static ReadAt *const real = next<ReadAt>("pread64");
    if (FileLayer::isWatched(descriptor) &&
        FileLayer::fateOf(FileWork::Read, descriptor, "pread") != Fate::Goes)
        return -1;
    return real(descriptor, bytes, count, offset);
}

ssize_t layerReadChecked(int descriptor, void *bytes, size_t count, size_t)
{
    return layerRead(descriptor, bytes, count);
}

ssize_t layerReadAtChecked(int descriptor, void *bytes, size_t count, off_t offset, size_t)
{
    return layerReadAt(descriptor, bytes, count, offset);
}

ssize_t layerWrite(int descriptor, const void *bytes, size_t count)
{
    static Write *const real = next<Write>("write");
    if (!FileLayer::isWatched(descriptor))
        return real(descriptor, bytes, count);
    const Fate fate = FileLayer::fateOf(FileWork::Write, descriptor, "write");
    if (fate == Fate::Fails)
        return -1;
    const off_t offset = ::lseek(descriptor, 0, SEEK_CUR);
    const ssize_t done = real(descriptor, bytes, fate == Fate::Halves ? halfOf(count) : count);
    if (done > 0)
        FileLayer::written(descriptor, bytes, size_t(done), offset);
    return done;
}

ssize_t layerWriteAt(int descriptor, const void *bytes, size_t count, off_t offset)
{
    static WriteAt *const real = next<WriteAt>("pwrite64");
    if (!FileLayer::isWatched(descriptor))
        return real(descriptor, bytes, count, offset);
    const Fate fate = FileLayer::fateOf(FileWork::Write, descriptor, "pwrite");
    if (fate == Fate::Fails)
        return -1;
    const ssize_t done = real(descriptor, bytes, fate == Fate::Halves ? halfOf(count) : count, offset);
    if (done > 0)
        FileLayer::written(descriptor, bytes, size_t(done), offset);
    return done;
}

static int syncAs(int (*real)(int), int descriptor, const char *function)
{
    if (!FileLayer::isWatched(descriptor))
        return real(descriptor);
    if (FileLayer::fateOf(FileWork::Sync, descriptor, function) != Fate::Goes)
        return -1;
    const int done = real(descriptor);
    if (done == 0)
        FileLayer::synced(descriptor);
    return done;
}

int layerSync(int descriptor)
{
    static auto *const real = next<int(int)>("fsync");
    return syncAs(real, descriptor, "fsync");
}

int layerSyncData(int descriptor)
{
    static auto *const real = next<int(int)>("fdatasync");
    return syncAs(real, descriptor, "fdatasync");
}

int layerTruncate(int descriptor, off_t length)
{
    static auto *const real = next<int(int, off_t)>("ftruncate64");
    if (!FileLayer::isWatched(descriptor))
        return real(descriptor, length);
    if (FileLayer::fateOf(FileWork::Truncate, descriptor, "ftruncate") != Fate::Goes)
        return -1;
    const int done = real(descriptor, length);
    if (done == 0)
        FileLayer::truncated(descriptor, length);
    return done;
}

int layerTruncate32(int descriptor, off_t length)
{
    return layerTruncate(descriptor, length);
}

/// As no file system that cannot: the C library would write zeros by itself, past this layer.
int layerAllocate(int descriptor, off_t offset, off_t length)
{
    static auto *const real = next<int(int, off_t, off_t)>("posix_fallocate64");
    return FileLayer::isWatched(descriptor) ? EOPNOTSUPP : real(descriptor, offset, length);
}

static int removeAs(int (*real)(const char *), const char *path)
{
    if (!FileLayer::isWatched(path))
        return real(path);
    if (FileLayer::fateOf(FileWork::Remove, path, "unlink") != Fate::Goes)
        return -1;
    const int done = real(path);
    if (done == 0)
        FileLayer::removed(path);
    return done;
}

int layerUnlink(const char *path)
{
    static auto *const real = next<int(const char *)>("unlink");
    return removeAs(real, path);
}

int layerRemove(const char *path)
{
    static auto *const real = next<int(const char *)>("remove");
    return removeAs(real, path);
}

int layerUnlinkAt(int folder, const char *path, int flags)
{
    static auto *const real = next<int(int, const char *, int)>("unlinkat");
    const QByteArray whole = FileLayer::pathIn(folder, path);
    const char *const known = whole.isEmpty() ? path : whole.constData();
    if (!FileLayer::isWatched(known))
        return real(folder, path, flags);
    if (FileLayer::fateOf(FileWork::Remove, known, "unlinkat") != Fate::Goes)
        return -1;
    const int done = real(folder, path, flags);
    if (done == 0 && (flags & AT_REMOVEDIR) != 0)
        FileLayer::folderRemoved(known);
    else if (done == 0)
        FileLayer::removed(known);
    return done;
}

static bool renameFails(const char *from, const char *to)
{
    return (FileLayer::isWatched(from) || FileLayer::isWatched(to)) &&
           FileLayer::fateOf(FileWork::Rename, FileLayer::isWatched(to) ? to : from, "rename") != Fate::Goes;
}

int layerRename(const char *from, const char *to)
{
    static auto *const real = next<int(const char *, const char *)>("rename");
    if (renameFails(from, to))
        return -1;
    const int done = real(from, to);
    if (done == 0 && (FileLayer::isWatched(from) || FileLayer::isWatched(to)))
        FileLayer::renamed(from, to);
    return done;
}

int layerRenameAt(int fromFolder, const char *from, int toFolder, const char *to, unsigned flags)
{
    static auto *const real = next<int(int, const char *, int, const char *, unsigned)>("renameat2");
    if (renameFails(from, to))
        return -1;
    const int done = real(fromFolder, from, toFolder, to, flags);
    if (done == 0 && (FileLayer::isWatched(from) || FileLayer::isWatched(to)))
        FileLayer::renamed(from, to);
    return done;
}

int layerLink(const char *from, const char *to)
{
    static auto *const real = next<int(const char *, const char *)>("link");
    if (renameFails(from, to))
        return -1;
    const int done = real(from, to);
    if (done == 0 && FileLayer::isWatched(to))
        FileLayer::linked(from, to);
    return done;
}

int layerMakeFolder(const char *path, mode_t mode)
{
    static auto *const real = next<int(const char *, mode_t)>("mkdir");
    if (!FileLayer::isWatched(path) || exists(path))
        return real(path, mode);
    if (FileLayer::fateOf(FileWork::MakeFolder, path, "mkdir") != Fate::Goes)
        return -1;
    const int done = real(path, mode);
    if (done == 0)
        FileLayer::folderMade(path);
    return done;
}

int layerRemoveFolder(const char *path)
{
    static auto *const real = next<int(const char *)>("rmdir");
    if (FileLayer::isWatched(path) && FileLayer::fateOf(FileWork::Remove, path, "rmdir") != Fate::Goes)
        return -1;
    const int done = real(path);
    if (done == 0 && FileLayer::isWatched(path))
        FileLayer::folderRemoved(path);
    return done;
}

int layerControl(int descriptor, int command, void *argument)
{
    static auto *const real = next<int(int, int, ...)>("fcntl64");
    // To let go never fails.
    const bool locks = (command == F_SETLK || command == F_SETLKW) &&
                       static_cast<const struct flock *>(argument)->l_type != F_UNLCK;
    if (locks && FileLayer::isWatched(descriptor) &&
        FileLayer::fateOf(FileWork::Lock, descriptor, "fcntl") != Fate::Goes)
        return -1;
    return real(descriptor, command, argument);
}

void *layerMap(void *at, size_t length, int protection, int flags, int descriptor, off_t offset)
{
    static auto *const real = next<void *(void *, size_t, int, int, int, off_t)>("mmap64");
    if (descriptor >= 0 && FileLayer::isWatched(descriptor) &&
        FileLayer::fateOf(FileWork::Map, descriptor, "mmap") != Fate::Goes)
        return MAP_FAILED; // NOLINT: the C library's own macro
    return real(at, length, protection, flags, descriptor, offset);
}

/// By reading and writing, so that what is copied passes through the layer.
ssize_t layerSend(int to, int from, off_t *offset, size_t count)
{
    static auto *const real = next<ssize_t(int, int, off_t *, size_t)>("sendfile");
    if (!FileLayer::isWatched(to) && !FileLayer::isWatched(from))
        return real(to, from, offset, count);
    errno = ENOSYS;
    return -1;
}

} // extern "C"
