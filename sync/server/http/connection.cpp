#include "sync/server/http/connection.h"

#include "sync/server/http/incoming.h"

#include <QLoggingCategory>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;
namespace asio = boost::asio;
using boost::system::error_code;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(httpLog, "genmirror.http")

constexpr int UnsentBytes = 256 * 1024; ///< Of each connection in the kernel, beside what is on its way.

/// Asio and Beast throw what we did not ask for as a code: the client is gone.
void tellGone(const std::exception &thrown)
{
    qCDebug(httpLog, "a connection ended: %s", thrown.what());
}

HttpHeaders retryAfter()
{
    return {{"Retry-After", "5"}};
}

} // namespace

Connection::Connection(asio::ip::tcp::socket socket, ClientAddress peer,
                       std::shared_ptr<asio::ssl::context> tls, const HttpServer::Handler &handler,
                       const HttpLimits &limits, const SharedRoom &room)
    : m_stream(std::move(socket), std::move(tls))
    , m_buffer(size_t(limits.headerBytes) + 65536)
    , m_wake(m_stream.get_executor())
    , m_handler(handler)
    , m_limits(limits)
    , m_room(room)
    , m_peer(std::move(peer))
{
    error_code error;
    m_stream.socket().set_option(asio::ip::tcp::no_delay(true), error);
    // Else the kernel takes some megabytes for each client that reads nothing.
    const int unsent = UnsentBytes;
    if (::setsockopt(m_stream.socket().native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent,
                     sizeof unsent) != 0)
        qCDebug(httpLog, "the kernel's part of an answer is not bounded here");
}

Connection::~Connection() = default;

asio::awaitable<void> Connection::run()
{
    const auto self = shared_from_this();
    try {
        bool first = true;
        const bool ready = co_await handshake();
        while (ready && !m_stopping && co_await serveOne(first) == Next::KeepAlive)
            first = false;
        co_await sayGoodbye();
    } catch (const std::exception &thrown) {
        tellGone(thrown);
    }
    error_code error;
    m_stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, error);
    m_stream.socket().close(error);
}

asio::awaitable<bool> Connection::handshake()
{
    if (!m_stream.isSecure())
        co_return true;
    error_code error;
    m_stream.expires_after(m_limits.headerTime);
    co_await m_stream.tls().async_handshake(asio::ssl::stream_base::server, into(error));
    m_stream.expires_never();
    co_return !error; // e.g. a request without TLS: there is nothing that the client would understand
}

/// TLS ends with a word, so that the client can tell it from a cut; a client that does not answer is not
/// waited for long.
asio::awaitable<void> Connection::sayGoodbye()
{
    if (!m_stream.isSecure() || m_closed)
        co_return;
    error_code error;
    m_stream.expires_after(std::chrono::seconds(1));
    co_await m_stream.tls().async_shutdown(into(error));
}

asio::awaitable<void> Connection::turnAway()
{
    const auto self = shared_from_this();
    const HttpHeaders headers = retryAfter();
    try {
        if (!co_await handshake())
            co_return;
        HttpResponse full =
            problemResponse(503, u"The server has as many connections as it takes. Try again in a while."_s,
                            headers, ErrorCode::Busy);
        co_await refuse(std::move(full), Manner());
    } catch (const std::exception &thrown) {
        tellGone(thrown);
    }
}

void Connection::stopWhenIdle()
{
    m_stopping = true;
    if (!m_busy)
        close();
}

void Connection::close()
{
    m_stopping = m_closed = true;
    error_code error;
    m_stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, error);
    m_stream.cancel();
    wakeUp();
}

void Connection::startDeadline(std::chrono::milliseconds time)
{
    m_late = false;
    m_stream.expires_never();
    m_wake.expires_after(time);
    m_wake.async_wait([weak = weak_from_this(), number = ++m_deadline](const error_code &canceled) {
        const auto connection = weak.lock();
        if (canceled || !connection || connection->m_deadline != number)
            return;
        connection->m_late = true;
        error_code ignored;
        connection->m_stream.socket().cancel(ignored);
    });
}

void Connection::endDeadline()
{
    ++m_deadline;
    m_wake.cancel();
}

} // namespace GenMirror
