#pragma once

#include "sync/server/http/httpmessage.h"
#include "sync/server/http/httpserver.h"

#include <boost/beast/http.hpp>

namespace GenMirror
{

// What came in, as Beast read it, turned into what the routes know, or into the reason why not.
// For connection.cpp only: Beast shows nowhere else.

struct Refusal {
    int status = 0;
    QString detail;
};

/// What a failed read of a request is answered with; status 0: nothing, the client is gone.
[[nodiscard]] Refusal refusalOf(const boost::system::error_code &error, const HttpLimits &limits);
/// What is valid HTTP, but not what we take; status 0: nothing.
[[nodiscard]] Refusal objection(const boost::beast::http::request<boost::beast::http::string_body> &request);
[[nodiscard]] HttpRequest
requestOf(const boost::beast::http::request<boost::beast::http::string_body> &message);
[[nodiscard]] bool acceptsGzip(const HttpRequest &request);

} // namespace GenMirror
