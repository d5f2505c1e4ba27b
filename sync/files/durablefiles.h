// What is done to files and folders here is still done after a power loss: the folder is brought to the disk,
// too. All failures are told, with a sentence that names the file and says what to do: Full, Storage, and
// those named at each function. On any thread; no two at a time on the same names.
#pragma once

#include "model/core/result.h"

#include <QStringList>

namespace GenMirror
{

/// Makes a folder, and those above it that are missing, for the owner alone. One that is there is left as it
/// is. InvalidArgument if the name is empty.
[[nodiscard]] Result<void> makeFolder(const QString &folder);

/// Gives a file or a folder, whose contents are brought to the disk first, another name. Never replaces
/// anything: AlreadyExists if something has the name. NotFound if `from` is not there. After a failure it has
/// its old name.
[[nodiscard]] Result<void> renameDurably(const QString &from, const QString &to);

/// Removes a file; none there is no error.
[[nodiscard]] Result<void> removeDurably(const QString &fileName);

/// Removes a folder and all that is in it; none there is no error.
[[nodiscard]] Result<void> removeFolderDurably(const QString &folder);

/// The file has these contents or, if it fails, those that it had. For small ones.
[[nodiscard]] Result<void> writeFileDurably(const QString &fileName, const QByteArray &contents);

/// Brings the contents of a file, or the names in a folder, to the disk.
[[nodiscard]] Result<void> syncFile(const QString &fileName);
[[nodiscard]] Result<void> syncFolder(const QString &folder);
/// Whether files of so many bytes could be made in a folder now: as a quota and the limits of the process see
/// it, too. Errors: Full, Storage.
[[nodiscard]] Result<void> checkRoom(const QString &folder, qint64 bytes);

/// Whether something has this name, be it a link to nothing.
[[nodiscard]] Result<bool> isThere(const QString &name);

/// The names of what is in a folder, hidden ones too, sorted; without folders, or folders alone. A folder
/// that is not there is empty.
[[nodiscard]] Result<QStringList> filesIn(const QString &folder);
[[nodiscard]] Result<QStringList> foldersIn(const QString &folder);

} // namespace GenMirror
