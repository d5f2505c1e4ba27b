#pragma once

#include "model/core/result.h"

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
    /// From --server; InvalidArgument if it is no address.
    [[nodiscard]] static Result<QUrl> serverOf(const QCommandLineParser &parser);
    explicit Api(QUrl server)
        : m_server(std::move(server))
    {
    }

    using Headers = QList<std::pair<QByteArray, QByteArray>>;
    /// The answer's body; a problem document becomes its error. `path` as Routes makes it.
    [[nodiscard]] Result<QByteArray> ask(const QByteArray &method, const QByteArray &path,
                                         const QByteArray &body = {}, const Headers &headers = {});
    /// A batch that is safe to repeat: tried again while the server cannot be reached, for about half a
    /// minute.
    [[nodiscard]] Result<QByteArray> postBatch(const QString &tree, const QByteArray &body,
                                               const QByteArray &idempotencyKey);

private:
    QUrl m_server;
    QNetworkAccessManager m_network;
};

} // namespace GenMirror
