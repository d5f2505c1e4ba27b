#pragma once

#include "model/core/setcounts.h"
#include "model/core/timesource.h"
#include "sync/server/request/call.h"

namespace GenMirror
{

/// Writes into a tree's history what was done, and by whom. Thread-safe.
class HistoryRecorder
{
public:
    HistoryRecorder(TimeSource time, HistoryLimits limits)
        : m_time(std::move(time))
        , m_limits(limits)
    {
    }

    /// Adds when, who and with which program; inside the transaction of what is recorded.
    void record(const Call &call, SqlStorage &storage, TreeHistoryRecord done) const;

private:
    const TimeSource m_time;
    const HistoryLimits m_limits;
};

/// An act upon a tree as a whole.
[[nodiscard]] TreeHistoryRecord actOf(const TreeState &state, const QString &what,
                                      const QString &reason = {});

} // namespace GenMirror
