#pragma once

#include "tests/faults/filelayer.h"

#include <QHash>
#include <QMap>
#include <QString>

#include <random>

namespace GenMirror::Test
{

/// What of the writes that were not synced is on the disk after a power loss.
enum class Unsynced {
    Nothing,
    Everything,
    Prefix,  ///< In the order of writing, up to somewhere.
    Subset,  ///< Each write or not.
    Torn512, ///< Each sector of 512 bytes or not.
    Torn4096 ///< Each page of 4096 bytes or not.
};
[[nodiscard]] const char *nameOf(Unsynced unsynced);

/// A folder's files as a disk holds them, played from what the layer wrote down: what was synced is on the
/// disk, and of what was not, any part. Names (files made, renamed, removed) come to the disk in their order,
/// as journaling file systems have it, and surely once their folder was synced.
class CrashDisk
{
public:
    /// The disk before: a copy of the folder `folder`, in which everything recorded later was done.
    CrashDisk(const QString &before, const QString &folder);

    void play(const FileEvent &event);
    /// Makes the files as they are if the power goes now.
    void writeImage(const QString &target, Unsynced unsynced, std::mt19937 &random) const;

private:
    struct File {
        QByteArray bytes;               ///< Synced.
        std::vector<FileEvent> waiting; ///< Writes and truncations since.
    };
    struct Names {
        QMap<QByteArray, int> files; ///< By path below the folder; 0: a folder.
        void apply(const FileEvent &event);
    };

    [[nodiscard]] QByteArray nameOf(const QByteArray &path) const;
    void read(const QString &before);
    [[nodiscard]] static QByteArray contentsOf(const File &file, Unsynced unsynced, std::mt19937 &random);

    QByteArray m_folder;
    Names m_names;                    ///< On the disk for sure.
    std::vector<FileEvent> m_renames; ///< What happened to names since, in order.
    QHash<int, File> m_files;
    QHash<QByteArray, int> m_numbers; ///< Of the files that were there before, by name.
    int m_lastOld = 0;                ///< Their numbers are negative until the layer gives one.
};

} // namespace GenMirror::Test
