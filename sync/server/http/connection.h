// Internal to sync/server/http: includes Beast.
#pragma once

#include "sync/server/http/budget.h"
#include "sync/server/http/httpserver.h"
#include "sync/server/http/incomingbody.h"
#include "sync/server/http/serverstream.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <atomic>

namespace GenMirror
{

class Exchange;
struct Refusal;

/// Awaits an operation and has its error as a value.
inline auto into(boost::system::error_code &error)
{
    return boost::asio::redirect_error(boost::asio::use_awaitable, error);
}

/// One client's connection: reads requests one after the other, hands them on, sends the answers in order.
/// Lives on the network thread.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    Connection(boost::asio::ip::tcp::socket socket, ClientAddress peer,
               std::shared_ptr<boost::asio::ssl::context> tls, const HttpServer::Handler &handler,
               const HttpLimits &limits, const SharedRoom &room);
    ~Connection();

    /// The connection's life. Holds itself.
    [[nodiscard]] boost::asio::awaitable<void> run();
    /// In place of run(): says that there are too many.
    [[nodiscard]] boost::asio::awaitable<void> turnAway();
    /// Closes it as soon as no request is under way.
    void stopWhenIdle();
    /// Closes it at once.
    void close();

private:
    using RequestParser = boost::beast::http::request_parser<boost::beast::http::empty_body>;
    enum class Next { KeepAlive, Close };
    /// How an answer goes out, which its request says.
    struct Manner {
        bool isHead = false;
        bool keepAlive = false;
        bool http10 = false;
    };

    [[nodiscard]] boost::asio::awaitable<bool> handshake();
    [[nodiscard]] boost::asio::awaitable<void> sayGoodbye();
    [[nodiscard]] boost::asio::awaitable<Next> serveOne(bool first);
    /// None: it is whole. What is wrong with it; status 0: the client is gone.
    [[nodiscard]] boost::asio::awaitable<std::optional<Refusal>> readHeader(RequestParser &parser);
    /// The same.
    [[nodiscard]] boost::asio::awaitable<std::optional<Refusal>> readBody(IncomingBody &body,
                                                                          Reservation &room);
    [[nodiscard]] boost::asio::awaitable<Next> serve(HttpHead head, Manner manner, bool expects);
    [[nodiscard]] boost::asio::awaitable<Next> refuseBody(const HttpHead &head, Manner manner,
                                                          HttpResponse response);
    [[nodiscard]] boost::asio::awaitable<Next> answer(HttpRequest request, HttpAdmission admission,
                                                      Manner manner);
    [[nodiscard]] boost::asio::awaitable<Next> sendAnswer(Exchange &exchange, const HttpAdmission &admission,
                                                          Manner manner);
    /// Cuts the answer that is on its way, if it is a long one, once its permit has ended.
    void checkPermit();
    /// Calls checkPermit() when its permit ends by time. Again and again: the clock may be set.
    void checkPermitInTime();
    [[nodiscard]] boost::asio::awaitable<bool> waitForAnswer();
    [[nodiscard]] boost::asio::awaitable<bool> clientWasFirst();
    [[nodiscard]] boost::asio::awaitable<bool> waitWithBytesUnread();
    [[nodiscard]] boost::asio::awaitable<bool> sendHead(const HttpResponse &head, bool streamed,
                                                        Manner manner);
    /// The last answer of this connection.
    [[nodiscard]] boost::asio::awaitable<void> refuse(HttpResponse response, Manner manner);
    [[nodiscard]] boost::asio::awaitable<void> refuse(Refusal refusal);
    /// Throws away what still comes, for a while.
    [[nodiscard]] boost::asio::awaitable<void> linger();

    /// `bytes` stay until it has ended.
    [[nodiscard]] boost::asio::awaitable<bool> write(QByteArrayView bytes);
    /// The next bytes of a stream, each piece within stallTime of its own.
    [[nodiscard]] boost::asio::awaitable<bool> sendPieces(QByteArrayView bytes, bool chunked);
    void wakeUp();
    /// Between two pieces of a feed: sends what it has without waking the coroutine, which costs ten times as
    /// much. False: something is left for the coroutine.
    [[nodiscard]] bool sendAtOnce();
    /// What is read from here on has to come within the time, else the read fails with isLate() true. Unlike
    /// tcp_stream's own time-out it leaves the socket open for an answer that says so.
    void startDeadline(std::chrono::milliseconds time);
    void endDeadline();
    [[nodiscard]] bool isLate() const { return m_late; }

    ServerStream m_stream;
    boost::beast::flat_buffer m_buffer;
    boost::asio::steady_timer m_wake;
    const HttpServer::Handler &m_handler;
    const HttpLimits &m_limits;
    const SharedRoom &m_room;
    ClientAddress m_peer;
    std::shared_ptr<HttpPermit> m_permit; ///< Of the long answer that is on its way; null: there is none.
    std::optional<boost::asio::steady_timer> m_permitTimer;
    bool m_busy = false;
    bool m_stopping = false;
    bool m_closed = false;
    bool m_late = false;
    bool m_woken = false; ///< Since the wait for an answer began: by the exchange, or by close().
    Exchange *m_answering = nullptr;
    Exchange *m_feeding = nullptr; ///< While its feed has nothing, and all that it gave is sent.
    QByteArray m_unsent;           ///< Of a chunk that the socket did not take as a whole.
    quint64 m_deadline = 0;        ///< A number for each: one that was ended may still fire.
};

} // namespace GenMirror
