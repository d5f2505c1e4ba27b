// Where the processes of one person meet, and who is at the other end.
#pragma once

#include "model/core/result.h"

namespace GenMirror
{

/// A folder of this user's alone, for sockets: XDG_RUNTIME_DIR; else one beside the data; else one in the
/// folder for temporary files. The latter two are made if need be. A folder counts if it is one (no link),
/// this user's, and closed to all others; and if the name of a socket in it is not too long. `nameLength`:
/// bytes of a socket's name. Errors: Storage, if there is none.
[[nodiscard]] Result<QString> runtimeFolder(const QString &data, qsizetype nameLength);

/// Whether the process at the other end of a local socket is this user's, as the kernel says: for who
/// connects, who it was then; for who listens, who it was when it began to.
[[nodiscard]] bool isPeerOurs(qintptr socket);

/// Removes a socket of this user's that nobody listens at any more; whatever else has that name stays.
/// True: nothing has the name now.
[[nodiscard]] bool removeOwnSocket(const QString &fileName);

} // namespace GenMirror
