#pragma once

#include "sync/protocol/eventstream.h"

#include <QElapsedTimer>
#include <QTcpSocket>

namespace GenMirror::Test
{

/// Reads /v1/events as it comes over the wire. Blocks; for tests alone.
class EventClient
{
public:
    EventClient(quint16 port, const QByteArray &query, const QByteArray &headers = {})
    {
        m_socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        m_socket.waitForConnected();
        m_socket.write("GET /v1/events" + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n");
        m_socket.flush();
    }

    /// Takes no more from the network than what has arrived.
    void stopReading() { m_socket.setReadBufferSize(1); }

    /// The next event; an empty name if none comes in time.
    [[nodiscard]] ServerEvent next(int milliseconds = 10'000)
    {
        QElapsedTimer clock;
        clock.start();
        while (m_events.isEmpty()) {
            const int left = milliseconds - int(clock.elapsed());
            if (left <= 0 || (!m_socket.bytesAvailable() && !m_socket.waitForReadyRead(left)))
                return {};
            takeIn();
        }
        return m_events.takeFirst();
    }
    /// Whether the server ends the stream in time.
    [[nodiscard]] bool ends(int milliseconds = 10'000)
    {
        m_socket.setReadBufferSize(0);
        while (!m_ended && m_socket.state() == QAbstractSocket::ConnectedState) {
            if (!m_socket.waitForReadyRead(milliseconds))
                return m_ended || m_socket.state() != QAbstractSocket::ConnectedState;
            takeIn();
        }
        return true;
    }
    /// The body's bytes so far, comments included.
    [[nodiscard]] const QByteArray &text() const { return m_text; }
    [[nodiscard]] const QByteArray &head() const { return m_head; }
    [[nodiscard]] bool waitForMore(int milliseconds = 10'000)
    {
        const bool more = m_socket.waitForReadyRead(milliseconds);
        takeIn();
        return more;
    }

private:
    void takeIn()
    {
        m_raw += m_socket.readAll();
        if (m_head.isEmpty()) {
            const qsizetype end = m_raw.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            m_head = m_raw.first(end);
            m_raw.remove(0, end + 4);
        }
        while (true) { // chunks
            const qsizetype line = m_raw.indexOf("\r\n");
            const qsizetype size = line < 0 ? 0 : m_raw.first(line).toLongLong(nullptr, 16);
            m_ended = m_ended || (line > 0 && size == 0);
            if (line < 0 || size == 0 || m_raw.size() < line + 2 + size + 2)
                return;
            const QByteArray body = m_raw.mid(line + 2, size);
            m_raw.remove(0, line + 2 + size + 2);
            m_text += body;
            m_events += m_reader.feed(body).value_or(QList<ServerEvent>());
        }
    }

    QTcpSocket m_socket;
    bool m_ended = false; ///< By the last chunk; the connection may go on.
    QByteArray m_raw;
    QByteArray m_head;
    QByteArray m_text;
    EventStreamReader m_reader;
    QList<ServerEvent> m_events;
};

} // namespace GenMirror::Test
