#pragma once

#include "model/core/result.h"
#include "sync/server/http/httpserver.h"
#include "sync/server/treeservice.h"

#include <QStringList>

namespace GenMirror
{

/// What genmirrord was told: on its command line, else in the environment, else in its file of settings.
struct ServerOptions {
    enum class Command {
        Serve,
        Init,          ///< Make a first admin's token, and end.
        Adopt,         ///< Give trees that were put back by hand new collections, and end.
        PrintSettings, ///< Say what all settings are, and end.
    };
    Command command = Command::Serve;
    QString tokenName;      ///< Of `init`.
    QStringList adoptTrees; ///< Of `adopt`; empty: all.

    QString dataDirectory;
    QString host; ///< A numeric address.
    quint16 port = 0;
    bool jsonLog = false;
    bool debugLog = false;
    QString tlsCertificate; ///< PEM files; both or none.
    QString tlsKey;
    HttpLimits http;
    TreeServiceOptions service;
    QByteArray settings; ///< All of them, in the form of the file.
};

/// Reads all three; --help and --version print and exit. InvalidArgument names the setting and where it
/// stood.
[[nodiscard]] Result<ServerOptions> readOptions(const QStringList &arguments);

} // namespace GenMirror
