#include "tests/bench/rawclient.h"

#include <QString>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace GenMirror::Bench
{

RawClient::RawClient(int port, const Security &security)
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    , m_tls(nullptr, &SSL_free)
    , m_headers(security.token.isEmpty() ? QByteArray() : "Authorization: Bearer " + security.token + "\r\n")
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    bool connected = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    if (connected && security.tls) {
        const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX *)> context(SSL_CTX_new(TLS_client_method()),
                                                                    &SSL_CTX_free);
        m_tls.reset(SSL_new(context.get()));
        connected = SSL_set_fd(m_tls.get(), m_socket) == 1 && SSL_connect(m_tls.get()) == 1;
    }
    if (!connected) {
        ::close(m_socket);
        m_socket = -1;
    }
}

RawClient::~RawClient()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

void RawClient::send(const QByteArray &bytes) const
{
    for (qsizetype sent = 0; sent < bytes.size();) {
        const char *rest = bytes.constData() + sent;
        const size_t left = size_t(bytes.size() - sent);
        const ssize_t written = m_tls ? SSL_write(m_tls.get(), rest, int(std::min<size_t>(left, 1 << 30)))
                                      : ::send(m_socket, rest, left, MSG_NOSIGNAL);
        if (written <= 0)
            return;
        sent += written;
    }
}

qint64 RawClient::receive(char *bytes, size_t most) const
{
    return m_tls ? SSL_read(m_tls.get(), bytes, int(most)) : ::recv(m_socket, bytes, most, 0);
}

int RawClient::request(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                       const QByteArray &headers)
{
    send(method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + m_headers + headers +
         "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QByteArray answer;
    qsizetype wanted = -1;
    bool isChunked = false;
    std::array<char, 65536> buffer{};
    while (isChunked ? !answer.endsWith("\r\n0\r\n\r\n") : wanted < 0 || answer.size() < wanted) {
        const qint64 got = receive(buffer.data(), buffer.size());
        if (got <= 0)
            return 0;
        answer.append(buffer.data(), got);
        const qsizetype end = answer.indexOf("\r\n\r\n");
        if (wanted >= 0 || isChunked || end < 0)
            continue;
        isChunked = QByteArrayView(answer).first(end).contains("Transfer-Encoding: chunked");
        const qsizetype at = answer.indexOf("Content-Length: ");
        const qsizetype length =
            at < 0 ? 0 : answer.mid(at + 16, answer.indexOf('\r', at) - at - 16).toLongLong();
        wanted = end + 4 + length;
    }
    m_received = answer.size();
    return answer.mid(9, 3).toInt();
}

} // namespace GenMirror::Bench
