#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <memory>

namespace GenMirror
{

using HttpHeaders = QList<std::pair<QByteArray, QByteArray>>;

/// A request, whole, as the handler gets it.
struct HttpRequest {
    QByteArray method; ///< GET, PUT, …; HEAD arrives as GET, its body is left out on the way back.
    QByteArray path;   ///< Percent-encoded, as it came.
    QByteArray query;  ///< Without the question mark.
    HttpHeaders headers;
    QByteArray body;
    QString peer; ///< The client's address.

    /// The value of the first header with this name (any case); null if there is none.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

struct HttpResponse {
    int status = 200;
    HttpHeaders headers;
    QByteArray body;
};

/// What an answer without an end sends: asked for bytes whenever the client can take some, so that what a
/// slow client has not taken yet waits here, where newer may replace it.
class HttpFeed
{
public:
    virtual ~HttpFeed() = default;

    struct Piece {
        QByteArray bytes;      ///< Empty: nothing now.
        bool finished = false; ///< Nothing comes after them.
    };
    /// On the network thread; must not block.
    [[nodiscard]] virtual Piece take() = 0;
};

/// What a handler answers with, from any thread; it may be kept as long as the answer takes.
///
/// Either respond() once, or beginStream(), write()… and end(), or beginFeed(). Dropping it without an answer
/// is a 500.
class HttpResponder
{
public:
    virtual ~HttpResponder() = default;

    virtual void respond(HttpResponse response) = 0;
    /// Sends the head; the body follows by write(). Compressed if the client accepts it.
    virtual void beginStream(HttpResponse head) = 0;
    /// Waits while the client is slower than the writer (bounded memory). False: the client is gone or was
    /// dropped for being too slow; give up. Never on the network thread.
    [[nodiscard]] virtual bool write(QByteArrayView bytes) = 0;
    virtual void end() = 0;
    /// Sends the head, uncompressed; the body is what the feed gives, until it says that it is finished.
    virtual void beginFeed(HttpResponse head, std::shared_ptr<HttpFeed> feed) = 0;
    /// The feed has something: it is asked. From any thread.
    virtual void feedReady() = 0;
    /// The answer cannot be finished: the connection is cut, so that the client notices.
    virtual void abort() = 0;
    [[nodiscard]] virtual bool isDisconnected() const = 0;
    /// Called once, on the network thread, if the client goes away before the answer began, and at the end
    /// of a feed. Set it before answering.
    virtual void setDisconnectListener(std::function<void()> listener) = 0;
};

/// An error of HTTP itself or of a route, as a problem document (RFC 9457).
[[nodiscard]] HttpResponse problemResponse(int status, const QString &detail, HttpHeaders headers = {});

/// "Not Found" for 404.
[[nodiscard]] QByteArray reasonOf(int status);

} // namespace GenMirror
