// The second half of a request: its answer, on the way out.
#include "sync/server/http/connection.h"

#include "sync/server/http/exchange.h"
#include "sync/server/http/incoming.h"

#include <boost/asio/post.hpp>
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

std::string dateNow()
{
    const auto now = QLocale::c().toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy HH:mm:ss");
    return now.toStdString() + " GMT";
}

/// Beast lays bytes out in several buffers; one write takes them all, and is one thing to compile.
template <typename Buffers>
void append(QByteArray &bytes, const Buffers &buffers)
{
    const auto end = asio::buffer_sequence_end(buffers);
    for (auto at = asio::buffer_sequence_begin(buffers); at != end; ++at) {
        const asio::const_buffer buffer(*at);
        bytes.append(static_cast<const char *>(buffer.data()), qsizetype(buffer.size()));
    }
}

/// The head as it goes out, and the body with it unless only the head is wanted.
QByteArray toBytes(http::response<http::string_body> &message, bool headOnly)
{
    QByteArray bytes;
    http::response_serializer<http::string_body> serializer(message);
    serializer.split(headOnly);
    error_code error;
    while (!error && !(headOnly ? serializer.is_header_done() : serializer.is_done()))
        serializer.next(error, [&](error_code &, const auto &buffers) {
            append(bytes, buffers);
            serializer.consume(boost::beast::buffer_bytes(buffers));
        });
    return bytes;
}

HttpResponse permitEnded()
{
    return problemResponse(
        401, u"The token that this was asked with has been changed or revoked, or has expired. Ask again."_s,
        {{"WWW-Authenticate", "Bearer realm=\"genmirror\""}}, ErrorCode::TokenEnded);
}

} // namespace

