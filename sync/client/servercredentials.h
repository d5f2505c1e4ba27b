#pragma once

#include "model/core/result.h"

#include <QByteArray>

class QNetworkRequest;
class QUrl;

namespace GenMirror
{

/// What a client shows to a server, and whom it believes that it is the server.
struct ServerCredentials {
    QByteArray token;     ///< As it was shown when it was made: gmt_…; empty: none.
    QByteArray authority; ///< Certificates (PEM) that are believed beside the system's; empty: none.

    friend bool operator==(const ServerCredentials &, const ServerCredentials &) = default;

    /// Puts both on a request, and lets no redirection carry them elsewhere. InvalidArgument if the token
    /// would go over a network in the clear: nothing is to be sent then.
    [[nodiscard]] Result<void> apply(QNetworkRequest &request) const;

    /// A token as a person gives it, without spaces around it; empty is none. InvalidArgument if it is
    /// something else.
    [[nodiscard]] static Result<QByteArray> checkToken(const QString &text);
    /// The certificates of a PEM file. InvalidArgument, with the file's name, if there are none.
    [[nodiscard]] static Result<QByteArray> readAuthority(const QString &fileName);
    /// The token in a file's first line.
    [[nodiscard]] static Result<QByteArray> readToken(const QString &fileName);
};

/// How the mirrors in a folder call themselves to a server, so that its admin can tell them apart: 32
/// hexadecimal digits, made the first time and kept in the folder. Empty if they cannot be kept.
[[nodiscard]] QByteArray clientIdOf(const QString &directory);

} // namespace GenMirror
