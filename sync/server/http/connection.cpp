#include "sync/server/http/connection.h"

#include "sync/server/http/exchange.h"
#include "sync/server/http/incoming.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>

#include <QDateTime>
#include <QLocale>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;
namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace GenMirror
{

namespace
{

constexpr qsizetype PieceBytes = 65536; // what even a slow client takes within stallTime

HttpHeaders retryAfter()
{
    return {{"Retry-After", "5"}};
}

std::string dateNow()
{
    const auto now = QLocale::c().toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy HH:mm:ss");
    return now.toStdString() + " GMT";
}

/// Awaits an operation and has its error as a value.
auto into(error_code &error)
{
    return asio::redirect_error(asio::use_awaitable, error);
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

/// Expires the timer rather than cancels its wait: the wait may not have begun yet, and must then end at
/// once.
void Connection::wakeUp()
{
    if (m_feeding && sendAtOnce())
        return;
    m_wake.expires_at(asio::steady_timer::time_point::min());
}

bool Connection::sendAtOnce()
{
    if (m_stream.isSecure())
        return false;
    while (const auto ready = m_feeding->takeReady()) {
        if (ready->aborted)
            return false;
        if (!ready->bytes.isEmpty()) {
            m_unsent = QByteArray::number(ready->bytes.size(), 16) + "\r\n" + ready->bytes + "\r\n";
            const ssize_t sent = ::send(m_stream.socket().native_handle(), m_unsent.constData(),
                                        size_t(m_unsent.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
            m_unsent.remove(0, std::max<ssize_t>(sent, 0));
        }
        if (!m_unsent.isEmpty() || ready->finished) // the feed tells its end again
            return false;
    }
    return true;
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

/// Waits until the exchange has something; false if the client went away before.
asio::awaitable<bool> Connection::waitForAnswer()
{
    using namespace asio::experimental::awaitable_operators;
    m_wake.expires_at(asio::steady_timer::time_point::max());
    error_code wakeError;
    error_code readError;
    if (m_buffer.size() > 0) { // a pipelined request waits: then an end of stream cannot be seen
        co_await m_wake.async_wait(into(wakeError));
        co_return !m_closed;
    }
    const auto which =
        co_await (m_wake.async_wait(into(wakeError)) ||
                  m_stream.socket().async_wait(asio::ip::tcp::socket::wait_read, into(readError)));
    if (which.index() == 0)
        co_return true;
    char byte = 0;
    const ssize_t peeked = ::recv(m_stream.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (peeked == 0 || (peeked < 0 && errno != EAGAIN && errno != EWOULDBLOCK))
        co_return false;
    if (m_stream.isSecure())
        co_return co_await waitWithBytesUnread();
    // The next request is here already: take it in, so that the wait above is for our answer alone.
    error_code error;
    const size_t read = co_await m_stream.async_read_some(m_buffer.prepare(4096), into(error));
    m_buffer.commit(read);
    co_return !error;
}

/// What has come may be part of a TLS record only, so reading it could wait for more than our answer takes.
/// So it stays where it is, and whether the client is gone is looked up now and then.
asio::awaitable<bool> Connection::waitWithBytesUnread()
{
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer look(m_stream.get_executor());
    while (true) {
        error_code wakeError;
        error_code lookError;
        look.expires_after(std::chrono::seconds(1));
        const auto which = co_await (m_wake.async_wait(into(wakeError)) || look.async_wait(into(lookError)));
        if (which.index() == 0)
            co_return !m_closed;
        tcp_info information{};
        socklen_t size = sizeof information;
        if (::getsockopt(m_stream.socket().native_handle(), IPPROTO_TCP, TCP_INFO, &information, &size) !=
                0 ||
            information.tcpi_state != TCP_ESTABLISHED)
            co_return false;
    }
}

asio::awaitable<Connection::Next> Connection::answer(HttpRequest request, bool isHead, bool keepAlive,
                                                     bool http10)
{
    m_stream.expires_never();
    const auto wake = [weak = weak_from_this(), executor = m_stream.get_executor()] {
        asio::post(executor, [weak] {
            if (const auto connection = weak.lock())
                connection->wakeUp();
        });
    };
    const auto exchange = std::make_shared<Exchange>(m_limits, acceptsGzip(request), wake);
    // Whatever way this coroutine ends, nobody may go on waiting for the client.
    const std::shared_ptr<void> guard(nullptr, [exchange](void *) { exchange->disconnect(); });
    // The handler's own handle tells when the last of its copies is gone.
    const auto abandon = [exchange](HttpResponder *) { exchange->abandon(); };
    m_handler(std::move(request), std::shared_ptr<HttpResponder>(exchange.get(), abandon));

    bool streamed = false;
    while (true) {
        const auto ready = exchange->takeReady();
        if (!ready) {
            m_feeding = streamed && !http10 && !isHead && exchange->isFeed() ? exchange.get() : nullptr;
            const bool goesOn = co_await waitForAnswer();
            m_feeding = nullptr;
            if (!goesOn)
                co_return Next::Close;
            if (!m_unsent.isEmpty()) {
                const QByteArray rest = std::exchange(m_unsent, {});
                if (!co_await sendPieces(rest, false))
                    co_return Next::Close;
            }
            continue;
        }
        if (ready->aborted)
            co_return Next::Close;
        m_stream.expires_after(m_limits.stallTime);
        if (ready->head) {
            streamed = ready->streamed;
            keepAlive = keepAlive && !(streamed && http10) && !m_stopping;
            if (!co_await sendHead(*ready->head, streamed, keepAlive, isHead, http10))
                co_return Next::Close;
        }
        if (!isHead && !co_await sendPieces(ready->bytes, !http10))
            co_return Next::Close;
        error_code error;
        if (ready->finished && streamed && !isHead && !http10 && !error)
            co_await asio::async_write(m_stream, http::make_chunk_last(), into(error));
        if (error)
            co_return Next::Close;
        if (ready->finished)
            co_return keepAlive ? Next::KeepAlive : Next::Close;
        m_stream.expires_never();
    }
}

asio::awaitable<bool> Connection::sendPieces(QByteArrayView bytes, bool chunked)
{
    error_code error;
    while (!bytes.isEmpty() && !error) {
        const qsizetype size = std::min(bytes.size(), PieceBytes);
        const auto piece = asio::buffer(bytes.data(), size_t(size));
        m_stream.expires_after(m_limits.stallTime);
        if (chunked)
            co_await asio::async_write(m_stream, http::make_chunk(piece), into(error));
        else
            co_await asio::async_write(m_stream, piece, into(error));
        bytes = bytes.sliced(size);
    }
    co_return !error;
}

asio::awaitable<bool> Connection::sendHead(const HttpResponse &head, bool streamed, bool keepAlive,
                                           bool isHead, bool http10)
{
    http::response<http::string_body> message;
    message.version(http10 ? 10 : 11);
    message.result(unsigned(head.status));
    message.set(http::field::server, "genmirrord/" GENMIRROR_VERSION);
    message.set(http::field::date, dateNow());
    message.set("X-Content-Type-Options", "nosniff"); // a browser shall take nothing here for a page
    message.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    message.set("Referrer-Policy", "no-referrer");
    message.set(http::field::cache_control, "no-cache");
    for (const auto &[name, value] : head.headers)
        message.set(boost::beast::string_view(name.constData(), size_t(name.size())),
                    boost::beast::string_view(value.constData(), size_t(value.size())));
    message.keep_alive(keepAlive);
    const bool bodiless = head.status == 304 || head.status == 204;
    if (streamed) {
        if (!http10)
            message.chunked(true);
    } else if (!bodiless) {
        message.content_length(size_t(head.body.size()));
    }
    const bool separate = head.body.size() > PieceBytes && !bodiless && !isHead;
    if (!streamed && !bodiless && !isHead && !separate)
        message.body().assign(head.body.constData(), size_t(head.body.size()));
    error_code error;
    http::response_serializer<http::string_body> serializer(message);
    if (streamed || isHead || separate)
        co_await http::async_write_header(m_stream, serializer, into(error));
    else
        co_await http::async_write(m_stream, serializer, into(error));
    if (separate && !error)
        co_return co_await sendPieces(head.body, false);
    co_return !error;
}

} // namespace GenMirror
