#pragma once

#include "model/core/result.h"

#include <atomic>
#include <optional>

namespace GenMirror
{

/// What the server knows of itself, for those who watch over it. Thread-safe.
struct ServerStatus {
    std::atomic<bool> stopping = false;
    std::atomic<bool> accessProblem = false;    ///< The access store could not be written to the last time.
    std::atomic<qint64> certificateExpires = 0; ///< Seconds since 1970; 0: there is none.

    /// Why nothing can be written, as was seen last; nothing: it can.
    std::optional<Error::Kind> noRoom() const
    {
        const int kind = m_noRoom;
        return kind == Room ? std::nullopt : std::optional(Error::Kind(kind));
    }
    void setNoRoom(std::optional<Error::Kind> why) { m_noRoom = why ? int(*why) : Room; }

private:
    static constexpr int Room = -1; ///< No Error::Kind.
    std::atomic<int> m_noRoom = Room;
};

} // namespace GenMirror
