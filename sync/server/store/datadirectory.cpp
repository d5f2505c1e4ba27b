#include "sync/server/store/datadirectory.h"

#include "sync/files/durablefiles.h"
#include "sync/files/privatefiles.h"
#include "sync/protocol/routes.h"

#include <QFile>
#include <QFileInfo>

#include <filesystem>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr QLatin1StringView Suffix{".sqlite"};
constexpr QLatin1StringView Log{"-wal"};
constexpr QLatin1StringView Journal{"-journal"};

} // namespace

DataDirectory::DataDirectory(const QString &path)
    : m_path(path)
    , m_workplace(path + u'/' + WorkFolder::Workplace)
    , m_aside(path)
    , m_backups(path)
{
}

Result<std::unique_ptr<DataDirectory>> DataDirectory::open(const QString &path)
{
    if (auto made = makeFolder(path); !made)
        return failureOf(made);
    std::unique_ptr<DataDirectory> directory(new DataDirectory(QFileInfo(path).absoluteFilePath()));
    if (auto locked = directory->lock(); !locked)
        return failureOf(locked);
    const auto files = filesIn(path);
    QStringList ours{path};
    for (const QString &file : files.value_or(QStringList()))
        ours.append(path + u'/' + file);
    if (const QString warning = warningOfReadable(ours); !warning.isEmpty())
        qCWarning(dataLog, "%s", qUtf8Printable(warning));
    return directory;
}

/// The file keeps older versions out as well. Where none can be made, on a disk that is full or read-only,
/// the folder's own lock does.
Result<void> DataDirectory::lock()
{
    const auto inUse = [this](const Error &error) {
        return failure(
            Error::Kind::Conflict,
            u"The data directory %1 is in use by another server: %2 Stop that one, or choose another "
            "directory."_s.arg(m_path, error.detail));
    };
    auto lock = FileLock::take(m_path + "/genmirrord.lock"_L1);
    if (!lock && lock.error().kind == Error::Kind::Conflict)
        return inUse(lock.error());
    auto folderLock = FileLock::takeFolder(m_path);
    if (!folderLock && folderLock.error().kind == Error::Kind::Conflict)
        return inUse(folderLock.error());
    if (!lock && !folderLock)
        return failureOf(lock);
    if (folderLock)
        m_folderLock = *std::move(folderLock);
    if (lock)
        m_lock = *std::move(lock);
    else
        m_problem = lock.error();
    return {};
}

Result<QStringList> DataDirectory::trees() const
{
    const auto files = filesIn(m_path);
    if (!files)
        return failureOf(files);
    QStringList trees;
    for (const QString &file : *files) {
        if (file.endsWith(Suffix) && Routes::checkTreeName(file.chopped(Suffix.size())))
            trees.append(file.chopped(Suffix.size()));
    }
    return trees;
}

QString DataDirectory::treeFile(const QString &tree) const
{
    return m_path + u'/' + tree + Suffix;
}

Result<bool> DataDirectory::hasTree(const QString &tree) const
{
    return isThere(treeFile(tree));
}

/// What SQLite would take for a part of a file that is put beside them. An index of the log (-shm) is not
/// among them: who opens the file first makes it anew.
QStringList DataDirectory::logsOf(const QString &tree) const
{
    QStringList logs;
    for (const QLatin1StringView suffix : {Log, Journal}) {
        const QString name = treeFile(tree) + suffix;
        std::error_code error; // of one that cannot be looked at: whoever takes it is told
        const auto bytes = std::filesystem::file_size(QFile::encodeName(name).toStdString(), error);
        if (error != std::errc::no_such_file_or_directory && (error || bytes > 0))
            logs.append(name);
    }
    return logs;
}

Result<std::unique_ptr<WorkFolder>> DataDirectory::work() const
{
    return WorkFolder::make(m_workplace);
}

Result<void> DataDirectory::place(const QString &fileName, const QString &tree) const
{
    const auto taken = hasTree(tree);
    if (!taken)
        return failureOf(taken);
    auto placed =
        *taken ? Result<void>(failure(Error::Kind::AlreadyExists, {}))
               : setLogAside(tree, u"It was left without its tree's file, and a new tree took the name."_s)
                     .and_then([&](const QString &) { return renameDurably(fileName, treeFile(tree)); });
    if (!placed && placed.error().kind == Error::Kind::AlreadyExists)
        return failure(
            Error::Kind::AlreadyExists,
            u"There is a file %1 already, which this server does not serve (yet): it was put there while "
            "it was running. Move it away, or start the server again; after genmirrord adopt, if it is "
            "an older state of a tree."_s.arg(treeFile(tree)));
    return placed;
}

