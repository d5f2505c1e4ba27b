#pragma once

#include "sync/files/filelock.h"
#include "sync/server/store/backupfolders.h"
#include "sync/server/store/fileidentity.h"
#include "sync/server/store/setaside.h"
#include "sync/server/store/workfolder.h"

#include <optional>

namespace GenMirror
{

/// A server's data directory: which file is which tree's, and how the files of trees come and go.
///
///     TREE.sqlite, -wal, -shm   a tree
///     access.db                 tokens, audit log, known clients
///     catalogue.db              see TreeCatalogue
///     backups/NAME/TREE.sqlite  see BackupFolders
///     .work/                    what is being made; emptied at each start
///     .aside/TIME.TREE/         see SetAside
///     genmirrord.lock
///
/// A file that is not the server's own work is never removed unless somebody asked for that. What comes and
/// goes does so for good (durablefiles.h). Only one process has a directory open. Its functions may be called
/// on any thread; those that change a tree's files only by the one who writes that tree.
class DataDirectory
{
public:
    /// Makes the directory if need be, and locks it. Errors: Conflict (another process has it), Full,
    /// Storage.
    [[nodiscard]] static Result<std::unique_ptr<DataDirectory>> open(const QString &path);

    [[nodiscard]] const QString &path() const { return m_path; }
    /// Why nothing could be made in it when it was opened; then it is there for reading.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

    /// The names of all trees that have a file, whatever is in it.
    [[nodiscard]] Result<QStringList> trees() const;
    [[nodiscard]] QString treeFile(const QString &tree) const;
    /// Whether anything is in the place of a tree's file.
    [[nodiscard]] Result<bool> hasTree(const QString &tree) const;

    /// For a tree that is being made.
    [[nodiscard]] Result<std::unique_ptr<WorkFolder>> work() const;
    /// Makes a whole database file without a log, from the work folder, a tree's. AlreadyExists if there is
    /// anything in its place. A log that was left there is set aside first.
    [[nodiscard]] Result<void> place(const QString &fileName, const QString &tree) const;
    /// Removes a tree's files. Nobody may write them. A file that is not the tree's `own`, where that is
    /// known, is set aside in place of being removed.
    [[nodiscard]] Result<void> removeTree(const QString &tree, const std::optional<FileIdentity> &own) const;
    /// Moves a tree's files away, and another into their place, as place() does; tells where to, or nothing
    /// if there were none. Nobody may write them. After a failure they are where they were; where the disk
    /// does not even take that, they are kept where they were moved to, and the error names it. Then the new
    /// file may be in its place.
    [[nodiscard]] Result<QString> replaceTree(const QString &fileName, const QString &tree,
                                              const QString &why) const;
    /// The same with a log that is not that of the file beside it.
    [[nodiscard]] Result<QString> setLogAside(const QString &tree, const QString &why) const;

    [[nodiscard]] const SetAside &aside() const { return m_aside; }
    [[nodiscard]] const BackupFolders &backups() const { return m_backups; }

    /// At start: removes what a crash left unfinished, and sets logs aside whose tree's file is gone, so that
    /// they are not taken for those of a file that is put there.
    [[nodiscard]] Result<void> tidy() const;

private:
    explicit DataDirectory(const QString &path);
    [[nodiscard]] Result<void> lock();
    [[nodiscard]] Result<QString> setTreeAside(const QString &tree, const QString &why) const;
    [[nodiscard]] QStringList logsOf(const QString &tree) const;

    const QString m_path;
    const QString m_workplace;
    const SetAside m_aside;
    const BackupFolders m_backups;
    std::unique_ptr<FileLock> m_folderLock; ///< Also where no file can be made.
    std::unique_ptr<FileLock> m_lock;
    std::optional<Error> m_problem;
};

} // namespace GenMirror
