#include "tests/faults/crashdisk.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <array>

namespace GenMirror::Test
{

namespace
{

using Kind = FileEvent::Kind;

QByteArray folderOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? QByteArray() : path.first(slash);
}

void put(QByteArray &bytes, qint64 offset, QByteArrayView piece)
{
    if (bytes.size() < offset + piece.size())
        bytes.append(offset + piece.size() - bytes.size(), '\0');
    std::copy(piece.begin(), piece.end(), bytes.begin() + offset);
}

/// Parts of a write that reach the disk each for itself.
void putTorn(QByteArray &bytes, const FileEvent &write, qint64 unit, std::mt19937 &random)
{
    qint64 at = 0;
    while (at < write.bytes.size()) {
        const qint64 offset = write.offset + at;
        const qint64 count = std::min(unit - offset % unit, write.bytes.size() - at);
        if (random() % 2 == 0)
            put(bytes, offset, QByteArrayView(write.bytes).sliced(at, count));
        at += count;
    }
}

} // namespace

const char *nameOf(Unsynced unsynced)
{
    static constexpr std::array names{"nothing",  "everything",  "a prefix",
                                      "a subset", "torn at 512", "torn at 4096"};
    return names[size_t(unsynced)];
}

CrashDisk::CrashDisk(const QString &before, const QString &folder)
    : m_folder(QFile::encodeName(folder))
{
    read(before);
}

void CrashDisk::read(const QString &before)
{
    QDirIterator it(before, QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next();
        const QByteArray name = QFile::encodeName(path.sliced(before.size() + 1));
        if (it.fileInfo().isDir()) {
            m_names.files.insert(name, 0);
            continue;
        }
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(path));
        const int number = --m_lastOld;
        m_numbers.insert(name, number);
        m_names.files.insert(name, number);
        m_files[number].bytes = file.readAll();
    }
}

QByteArray CrashDisk::nameOf(const QByteArray &path) const
{
    return path.size() > m_folder.size() ? path.sliced(m_folder.size() + 1) : QByteArray();
}

void CrashDisk::Names::apply(const FileEvent &event)
{
    if (event.kind == Kind::Create) {
        files.insert(event.path, event.file);
    } else if (event.kind == Kind::MakeFolder) {
        files.insert(event.path, 0);
    } else if (event.kind == Kind::Remove || event.kind == Kind::RemoveFolder) {
        files.remove(event.path);
    } else if (event.kind == Kind::Rename) {
        const QByteArray within = event.path + '/';
        const QMap<QByteArray, int> old = files;
        for (auto it = old.cbegin(); it != old.cend(); ++it) {
            if (it.key() != event.path && !it.key().startsWith(within))
                continue;
            files.remove(it.key());
            files.insert(event.newPath + it.key().sliced(event.path.size()), it.value());
        }
    }
}

void CrashDisk::play(const FileEvent &told)
{
    FileEvent event = told;
    event.path = nameOf(told.path);
    event.newPath = nameOf(told.newPath);
    // A file that was there before gets the layer's number when it is first met.
    if (event.file > 0 && event.kind != Kind::Create && event.kind != Kind::SyncFolder &&
        !m_files.contains(event.file)) {
        const int old = m_numbers.take(event.path);
        m_files.insert(event.file, m_files.take(old));
        for (int &file : m_names.files)
            file = file == old && old != 0 ? event.file : file;
    }
    switch (event.kind) {
    case Kind::Write:
    case Kind::Truncate:
        m_files[event.file].waiting.push_back(event);
        break;
    case Kind::Sync: {
        File &file = m_files[event.file];
        std::mt19937 unused;
        file.bytes = contentsOf(file, Unsynced::Everything, unused);
        file.waiting.clear();
        break;
    }
    case Kind::SyncFolder: {
        // All up to the last that concerns this folder: a journal keeps the order.
        size_t count = 0;
        for (size_t i = 0; i < m_renames.size(); ++i) {
            if (folderOf(m_renames[i].path) == event.path || folderOf(m_renames[i].newPath) == event.path)
                count = i + 1;
        }
        for (size_t i = 0; i < count; ++i)
            m_names.apply(m_renames[i]);
        m_renames.erase(m_renames.begin(), m_renames.begin() + std::ptrdiff_t(count));
        break;
    }
    case Kind::Create:
        m_files[event.file] = {};
        m_renames.push_back(event);
        break;
    case Kind::Rename:
    case Kind::Remove:
    case Kind::MakeFolder:
    case Kind::RemoveFolder:
        m_renames.push_back(event);
        break;
    case Kind::Mark:
        break;
    }
}

QByteArray CrashDisk::contentsOf(const File &file, Unsynced unsynced, std::mt19937 &random)
{
    QByteArray bytes = file.bytes;
    size_t count = file.waiting.size();
    if (unsynced == Unsynced::Nothing)
        count = 0;
    else if (unsynced == Unsynced::Prefix)
        count = random() % (count + 1);
    for (size_t i = 0; i < count; ++i) {
        const FileEvent &event = file.waiting[i];
        const bool isWhole = unsynced == Unsynced::Everything || unsynced == Unsynced::Prefix;
        if (event.kind == Kind::Truncate) {
            if (!isWhole && random() % 2 == 0)
                return bytes; // a length comes to the disk in its order, as names do
            bytes.resize(event.offset, '\0');
        } else if (isWhole || (unsynced == Unsynced::Subset && random() % 2 == 0)) {
            put(bytes, event.offset, event.bytes);
        } else if (unsynced == Unsynced::Torn512 || unsynced == Unsynced::Torn4096) {
            putTorn(bytes, event, unsynced == Unsynced::Torn512 ? 512 : 4096, random);
        }
    }
    return bytes;
}

void CrashDisk::writeImage(const QString &target, Unsynced unsynced, std::mt19937 &random) const
{
    Names names = m_names;
    size_t count = unsynced == Unsynced::Nothing ? 0 : m_renames.size();
    if (unsynced != Unsynced::Nothing && unsynced != Unsynced::Everything)
        count = random() % (count + 1);
    for (size_t i = 0; i < count; ++i)
        names.apply(m_renames[i]);
    if (!QDir().mkpath(target))
        qFatal("no folder %s", qPrintable(target));
    for (auto it = names.files.cbegin(); it != names.files.cend(); ++it) {
        const QString path = target + u'/' + QFile::decodeName(it.key());
        if (it.value() == 0) {
            QDir().mkpath(path);
            continue;
        }
        // The wal-index is made anew by the first who opens the file.
        if (path.endsWith(QStringLiteral("-shm")))
            continue;
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) ||
            file.write(contentsOf(m_files[it.value()], unsynced, random)) < 0)
            qFatal("%s cannot be written", qPrintable(path));
    }
}

} // namespace GenMirror::Test
