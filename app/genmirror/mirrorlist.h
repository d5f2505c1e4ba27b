// The mirrors that the application knows, as its settings keep them.
#pragma once

#include "sync/client/mirrorsession.h"

namespace GenMirror
{

/// Where the cache of a mirror is kept, below a directory: one folder for each server.
[[nodiscard]] QString cacheFolderOf(const QString &root, const MirrorConfig &config);
/// What makes two mirrors the same.
[[nodiscard]] bool isSameMirror(const MirrorConfig &a, const MirrorConfig &b);

/// A server as people know it: its address, or the template of one of another make.
[[nodiscard]] QString serverNameOf(const MirrorConfig &config);
/// A mirror as settings name it.
[[nodiscard]] QString mirrorNameOf(const MirrorConfig &config);

/// Entries that cannot be read are left out.
[[nodiscard]] QList<MirrorConfig> readMirrorList();
/// Without tokens: these are kept in the keychain alone.
/// Errors: Storage (saveSettings()).
[[nodiscard]] Result<void> writeMirrorList(const QList<MirrorConfig> &mirrors);

/// Whether the keychain was given a token for a server.
[[nodiscard]] bool hasKeptToken(const QUrl &server);
/// Errors: Storage (saveSettings()).
[[nodiscard]] Result<void> keepHasToken(const QUrl &server, bool has);

} // namespace GenMirror
