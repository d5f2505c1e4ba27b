#include "sync/server/http/connection.h"

#include "sync/server/http/incoming.h"

#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>

using namespace Qt::StringLiterals;
namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace GenMirror
{

namespace
{

HttpHeaders retryAfter()
{
    return {{"Retry-After", "5"}};
}

} // namespace

Connection::Connection(asio::ip::tcp::socket socket, std::shared_ptr<asio::ssl::context> tls,
                       const HttpServer::Handler &handler, const HttpLimits &limits)
    : m_stream(std::move(socket), std::move(tls))
    , m_buffer(size_t(limits.headerBytes) + 65536)
    , m_wake(m_stream.get_executor())
    , m_handler(handler)
    , m_limits(limits)
{
    error_code error;
    const auto peer = m_stream.socket().remote_endpoint(error);
    if (!error)
        m_peer = QString::fromStdString(peer.address().to_string());
    m_stream.socket().set_option(asio::ip::tcp::no_delay(true), error);
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
    } catch (const std::exception
                 &) { // Asio and Beast throw what we did not ask for as a code: the client is gone
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
        co_await refuse(503, u"The server has as many connections as it takes. Try again in a while."_s,
                        headers);
    } catch (const std::exception &) { // the client is gone
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

asio::awaitable<Connection::Next> Connection::serveOne(bool first)
{
    error_code error;
    RequestParser parser;
    parser.header_limit(std::uint32_t(m_limits.headerBytes));
    parser.body_limit(std::uint64_t(m_limits.bodyBytes));

    if (!first &&
        m_buffer.size() == 0) { // between two requests a client may be silent for longer than within one
        m_stream.expires_after(m_limits.idleTime);
        const size_t read = co_await m_stream.async_read_some(m_buffer.prepare(4096), into(error));
        if (error || read == 0)
            co_return Next::Close;
        m_buffer.commit(read);
    }
    startDeadline(m_limits.headerTime);
    co_await http::async_read_header(m_stream, m_buffer, parser, into(error));
    if (error && m_buffer.size() == 0 && !parser.got_some())
        co_return Next::Close; // it said nothing, so there is nothing to answer
    if (error == http::error::end_of_stream)
        co_return Next::Close;
    m_busy = true;
    if (!error) {
        if (const Refusal refusal = objection(parser.get()); refusal.status != 0) {
            endDeadline();
            co_await refuse(refusal.status, refusal.detail);
            co_return Next::Close;
        }
        if (parser.content_length().value_or(0) > std::uint64_t(m_limits.bodyBytes)) {
            error = http::error::body_limit;
        } else if (parser.get().count(http::field::expect) > 0) {
            co_await asio::async_write(m_stream, asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25),
                                       into(error));
        }
    }
    if (!error && !parser.is_done())
        co_await readBody(parser, error);
    endDeadline();
    if (error) {
        if (isLate())
            error = boost::beast::error::timeout;
        if (const Refusal refusal = refusalOf(error, m_limits); refusal.status != 0)
            co_await refuse(refusal.status, refusal.detail);
        co_return Next::Close;
    }
    const bool isHead = parser.get().method() == http::verb::head;
    const bool http10 = parser.get().version() < 11;
    const bool keepAlive = parser.get().keep_alive();
    HttpRequest request = requestOf(parser.get());
    request.peer = m_peer;
    const Next next = co_await answer(std::move(request), isHead, keepAlive, http10);
    m_busy = false;
    co_return m_stopping ? Next::Close : next;
}

/// However it comes, in chunks or not: slowly is allowed as long as it keeps up with slowestBytes a second.
asio::awaitable<void> Connection::readBody(RequestParser &parser, error_code &error)
{
    const auto start = std::chrono::steady_clock::now();
    qsizetype received = 0;
    while (!parser.is_done() && !error) {
        const auto allowed = m_limits.bodyTime + std::chrono::seconds(received / m_limits.slowestBytes);
        const auto left = start + allowed - std::chrono::steady_clock::now();
        startDeadline(std::max(std::chrono::duration_cast<std::chrono::milliseconds>(left),
                               std::chrono::milliseconds(1)));
        received += qsizetype(co_await http::async_read_some(m_stream, m_buffer, parser, into(error)));
    }
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

asio::awaitable<void> Connection::refuse(int status, QString detail, HttpHeaders headers)
{
    m_stream.expires_after(std::chrono::seconds(2));
    const HttpResponse response = problemResponse(status, detail, std::move(headers));
    if (!co_await sendHead(response, false, false, false, false))
        co_return;
    co_await sayGoodbye();
    // The client may still be sending: closing now would reset the connection before it has read our answer.
    error_code error;
    m_stream.expires_after(std::chrono::seconds(2));
    m_stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    std::array<char, 65536> rest{};
    for (int reads = 0; reads < 64 && !error; ++reads)
        co_await m_stream.plain().async_read_some(asio::buffer(rest), into(error));
}

} // namespace GenMirror
