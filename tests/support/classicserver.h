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
    /// The same with its head, byte for byte; if there is one, `answer` is not asked.
    std::function<QByteArray(qint64)> wholeAnswer;
    /// The head before a body of so many bytes; `fields` are whole lines with their ends.
    [[nodiscard]] static QByteArray head(qsizetype bytes, const QByteArray &fields = {})
    {
        return QByteArray("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + fields +
                          "Content-Length: " + QByteArray::number(bytes) + "\r\n\r\n");
    }

private:
    void serve(QTcpSocket &socket)
    {
        const QByteArray request = socket.readAll(); // a GET on this machine: one piece
        const qsizetype at = request.indexOf("generation=") + 11;
        const qint64 since = request.mid(at, request.indexOf(' ', at) - at).toLongLong();
        if (wholeAnswer) {
            socket.write(wholeAnswer(since));
            return;
        }
        const QByteArray body = answer(since);
        socket.write(head(body.size()) + body);
    }

    QTcpServer m_server;
};

} // namespace GenMirror::Test
