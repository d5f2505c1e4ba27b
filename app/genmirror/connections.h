// Connections as a file: what one person hands to another. Never with tokens.
#pragma once

#include "app/genmirror/profile.h"
#include "sync/client/mirrorsession.h"

namespace GenMirror
{

/// A mirror, and what was set for its server.
struct SharedConnection {
    MirrorConfig config; ///< Without a token.
    Profile profile;     ///< Of the same server.
};

[[nodiscard]] QByteArray writeConnections(const QList<SharedConnection> &connections);

/// All of a file, or an error: at most 1,000 connections, each checked; of each mirror one, and of each
/// server one profile and one authority. Errors: InvalidArgument, with a sentence that says what is wrong and
/// in which connection.
[[nodiscard]] Result<QList<SharedConnection>> readConnections(const QByteArray &text);
/// The same of a file. Storage if it cannot be read, TooLarge if it has more than 10 MiB.
[[nodiscard]] Result<QByteArray> readConnectionsFile(const QString &fileName);

/// A server's address as it is asked: ASCII, so that no letter looks like another.
[[nodiscard]] QString addressOf(const MirrorConfig &config);

/// Whom a connection believes, for people: a line for each certificate, with its name and SHA-256
/// fingerprint.
[[nodiscard]] QStringList describeAuthority(const QByteArray &authority);

} // namespace GenMirror
