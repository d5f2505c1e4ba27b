#pragma once

#include "model/core/result.h"
#include "sync/server/http/httpmessage.h"

namespace GenMirror
{

/// What a route answers; status 0: it has been answered, or will be later.
using Answer = Result<HttpResponse>;

[[nodiscard]] HttpResponse jsonResponse(QByteArray body, int status = 200, HttpHeaders headers = {});
/// 204, which says what was removed: a status alone can come from anywhere.
[[nodiscard]] HttpResponse removedResponse(const QString &what);
[[nodiscard]] HttpResponse errorResponse(const Error &error);

} // namespace GenMirror
