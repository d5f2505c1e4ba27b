#pragma once

#include <QProcess>

#include <sys/resource.h>
#include <unistd.h>

namespace GenMirror::Test
{

/// A process that is started next has no more rights to files than anybody: root could write everywhere.
inline void startAsNobody(QProcess &process)
{
    process.setChildProcessModifier([] {
        constexpr int nobody = 65534;
        if (::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0))
            ::_exit(1);
    });
}

/// A process that is started next cannot make a file longer than this: as on a full disk.
inline void startWithFilesUpTo(QProcess &process, rlim_t bytes)
{
    process.setChildProcessModifier([bytes] {
        rlimit limit{};
        if (::getrlimit(RLIMIT_FSIZE, &limit) != 0)
            ::_exit(1);
        limit.rlim_cur = bytes;
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
            ::_exit(1);
    });
}

/// From now on it can.
[[nodiscard]] inline bool makeRoomFor(const QProcess &process)
{
    rlimit limit{};
    if (::prlimit(pid_t(process.processId()), RLIMIT_FSIZE, nullptr, &limit) != 0)
        return false;
    limit.rlim_cur = limit.rlim_max;
    return ::prlimit(pid_t(process.processId()), RLIMIT_FSIZE, &limit, nullptr) == 0;
}

} // namespace GenMirror::Test
