#pragma once

#include <QByteArray>
#include <QStringList>

namespace GenMirror
{

/// From now on this process makes files and folders that only its user can read, whatever it was started with
/// (umask 077). Before any thread is started.
void keepFilesPrivate();

/// Of these files and folders those that others can read or write; what is not there is left out.
[[nodiscard]] QStringList readableByOthers(const QStringList &names);

/// A sentence that names them, the first few, and says what to do; empty if there are none.
[[nodiscard]] QString warningOfReadable(const QStringList &names);

} // namespace GenMirror
