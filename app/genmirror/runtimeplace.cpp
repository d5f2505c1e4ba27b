#include "app/genmirror/runtimeplace.h"

#include "model/core/sentences.h"
#include "sync/files/durablefiles.h"

#include <QDir>
#include <QFile>

#include <cerrno>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr mode_t ForOthers = S_IRWXG | S_IRWXO;

bool isOwnPrivateFolder(const QString &folder)
{
    struct stat status {
    };
    return ::lstat(QFile::encodeName(folder).constData(), &status) == 0 && S_ISDIR(status.st_mode) &&
           status.st_uid == ::geteuid() && (status.st_mode & ForOthers) == 0;
}

/// Never goes into one that somebody else put there.
bool makePrivateFolder(const QString &folder)
{
    const int made = ::mkdir(QFile::encodeName(folder).constData(), S_IRWXU);
    return made == 0 || errno == EEXIST;
}

} // namespace

Result<QString> runtimeFolder(const QString &data, qsizetype nameLength)
{
    const auto isGood = [nameLength](const QString &folder) {
        constexpr qsizetype longest = sizeof(sockaddr_un::sun_path) - 1;
        return QDir::isAbsolutePath(folder) && QFile::encodeName(folder).size() + 1 + nameLength <= longest &&
               isOwnPrivateFolder(folder);
    };
    const QString ofSession = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (isGood(ofSession))
        return ofSession;
    const QString root = QDir(data).absolutePath();
    const QString besideData = root + "/.instance"_L1;
    if (makeFolder(root) && makePrivateFolder(besideData) && isGood(besideData))
        return besideData;
    const QString temporary = QDir::tempPath() + u"/genmirror-%1"_s.arg(::geteuid());
    if (makePrivateFolder(temporary) && isGood(temporary))
        return temporary;
    return failure(
        Error::Kind::Storage,
        Sentences::tr("There is no folder of this user's alone to meet in: neither XDG_RUNTIME_DIR, "
                      "nor %1, nor %2. Set XDG_RUNTIME_DIR to a folder with the rights 0700.")
            .arg(besideData, temporary));
}

bool isPeerOurs(qintptr socket)
{
    ucred peer{};
    socklen_t length = sizeof(peer);
    return ::getsockopt(int(socket), SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
           length == sizeof(peer) && peer.uid == ::geteuid();
}

bool removeOwnSocket(const QString &fileName)
{
    const QByteArray name = QFile::encodeName(fileName);
    struct stat status {
    };
    if (::lstat(name.constData(), &status) != 0)
        return errno == ENOENT;
    return S_ISSOCK(status.st_mode) && status.st_uid == ::geteuid() && ::unlink(name.constData()) == 0;
}

} // namespace GenMirror
