#pragma once

#include "model/core/result.h"
#include "sync/server/http/httpmessage.h"

#include <QDateTime>

#include <chrono>
#include <memory>
#include <optional>

namespace GenMirror
{

/// What a client may use up. Past a limit it gets an answer that says so, or is dropped.
struct HttpLimits {
    qsizetype headerBytes = 16 * 1024;
    qsizetype bodyBytes = 64 * 1024 * 1024;
    qsizetype connections = 20000;
    qsizetype connectionsPerAddress = 0; ///< 0: no limit but the one above.
    qsizetype queuedBytes = 1024 * 1024; ///< Of one answer, not yet taken by the client, in memory.
    /// What is past that goes to files without a name in this folder; empty: the system's for temporary
    /// files.
    QString spoolFolder;
    qint64 spoolBytes = qint64(1024) * 1024 * 1024;      ///< In them, of one answer
    qint64 spoolBytesInAll = qint64(4096) * 1024 * 1024; ///< and of all together,
    qint64 spoolShare = qint64(2048) * 1024 * 1024;      ///< and of those of one address or token.
    /// How long the handler of one answer is held up in all, where there is no room for that; then it is cut.
    std::chrono::milliseconds heldTime{30'000};
    /// So many handlers at a time, and those of one address or token; an answer of more is cut at once. Far
    /// fewer than the threads that handlers have.
    int heldHandlers = 8;
    int heldShare = 4;
    /// Of all bodies and answers together that are held in memory,
    qint64 memoryBytes = qint64(256) * 1024 * 1024;
    /// and of those of one address or token: one longest body, and some answers. Past either: 503.
    qint64 memoryShare = qint64(80) * 1024 * 1024;
    std::chrono::milliseconds headerTime{10'000}; ///< From a request's first wait to its whole header.
    std::chrono::milliseconds idleTime{60'000};   ///< Between two requests of one connection.
    /// In any time as long as this a body has to bring `windowBytes`, or to end: 16 KiB a second.
    std::chrono::milliseconds bodyWindow{20'000};
    qsizetype windowBytes = 320 * 1024;
    std::chrono::milliseconds stallTime{30'000}; ///< Who takes less than 64 KiB in that time is dropped.
    std::chrono::milliseconds stopTime{5'000};   ///< What stop() gives to running requests.
};

/// An HTTP/1.1 server: one thread for the network, a coroutine for each connection.
///
/// All HTTP errors are problem documents with a sentence that says what to do. The handler is asked with the
/// head of each request, before a byte of its body is taken and before `100 Continue` is sent. It is called
/// on the network thread and must not block.
class HttpServer
{
public:
    using Handler = std::function<HttpVerdict(const HttpHead &)>;

    explicit HttpServer(Handler handler, const HttpLimits &limits = {});
    /// Stops.
    ~HttpServer();
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    /// Speaks TLS with this certificate chain and key (PEM files); called again, with those from the next
    /// connection on. InvalidArgument, and nothing changes, if they cannot be used. From any thread.
    [[nodiscard]] Result<void> useTls(const QString &certificateFile, const QString &keyFile);
    /// Binds and starts the network thread. `host` is a numeric address. Port 0 takes a free one.
    /// Network if the address cannot be had, with a sentence that says why.
    [[nodiscard]] Result<void> listen(const QString &host, quint16 port);
    /// Until when the certificate is good; none without TLS, or where it does not say. From any thread.
    [[nodiscard]] std::optional<QDateTime> certificateExpires() const;
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] qsizetype connectionCount() const;
    /// Of the disk, by answers that their clients have not taken yet.
    [[nodiscard]] qint64 spooledBytes() const;
    /// Of memory, by bodies and answers.
    [[nodiscard]] qint64 heldBytes() const;
    /// Takes no more connections, lets running requests finish for stopTime, then closes what is left.
    void stop();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
