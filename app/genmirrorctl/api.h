#pragma once

#include "model/core/result.h"
#include "sync/client/servercredentials.h"

#include <QCommandLineParser>
#include <QNetworkAccessManager>
#include <QUrl>

namespace GenMirror
{

/// Asks a server, one request after the other. Waits for each answer: the command line has nothing else to
/// do.
class Api
{
public:
    struct Server {
        QUrl url;
        ServerCredentials credentials;
    };
    /// From --server, --token-file or GENMIRROR_TOKEN, and --ca; InvalidArgument if one of them is not valid.
    [[nodiscard]] static Result<Server> serverOf(const QCommandLineParser &parser);
    explicit Api(Server server)
        : m_server(std::move(server))
    {
    }

    using Headers = QList<std::pair<QByteArray, QByteArray>>;
    /// The answer's body; a problem document becomes its error. `path` as Routes makes it. Where the server
    /// says "too many requests", it is asked again when it says so, for a minute.
    [[nodiscard]] Result<QByteArray> ask(const QByteArray &method, const QByteArray &path,
                                         const QByteArray &body = {}, const Headers &headers = {});
    /// A batch that is safe to repeat: tried again while the server cannot be reached, for about half a
    /// minute.
    [[nodiscard]] Result<QByteArray> postBatch(const QString &tree, const QByteArray &body,
                                               const QByteArray &idempotencyKey);

private:
    [[nodiscard]] Result<QByteArray> askOnce(const QByteArray &method, const QByteArray &path,
                                             const QByteArray &body, const Headers &headers, int &retryAfter);

    Server m_server;
    QNetworkAccessManager m_network;
};

} // namespace GenMirror
