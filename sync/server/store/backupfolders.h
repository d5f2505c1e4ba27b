#pragma once

#include "sync/server/store/workfolder.h"

#include <QDateTime>
#include <QStringList>

namespace GenMirror
{

/// The backups of a data directory: `backups/NAME/TREE.sqlite`. A backup has its name once it is finished.
///
/// One in which trees are missing has a file `missing.txt`: a line for each, its name, a colon and why it
/// could not be copied. Of that at most 16 MiB are read.
class BackupFolders
{
public:
    /// A tree that could not be copied. Without a name: what is missing cannot be told, the problem says why.
    struct Missing {
        QString tree;
        QString problem; ///< A sentence.
    };
    struct Backup {
        QString name;
        QDateTime at; ///< UTC.
        QStringList trees;
        qint64 bytes = 0;
        QList<Missing> missing; ///< None: it is whole.
    };

    /// `directory`: the data directory.
    explicit BackupFolders(const QString &directory);

    [[nodiscard]] Result<QList<Backup>> list() const;
    /// NotFound if there is none.
    [[nodiscard]] Result<Backup> find(const QString &name) const;
    /// The copy of a tree in a backup. NotFound if there is none; if the tree could not be copied, with the
    /// reason.
    [[nodiscard]] Result<QString> fileOf(const QString &name, const QString &tree) const;

    /// A folder in which to make one.
    [[nodiscard]] Result<std::unique_ptr<WorkFolder>> begin() const;
    /// Notes which trees are missing, and gives what was made its name, for good. AlreadyExists if there is
    /// one with this name.
    [[nodiscard]] Result<Backup> finish(const WorkFolder &made, const QString &name,
                                        const QList<Missing> &missing = {}) const;
    /// Removes one for good. NotFound if there is none.
    [[nodiscard]] Result<void> remove(const QString &name) const;

    /// Removes what a crash left unfinished, and tells of what an older version left, which stays.
    [[nodiscard]] Result<void> tidy() const;

    /// A name is one that a tree could have, and does not look like an older version's unfinished backup.
    [[nodiscard]] static Result<QString> checkName(const QString &name);

private:
    [[nodiscard]] QString path(const QString &name) const;
    /// Without what is missing.
    [[nodiscard]] Result<Backup> copiesIn(const QString &name) const;

    const QString m_folder;
    const QString m_workplace; ///< Below it: backups may be on a disk of their own.
};

} // namespace GenMirror
