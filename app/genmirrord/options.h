#pragma once

#include "model/core/result.h"
#include "model/core/setcounts.h"

#include <QStringList>

namespace GenMirror
{

/// What genmirrord was told on its command line.
struct ServerOptions {
    QString dataDirectory;
    QString host; ///< A numeric loopback address.
    quint16 port = 0;
    bool jsonLog = false;
    bool debugLog = false;
    qint64 maximumBodyBytes = 0;
    HistoryLimits history;
};

/// Reads the command line; --help and --version print and exit.
[[nodiscard]] Result<ServerOptions> readOptions(const QStringList &arguments);

} // namespace GenMirror
