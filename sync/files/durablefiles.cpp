#include "sync/files/durablefiles.h"

#include "model/core/sentences.h"
#include "sync/files/fileerror.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Closed when it goes.
class Descriptor
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    [[nodiscard]] int number() const { return m_number; }

private:
    const int m_number;
};

std::string pathOf(const QString &name)
{
    return QFile::encodeName(name).toStdString();
}

QString folderOf(const QString &name)
{
    return QFileInfo(name).absolutePath();
}

tl::unexpected<Error> failed(const QString &what, int systemError)
{
    return tl::make_unexpected(fileError(what, systemError));
}

Result<void> sync(const QString &name, int flags)
{
    const Descriptor opened(::open(pathOf(name).c_str(), O_RDONLY | O_CLOEXEC | flags));
    if (!opened.isOpen() || ::fsync(opened.number()) != 0)
        return failed(Sentences::tr("%1 cannot be brought to the disk").arg(name), errno);
    return {};
}

Result<void> rename(const QString &from, const QString &to, unsigned int flags)
{
    const auto refused = [&] {
        return failed(Sentences::tr("%1 cannot be given the name %2").arg(from, to), errno);
    };
    if (::renameat2(AT_FDCWD, pathOf(from).c_str(), AT_FDCWD, pathOf(to).c_str(), flags) == 0)
        return {};
    if (errno != EINVAL || flags == 0)
        return refused();
    // A file system that cannot do both at once. Nobody else makes files here.
    const auto taken = isThere(to);
    if (!taken)
        return failureOf(taken);
    errno = *taken ? EEXIST : 0;
    if (*taken || ::rename(pathOf(from).c_str(), pathOf(to).c_str()) != 0)
        return refused();
    return {};
}

Result<QStringList> entriesOf(const QString &folder, bool folders)
{
    QStringList names;
    std::error_code error;
    std::filesystem::directory_iterator entry(pathOf(folder), error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        std::error_code unknown; // of a link to nothing: it is no folder
        if (entry->is_directory(unknown) == folders)
            names.append(QFile::decodeName(entry->path().filename().c_str()));
    }
    if (error == std::errc::no_such_file_or_directory)
        return QStringList();
    if (error)
        return failed(Sentences::tr("The folder %1 cannot be read").arg(folder), error.value());
    names.sort();
    return names;
}

Result<void> writeFile(const QString &fileName, const QByteArray &contents)
{
    const Descriptor file(::open(pathOf(fileName).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    qsizetype done = 0;
    while (file.isOpen() && done < contents.size()) {
        const ssize_t written =
            ::write(file.number(), contents.constData() + done, size_t(contents.size() - done));
        if (written < 0 && errno != EINTR)
            break;
        done += std::max<ssize_t>(written, 0);
    }
    if (!file.isOpen() || done < contents.size() || ::fsync(file.number()) != 0)
        return failed(Sentences::tr("The file %1 cannot be written").arg(fileName), errno);
    return {};
}

} // namespace

Result<void> makeFolder(const QString &folder)
{
    if (folder.isEmpty()) // which is above itself
        return failure(Error::Kind::InvalidArgument, Sentences::tr("A folder has no name."));
    const QString above = folderOf(folder);
    const std::string path = pathOf(folder);
    int problem = ::mkdir(path.c_str(), 0700) == 0 ? 0 : errno;
    if (problem == EEXIST && QFileInfo(folder).isDir())
        return {};
    if (problem == ENOENT && !QFileInfo::exists(above)) {
        if (auto made = makeFolder(above); !made)
            return made;
        problem = ::mkdir(path.c_str(), 0700) == 0 ? 0 : errno;
    }
    if (problem != 0)
        return failed(Sentences::tr("The folder %1 cannot be made").arg(folder),
                      problem == EEXIST ? ENOTDIR : problem);
    return syncFolder(above);
}

Result<void> renameDurably(const QString &from, const QString &to)
{
    const QFileInfo source(from);
    if (source.isFile() && !source.isSymLink()) {
        if (auto synced = syncFile(from); !synced)
            return synced;
    } else if (source.isDir()) {
        if (auto synced = syncFolder(from); !synced)
            return synced;
    }
    if (auto renamed = rename(from, to, RENAME_NOREPLACE); !renamed)
        return renamed;
    auto synced = syncFolder(folderOf(to));
    if (synced && folderOf(from) != folderOf(to))
        synced = syncFolder(folderOf(from));
    if (!synced) { // nobody knows which name it would have after a power loss: as it was, as far as that goes
        if (const auto back = rename(to, from, RENAME_NOREPLACE); !back)
            synced.error().detail += u' ' + back.error().detail;
    }
    return synced;
}

Result<void> removeDurably(const QString &fileName)
{
    if (::unlink(pathOf(fileName).c_str()) == 0)
        return syncFolder(folderOf(fileName));
    if (errno == ENOENT)
        return {};
    return failed(Sentences::tr("The file %1 cannot be removed").arg(fileName), errno);
}

Result<void> removeFolderDurably(const QString &folder)
{
    std::error_code error;
    std::filesystem::remove_all(pathOf(folder), error);
    if (error)
        return failed(Sentences::tr("Not all of the folder %1 can be removed").arg(folder), error.value());
    return syncFolder(folderOf(folder));
}

Result<void> writeFileDurably(const QString &fileName, const QByteArray &contents)
{
    const QString unfinished = fileName + ".new"_L1;
    auto written = writeFile(unfinished, contents).and_then([&] { return rename(unfinished, fileName, 0); });
    if (!written) {
        if (::unlink(pathOf(unfinished).c_str()) != 0 && errno != ENOENT) // the next one writes over it
            qWarning("%s cannot be removed: %s", qUtf8Printable(unfinished),
                     qUtf8Printable(qt_error_string(errno)));
        return written;
    }
    return syncFolder(folderOf(fileName));
}

Result<void> checkRoom(const QString &folder, qint64 bytes)
{
    QTemporaryFile file(folder + "/.room-XXXXXX"_L1); // has a name only where the file system needs one
    errno = 0;
    if (!file.open())
        return failed(Sentences::tr("No file can be made in %1").arg(folder), errno);
    const int code = ::posix_fallocate(file.handle(), 0, bytes);
    if (code == 0 || code == EOPNOTSUPP || code == EINVAL)
        return {};
    return failed(Sentences::tr("Nothing can be written in %1").arg(folder), code);
}

Result<void> syncFile(const QString &fileName)
{
    return sync(fileName, 0);
}

Result<void> syncFolder(const QString &folder)
{
    return sync(folder, O_DIRECTORY);
}

Result<bool> isThere(const QString &name)
{
    struct stat status {
    };
    if (::lstat(pathOf(name).c_str(), &status) == 0)
        return true;
    if (errno == ENOENT)
        return false;
    return failed(Sentences::tr("It cannot be told whether %1 is there").arg(name), errno);
}

Result<QStringList> filesIn(const QString &folder)
{
    return entriesOf(folder, false);
}

Result<QStringList> foldersIn(const QString &folder)
{
    return entriesOf(folder, true);
}

} // namespace GenMirror