/// Expires the timer rather than cancels its wait: the wait may not have begun yet, and must then end at
/// once.
void Connection::wakeUp()
{
    if (m_answering && m_answering->isAborted() && !m_closed)
        return close(); // also where a full socket is waited for
    if (m_feeding && sendAtOnce())
        return;
    m_woken = true;
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

/// Waits until the exchange has something; false if the client went away before.
asio::awaitable<bool> Connection::waitForAnswer()
{
    m_woken = false;
    m_wake.expires_at(asio::steady_timer::time_point::max());
    error_code wakeError;
    if (m_buffer.size() > 0) { // a pipelined request waits: then an end of stream cannot be seen
        co_await m_wake.async_wait(into(wakeError));
        co_return !m_closed;
    }
    if (!co_await clientWasFirst())
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

/// Waits for the exchange and for the client at once; true: it was the client that has something to read.
asio::awaitable<bool> Connection::clientWasFirst()
{
    struct Look {
        bool isOver = false;
        bool isReadable = false;
    };
    const auto look = std::make_shared<Look>();
    m_stream.socket().async_wait(asio::ip::tcp::socket::wait_read,
                                 [look, weak = weak_from_this()](error_code error) {
                                     const auto connection = weak.lock();
                                     if (error || look->isOver || !connection)
                                         return;
                                     look->isReadable = true;
                                     connection->m_wake.expires_at(asio::steady_timer::time_point::min());
                                 });
    error_code wakeError;
    co_await m_wake.async_wait(into(wakeError));
    look->isOver = true;
    error_code ignored;
    if (!look->isReadable)
        m_stream.socket().cancel(ignored);
    co_return look->isReadable;
}

/// What has come may be part of a TLS record only, so reading it could wait for more than our answer takes.
/// So it stays where it is, and whether the client is gone is looked up now and then.
asio::awaitable<bool> Connection::waitWithBytesUnread()
{
    while (!m_woken && !m_closed) {
        m_wake.expires_after(std::chrono::seconds(1));
        error_code wakeError;
        co_await m_wake.async_wait(into(wakeError));
        tcp_info information{};
        socklen_t size = sizeof information;
        if (::getsockopt(m_stream.socket().native_handle(), IPPROTO_TCP, TCP_INFO, &information, &size) !=
                0 ||
            information.tcpi_state != TCP_ESTABLISHED)
            co_return false;
    }
    co_return !m_closed;
}

asio::awaitable<Connection::Next> Connection::answer(HttpRequest request, HttpAdmission admission,
                                                     Manner manner)
{
    m_stream.expires_never();
    const auto wake = [weak = weak_from_this(), executor = m_stream.get_executor()] {
        asio::post(executor, [weak] {
            if (const auto connection = weak.lock())
                connection->wakeUp();
        });
    };
    const auto exchange =
        std::make_shared<Exchange>(m_limits, m_room, admission.accounts, acceptsGzip(request), wake);
    // Whatever way this coroutine ends, nobody may go on waiting for the client.
    m_answering = exchange.get();
    const std::shared_ptr<void> guard(nullptr, [this, exchange](void *) {
        m_answering = nullptr;
        exchange->disconnect();
    });
    // The handler's own handle tells when the last of its copies is gone.
    const auto abandon = [exchange](HttpResponder *) { exchange->abandon(); };
    const HttpPermit::Watch watch(admission.permit,
                                  [weak = weak_from_this(), executor = m_stream.get_executor()] {
                                      asio::post(executor, [weak] {
                                          if (const auto connection = weak.lock())
                                              connection->checkPermit();
                                      });
                                  });
    admission.run(std::move(request), std::shared_ptr<HttpResponder>(exchange.get(), abandon));
    const Next next = co_await sendAnswer(*exchange, admission, manner);
    m_permit.reset();
    m_permitTimer.reset();
    co_return next;
}

asio::awaitable<Connection::Next> Connection::sendAnswer(Exchange &exchange, const HttpAdmission &admission,
                                                         Manner manner)
{
    const bool isHead = manner.isHead;
    const bool http10 = manner.http10;
    bool streamed = false;
    while (true) {
        auto ready = exchange.takeReady();
        if (!ready) {
            m_feeding = streamed && !http10 && !isHead && exchange.isFeed() ? &exchange : nullptr;
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
            const bool isLong = streamed ? !exchange.isFeed() : ready->head->body.size() > PieceBytes;
            if (isLong && admission.permit) {
                if (admission.permit->hasEnded()) {
                    HttpResponse ended = permitEnded();
                    ended.addHeaders(admission.headers);
                    co_await refuse(std::move(ended), manner);
                    co_return Next::Close;
                }
                m_permit = admission.permit;
                checkPermitInTime();
            }
            ready->head->addHeaders(admission.headers);
            manner.keepAlive = manner.keepAlive && !(streamed && http10) && !m_stopping;
            if (!co_await sendHead(*ready->head, streamed, manner))
                co_return Next::Close;
        }
        const bool isSent = isHead ? true : co_await sendPieces(ready->bytes, !http10);
        if (!isSent)
            co_return Next::Close;
        if (ready->finished && streamed && !isHead && !http10) {
            QByteArray last;
            append(last, http::make_chunk_last());
            if (!co_await write(last))
                co_return Next::Close;
        }
        if (ready->finished)
            co_return manner.keepAlive ? Next::KeepAlive : Next::Close;
        m_stream.expires_never();
    }
}

void Connection::checkPermit()
{
    if (m_permit && m_permit->hasEnded())
        close(); // in the middle, so that the client notices
}

void Connection::checkPermitInTime()
{
    using Clock = HttpPermit::Clock;
    if (!m_permit || !m_permit->until())
        return;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*m_permit->until() - Clock::now());
    constexpr std::chrono::milliseconds least(1);
    constexpr std::chrono::milliseconds most(60'000);
    m_permitTimer.emplace(m_stream.get_executor(), std::clamp(left, least, most));
    m_permitTimer->async_wait([weak = weak_from_this()](const error_code &canceled) {
        const auto connection = weak.lock();
        if (canceled || !connection)
            return;
        connection->checkPermit();
        if (!connection->m_closed)
            connection->checkPermitInTime();
    });
}

asio::awaitable<bool> Connection::write(QByteArrayView bytes)
{
    error_code error;
    co_await asio::async_write(m_stream, asio::buffer(bytes.data(), size_t(bytes.size())), into(error));
    co_return !error;
}

asio::awaitable<bool> Connection::sendPieces(QByteArrayView bytes, bool chunked)
{
    QByteArray chunk;
    while (!bytes.isEmpty()) {
        QByteArrayView piece = bytes.first(std::min(bytes.size(), PieceBytes));
        bytes = bytes.sliced(piece.size());
        if (chunked) {
            chunk.clear();
            append(chunk, http::make_chunk(asio::buffer(piece.data(), size_t(piece.size()))));
            piece = chunk;
        }
        m_stream.expires_after(m_limits.stallTime);
        if (!co_await write(piece))
            co_return false;
    }
    co_return true;
}

asio::awaitable<bool> Connection::sendHead(const HttpResponse &head, bool streamed, Manner manner)
{
    const auto [isHead, keepAlive, http10] = manner;
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
    if (!co_await write(toBytes(message, streamed || isHead || separate)))
        co_return false;
    if (separate) // GCC 12 awaits the right side of || in any case
        co_return co_await sendPieces(head.body, false);
    co_return true;
}

} // namespace GenMirror
