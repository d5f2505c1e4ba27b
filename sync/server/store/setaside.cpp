#include "sync/server/store/setaside.h"

#include "model/core/utf8.h"
#include "sync/files/durablefiles.h"
#include "sync/server/store/workfolder.h"

#include <QDir>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr QLatin1StringView Folder{".aside"};
constexpr QLatin1StringView Why{"why.txt"};
const QString TimeFormat = u"yyyyMMdd-HHmmss-zzz"_s;

/// All or none, in this order.
Result<void> moveAll(const QStringList &fileNames, const QString &folder)
{
    QStringList moved;
    for (const QString &fileName : fileNames) {
        const QString there = folder + u'/' + QFileInfo(fileName).fileName();
        auto done = renameDurably(fileName, there);
        if (done) {
            moved.prepend(fileName);
            continue;
        }
        for (const QString &back : std::as_const(moved)) {
            const auto undone = renameDurably(folder + u'/' + QFileInfo(back).fileName(), back);
            if (!undone)
                done.error().detail += u' ' + undone.error().detail;
        }
        return done;
    }
    return {};
}

/// A folder with nothing but the reason.
void removeIfEmpty(const QString &folder)
{
    const auto files = filesIn(folder);
    const bool isEmpty =
        files && std::ranges::all_of(*files, [](const QString &file) { return file == Why; });
    if (!isEmpty || (!files->isEmpty() && !QFile::remove(folder + u'/' + Why)) || !QDir().rmdir(folder))
        qCWarning(dataLog, "the folder %s is left", qUtf8Printable(folder));
}

} // namespace

SetAside::SetAside(QString directory)
    : m_directory(std::move(directory))
{
}

Result<QString> SetAside::take(const QString &tree, const QStringList &fileNames, const QString &why) const
{
    QStringList present;
    for (const QString &fileName : fileNames) {
        const auto there = isThere(fileName);
        if (!there)
            return failureOf(there);
        if (*there)
            present.append(fileName);
    }
    if (present.isEmpty())
        return QString();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QString name = u"%1/%2.%3"_s.arg(Folder, now.toString(TimeFormat), tree);
    const QString folder = m_directory + u'/' + name;
    if (auto made = makeFolder(folder); !made)
        return failureOf(made);
    auto moved = writeFileDurably(folder + u'/' + Why, why.toUtf8() + '\n').and_then([&] {
        return moveAll(present, folder);
    });
    if (moved) {
        qCWarning(dataLog, "of the tree \"%s\" was set aside, in %s: %s", qUtf8Printable(tree),
                  qUtf8Printable(folder), qUtf8Printable(why));
        return name;
    }
    removeIfEmpty(folder); // what could not be moved back stays, with the reason
    return failureOf(moved);
}

/// Logs first: they are in their place when the file comes.
Result<void> SetAside::giveBack(const QString &taken, const QString &folder) const
{
    if (taken.isEmpty())
        return {};
    const QString from = m_directory + u'/' + taken;
    const auto files = filesIn(from);
    if (!files)
        return failureOf(files);
    QStringList paths;
    for (const QString &file : *files) {
        if (file != Why)
            paths.prepend(from + u'/' + file); // TREE.sqlite sorts before TREE.sqlite-wal
    }
    if (auto moved = moveAll(paths, folder); !moved)
        return moved;
    removeIfEmpty(from);
    return {};
}

Result<QList<SetAside::Entry>> SetAside::list(qsizetype limit) const
{
    constexpr qint64 longestWhy = 4096; // bytes
    const auto names = foldersIn(m_directory + u'/' + Folder);
    if (!names)
        return failureOf(names);
    QList<Entry> entries;
    for (auto name = names->crbegin(); name != names->crend() && entries.size() < limit; ++name) {
        Entry entry{.folder = Folder + u'/' + *name, .tree = name->section(u'.', 1)};
        entry.at = QDateTime::fromString(name->section(u'.', 0, 0), TimeFormat);
        entry.at.setTimeSpec(Qt::UTC);
        const QDir folder(m_directory + u'/' + entry.folder);
        const QFileInfoList files = folder.entryInfoList(QDir::Files | QDir::System);
        for (const QFileInfo &file : files)
            entry.bytes += file.fileName() == Why ? 0 : file.size();
        QFile why(folder.filePath(Why));
        entry.why =
            why.open(QIODevice::ReadOnly) ? textOfUtf8(why.read(longestWhy)).trimmed() : why.errorString();
        entries.append(std::move(entry));
    }
    return entries;
}

} // namespace GenMirror
