#include "sync/server/http/httpmessage.h"

#include "sync/protocol/problem.h"

#include <boost/beast/http/status.hpp>

namespace GenMirror
{

QByteArray HttpRequest::header(QByteArrayView name) const
{
    for (const auto &[headerName, value] : headers) {
        if (headerName.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QByteArray reasonOf(int status)
{
    const auto reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(unsigned(status)));
    return QByteArray(reason.data(), qsizetype(reason.size()));
}

HttpResponse problemResponse(int status, const QString &detail, HttpHeaders headers)
{
    const Problem problem{.status = status, .title = QString::fromLatin1(reasonOf(status)), .detail = detail};
    headers.prepend({"Content-Type", "application/problem+json"});
    return {.status = status, .headers = std::move(headers), .body = problem.toJson()};
}

} // namespace GenMirror
