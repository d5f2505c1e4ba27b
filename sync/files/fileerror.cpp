#include "sync/files/fileerror.h"

#include "model/core/sentences.h"

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Error::Kind kindOf(int systemError)
{
    switch (systemError) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return Error::Kind::Full;
    case EEXIST:
    case ENOTEMPTY:
        return Error::Kind::AlreadyExists;
    case ENOENT:
        return Error::Kind::NotFound;
    default:
        return Error::Kind::Storage;
    }
}

QString adviceOn(int systemError)
{
    switch (systemError) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return Sentences::tr("Make room and try again.");
    case EACCES:
    case EPERM:
        return Sentences::tr("Check the rights of the file and of its folder.");
    case EROFS:
        return Sentences::tr("Its disk can only be read.");
    case EXDEV:
        return Sentences::tr("Both places have to be on one disk.");
    case EIO:
        return Sentences::tr(
            "The disk or the way to it failed. That may pass: try again, and look at the system's log.");
    default:
        return {};
    }
}

} // namespace

Error fileError(const QString &what, int systemError)
{
    return {.kind = kindOf(systemError),
            .detail =
                u"%1: %2. %3"_s
                    .arg(what, QString::fromLocal8Bit(std::strerror(systemError)), adviceOn(systemError))
                    .trimmed()};
}

} // namespace GenMirror
