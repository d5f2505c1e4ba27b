#pragma once

#include <QByteArray>

#include <memory>

typedef struct ssl_st SSL;

namespace GenMirror::Bench
{

/// What each request brings, and whether it goes through TLS, whose certificate is not looked at.
struct Security {
    QByteArray token;
    bool tls = false;
};

/// A blocking socket without a library between: what is measured through it is the server.
class RawClient
{
public:
    /// Connects to 127.0.0.1.
    explicit RawClient(int port, const Security &security = {});
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    [[nodiscard]] bool isConnected() const { return m_socket >= 0; }
    [[nodiscard]] int socket() const { return m_socket; }
    void send(const QByteArray &bytes) const;
    /// One request, keep-alive, and its answer; the status, 0 if that failed. `headers`: each ended by CRLF.
    int request(const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
                const QByteArray &headers = {});
    /// Bytes of the last answer, its head included.
    [[nodiscard]] qint64 received() const { return m_received; }

private:
    qint64 receive(char *bytes, size_t most) const;

    int m_socket = -1;
    std::unique_ptr<SSL, void (*)(SSL *)> m_tls;
    QByteArray m_headers;
    qint64 m_received = 0;
};

} // namespace GenMirror::Bench
