#pragma once

#include <QByteArray>

namespace GenMirror::Bench
{

/// A blocking socket without a library between: what is measured through it is the server.
class RawClient
{
public:
    /// Connects to 127.0.0.1.
    explicit RawClient(int port);
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    [[nodiscard]] bool isConnected() const { return m_socket >= 0; }
    [[nodiscard]] int socket() const { return m_socket; }
    void send(const QByteArray &bytes) const;
    /// One request, keep-alive, and its answer with a Content-Length; the status, 0 if that failed.
    int request(const QByteArray &method, const QByteArray &path, const QByteArray &body = {});

private:
    int m_socket = -1;
};

} // namespace GenMirror::Bench
