// libFuzzer target: whatever comes over a connection, the real server answers what HTTP allows, and goes on.
#include "sync/server/http/httpserver.h"
#include "sync/server/treeservice.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <array>
#include <cerrno>
#include <cstdlib>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace GenMirror;

namespace
{

/// One for the whole run, on real files.
class Server
{
public:
    Server()
        : m_directory(QStringLiteral("/dev/shm/genmirror-fuzz-XXXXXX"))
        , m_service(TreeService::open(m_directory.path()).value())
        , m_http([this](const HttpHead &head) { return m_service->admit(head); },
                 {.bodyBytes = 1 << 20,
                  .headerTime = std::chrono::milliseconds(30),
                  .idleTime = std::chrono::milliseconds(30),
                  .bodyWindow = std::chrono::milliseconds(30)})
    {
        if (!m_http.listen(QStringLiteral("127.0.0.1"), 0))
            std::abort();
    }
    ~Server() { m_service->prepareStop(); }
    [[nodiscard]] quint16 port() const { return m_http.port(); }

private:
    int m_argc = 0;
    QCoreApplication m_application{m_argc,
                                   nullptr}; ///< Else Qt takes the thread for a stranger's, and leaks it.
    QTemporaryDir m_directory;
    std::unique_ptr<TreeService> m_service;
    HttpServer m_http;
};

/// All that the server says within a tenth of a second of silence.
QByteArray said(quint16 port, const QByteArray &bytes)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // From another address of this machine each time: one would run out of ports after a minute.
    static quint32 count = 0;
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (++count % 10'000));
    (void)::bind(socket, reinterpret_cast<sockaddr *>(&own), sizeof own);
    if (::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        if (errno == ECONNREFUSED)
            std::abort(); // nobody listens any more
        ::close(socket);
        return {};
    }
    (void)::send(socket, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL);
    QByteArray answer;
    std::array<char, 65536> piece{};
    constexpr int silence = 100; // milliseconds: an event stream has no end
    constexpr qsizetype most = 4 << 20;
    pollfd waiting{.fd = socket, .events = POLLIN, .revents = 0};
    while (answer.size() < most && ::poll(&waiting, 1, silence) > 0) {
        const ssize_t read = ::recv(socket, piece.data(), piece.size(), 0);
        if (read <= 0)
            break;
        answer.append(piece.data(), read);
    }
    ::close(socket);
    return answer;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Server server;
    // Another request behind it: what is complete is answered, and the connection ends.
    const QByteArray answer = said(
        server.port(), QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)) +
                           "\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    if (!answer.isEmpty() && !answer.startsWith("HTTP/1."))
        std::abort();
    if (answer.startsWith("HTTP/1.1 500") || answer.contains("\nHTTP/1.1 500"))
        std::abort();
    return 0;
}
