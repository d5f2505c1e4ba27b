#pragma once

#include "sync/server/http/httpserver.h"

namespace GenMirror::Test
{

/// A handler that lets every request in, whatever its head says.
inline HttpServer::Handler
admitAll(std::function<void(const HttpRequest &, const std::shared_ptr<HttpResponder> &)> run)
{
    return [run = std::move(run)](const HttpHead &) -> HttpVerdict { return HttpAdmission{.run = run}; };
}

} // namespace GenMirror::Test
