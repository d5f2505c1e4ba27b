#pragma once

#include <QByteArray>
#include <QHash>
#include <QTcpSocket>

namespace GenMirror::Test
{

/// An answer as it stood on the wire, its body joined from chunks and unpacked.
struct RawAnswer {
    int status = 0;                        ///< 0: none came, or not whole.
    QHash<QByteArray, QByteArray> headers; ///< Names in lower case.
    QByteArray body;
    bool compressed = false;
};

/// One keep-alive connection that says exactly what it is told: a client that hides nothing.
///
/// Blocks; for tests alone. The server under test runs on threads of its own.
class RawHttp
{
public:
    explicit RawHttp(quint16 port)
        : m_port(port)
    {
    }

    /// Sends a request with Host and Content-Length; `headers` are whole lines without their ends.
    [[nodiscard]] RawAnswer request(const QByteArray &method, const QByteArray &target,
                                    const QByteArray &body = {}, const QByteArrayList &headers = {});
    /// The two halves of request().
    void send(const QByteArray &method, const QByteArray &target, const QByteArray &body = {},
              const QByteArrayList &headers = {});
    [[nodiscard]] RawAnswer receive(int milliseconds = 30'000);
    /// Whether bytes of an answer arrive within the time.
    [[nodiscard]] bool hasAnswer(int milliseconds);
    void disconnect() { m_socket.abort(); }

    [[nodiscard]] RawAnswer get(const QByteArray &target, const QByteArrayList &headers = {})
    {
        return request("GET", target, {}, headers);
    }

private:
    [[nodiscard]] bool readLine(QByteArray &line);
    [[nodiscard]] bool readBytes(qsizetype count, QByteArray &bytes);
    [[nodiscard]] bool readChunks(QByteArray &bytes);
    [[nodiscard]] bool more();

    quint16 m_port;
    int m_milliseconds = 30'000;
    QTcpSocket m_socket;
};

} // namespace GenMirror::Test
