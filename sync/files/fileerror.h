#pragma once

#include "model/core/result.h"

namespace GenMirror
{

/// What a system call that failed means for a person: "<what>: <the system's words>. <what to do>".
///
/// Kinds: Full (disk, quota or size limit), AlreadyExists, NotFound, and Storage for all else.
[[nodiscard]] Error fileError(const QString &what, int systemError);

} // namespace GenMirror
