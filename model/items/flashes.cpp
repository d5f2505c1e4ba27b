#include "model/items/flashes.h"

#include <algorithm>

namespace GenMirror
{

namespace
{

constexpr int FrameInterval = 60;           // milliseconds
constexpr qsizetype MostRemembered = 50000; // rows of one update; past that nobody sees a difference

} // namespace

Flashes::Flashes(QObject *parent)
    : QObject(parent)
{
    m_clock.start();
    m_timer.setInterval(FrameInterval);
    connect(&m_timer, &QTimer::timeout, this, &Flashes::fade);
}

void Flashes::add(const QList<qint64> &rows, Kind kind)
{
    if (rows.isEmpty())
        return;
    Batch batch{.at = m_clock.elapsed()};
    batch.rows.reserve(std::min(rows.size(), MostRemembered));
    for (qsizetype i = 0; i < std::min(rows.size(), MostRemembered); ++i)
        batch.rows.insert(rows[i], kind);
    m_batches.append(std::move(batch));
    m_timer.start();
}

void Flashes::clear()
{
    m_batches.clear();
    m_timer.stop();
}

const Flashes::Batch *Flashes::newestOf(qint64 row) const
{
    const auto found = std::find_if(m_batches.rbegin(), m_batches.rend(),
                                    [row](const Batch &batch) { return batch.rows.contains(row); });
    return found == m_batches.rend() ? nullptr : &*found;
}

Flashes::Kind Flashes::kindOf(qint64 row) const
{
    const Batch *batch = newestOf(row);
    return batch ? batch->rows.value(row) : Kind::None;
}

double Flashes::strengthOf(qint64 row) const
{
    const Batch *batch = newestOf(row);
    return batch ? std::clamp(1.0 - double(m_clock.elapsed() - batch->at) / Milliseconds, 0.0, 1.0) : 0;
}

void Flashes::fade()
{
    const qint64 over = m_clock.elapsed() - Milliseconds;
    m_batches.removeIf([over](const Batch &batch) { return batch.at <= over; });
    if (m_batches.isEmpty())
        m_timer.stop();
    Q_EMIT faded();
}

} // namespace GenMirror
