#include "sync/server/http/httpserver.h"

#include "sync/server/http/budget.h"
#include "sync/server/http/connection.h"
#include "sync/server/http/spool.h"
#include "sync/server/http/tlscontext.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <QHash>

#include <sys/resource.h>

#include <list>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;
namespace asio = boost::asio;
using boost::system::error_code;

namespace GenMirror
{

class HttpServer::Private
{
public:
    Private(Handler requestHandler, const HttpLimits &httpLimits)
        : handler(std::move(requestHandler))
        , limits(httpLimits)
    {
    }

    asio::awaitable<void> acceptAll();
    void start(asio::ip::tcp::socket socket, const ClientAddress &peer);
    void turnAway(asio::ip::tcp::socket socket, const ClientAddress &peer);
    void beginStop();
    void checkStopped();

    Handler handler;
    HttpLimits limits;
    const SharedRoom room{.spools = std::make_shared<SpoolRoom>(limits),
                          .memory = std::make_shared<Budget>(limits.memoryBytes, limits.memoryShare),
                          .held = std::make_shared<Budget>(limits.heldHandlers, limits.heldShare)};
    asio::io_context io{1};
    asio::ip::tcp::acceptor acceptor{io};
    asio::steady_timer stopTimer{io};
    asio::steady_timer acceptTimer{io};
    [[nodiscard]] std::shared_ptr<asio::ssl::context> tlsContext();
    [[nodiscard]] bool hasRoomFor(const ClientAddress &peer) const;

    std::mutex tlsMutex;
    std::shared_ptr<asio::ssl::context> tls;
    std::list<std::weak_ptr<Connection>> connections;
    QHash<QByteArray, qsizetype> countOfAddress;
    std::atomic<qsizetype> count = 0;
    std::atomic<quint16> port = 0;
    static constexpr int MostTurnedAway = 64; ///< At a time.
    int turnedAway = 0;
    bool stopping = false;
    std::thread thread;
};

namespace
{

/// Each connection takes a descriptor; the soft limit of 1,024 is lower than what we serve.
void raiseDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

ClientAddress addressOf(const asio::ip::tcp::socket &socket)
{
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    return error ? ClientAddress() : ClientAddress(QString::fromStdString(endpoint.address().to_string()));
}

} // namespace

std::shared_ptr<asio::ssl::context> HttpServer::Private::tlsContext()
{
    const std::scoped_lock lock(tlsMutex);
    return tls;
}

bool HttpServer::Private::hasRoomFor(const ClientAddress &peer) const
{
    return count.load() < limits.connections &&
           (limits.connectionsPerAddress == 0 ||
            countOfAddress.value(peer.group()) < limits.connectionsPerAddress);
}

asio::awaitable<void> HttpServer::Private::acceptAll()
{
    while (!stopping) {
        error_code error;
        asio::ip::tcp::socket socket =
            co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (stopping)
            co_return;
        if (error) { // e.g. out of descriptors: existing connections go on, new ones wait
            acceptTimer.expires_after(std::chrono::milliseconds(50));
            co_await acceptTimer.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        const ClientAddress peer = addressOf(socket);
        if (hasRoomFor(peer))
            start(std::move(socket), peer);
        else if (turnedAway < MostTurnedAway) // more are closed without a word: that would cost what is short
            turnAway(std::move(socket), peer);
    }
}

void HttpServer::Private::turnAway(asio::ip::tcp::socket socket, const ClientAddress &peer)
{
    const auto connection =
        std::make_shared<Connection>(std::move(socket), peer, tlsContext(), handler, limits, room);
    ++turnedAway;
    asio::co_spawn(io, connection->turnAway(), [this](const std::exception_ptr &) { --turnedAway; });
}

void HttpServer::Private::start(asio::ip::tcp::socket socket, const ClientAddress &peer)
{
    const auto connection =
        std::make_shared<Connection>(std::move(socket), peer, tlsContext(), handler, limits, room);
    connections.push_front(connection);
    ++count;
    ++countOfAddress[peer.group()];
    const auto place = connections.begin();
    asio::co_spawn(io, connection->run(), [this, place, address = peer.group()](const std::exception_ptr &) {
        connections.erase(place);
        --count;
        if (--countOfAddress[address] == 0)
            countOfAddress.remove(address);
        checkStopped();
    });
}

void HttpServer::Private::beginStop()
{
    stopping = true;
    error_code error;
    acceptor.close(error);
    acceptTimer.cancel();
    for (const auto &weak : connections) {
        if (const auto connection = weak.lock())
            connection->stopWhenIdle();
    }
    stopTimer.expires_after(limits.stopTime);
    stopTimer.async_wait([this](const error_code &) {
        for (const auto &weak : connections) {
            if (const auto connection = weak.lock())
                connection->close();
        }
    });
    checkStopped();
}

void HttpServer::Private::checkStopped()
{
    if (stopping && connections.empty())
        stopTimer.cancel(); // nothing is left to wait for: the thread's loop ends
}

HttpServer::HttpServer(Handler handler, const HttpLimits &limits)
    : d(std::make_unique<Private>(std::move(handler), limits))
{
}

HttpServer::~HttpServer()
{
    stop();
}

Result<void> HttpServer::listen(const QString &host, quint16 port)
{
    error_code error;
    const auto address = asio::ip::make_address(host.toStdString(), error);
    if (error)
        return failure(
            Error::Kind::InvalidArgument,
            u"\"%1\" is no address to listen on; give a numeric one such as 127.0.0.1 or ::1."_s.arg(host));
    raiseDescriptorLimit();
    const asio::ip::tcp::endpoint endpoint(address, port);
    d->acceptor.open(endpoint.protocol(), error);
    if (!error)
        d->acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error)
        d->acceptor.bind(endpoint, error);
    if (!error)
        d->acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return failure(
            Error::Kind::Network,
            u"Cannot listen on %1 port %2: %3. Is another server running there?"_s.arg(host).arg(port).arg(
                QString::fromStdString(error.message())));
    d->port = d->acceptor.local_endpoint().port();
    asio::co_spawn(d->io, d->acceptAll(), asio::detached);
    d->thread = std::thread([this] { d->io.run(); });
    return {};
}

Result<void> HttpServer::useTls(const QString &certificateFile, const QString &keyFile)
{
    auto context = makeTlsContext(certificateFile, keyFile);
    if (!context)
        return failureOf(context);
    const std::scoped_lock lock(d->tlsMutex);
    d->tls = *std::move(context);
    return {};
}

std::optional<QDateTime> HttpServer::certificateExpires() const
{
    const auto context = d->tlsContext();
    const QDateTime expires = context ? expiryOf(*context) : QDateTime();
    return expires.isValid() ? std::optional(expires) : std::nullopt;
}

quint16 HttpServer::port() const
{
    return d->port;
}

qsizetype HttpServer::connectionCount() const
{
    return d->count;
}

void HttpServer::stop()
{
    if (!d->thread.joinable())
        return;
    asio::post(d->io, [this] { d->beginStop(); });
    d->thread.join();
    d->room.spools->stop();
}

qint64 HttpServer::heldBytes() const
{
    return d->room.memory->used();
}

qint64 HttpServer::spooledBytes() const
{
    return d->room.spools->used();
}

} // namespace GenMirror
