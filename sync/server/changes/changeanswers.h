#pragma once

#include "sync/server/request/route.h"

namespace GenMirror
{

struct Commit;

// What is answered to a change, once it is on the disk. The call lives until then.

/// `json`, an object, and "updates" in it if the request asked for it. What was written stays, so if those
/// cannot be read they are left out.
[[nodiscard]] HttpResponse written(const Call &call, SqlStorage &storage, int status, QByteArray json);
[[nodiscard]] Changed changed(const Call &call, const Commit &commit, int status, const QByteArray &json);
/// What is answered is as sure as what others wrote before it in the same transaction: it waits for that,
/// too.
[[nodiscard]] Result<Changed> unchanged(Answer answer);

} // namespace GenMirror
