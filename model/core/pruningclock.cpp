#include "model/core/pruningclock.h"

namespace GenMirror
{

namespace
{

using std::chrono::milliseconds;

milliseconds between(const QDateTime &from, const QDateTime &to)
{
    return milliseconds(from.msecsTo(to));
}

bool isFar(milliseconds difference)
{
    return difference > PruningClock::Jump || difference < -PruningClock::Jump;
}

/// Whether the newest records follow each other up to now, without a jump, for as long as it takes.
bool confirmedByRecords(const QDateTime &now, const PruningClock::Older &older)
{
    QDateTime later = now;
    while (true) {
        const auto at = older();
        if (!at)
            return false;
        if (!*at)
            return true; // that was the oldest, and there is no jump between them
        if (isFar(between(**at, later)))
            return false;
        if (between(**at, now) >= PruningClock::Confirmation)
            return true;
        later = **at;
    }
}

} // namespace

PruningClock::PruningClock(const Moment &now, const Older &older)
    : m_since(now)
    , m_confirmed(confirmedByRecords(now.wall, older))
{
}

void PruningClock::compare(milliseconds serverAhead)
{
    m_differs = isFar(serverAhead);
}

bool PruningClock::isTrusted(const Moment &now)
{
    const milliseconds passed = now.steady - m_since.steady;
    if (isFar(between(m_since.wall, now.wall) - passed)) {
        m_since = now;
        m_confirmed = false;
    } else if (passed >= Confirmation) {
        m_confirmed = true;
    }
    return m_confirmed && !m_differs;
}

} // namespace GenMirror
