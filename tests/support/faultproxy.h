#pragma once

#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace GenMirror::Test
{

/// Stands between a client and a server and does what networks do. Lives on the test's own event loop.
class FaultProxy : public QObject
{
    Q_OBJECT
public:
    enum class Fault {
        None,
        Delay,     ///< Every piece of the answer comes late.
        Cut,       ///< The connection is reset in the middle of an answer.
        Truncate,  ///< The answer ends early, as if it were whole.
        Duplicate, ///< Every piece of the answer comes twice.
        Garbage,   ///< In the middle of the answer other bytes stand.
        Stall,     ///< In the middle of the answer nothing comes any more; the connection stays.
        HalfOpen,  ///< The connection is taken, and nobody is there.
        Refuse,    ///< The connection is closed at once.
    };
    /// What happens to event streams alone.
    enum class Push {
        Pass,
        Refused,  ///< 501
        NotFound, ///< 404
        HeldBack, ///< A proxy that waits for the end of the answer.
        OtherType ///< A page in place of a stream.
    };

    explicit FaultProxy(quint16 upstream, QObject *parent = nullptr);

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] QUrl url() const;
    /// Where new connections go: the server is at another port now.
    void setUpstream(quint16 port) { m_upstream = port; }
    /// For what comes from now on, also on connections that are open. `afterBytes`: of each answer.
    void setFault(Fault fault, qint64 afterBytes = 0);
    void setPush(Push push);
    /// From here on all is well, but on new connections alone: the old ones stay open and dead.
    void forgetOldLinks();
    /// Requests for updates that have come so far.
    [[nodiscard]] int requests() const { return m_requests; }

private:
    struct Link;

    void accept();
    void fromClient(const std::shared_ptr<Link> &link);
    void fromServer(const std::shared_ptr<Link> &link);
    void connectUpstream(const std::shared_ptr<Link> &link);
    [[nodiscard]] bool interceptPush(Link &link, const QByteArray &bytes);

    QTcpServer m_server;
    quint16 m_upstream;
    Fault m_fault = Fault::None;
    Push m_push = Push::Pass;
    qint64 m_afterBytes = 0;
    int m_requests = 0;
    QList<std::shared_ptr<Link>> m_links;
};

} // namespace GenMirror::Test
