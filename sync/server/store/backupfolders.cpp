#include "sync/server/store/backupfolders.h"

#include "model/core/utf8.h"
#include "sync/files/durablefiles.h"
#include "sync/protocol/routes.h"

#include <QDir>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr QLatin1StringView Unfinished{"~unfinished"}; // of a name that older versions gave while they wrote

constexpr QLatin1StringView MissingFile{"missing.txt"};
constexpr qint64 LongestMissing = 16 << 20; // bytes

using Missing = BackupFolders::Missing;

QByteArray textOf(const QList<Missing> &missing)
{
    QString text;
    for (const Missing &tree : missing)
        text += u"%1: %2\n"_s.arg(tree.tree, tree.problem.simplified());
    return text.toUtf8();
}

/// What is not understood is told as a tree without a name: such a backup is never taken for a whole one.
QList<Missing> missingOf(const QByteArray &text, const QString &fileName)
{
    QList<Missing> missing;
    const QStringList lines = textOfUtf8(text).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        const qsizetype colon = line.indexOf(u": "_s);
        if (colon > 0 && Routes::checkTreeName(line.first(colon)))
            missing.append({.tree = line.first(colon), .problem = line.sliced(colon + 2)});
        else
            missing.append({.tree = {}, .problem = u"%1 has a line that makes no sense."_s.arg(fileName)});
    }
    if (missing.isEmpty() || text.size() >= LongestMissing)
        missing.append({.tree = {}, .problem = u"%1 does not tell all that is missing."_s.arg(fileName)});
    return missing;
}

Result<QList<Missing>> readMissing(const QString &fileName)
{
    const auto there = isThere(fileName);
    if (!there)
        return failureOf(there);
    if (!*there)
        return QList<Missing>();
    QFile file(fileName);
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray text = file.read(LongestMissing);
        if (file.error() == QFile::NoError)
            return missingOf(text, fileName);
    }
    return failure(Error::Kind::Storage,
                   u"The file %1 cannot be read: %2."_s.arg(fileName, file.errorString()));
}

Error noSuchBackup(const QString &name)
{
    return {.kind = Error::Kind::NotFound,
            .detail = u"There is no backup \"%1\". GET /v1/admin/backups tells which there are."_s.arg(name),
            .code = ErrorCode::NoBackup};
}

} // namespace

BackupFolders::BackupFolders(const QString &directory)
    : m_folder(directory + "/backups"_L1)
    , m_workplace(m_folder + u'/' + WorkFolder::Workplace)
{
}

QString BackupFolders::path(const QString &name) const
{
    return m_folder + u'/' + name;
}

Result<QString> BackupFolders::checkName(const QString &name)
{
    if (!Routes::checkTreeName(name) || name.endsWith(Unfinished))
        return failure(
            Error::Kind::InvalidArgument,
            u"A backup's name has 1 to 128 of A-Z a-z 0-9 . _ - ~, does not begin with a dot and does "
            "not end with %1."_s.arg(Unfinished));
    return name;
}

Result<QList<BackupFolders::Backup>> BackupFolders::list() const
{
    const auto names = foldersIn(m_folder);
    if (!names)
        return failureOf(names);
    QList<Backup> backups;
    for (const QString &name : *names) {
        if (!checkName(name))
            continue;
        auto backup = find(name);
        if (!backup && backup.error().kind == Error::Kind::NotFound)
            continue; // removed since
        if (!backup)
            return failureOf(backup);
        backups.append(*std::move(backup));
    }
    return backups;
}

Result<BackupFolders::Backup> BackupFolders::find(const QString &name) const
{
    auto backup = copiesIn(name);
    if (!backup)
        return backup;
    auto missing = readMissing(path(name) + u'/' + MissingFile);
    if (!missing)
        return failureOf(missing);
    backup->missing = *std::move(missing);
    return backup;
}

Result<BackupFolders::Backup> BackupFolders::copiesIn(const QString &name) const
{
    const QFileInfo folder(path(name));
    if (!checkName(name) || !folder.isDir())
        return tl::make_unexpected(noSuchBackup(name));
    const QString suffix = u".sqlite"_s;
    const auto files = filesIn(path(name));
    if (!files)
        return failureOf(files);
    Backup backup{.name = name, .at = folder.lastModified().toUTC()};
    for (const QString &file : *files) {
        if (!file.endsWith(suffix))
            continue;
        backup.trees.append(file.chopped(suffix.size()));
        backup.bytes += QFileInfo(path(name) + u'/' + file).size();
    }
    return backup;
}

Result<QString> BackupFolders::fileOf(const QString &name, const QString &tree) const
{
    const QString file = u"%1/%2.sqlite"_s.arg(path(name), tree);
    const auto there = checkName(name) ? isThere(file) : Result<bool>(false);
    if (!there)
        return failureOf(there);
    if (*there)
        return file;
    const auto missing =
        checkName(name) ? readMissing(path(name) + u'/' + MissingFile) : Result<QList<Missing>>();
    if (!missing)
        return failureOf(missing);
    if (const auto found = std::ranges::find(*missing, tree, &Missing::tree); found != missing->end())
        return failure(Error::Kind::NotFound, ErrorCode::NoBackup,
                       u"The backup \"%1\" is partial: it does not hold the tree \"%2\", which could not be "
                       "copied then: %3"_s.arg(name, tree, found->problem));
    return failure(Error::Kind::NotFound, ErrorCode::NoBackup,
                   u"There is no backup \"%1\" that holds the tree \"%2\". GET /v1/admin/backups tells which "
                   "there are."_s.arg(name, tree));
}

Result<std::unique_ptr<WorkFolder>> BackupFolders::begin() const
{
    return WorkFolder::make(m_workplace);
}

Result<BackupFolders::Backup> BackupFolders::finish(const WorkFolder &made, const QString &name,
                                                    const QList<Missing> &missing) const
{
    if (!missing.isEmpty()) {
        if (auto noted = writeFileDurably(made.filePath(MissingFile), textOf(missing)); !noted)
            return failureOf(noted);
    }
    auto renamed = renameDurably(made.path(), path(name));
    if (!renamed && renamed.error().kind == Error::Kind::AlreadyExists)
        return failure(Error::Kind::AlreadyExists, ErrorCode::BackupThere,
                       u"There is a backup \"%1\" already."_s.arg(name));
    if (!renamed)
        return failureOf(renamed);
    return copiesIn(name).map([&missing](Backup backup) {
        backup.missing = missing; // not read back: it is done
        return backup;
    });
}

Result<void> BackupFolders::remove(const QString &name) const
{
    if (const auto found = find(name); !found)
        return failureOf(found);
    // Its name goes first: half a backup is none. Where there is no room even for that it is removed as it
    // stands.
    const auto workFolder = begin();
    if (!workFolder && workFolder.error().kind == Error::Kind::Full)
        return removeFolderDurably(path(name));
    if (!workFolder)
        return failureOf(workFolder);
    return renameDurably(path(name), (*workFolder)->filePath(name));
}

Result<void> BackupFolders::tidy() const
{
    const auto names = foldersIn(m_folder);
    if (!names)
        return failureOf(names);
    for (const QString &name : *names) {
        if (name.endsWith(Unfinished))
            qCWarning(
                dataLog,
                "%s is no whole backup: an older version was stopped while it wrote it, or before it had its "
                "name on the disk. It stays until somebody removes or renames it.",
                qUtf8Printable(path(name)));
    }
    return WorkFolder::clean(m_workplace);
}

} // namespace GenMirror
