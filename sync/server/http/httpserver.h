#pragma once

#include "model/core/result.h"
#include "sync/server/http/httpmessage.h"

#include <chrono>
#include <memory>

namespace GenMirror
{

/// What a client may use up. Past a limit it gets an answer that says so, or is dropped.
struct HttpLimits {
    qsizetype headerBytes = 16 * 1024;
    qsizetype bodyBytes = 64 * 1024 * 1024;
    qsizetype connections = 20000;
    qsizetype connectionsPerAddress = 0;          ///< 0: no limit but the one above.
    qsizetype queuedBytes = 1024 * 1024;          ///< Written by a handler, not yet taken by the client.
    std::chrono::milliseconds headerTime{10'000}; ///< From a request's first wait to its whole header.
    std::chrono::milliseconds idleTime{60'000};   ///< Between two requests of one connection.
    std::chrono::milliseconds bodyTime{30'000};   ///< For a body, plus a second for each `slowestBytes`.
    qsizetype slowestBytes = 16 * 1024;
    std::chrono::milliseconds stallTime{30'000}; ///< A client that takes nothing for so long is dropped.
    std::chrono::milliseconds stopTime{5'000};   ///< What stop() gives to running requests.
};

/// An HTTP/1.1 server: one thread for the network, a coroutine for each connection.
///
/// All HTTP errors are problem documents with a sentence that says what to do. The handler is called on the
/// network thread and must not block; it answers through the responder, from any thread.
class HttpServer
{
public:
    using Handler = std::function<void(HttpRequest, std::shared_ptr<HttpResponder>)>;

    explicit HttpServer(Handler handler, HttpLimits limits = {});
    /// Stops.
    ~HttpServer();
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    /// Binds and starts the network thread. `host` is a numeric address. Port 0 takes a free one.
    /// Network if the address cannot be had, with a sentence that says why.
    /// Speaks TLS with this certificate chain and key (PEM files); called again, with those from the next
    /// connection on. InvalidArgument, and nothing changes, if they cannot be used. From any thread.
    [[nodiscard]] Result<void> useTls(const QString &certificateFile, const QString &keyFile);
    [[nodiscard]] Result<void> listen(const QString &host, quint16 port);
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] qsizetype connectionCount() const;
    /// Takes no more connections, lets running requests finish for stopTime, then closes what is left.
    void stop();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
