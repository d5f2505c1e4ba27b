#pragma once

#include <QByteArray>
#include <QObject>
#include <QThread>
#include <QUrl>

#include <atomic>
#include <functional>

class QTcpServer;
class QTcpSocket;

namespace GenMirror::Test
{

/// What is sent to a client that asked.
struct HostileAnswer {
    QByteArray first;                   ///< Head and all.
    std::function<QByteArray()> more{}; ///< Asked again and again, as the client takes it; empty: it ends.
    int millisecondsBetween = 0;        ///< Pieces of `more`.
    bool staysOpen = false;             ///< At its end; else the connection is closed.
};

/// A server that does wrong on purpose, on a thread of its own: a client that is busy does not slow it down.
class HostileServer
{
public:
    /// Called for each request, with its head, on the server's thread.
    using Answers = std::function<HostileAnswer(const QByteArray &head)>;

    explicit HostileServer(Answers answers);
    ~HostileServer();
    HostileServer(const HostileServer &) = delete;
    HostileServer &operator=(const HostileServer &) = delete;

    [[nodiscard]] QUrl url() const;
    [[nodiscard]] qint64 bytesSent() const { return m_bytes; }
    [[nodiscard]] int requests() const { return m_requests; }

private:
    void serve(QTcpSocket *client);
    void send(QTcpSocket *client, const HostileAnswer &answer);

    const Answers m_answers;
    std::atomic<qint64> m_bytes = 0;
    std::atomic<int> m_requests = 0;
    std::atomic<quint16> m_port = 0;
    QThread m_thread;
    QObject m_home; ///< On the thread.
    QTcpServer *m_server = nullptr;
};

} // namespace GenMirror::Test
