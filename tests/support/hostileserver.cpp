#include "tests/support/hostileserver.h"

#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <memory>

using namespace Qt::StringLiterals;

namespace GenMirror::Test
{

namespace
{

constexpr qint64 MostPending = 1024 * 1024; // bytes that a client has not taken

} // namespace

HostileServer::HostileServer(Answers answers)
    : m_answers(std::move(answers))
{
    m_home.moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
        &m_home,
        [this] {
            m_server = new QTcpServer(&m_home);
            QObject::connect(m_server, &QTcpServer::newConnection, &m_home, [this] {
                while (QTcpSocket *client = m_server->nextPendingConnection())
                    serve(client);
            });
            if (!m_server->listen(QHostAddress::LocalHost))
                qFatal("no port");
            m_port = m_server->serverPort();
        },
        Qt::BlockingQueuedConnection);
}

HostileServer::~HostileServer()
{
    QMetaObject::invokeMethod(
        &m_home, [this] { delete m_server; }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

QUrl HostileServer::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port.load()));
}

void HostileServer::serve(QTcpSocket *client)
{
    const auto request = std::make_shared<QByteArray>();
    QObject::connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    QObject::connect(client, &QTcpSocket::readyRead, client, [this, client, request] {
        *request += client->readAll();
        if (!request->contains("\r\n\r\n"))
            return;
        const QByteArray head = std::exchange(*request, {});
        ++m_requests;
        send(client, m_answers(head));
    });
}

void HostileServer::send(QTcpSocket *client, const HostileAnswer &answer)
{
    m_bytes += client->write(answer.first);
    if (!answer.more)
        return answer.staysOpen ? void() : client->disconnectFromHost();
    const auto pump = [this, client, answer] {
        while (client->state() == QTcpSocket::ConnectedState && client->bytesToWrite() < MostPending) {
            const QByteArray piece = answer.more();
            if (piece.isEmpty())
                return answer.staysOpen ? void() : client->disconnectFromHost();
            const qint64 written = client->write(piece);
            if (written <= 0)
                return; // it is gone
            m_bytes += written;
            if (answer.millisecondsBetween > 0)
                return;
        }
    };
    auto *pace = new QTimer(client);
    QObject::connect(pace, &QTimer::timeout, client, pump);
    pace->start(answer.millisecondsBetween);
}

} // namespace GenMirror::Test
