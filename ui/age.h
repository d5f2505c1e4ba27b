#pragma once

#include <QDateTime>

namespace GenMirror
{

/// "just now", "40 s ago", "3 min ago", or the time itself.
[[nodiscard]] QString ageOf(const QDateTime &time);

} // namespace GenMirror
