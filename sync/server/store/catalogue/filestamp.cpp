#include "sync/server/store/catalogue/filestamp.h"

#include <QFile>

#include <cerrno>

#include <sys/stat.h>

namespace GenMirror
{

std::optional<FileStamp> FileStamp::ofWhole(const QString &fileName)
{
    const QByteArray name = QFile::encodeName(fileName);
    struct stat file {
    };
    struct stat log {
    };
    if (::stat(name.constData(), &file) != 0)
        return std::nullopt;
    const bool hasLog = ::stat(QByteArray(name + "-wal").constData(), &log) == 0;
    if (hasLog ? log.st_size > 0 : errno != ENOENT)
        return std::nullopt;
    constexpr qint64 second = 1'000'000'000; // nanoseconds
    return FileStamp{.identity = {.device = file.st_dev, .number = file.st_ino},
                     .bytes = file.st_size,
                     .changedAt = file.st_ctim.tv_sec * second + file.st_ctim.tv_nsec};
}

} // namespace GenMirror
