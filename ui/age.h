#pragma once

#include <QDateTime>

namespace GenMirror
{

/// "just now", "40 s ago", "3 min ago", or the time itself, as for one that is yet to come.
[[nodiscard]] QString ageOf(const QDateTime &time);

} // namespace GenMirror
