// The first half of a request: its header, what that decides, and its body.
#include "sync/server/http/budget.h"
#include "sync/server/http/connection.h"
#include "sync/server/http/incoming.h"
#include "sync/server/http/pace.h"
#include "sync/server/http/rawheader.h"

#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>

#include <sys/socket.h>

using namespace Qt::StringLiterals;
namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace GenMirror
{

namespace
{

constexpr size_t ReadAtLeast = 4096; // bytes
constexpr size_t ReadAtOnce = 65536;
// For a client that sends what was refused: some of it is thrown away at a time, so that others are served.
constexpr std::chrono::seconds LingerTime(5);
constexpr std::chrono::milliseconds LingerPause(20);
constexpr size_t LingerAtOnce = 1024 * 1024; // bytes

QByteArrayView viewOf(const boost::beast::flat_buffer &buffer)
{
    return {static_cast<const char *>(buffer.data().data()), qsizetype(buffer.size())};
}

Refusal refusalOf(RawHeader::Fault fault)
{
    switch (fault) {
    case RawHeader::Fault::None:
        break;
    case RawHeader::Fault::BareLineFeed:
        return {400, u"A line of the header ends with a line feed alone. Lines end with CR and LF."_s};
    case RawHeader::Fault::BareReturn:
        return {400, u"A carriage return stands within a line of the header. Lines end with CR and LF."_s};
    case RawHeader::Fault::Folded:
        return {400, u"A line of the header begins with a space. Put each header on one line."_s};
    case RawHeader::Fault::ControlCharacter:
        return {400, u"There is a control character in the header."_s};
    }
    return {};
}

std::optional<Refusal> refusalOf(const IncomingBody &body)
{
    switch (body.state()) {
    case IncomingBody::State::Wanting:
    case IncomingBody::State::Complete:
        break;
    case IncomingBody::State::Malformed:
        return Refusal{400, u"The request is not valid HTTP: its body is not made of chunks."_s};
    case IncomingBody::State::TooLong:
        return tooLong(body.most());
    case IncomingBody::State::TooMuchFraming:
        return Refusal{400,
                       u"The body's chunks say more of themselves than they hold. Send larger chunks."_s};
    }
    return {};
}

} // namespace

asio::awaitable<Connection::Next> Connection::serveOne(bool first)
{
    if (!first && m_buffer.size() == 0) { // between two requests a client may be silent for longer
        error_code error;
        m_stream.expires_after(m_limits.idleTime);
        const size_t read = co_await m_stream.async_read_some(m_buffer.prepare(ReadAtLeast), into(error));
        if (error || read == 0)
            co_return Next::Close;
        m_buffer.commit(read);
    }
    RequestParser parser;
    parser.header_limit(std::uint32_t(m_limits.headerBytes));
    parser.body_limit(boost::none); // who asks is judged before how much
    startDeadline(m_limits.headerTime);
    std::optional<Refusal> refusal = co_await readHeader(parser);
    endDeadline();
    m_busy = true;
    if (!refusal) {
        if (Refusal objected = objection(parser.get()); objected.status != 0)
            refusal = std::move(objected);
    }
    if (refusal) {
        if (refusal->status != 0)
            co_await refuse(*std::move(refusal));
        co_return Next::Close;
    }
    HttpHead head = headOf(parser.get());
    head.peer = m_peer;
    head.secure = m_stream.isSecure();
    if (parser.chunked())
        head.declaredBytes.reset();
    else
        head.declaredBytes = qint64(parser.content_length().value_or(0));
    const Manner manner{.isHead = parser.get().method() == http::verb::head,
                        .keepAlive = parser.get().keep_alive(),
                        .http10 = parser.get().version() < 11};
    const bool expects = !manner.http10 && parser.get().count(http::field::expect) > 0;
    const Next next = co_await serve(std::move(head), manner, expects);
    m_busy = false;
    co_return m_stopping ? Next::Close : next;
}

asio::awaitable<std::optional<Refusal>> Connection::readHeader(RequestParser &parser)
{
    RawHeader raw;
    qsizetype seen = 0; // of the buffer, by `raw`
    while (true) {
        const auto fault = raw.take(viewOf(m_buffer).sliced(seen));
        if (fault != RawHeader::Fault::None)
            co_return refusalOf(fault);
        if (raw.size() > m_limits.headerBytes) // Beast's limit is one for each piece
            co_return refusalOf(http::error::header_limit, m_limits);
        seen = qsizetype(m_buffer.size());
        error_code error;
        if (seen > 0) {
            const size_t used = parser.put(m_buffer.data(), error);
            m_buffer.consume(used);
            seen -= qsizetype(used);
            if (error == http::error::need_more)
                error = {};
            if (error)
                co_return refusalOf(error, m_limits);
            if (parser.is_header_done())
                co_return std::nullopt;
        }
        const size_t read = co_await m_stream.async_read_some(m_buffer.prepare(ReadAtLeast), into(error));
        if (error || read == 0) // who said nothing gets no answer
            co_return isLate() && (parser.got_some() || m_buffer.size() > 0) ? tooLate() : Refusal();
        m_buffer.commit(read);
    }
}

/// What the head decides comes first: nothing of a body is asked for, or kept, that is not to be had.
asio::awaitable<Connection::Next> Connection::serve(HttpHead head, Manner manner, bool expects)
{
    HttpVerdict verdict = m_handler(head);
    if (auto *response = std::get_if<HttpResponse>(&verdict))
        co_return co_await refuseBody(head, manner, std::move(*response));
    auto &admission = std::get<HttpAdmission>(verdict);
    const qsizetype most = std::min(admission.bodyBytes, m_limits.bodyBytes);
    IncomingBody body(head.declaredBytes, most, m_limits.headerBytes);
    m_buffer.consume(size_t(body.take(viewOf(m_buffer))));
    const auto room = std::make_shared<Reservation>(m_room.memory, admission.accounts);
    std::optional<Refusal> refusal = refusalOf(body);
    if (!refusal && !room->resize(head.declaredBytes.value_or(body.size())))
        refusal = noRoom();
    if (!refusal && expects && body.state() == IncomingBody::State::Wanting) {
        constexpr QByteArrayView goOn = "HTTP/1.1 100 Continue\r\n\r\n";
        m_stream.expires_after(m_limits.stallTime);
        const bool sent = co_await write(goOn);
        if (!sent)
            co_return Next::Close;
    }
    if (!refusal) {
        refusal = co_await readBody(body, *room);
        endDeadline();
    }
    if (refusal) {
        if (refusal->status != 0) {
            HttpResponse response = problemResponse(refusal->status, refusal->detail, refusal->headers);
            response.addHeaders(admission.headers);
            co_await refuse(std::move(response), manner);
        }
        co_return Next::Close;
    }
    HttpRequest request{std::move(head), std::move(body).bytes(), room};
    co_return co_await answer(std::move(request), std::move(admission), manner);
}

asio::awaitable<std::optional<Refusal>> Connection::readBody(IncomingBody &body, Reservation &room)
{
    using Clock = Pace::Clock;
    Pace pace(m_limits.bodyWindow, m_limits.windowBytes, Clock::now());
    while (body.state() == IncomingBody::State::Wanting) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(pace.deadline() - Clock::now());
        startDeadline(std::max(left, std::chrono::milliseconds(1)));
        error_code error;
        const size_t wanted = std::clamp(size_t(body.wanted()), ReadAtLeast, ReadAtOnce);
        const size_t read = co_await m_stream.async_read_some(m_buffer.prepare(wanted), into(error));
        if (error || read == 0)
            co_return isLate() ? tooLate() : Refusal();
        m_buffer.commit(read);
        const qsizetype before = body.size();
        m_buffer.consume(size_t(body.take(viewOf(m_buffer))));
        pace.received(body.size() - before, Clock::now());
        if (auto refusal = refusalOf(body))
            co_return refusal;
        if (body.size() > room.bytes() && !room.resize(body.size()))
            co_return noRoom();
    }
    if (m_buffer.size() == 0 && m_buffer.capacity() > ReadAtLeast)
        m_buffer.shrink_to_fit(); // many connections that wait shall cost little
    co_return std::nullopt;
}

