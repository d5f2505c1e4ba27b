#pragma once

#include "model/core/result.h"

#include <atomic>
#include <optional>

namespace GenMirror
{

/// What the server knows of itself, for those who watch over it. Thread-safe.
struct ServerStatus {
    std::atomic<bool> stopping = false;
    std::atomic<bool> accessProblem = false; ///< The access store could not be written to the last time.
    std::atomic<std::optional<Error::Kind>> noRoom; ///< Why nothing can be written, as was seen last.
    std::atomic<qint64> certificateExpires = 0;     ///< Seconds since 1970; 0: there is none.
};

} // namespace GenMirror
