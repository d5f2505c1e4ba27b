#include "sync/server/http/httpmessage.h"

#include "sync/protocol/problem.h"

#include <boost/beast/http/status.hpp>

#include <algorithm>

namespace GenMirror
{

QByteArray HttpHead::header(QByteArrayView name) const
{
    QByteArray joined;
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        if (joined.isNull())
            joined = value.isNull() ? QByteArray("") : value;
        else
            joined += ", " + value;
    }
    return joined;
}

void HttpResponse::addHeaders(const HttpHeaders &more)
{
    for (const auto &[name, value] : more) {
        const auto same = std::ranges::find_if(headers, [&key = name](const auto &header) {
            return key == "Vary" && header.first.compare(key, Qt::CaseInsensitive) == 0;
        });
        if (same == headers.end())
            headers.emplaceBack(name, value);
        else
            same->second += ", " + value;
    }
}

QByteArray reasonOf(int status)
{
    const auto reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(unsigned(status)));
    return QByteArray(reason.data(), qsizetype(reason.size()));
}

HttpResponse problemResponse(int status, const QString &detail, HttpHeaders headers, ErrorCode code)
{
    const Problem problem{
        .status = status, .title = QString::fromLatin1(reasonOf(status)), .detail = detail, .code = code};
    headers.prepend({"Content-Type", "application/problem+json"});
    return {.status = status, .headers = std::move(headers), .body = problem.toJson()};
}

} // namespace GenMirror
