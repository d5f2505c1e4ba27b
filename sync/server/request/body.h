#pragma once

#include "sync/server/http/httpmessage.h"

namespace GenMirror
{

/// The longest text of one object.
inline constexpr qsizetype MaximumObjectBytes = 16 * 1024 * 1024;

/// The program that asks, by its own word: no more than 200 bytes of it, visibly().
[[nodiscard]] QString agentOf(const HttpHead &head);

} // namespace GenMirror