/// The tree's file first: from then on there is no tree. It goes to the work folder, since a name that was
/// changed can be changed back if that does not come to the disk; unless there is no room even for that. What
/// a crash, or a failure, leaves of the rest is set aside by the next start, or before a tree takes the name
/// again.
Result<void> DataDirectory::removeTree(const QString &tree, const std::optional<FileIdentity> &own) const
{
    const auto isForeign = [&own](const QString &file) {
        return FileIdentity::of(file).map(
            [&own](const auto &there) { return own && there && *there != *own; });
    };
    const QString why = u"The tree was removed. This file had taken the place of its own."_s;
    const auto foreign = isForeign(treeFile(tree));
    if (!foreign)
        return failureOf(foreign);
    if (*foreign)
        return setTreeAside(tree, why).map([](const QString &) {});
    const auto workFolder = work();
    if (!workFolder && workFolder.error().kind != Error::Kind::Full)
        return failureOf(workFolder);
    const QString moved = workFolder ? (*workFolder)->filePath(tree + Suffix) : QString();
    auto removed = workFolder ? renameDurably(treeFile(tree), moved) : removeDurably(treeFile(tree));
    if (!removed && removed.error().kind != Error::Kind::NotFound)
        return removed;
    if (removed && workFolder && isForeign(moved).value_or(false)) { // it came in between
        if (const auto aside = m_aside.take(tree, {moved}, why); !aside)
            return failureOf(aside);
    }
    for (const QLatin1StringView suffix : {Log, "-shm"_L1, Journal}) {
        if (const auto rest = removeDurably(treeFile(tree) + suffix); !rest)
            qCWarning(dataLog, "%s", qUtf8Printable(rest.error().detail));
    }
    return {};
}

Result<QString> DataDirectory::setTreeAside(const QString &tree, const QString &why) const
{
    const QString file = treeFile(tree);
    return m_aside.take(tree, {file, file + Log, file + "-shm"_L1, file + Journal}, why);
}

Result<QString> DataDirectory::replaceTree(const QString &fileName, const QString &tree,
                                           const QString &why) const
{
    auto aside = setTreeAside(tree, why);
    if (!aside)
        return aside;
    auto placed = place(fileName, tree);
    if (placed)
        return aside;
    // Where the disk fails after the name was given, and again when that is undone, the new file is in its
    // place: then nothing goes back, least of all a log that is not its own.
    const auto taken = hasTree(tree);
    auto back =
        taken && !*taken ? m_aside.giveBack(*aside, m_path) : Result<void>(failure(Error::Kind::Storage, {}));
    if (!back && !aside->isEmpty()) {
        placed.error().detail += u" %1 What was in its place is kept in %2."_s.arg(
            back.error().detail, QString(m_path + u'/' + *aside));
        qCCritical(dataLog, "%s", qUtf8Printable(placed.error().detail));
    }
    return failureOf(placed);
}

Result<QString> DataDirectory::setLogAside(const QString &tree, const QString &why) const
{
    return m_aside.take(tree, logsOf(tree), why);
}

Result<void> DataDirectory::tidy() const
{
    if (auto cleaned = WorkFolder::clean(m_workplace); !cleaned)
        return cleaned;
    if (auto tidied = m_backups.tidy(); !tidied)
        return tidied;
    const auto files = filesIn(m_path);
    if (!files)
        return failureOf(files);
    for (const QLatin1StringView kind : {Log, Journal}) {
        for (const QString &file : *files) {
            const QString ofTree = file.chopped(std::min(kind.size(), file.size()));
            if (!file.endsWith(kind) || !ofTree.endsWith(Suffix) || files->contains(ofTree))
                continue;
            const auto aside = setLogAside(ofTree.chopped(Suffix.size()), u"Its tree's file is gone."_s);
            if (!aside)
                return failureOf(aside);
        }
    }
    return {};
}

} // namespace GenMirror
