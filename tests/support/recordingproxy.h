#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <memory>

namespace GenMirror::Test
{

/// Stands before a server and writes down each request that comes, before it is passed on. Lives on the
/// test's own event loop. Understands requests with Content-Length, as GenMirror's programs send them.
class RecordingProxy : public QObject
{
public:
    struct Request {
        QByteArray method;
        QByteArray path;
        QByteArray body;

        /// Whether it asks for a change: its method is none that only reads, and it is none of those that
        /// change nothing all the same.
        [[nodiscard]] bool isChange() const
        {
            const bool isDry = QJsonDocument::fromJson(body)[QLatin1StringView("dry_run")].toBool();
            return method != "GET" && method != "HEAD" && method != "OPTIONS" && !isDry &&
                   !path.split('?').first().endsWith("/verify");
        }
    };

    explicit RecordingProxy(quint16 upstream)
        : m_upstream(upstream)
    {
        connect(&m_server, &QTcpServer::newConnection, this, &RecordingProxy::accept);
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("the proxy has no port");
    }

    [[nodiscard]] QUrl url() const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()));
    }
    /// Whether what comes is passed on; else it is written down, and the connection is closed.
    void setReachable(bool is)
    {
        m_isReachable = is;
        const QList<QPointer<QTcpSocket>> clients = std::exchange(m_clients, {});
        for (const QPointer<QTcpSocket> &client : clients) {
            if (client && !is)
                client->abort();
        }
    }
    [[nodiscard]] QList<Request> takeChanges() { return std::exchange(m_changes, {}); }

private:
    void accept()
    {
        while (QTcpSocket *client = m_server.nextPendingConnection()) {
            m_clients.append(client);
            connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
            auto *upstream = new QTcpSocket(client);
            const auto unread = std::make_shared<QByteArray>();
            connect(client, &QTcpSocket::readyRead, upstream, [this, client, upstream, unread] {
                const QByteArray bytes = client->readAll();
                note(*unread, bytes);
                if (m_isReachable)
                    upstream->write(bytes);
                else
                    client->abort();
            });
            connect(upstream, &QTcpSocket::readyRead, client,
                    [client, upstream] { client->write(upstream->readAll()); });
            connect(upstream, &QTcpSocket::disconnected, client, [client] { client->disconnectFromHost(); });
            connect(client, &QTcpSocket::disconnected, upstream, [upstream] { upstream->abort(); });
            upstream->connectToHost(QHostAddress::LocalHost, m_upstream);
        }
    }
    void note(QByteArray &unread, const QByteArray &bytes)
    {
        unread += bytes;
        for (;;) {
            const qsizetype head = unread.indexOf("\r\n\r\n");
            if (head < 0)
                return;
            const QByteArrayList lines = unread.left(head).split('\n');
            qsizetype length = 0;
            for (const QByteArray &line : lines) {
                if (line.toLower().startsWith("content-length:"))
                    length = line.mid(15).trimmed().toLongLong();
            }
            if (unread.size() < head + 4 + length)
                return;
            const QByteArrayList words = lines.first().split(' ');
            const Request request{
                .method = words.value(0), .path = words.value(1), .body = unread.mid(head + 4, length)};
            unread.remove(0, head + 4 + length);
            if (request.isChange())
                m_changes.append(request);
        }
    }

    QTcpServer m_server;
    quint16 m_upstream;
    bool m_isReachable = true;
    QList<QPointer<QTcpSocket>> m_clients;
    QList<Request> m_changes;
};

} // namespace GenMirror::Test
