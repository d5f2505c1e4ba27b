#pragma once

#include "model/core/errorcode.h"
#include "sync/server/http/clientaddress.h"
#include "sync/server/http/permit.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <variant>

namespace GenMirror
{

using HttpHeaders = QList<std::pair<QByteArray, QByteArray>>;

/// What of a request is known before its body.
struct HttpHead {
    QByteArray method; ///< GET, PUT, …; HEAD arrives as GET, its body is left out on the way back.
    QByteArray path;   ///< Percent-encoded, as it came.
    QByteArray query;  ///< Without the question mark.
    HttpHeaders headers;
    ClientAddress peer;
    bool secure = false; ///< It came over TLS.
    /// The body's length in bytes, 0 without one. None: it comes in chunks, and nobody knows yet.
    std::optional<qint64> declaredBytes = 0;

    /// The value of the header with this name (any case), of several all, joined by commas, as lists may come
    /// (RFC 9110, 5.3); null if there is none.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] bool hasBody() const { return declaredBytes != 0; }
};

/// A request, whole.
struct HttpRequest : HttpHead {
    QByteArray body;
    std::shared_ptr<void> room; ///< For the body, in the server's budget: kept as long as that is.
};

struct HttpResponse {
    int status = 200;
    HttpHeaders headers;
    QByteArray body;

    /// Further ones; what an answer varies by is joined.
    void addHeaders(const HttpHeaders &more);
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
    /// What the client has not taken yet is kept, on the disk where it is much, so that nobody waits for a
    /// slow client; where there is no room, it waits for a bounded time. False: the client is gone or was
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

/// What lets a request in.
struct HttpAdmission {
    /// The longest body that it may have, in bytes; the server's own limit holds as well.
    qsizetype bodyBytes = std::numeric_limits<qsizetype>::max();
    /// Whose shares of the budget its body and its answer are charged to: an address, a token.
    QByteArrayList accounts;
    /// Where that ends, so does the answer, if it is a long one; null: nothing ends. A feed ends by itself.
    std::shared_ptr<HttpPermit> permit;
    /// They stand in each answer, also where the server gives it itself.
    HttpHeaders headers;
    /// Gets the whole request, on the network thread. Must not block; answers from any thread.
    std::function<void(HttpRequest, std::shared_ptr<HttpResponder>)> run;
};

/// What is decided by the head of a request alone: an answer, which refuses it or needs no body, or that the
/// body may come.
using HttpVerdict = std::variant<HttpResponse, HttpAdmission>;

/// An error of HTTP itself or of a route, as a problem document (RFC 9457).
[[nodiscard]] HttpResponse problemResponse(int status, const QString &detail, HttpHeaders headers = {},
                                           ErrorCode code = ErrorCode::None);

/// "Not Found" for 404.
[[nodiscard]] QByteArray reasonOf(int status);

} // namespace GenMirror
