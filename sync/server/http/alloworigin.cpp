#include "sync/server/http/alloworigin.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace GenMirror
{

QByteArray AllowedOrigins::normalized(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const QString scheme = url.scheme();
    if (!url.isValid() || (scheme != "http"_L1 && scheme != "https"_L1) || url.host().isEmpty() ||
        !url.userInfo().isEmpty() || url.path().size() > 1 || url.hasQuery() || url.hasFragment())
        return {};
    const int own = scheme == "https"_L1 ? 443 : 80;
    const QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    const QByteArray origin = scheme.toLatin1() + "://" + (host.contains(':') ? '[' + host + ']' : host);
    return url.port(own) == own ? origin : QByteArray(origin + ':' + QByteArray::number(url.port()));
}

bool AllowedOrigins::isForeign(const HttpHead &head) const
{
    const QByteArray origin = head.header("Origin");
    if (origin.isNull() || covers(origin))
        return false;
    const QString own = QString::fromLatin1((head.secure ? "https://" : "http://") + head.header("Host"));
    return origin != normalized(own) || origin.isEmpty();
}

HttpHeaders AllowedOrigins::headersFor(const HttpHead &head) const
{
    if (m_origins.isEmpty())
        return {};
    HttpHeaders headers{{"Vary", "Origin"}}; // also where there is none: a cache may have other askers
    if (const QByteArray origin = head.header("Origin"); covers(origin)) {
        headers.emplaceBack("Access-Control-Allow-Origin", origin);
        headers.emplaceBack("Access-Control-Expose-Headers",
                            "Allow, Date, ETag, GenMirror-Removed, Location, Retry-After, WWW-Authenticate");
    }
    return headers;
}

std::optional<HttpResponse> AllowedOrigins::preflight(const HttpHead &head) const
{
    if (head.method != "OPTIONS" || head.header("Access-Control-Request-Method").isNull() ||
        !covers(head.header("Origin")))
        return {};
    HttpResponse response{
        .status = 204,
        .headers = {{"Access-Control-Allow-Methods", "GET, HEAD, PUT, POST, PATCH, DELETE"},
                    {"Access-Control-Allow-Headers",
                     "Accept, Authorization, Cache-Control, Content-Type, GenMirror-Client, Idempotency-Key, "
                     "If-Match, If-None-Match, Last-Event-ID"},
                    {"Access-Control-Max-Age", "600"}}};
    if (head.header("Access-Control-Request-Private-Network") == "true") // asked of servers on this machine
        response.headers.emplaceBack("Access-Control-Allow-Private-Network", "true");
    return response;
}

} // namespace GenMirror
