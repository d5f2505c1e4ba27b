#pragma once

#include "sync/server/http/httpmessage.h"
#include "sync/server/http/httpserver.h"

#include <boost/beast/http.hpp>

namespace GenMirror
{

// What came in, as Beast read it, turned into what the routes know, or into the reason why not.
// For connection.cpp only: Beast shows nowhere else.

using RequestHeader = boost::beast::http::request_header<>;

struct Refusal {
    int status = 0;
    QString detail;
    HttpHeaders headers{};
};

/// What a header that Beast does not take is answered with.
[[nodiscard]] Refusal refusalOf(const boost::system::error_code &error, const HttpLimits &limits);
[[nodiscard]] Refusal tooLate();
[[nodiscard]] Refusal tooLong(qint64 bytes);
/// The budget does not reach for it now.
[[nodiscard]] Refusal noRoom();
/// What is valid HTTP, but not what we take; status 0: nothing.
[[nodiscard]] Refusal objection(const RequestHeader &request);
/// `declaredBytes` is left to the caller.
[[nodiscard]] HttpHead headOf(const RequestHeader &message);
[[nodiscard]] bool acceptsGzip(const HttpHead &request);

} // namespace GenMirror
