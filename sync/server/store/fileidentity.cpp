#include "sync/server/store/fileidentity.h"

#include "sync/files/fileerror.h"

#include <QFile>

#include <cerrno>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<std::optional<FileIdentity>> FileIdentity::of(const QString &fileName)
{
    struct stat status {
    };
    if (::stat(QFile::encodeName(fileName).constData(), &status) == 0)
        return FileIdentity{.device = status.st_dev, .number = status.st_ino};
    if (errno == ENOENT)
        return std::nullopt;
    return tl::make_unexpected(fileError(u"The file %1 cannot be looked at"_s.arg(fileName), errno));
}

} // namespace GenMirror
