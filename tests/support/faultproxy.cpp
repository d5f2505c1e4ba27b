#include "tests/support/faultproxy.h"

#include <QTimer>
#include <QUrl>

namespace GenMirror::Test
{

struct FaultProxy::Link {
    QPointer<QAbstractSocket> client;
    QPointer<QAbstractSocket> upstream;
    bool isPush = false;
    qint64 answered = 0; ///< Bytes of the answer under way.

    void close() const
    {
        for (QAbstractSocket *socket : {client.data(), upstream.data()}) {
            if (socket)
                socket->abort();
        }
    }
};

FaultProxy::FaultProxy(quint16 upstream, QObject *parent)
    : QObject(parent)
    , m_upstream(upstream)
{
    connect(&m_server, &QTcpServer::newConnection, this, &FaultProxy::accept);
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("the proxy has no port");
}

QUrl FaultProxy::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port()));
}

void FaultProxy::setFault(Fault fault, qint64 afterBytes)
{
    m_fault = fault;
    m_afterBytes = afterBytes;
    if (fault == Fault::None) // what is left of earlier faults is no good connection
        setPush(m_push);
}

void FaultProxy::forgetOldLinks()
{
    for (const auto &link : std::exchange(m_links, {})) {
        for (QAbstractSocket *socket : {link->client.data(), link->upstream.data()}) {
            if (socket)
                socket->disconnect(this);
        }
    }
    m_fault = Fault::None;
}

void FaultProxy::setPush(Push push)
{
    m_push = push;
    for (const auto &link : std::exchange(m_links, {}))
        link->close();
}

void FaultProxy::accept()
{
    while (QTcpSocket *client = m_server.nextPendingConnection()) {
        if (m_fault == Fault::Refuse) {
            client->abort();
            client->deleteLater();
            continue;
        }
        const auto link = std::make_shared<Link>();
        link->client = client;
        m_links.append(link);
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        if (m_fault == Fault::HalfOpen)
            continue;
        connectUpstream(link);
        connect(client, &QTcpSocket::readyRead, this, [this, link] { fromClient(link); });
        connect(client, &QTcpSocket::disconnected, this, [link] {
            if (link->upstream)
                link->upstream->abort();
        });
    }
}

void FaultProxy::connectUpstream(const std::shared_ptr<Link> &link)
{
    auto *upstream = new QTcpSocket(this);
    link->upstream = upstream;
    connect(link->client, &QAbstractSocket::disconnected, upstream, &QObject::deleteLater);
    connect(upstream, &QTcpSocket::readyRead, this, [this, link] { fromServer(link); });
    connect(upstream, &QTcpSocket::disconnected, this, [this, link] {
        if (m_fault != Fault::Stall && link->client)
            link->client->disconnectFromHost();
    });
    upstream->connectToHost(QHostAddress::LocalHost, m_upstream);
}

bool FaultProxy::interceptPush(Link &link, const QByteArray &bytes)
{
    link.isPush = bytes.startsWith("GET /v1/events");
    if (bytes.contains("/updates?"))
        ++m_requests;
    if (!link.isPush || m_push == Push::Pass || m_push == Push::HeldBack)
        return false;
    QByteArray answer = "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n";
    if (m_push == Push::NotFound)
        answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    else if (m_push == Push::OtherType)
        answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi";
    link.client->write(answer);
    return true;
}

void FaultProxy::fromClient(const std::shared_ptr<Link> &link)
{
    if (!link->client || !link->upstream || m_fault == Fault::HalfOpen)
        return;
    const QByteArray bytes = link->client->readAll();
    link->answered = 0;
    if (!interceptPush(*link, bytes))
        link->upstream->write(bytes);
}

void FaultProxy::fromServer(const std::shared_ptr<Link> &link)
{
    if (!link->client || !link->upstream)
        return;
    QByteArray bytes = link->upstream->readAll();
    if (m_fault == Fault::HalfOpen || (link->isPush && m_push == Push::HeldBack))
        return;
    const qint64 before = std::exchange(link->answered, link->answered + bytes.size());
    const bool isReached = link->answered > m_afterBytes;
    const qint64 good = std::max<qint64>(0, m_afterBytes - before);
    switch (m_fault) {
    case Fault::Delay:
        QTimer::singleShot(40, link->client, [link, bytes] { link->client->write(bytes); });
        return;
    case Fault::Cut:
    case Fault::Truncate:
        if (!isReached)
            break;
        link->client->write(bytes.first(qMin<qint64>(good, bytes.size())));
        link->client->flush();
        if (m_fault == Fault::Cut)
            link->close();
        else
            link->client->disconnectFromHost();
        return;
    case Fault::Duplicate:
        link->client->write(bytes);
        break;
    case Fault::Garbage:
        for (qint64 i = good; isReached && i < qMin<qint64>(bytes.size(), good + 20); ++i)
            bytes[i] = char(i * 37);
        break;
    case Fault::Stall:
        if (isReached) {
            link->client->write(bytes.first(qMin<qint64>(good, bytes.size())));
            return;
        }
        break;
    case Fault::None:
    case Fault::HalfOpen:
    case Fault::Refuse:
        break;
    }
    link->client->write(bytes);
}

} // namespace GenMirror::Test
