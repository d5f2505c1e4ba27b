#include "ui/timeline.h"

#include "model/items/plaintip.h"
#include "model/items/words.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QScopedValueRollback>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace GenMirror
{

namespace
{

constexpr int WallWidth = 14;      // pixels
constexpr int EdgeWidth = 12;      // pixels right of the newest
constexpr int ShowInterval = 60;   // milliseconds between two states while it is dragged
constexpr qint64 LeastSpan = 1000; // milliseconds in sight

} // namespace

Timeline::Timeline(HistoryModel *history, QWidget *parent)
    : QSlider(Qt::Horizontal, parent)
    , m_history(history)
{
    setAccessibleName(tr("Timeline"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setRange(0, 0);
    setEnabled(false);
    setPageStep(10);
    for (QTimer *timer : {&m_due, &m_rangeDue, &m_binsDue}) {
        timer->setSingleShot(true);
        timer->setInterval(ShowInterval);
    }
    connect(&m_due, &QTimer::timeout, this, &Timeline::tell);
    connect(&m_rangeDue, &QTimer::timeout, this, &Timeline::tellRange);
    connect(&m_binsDue, &QTimer::timeout, this, &Timeline::wantCloseBins);
    connect(m_history, &HistoryModel::grown, this, &Timeline::takeHistory);
    connect(m_history, &HistoryModel::closer, this, qOverload<>(&QWidget::update));
    connect(m_history, &HistoryModel::dataChanged, this, &Timeline::describe); // a page came in
    connect(this, &QSlider::valueChanged, this, [this] {
        update();
        describe();
        if (!m_quiet && !m_due.isActive())
            m_due.start();
    });
}

QSize Timeline::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 5};
}

QSize Timeline::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 20, fontMetrics().height() * 4};
}

int Timeline::axisTop() const
{
    return height() - fontMetrics().height() - fontMetrics().height() / 2;
}

void Timeline::takeHistory()
{
    const QScopedValueRollback quiet(m_quiet, true);
    const QList<HistoryBin> &all = m_history->bins();
    m_oldest = all.isEmpty() ? 0 : all.first().from.toMSecsSinceEpoch();
    m_newest = all.isEmpty() ? 0 : all.last().to.toMSecsSinceEpoch();
    for (const HistoryBin &bin : all) { // clocks may have been put back
        m_oldest = std::min(m_oldest, bin.from.toMSecsSinceEpoch());
        m_newest = std::max(m_newest, bin.to.toMSecsSinceEpoch());
    }
    const auto count = int(m_history->kept().count());
    const bool isLive = value() == maximum();
    const qint64 wished = std::exchange(m_oldestId, m_history->kept().oldest) + value();
    setRange(0, std::max(0, count - 1));
    setEnabled(count > 1);
    if (isWishing())
        setValue(isLive ? maximum() : int(std::max(wished - m_oldestId, qint64(0))));
    if (m_history->rowOf(m_rangeFirst) < 0 || m_history->rowOf(m_rangeLast) < 0)
        clearRange();
    setViewed(m_viewed);
    describe();
    scaleIsOther();
}

void Timeline::describe()
{
    QString text = textOf(value());
    if (m_rangeFirst != 0)
        text = tr("%1. Selected: %2 to %3")
                   .arg(text, textOf(int(m_rangeFirst - m_history->kept().oldest)),
                        textOf(int(m_rangeLast - m_history->kept().oldest)));
    setAccessibleDescription(text);
}

void Timeline::setViewed(qint64 record)
{
    m_viewed = record;
    if (isWishing())
        return;
    const QScopedValueRollback quiet(m_quiet, true);
    const int row = std::max(0, m_history->rowOf(record));
    setValue(maximum() - row);
    update();
}

/// It follows the hand, until what that wishes was told.
bool Timeline::isWishing() const
{
    return isSliderDown() || m_due.isActive();
}

