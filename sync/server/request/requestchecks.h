#pragma once

#include "sync/server/request/route.h"

namespace GenMirror
{

// What is asked of a request's head once its route is known, in this order.

/// The role, and for what concerns the whole server that all trees are in reach. A tree's own reach has been
/// asked. Error: Forbidden.
[[nodiscard]] Result<void> authorize(const Call &call, const Route &route);
/// To the body that the head speaks of; none: it may come.
[[nodiscard]] std::optional<HttpResponse> objection(const Call &call, const Route &route);
/// InvalidArgument: a parameter that is not known means something to whoever sends it, and twice the same is
/// a riddle.
[[nodiscard]] Result<void> checkParameters(const Call &call, const Route &route);

} // namespace GenMirror
