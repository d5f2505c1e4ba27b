#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>

namespace GenMirror
{

/// Whether something keeps coming: in any time as long as `window` it has to bring at least `bytes`, or to
/// end. What came fast before buys no rest later. Memory is bounded as long as the deadline is kept.
class Pace
{
public:
    using Clock = std::chrono::steady_clock;

    Pace(Clock::duration window, qint64 bytes, Clock::time_point start);

    void received(qint64 bytes, Clock::time_point now);
    /// When it is too slow, if nothing more comes.
    [[nodiscard]] Clock::time_point deadline() const;

private:
    static constexpr int Slices = 32; ///< Of a window: so much finer is nothing told apart.
    struct Step {
        Clock::time_point at; ///< Of its first bytes.
        qint64 total = 0;     ///< Bytes up to its end.
    };

    const Clock::duration m_window;
    const qint64 m_bytes;
    const Clock::time_point m_start;
    qint64 m_total = 0;
    std::deque<Step> m_steps; ///< Those that deadline() may still ask for.
};

} // namespace GenMirror
