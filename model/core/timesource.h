#pragma once

#include <QDateTime>

#include <chrono>
#include <functional>

namespace GenMirror
{

/// One instant by both clocks of a machine.
struct Moment {
    QDateTime wall;                   ///< What people read. It may be set, and so be wrong.
    std::chrono::milliseconds steady; ///< Goes on evenly while this process runs; from any beginning.
};

/// Where a part takes the time from: the machine's clocks, or those of a test.
struct TimeSource {
    std::function<QDateTime()> wall = &QDateTime::currentDateTimeUtc;
    std::function<std::chrono::milliseconds()> steady = [] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
    };

    [[nodiscard]] Moment now() const { return {wall(), steady()}; }
};

} // namespace GenMirror