void Timeline::setTouched(const QList<qint64> &records)
{
    m_touched = records;
    std::ranges::sort(m_touched);
    update();
}

TimeScale Timeline::scale() const
{
    const qint64 whole = std::max(m_newest - m_oldest, LeastSpan);
    const qint64 length = m_span == 0 ? whole : m_span;
    const qint64 end = m_span == 0 || m_end == 0 ? m_newest : m_end;
    return {end - length, end, WallWidth, width() - EdgeWidth};
}

void Timeline::scaleIsOther()
{
    update();
    if (m_span != 0)
        m_binsDue.start();
    Q_EMIT scaleChanged();
}

void Timeline::setSpan(qint64 milliseconds)
{
    m_span = milliseconds == 0 ? 0 : std::max(milliseconds, LeastSpan);
    m_end = 0;
    scaleIsOther();
}

/// Not beyond what there is.
void Timeline::setEnd(qint64 end)
{
    const qint64 least = std::min(m_newest, m_oldest + m_span);
    m_end = end >= m_newest ? 0 : std::max(end, least);
    scaleIsOther();
}

void Timeline::zoom(double factor, int x)
{
    const TimeScale now = scale();
    const double place = x < 0 ? (now.left() + now.right()) / 2.0 : mirrored(x);
    const double share = std::clamp((place - now.left()) / (now.right() - now.left()), 0.0, 1.0);
    const auto length = qint64(double(now.to() - now.from()) * factor);
    const qint64 fixed = now.at(now.left() + share * (now.right() - now.left()));
    if (length >= m_newest - m_oldest)
        return setSpan(0);
    m_span = std::max(length, LeastSpan);
    setEnd(fixed + qint64(double(m_span) * (1 - share)));
}

/// As many as can be told apart are asked for where less than all is in sight.
void Timeline::wantCloseBins()
{
    if (m_span == 0 || m_history->kept().count() == 0)
        return;
    const TimeScale now = scale();
    const HistorySpan &kept = m_history->kept();
    const auto isAfter = [](const HistoryBin &bin, qint64 at) { return bin.to.toMSecsSinceEpoch() < at; };
    const QList<HistoryBin> &all = m_history->bins();
    const auto first = std::lower_bound(all.begin(), all.end(), now.from(), isAfter);
    const auto last = std::lower_bound(all.begin(), all.end(), now.to(), isAfter);
    const qint64 from = first == all.end() ? kept.newest : first->first;
    const qint64 to = last == all.end() ? kept.newest : last->last;
    m_history->wantBins(std::max(from - 1, kept.oldest), std::max(from, to));
}

/// The close ones, where they are of all that is in sight.
const QList<HistoryBin> &Timeline::bins() const
{
    const QList<HistoryBin> &close = m_history->closeBins();
    const QList<HistoryBin> &all = m_history->bins();
    if (m_span == 0 || close.isEmpty() || all.isEmpty())
        return all;
    const TimeScale now = scale();
    const bool hasBegin = close.first().first <= m_history->kept().oldest ||
                          close.first().from.toMSecsSinceEpoch() <= now.from();
    const bool hasEnd =
        close.last().last >= m_history->kept().newest || close.last().to.toMSecsSinceEpoch() >= now.to();
    return hasBegin && hasEnd ? close : all;
}

const HistoryBin *Timeline::binOf(qint64 id) const
{
    for (const QList<HistoryBin> *some : {&bins(), &m_history->bins()}) {
        const auto found = std::ranges::lower_bound(*some, id, {}, &HistoryBin::last);
        if (found != some->end() && found->first <= id)
            return &*found;
    }
    return nullptr;
}

/// As exactly as it is known.
qint64 Timeline::timeOf(qint64 id) const
{
    const HistoryBin *bin = binOf(id);
    if (!bin)
        return m_newest;
    const qint64 from = bin->from.toMSecsSinceEpoch();
    const qint64 to = bin->to.toMSecsSinceEpoch();
    if (bin->last == bin->first)
        return to;
    return from + qint64(double(to - from) * double(id - bin->first) / double(bin->last - bin->first));
}

