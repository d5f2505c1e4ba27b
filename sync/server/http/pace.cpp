#include "sync/server/http/pace.h"

namespace GenMirror
{

Pace::Pace(Clock::duration window, qint64 bytes, Clock::time_point start)
    : m_window(window)
    , m_bytes(bytes)
    , m_start(start)
{
}

void Pace::received(qint64 bytes, Clock::time_point now)
{
    m_total += bytes;
    if (!m_steps.empty() && now - m_steps.back().at < m_window / Slices)
        m_steps.back().total = m_total;
    else
        m_steps.push_back({now, m_total});
    // The bytes that count begin within the first step that passes them; the ones before are history.
    while (m_steps.size() > 1 && m_steps.front().total <= m_total - m_bytes)
        m_steps.pop_front();
}

Pace::Clock::time_point Pace::deadline() const
{
    return (m_total < m_bytes ? m_start : m_steps.front().at) + m_window;
}

} // namespace GenMirror
