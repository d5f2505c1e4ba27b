#pragma once

#include "sync/client/backoff.h"
#include "sync/client/servercredentials.h"
#include "sync/protocol/eventstream.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QPointer>
#include <QTimer>
#include <QUrl>

class QNetworkAccessManager;

namespace GenMirror
{

/// Listens to a server's events for one tree, and comes back by itself as long as it is open.
///
/// Tells a stream that lives from one that only seems to: the first byte has to come soon (a proxy that
/// buffers lets none through), and heartbeats after it. Lives on the mirror's network thread.
class PushStream : public QObject
{
    Q_OBJECT
public:
    struct Options {
        QUrl server;
        QString tree;
        ServerCredentials credentials;
        bool updates = true;           ///< Ask for whole updates (deliver=updates), not signals alone.
        int firstByteWithin = 5'000;   ///< Milliseconds.
        int silentAtMost = 40'000;     ///< Milliseconds without a byte: more than two heartbeats.
        int maximumBackOff = 60'000;   ///< Milliseconds.
        int retryUnavailable = 60'000; ///< Milliseconds until push is tried again where it is not to be had.
    };

    PushStream(Options options, QNetworkAccessManager &network, QObject *parent = nullptr);
    ~PushStream() override;

    /// How this mirror calls itself to the server; clientIdOf() knows.
    void setClient(const QByteArray &id) { m_client = id; }
    void open();
    void close();
    /// Tries again at once, on a new connection.
    void reconnect();
    [[nodiscard]] bool isLive() const { return m_live; }

Q_SIGNALS:
    /// The server gave a sign of life.
    void heard();
    /// Bytes come: from here on the server tells.
    void opened();
    /// No more. `unavailable`: this server or what stands before it has no push; asking again is slow.
    void lost(const QString &problem, bool unavailable);
    /// `first`: of a new stream: this is where the server is, however little it is.
    void signalled(const GenMirror::TreeEvent &event, bool first);
    /// An update of its own, from `since`: the JSON of docs/protocol.md, "Push".
    void updatePushed(const GenMirror::TreeEvent &event, const QByteArray &json);

private:
    void connectNow();
    void read();
    [[nodiscard]] bool isFlood(qsizetype bytes);
    void take(const QList<ServerEvent> &events);
    void take(const ServerEvent &event);
    void end(const QString &problem, bool unavailable);
    void drop();

    const Options m_options;
    QNetworkAccessManager &m_network;
    QPointer<QNetworkReply> m_reply;
    EventStreamReader m_reader;
    QByteArray m_client;
    QByteArray m_lastId;
    QTimer m_silence;
    QTimer m_retry;
    Backoff m_backoff;
    QElapsedTimer m_window; ///< In which bytes are counted.
    qint64 m_inWindow = 0;
    bool m_open = false;
    bool m_live = false;
    bool m_first = true;
};

} // namespace GenMirror
