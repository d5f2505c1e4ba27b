#include "sync/server/request/answer.h"

#include "sync/protocol/problem.h"

namespace GenMirror
{

HttpResponse jsonResponse(QByteArray body, int status, HttpHeaders headers)
{
    headers.emplaceFront("Content-Type", "application/json");
    return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

HttpResponse removedResponse(const QString &what)
{
    return {.status = 204, .headers = {{"GenMirror-Removed", what.toUtf8().toPercentEncoding()}}, .body = {}};
}

HttpResponse errorResponse(const Error &error)
{
    const Problem problem = Problem::of(error);
    HttpResponse response{.status = problem.status,
                          .headers = {{"Content-Type", "application/problem+json"}},
                          .body = problem.toJson()};
    if (error.kind == Error::Kind::Unauthorized)
        response.headers.emplaceBack("WWW-Authenticate", "Bearer realm=\"genmirror\"");
    if (error.kind == Error::Kind::TooManyRequests)
        response.headers.emplaceBack("Retry-After", "60");
    return response;
}

} // namespace GenMirror