/// The last one that was applied by then.
qint64 Timeline::idBefore(qint64 time) const
{
    const HistorySpan &kept = m_history->kept();
    const QList<HistoryBin> &some = bins();
    const auto after = std::ranges::upper_bound(
        some, time, {}, [](const HistoryBin &bin) { return bin.from.toMSecsSinceEpoch(); });
    if (after == some.begin())
        return some.isEmpty() ? kept.oldest : std::max(some.first().first, kept.oldest);
    const HistoryBin &bin = *std::prev(after);
    const qint64 from = bin.from.toMSecsSinceEpoch();
    const qint64 to = bin.to.toMSecsSinceEpoch();
    const double share = to > from ? std::clamp(double(time - from) / double(to - from), 0.0, 1.0) : 1.0;
    return bin.first + qint64(share * double(bin.last - bin.first));
}

int Timeline::placeOf(qint64 record) const
{
    return mirrored(int(std::lround(scale().x(timeOf(record)))));
}

/// Of the update itself; until that is known, of its neighbourhood.
QString Timeline::textOf(int value) const
{
    const QLocale locale;
    const auto counts = [&locale](qint64 added, qint64 changed, qint64 removed) {
        return tr("%1 added, %2 changed, %3 removed")
            .arg(locale.toString(added), locale.toString(changed), locale.toString(removed));
    };
    if (const HistoryRecord *record = m_history->record(idAt(value)))
        return tr("Generation %1, %2: %3")
            .arg(locale.toString(record->to.value), timeText(record->at),
                 counts(record->added, record->changed, record->removed));
    const HistoryBin *bin = binOf(idAt(value));
    if (!bin)
        return {};
    return tr("Generations %1 to %2, %3 to %4: %5")
        .arg(locale.toString(bin->lowest.value), locale.toString(bin->highest.value), timeText(bin->from),
             timeText(bin->to), counts(bin->added, bin->changed, bin->removed));
}

void Timeline::tell()
{
    if (m_history->kept().count() == 0)
        return;
    const qint64 id = idAt(value());
    if (value() == maximum())
        Q_EMIT liveRequested();
    else if (std::exchange(m_viewed, id) != id)
        Q_EMIT viewRequested(id);
}

/// The nearest.
int Timeline::valueAt(int x) const
{
    const TimeScale now = scale();
    const int place = mirrored(x);
    const HistorySpan &kept = m_history->kept();
    const qint64 before = idBefore(now.at(place));
    const qint64 after = std::min(before + 1, kept.newest);
    const double toBefore = std::abs(now.x(timeOf(before)) - place);
    const double toAfter = std::abs(now.x(timeOf(after)) - place);
    return int(std::clamp(toAfter < toBefore ? after : before, kept.oldest, kept.newest) - kept.oldest);
}

void Timeline::resizeEvent(QResizeEvent *event)
{
    QSlider::resizeEvent(event);
    scaleIsOther();
}

bool Timeline::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && zoomBy(*static_cast<QKeyEvent *>(event))) {
        event->accept(); // the text of the window is made larger by the same keys, from elsewhere
        return true;
    }
    if (event->type() == QEvent::ToolTip && m_history->kept().count() > 0) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const HistorySpan &kept = m_history->kept();
        const bool isWall = !kept.isWhole() && mirrored(help->pos().x()) < scale().x(m_oldest) - GrabWidth;
        const QString oldest = QLocale().toString(kept.oldestTo.value);
        QToolTip::showText(help->globalPos(),
                           plainTip(isWall ? tr("What was before generation %1 is not kept.").arg(oldest)
                                           : textOf(valueAt(help->pos().x()))),
                           this);
        return true;
    }
    return QSlider::event(event);
}

} // namespace GenMirror