/// An answer to the head alone. The connection can go on only if nothing of the body is still to come.
asio::awaitable<Connection::Next> Connection::refuseBody(const HttpHead &head, Manner manner,
                                                         HttpResponse response)
{
    const bool isHere = head.declaredBytes && *head.declaredBytes <= qint64(m_buffer.size());
    if (!isHere) {
        co_await refuse(std::move(response), manner);
        co_return Next::Close;
    }
    m_buffer.consume(size_t(*head.declaredBytes));
    manner.keepAlive = manner.keepAlive && !m_stopping;
    m_stream.expires_after(m_limits.stallTime);
    const bool sent = co_await sendHead(response, false, manner);
    m_stream.expires_never();
    co_return sent &&manner.keepAlive ? Next::KeepAlive : Next::Close;
}

asio::awaitable<void> Connection::refuse(Refusal refusal)
{
    HttpResponse response = problemResponse(refusal.status, refusal.detail, refusal.headers);
    co_await refuse(std::move(response), Manner());
}

asio::awaitable<void> Connection::refuse(HttpResponse response, Manner manner)
{
    manner.keepAlive = false;
    m_stream.expires_after(std::chrono::seconds(2));
    if (!co_await sendHead(response, false, manner))
        co_return;
    co_await sayGoodbye();
    // The client may still be sending: closing now would reset the connection before it has read our answer.
    error_code error;
    m_stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    co_await linger();
}

/// By a timer of its own: an answer that is still being made may set the connection's.
asio::awaitable<void> Connection::linger()
{
    asio::steady_timer deadline(m_stream.get_executor(), LingerTime);
    deadline.async_wait([weak = weak_from_this()](const error_code &canceled) {
        const auto connection = weak.lock();
        error_code ignored;
        if (!canceled && connection)
            connection->m_stream.socket().cancel(ignored);
    });
    asio::steady_timer pause(m_stream.get_executor());
    const auto end = deadline.expiry();
    for (qint64 left = m_limits.bodyBytes; left > 0 && !m_closed && std::chrono::steady_clock::now() < end;) {
        error_code error;
        co_await m_stream.socket().async_wait(asio::ip::tcp::socket::wait_read, into(error));
        if (error)
            break;
        const ssize_t thrown = ::recv(m_stream.socket().native_handle(), nullptr, LingerAtOnce,
                                      MSG_TRUNC | MSG_DONTWAIT); // TCP copies nothing then
        if (thrown == 0 || (thrown < 0 && errno != EAGAIN && errno != EINTR))
            break;
        left -= std::max<ssize_t>(thrown, 0);
        pause.expires_after(LingerPause);
        co_await pause.async_wait(into(error));
    }
}

} // namespace GenMirror
