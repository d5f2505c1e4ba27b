#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

namespace GenMirror::Test
{

/// A web server that knows one thing: an answer for each generation that it is asked with. On the test's own
/// event loop.
class ClassicServer : public QObject
{
public:
    ClassicServer()
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { serve(*socket); });
            }
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("the server has no port");
    }

    [[nodiscard]] QString urlTemplate() const
    {
        return QStringLiteral("http://127.0.0.1:%1/data?x=1&generation={generation}")
            .arg(m_server.serverPort());
    }

    /// What is answered to one who has seen a generation.
    std::function<QByteArray(qint64)> answer;

private:
    void serve(QTcpSocket &socket)
    {
        const QByteArray request = socket.readAll(); // a GET on this machine: one piece
        const qsizetype at = request.indexOf("generation=") + 11;
        const qint64 since = request.mid(at, request.indexOf(' ', at) - at).toLongLong();
        const QByteArray body = answer(since);
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }

    QTcpServer m_server;
};

} // namespace GenMirror::Test
