#pragma once

#include "model/core/result.h"
#include "model/core/timesource.h"

#include <optional>

namespace GenMirror
{

/// Says whether the wall clock may be used to tell how old records are, before those that are too old are
/// deleted.
///
/// A clock that jumped by more than a day may be wrong, and by a wrong clock everything is old. It jumped if
/// it is more than a day away from the newest record, or from where the steady clock says that it should be.
/// From then on nothing may be pruned by age until it has been confirmed for an hour: by the steady clock, or
/// by records that follow each other for as long. As long as a server tells another time, it is not confirmed
/// at all. A value without a thread of its own.
class PruningClock
{
public:
    static constexpr std::chrono::milliseconds Jump = std::chrono::hours(24);
    static constexpr std::chrono::milliseconds Confirmation = std::chrono::hours(1);

    /// Gives the time of the next older record, from the newest on; none after the oldest.
    using Older = std::function<Result<std::optional<QDateTime>>()>;

    /// Begins at `now`. `older` is asked for as many records as it takes to know; if it fails, nothing is
    /// known.
    PruningClock(const Moment &now, const Older &older);

    /// How far a server's clock is ahead of ours, as it told last.
    void compare(std::chrono::milliseconds serverAhead);
    /// Whether ages may be measured from now on. Asked now and then; each time tells of a jump since the
    /// last.
    [[nodiscard]] bool isTrusted(const Moment &now);

private:
    Moment m_since;           ///< From here on the clock went on as the steady one did.
    bool m_confirmed = false; ///< For an hour, or by records.
    bool m_differs = false;   ///< From the server's, when both were last compared.
};

} // namespace GenMirror
