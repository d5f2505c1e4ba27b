#include "model/items/flashes.h"

#include <algorithm>

namespace GenMirror
{

namespace
{

constexpr int FadeSteps = 12;

} // namespace

Flashes::Flashes(QObject *parent)
    : QObject(parent)
{
    m_clock.start();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Flashes::fade);
}

void Flashes::add(const QList<qint64> &rows, Kind kind)
{
    const qint64 at = now();
    const qsizetype count = std::min(rows.size(), MostRows);
    for (qsizetype i = 0; i < count; ++i) {
        m_marks.insert(rows[i], {.kind = kind, .at = at});
        m_order.push_back({.row = rows[i], .at = at});
    }
    while (qsizetype(m_order.size()) > MostRows)
        forgetOldest();
    schedule();
}

void Flashes::forgetOldest()
{
    const Entry oldest = m_order.front();
    m_order.pop_front();
    if (const auto mark = m_marks.constFind(oldest.row); mark != m_marks.constEnd() && mark->at == oldest.at)
        m_marks.erase(mark);
}

void Flashes::clear()
{
    m_marks.clear();
    m_order.clear();
    m_timer.stop();
}

Flashes::Kind Flashes::kindOf(qint64 row) const
{
    return m_marks.value(row).kind;
}

double Flashes::strengthOf(qint64 row) const
{
    const auto mark = m_marks.constFind(row);
    return mark == m_marks.constEnd() ? 0 : strengthSince(mark->at);
}

/// In steps, so that nothing is painted more often than it looks different.
double Flashes::strengthSince(qint64 at) const
{
    const qint64 age = now() - at;
    if (age < FullMilliseconds)
        return 1;
    const qint64 step = (age - FullMilliseconds) * FadeSteps / (Milliseconds - FullMilliseconds);
    return std::max(0.0, 1.0 - double(step + 1) / FadeSteps);
}

void Flashes::fade()
{
    const qint64 over = now() - MarkedMilliseconds;
    while (!m_order.empty() && m_order.front().at <= over)
        forgetOldest();
    schedule();
    Q_EMIT faded();
}

/// The next step while something glows; else when the oldest mark goes.
void Flashes::schedule()
{
    if (m_order.empty())
        return m_timer.stop();
    if (now() - m_order.back().at <= Milliseconds) {
        if (!m_timer.isActive() || m_timer.remainingTime() > Milliseconds / FadeSteps)
            m_timer.start((Milliseconds - FullMilliseconds) / FadeSteps);
        return;
    }
    m_timer.start(int(std::max<qint64>(1, m_order.front().at + MarkedMilliseconds - now())));
}

} // namespace GenMirror
