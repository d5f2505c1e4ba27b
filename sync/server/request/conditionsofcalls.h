#pragma once

#include "sync/server/request/route.h"

namespace GenMirror
{

struct Operation;

// If-Match and If-None-Match: read for every route before anything is done, and asked where it is known what
// is there. Conflict (412): they do not hold.

[[nodiscard]] Result<void> takeConditions(Call &call, const Route &route);
/// 304 or 412, if that is what the conditions of a request that reads come to.
[[nodiscard]] std::optional<Answer> answeredByConditions(const Call &call, const EntityTag &tag,
                                                         HttpHeaders headers);
/// Of a request that changes one object. What would be refused without conditions is refused as it would be
/// (RFC 9110, 13.2.1): a put where the id names a nested set, a removal of what is not there.
[[nodiscard]] Result<void> checkConditions(const Call &call, SqlStorage &storage, const Operation &operation);
/// Of a request that concerns a tree as a whole; no state: it is not there.
[[nodiscard]] Result<void> checkTreeConditions(const Call &call, const std::optional<TreeState> &now);
/// Before an Act. What would be refused without conditions is refused as it would be: to make what is there,
/// or to do anything else to what is not.
[[nodiscard]] Result<void> checkConditions(const Call &call, const TreeStore &trees, TreeWriter &writer);

} // namespace GenMirror
