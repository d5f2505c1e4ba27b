#include "sync/files/filelock.h"

#include "model/core/sentences.h"
#include "model/core/utf8.h"
#include "sync/files/fileerror.h"

#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

int openToLock(const QString &fileName)
{
    const QByteArray name = QFile::encodeName(fileName);
    const int descriptor = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor >= 0 || (errno != EROFS && errno != EACCES && errno != EPERM))
        return descriptor;
    const int problem = errno;
    const int readOnly = ::open(name.constData(), O_RDONLY | O_CLOEXEC);
    if (readOnly < 0)
        errno = problem; // why there can be none, rather than that there is none
    return readOnly;
}

/// E.g. "process 123 (genmirrord) on the host mill"; empty if the file does not say.
QString holderOf(int descriptor)
{
    QByteArray text(1024, Qt::Uninitialized);
    const ssize_t length = ::pread(descriptor, text.data(), size_t(text.size()), 0);
    const QList<QByteArray> lines = text.left(std::max<ssize_t>(length, 0)).split('\n');
    bool isNumber = false;
    const qint64 process = lines.value(0).toLongLong(&isNumber);
    if (!isNumber)
        return {};
    return Sentences::tr("process %1 (%2) on the host %3")
        .arg(QString::number(process), textOfUtf8(lines.value(1)), textOfUtf8(lines.value(2)));
}

Error inUse(const QString &name, const QString &holder)
{
    if (holder.isEmpty())
        return {.kind = Error::Kind::Conflict,
                .detail = Sentences::tr("%1 is locked by another process.").arg(name)};
    return {.kind = Error::Kind::Conflict, .detail = Sentences::tr("%1 is locked by %2.").arg(name, holder)};
}

} // namespace

Result<std::unique_ptr<FileLock>> FileLock::take(const QString &fileName)
{
    constexpr int mostTries = 100; // somebody would have to remove the file as often
    for (int i = 0; i < mostTries; ++i) {
        const int descriptor = openToLock(fileName);
        if (descriptor < 0)
            return tl::make_unexpected(
                fileError(Sentences::tr("The lock file %1 cannot be made").arg(fileName), errno));
        std::unique_ptr<FileLock> lock(new FileLock(descriptor));
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK)
                return tl::make_unexpected(inUse(fileName, holderOf(descriptor)));
            return tl::make_unexpected(
                fileError(Sentences::tr("The file %1 cannot be locked").arg(fileName), errno));
        }
        if (lock->isStillAt(fileName)) {
            lock->writeHolder();
            return lock;
        }
    }
    return failure(Error::Kind::Storage,
                   Sentences::tr("The lock file %1 is removed again and again.").arg(fileName));
}

Result<std::unique_ptr<FileLock>> FileLock::takeFolder(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return tl::make_unexpected(
            fileError(Sentences::tr("The folder %1 cannot be opened").arg(folder), errno));
    std::unique_ptr<FileLock> lock(new FileLock(descriptor));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return lock;
    if (errno == EWOULDBLOCK)
        return tl::make_unexpected(inUse(folder, {}));
    return tl::make_unexpected(fileError(Sentences::tr("The folder %1 cannot be locked").arg(folder), errno));
}

FileLock::~FileLock()
{
    ::close(m_descriptor);
}

/// Not if the file was removed, or replaced, between opening and locking it.
bool FileLock::isStillAt(const QString &fileName) const
{
    struct stat locked {
    };
    struct stat named {
    };
    return ::fstat(m_descriptor, &locked) == 0 &&
           ::stat(QFile::encodeName(fileName).constData(), &named) == 0 && locked.st_dev == named.st_dev &&
           locked.st_ino == named.st_ino;
}

/// What cannot be written here, on a full disk say, is only missing in a sentence.
void FileLock::writeHolder() const
{
    const QByteArray text = QByteArray::number(QCoreApplication::applicationPid()) + '\n' +
                            QCoreApplication::applicationName().toUtf8() + '\n' +
                            QSysInfo::machineHostName().toUtf8() + '\n';
    const bool written = ::ftruncate(m_descriptor, 0) == 0 &&
                         ::pwrite(m_descriptor, text.constData(), size_t(text.size()), 0) == text.size();
    Q_UNUSED(written)
}

} // namespace GenMirror
