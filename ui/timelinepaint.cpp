// How the timeline looks.
#include "ui/theme/theme.h"
#include "ui/timeline.h"

#include <QLocale>
#include <QPainter>
#include <QPolygon>

#include <algorithm>
#include <cmath>

namespace GenMirror
{

namespace
{

constexpr double NearestBars = 8; // pixels: nearer ones are added up
constexpr int WidestBar = 12;     // pixels
constexpr int LowestBar = 4;      // pixels
constexpr int NarrowestBar = 2;   // pixels
constexpr double FadedShare = 0.4;
constexpr double RangeShare = 0.2;
constexpr int BarsTop = 4;       // pixels
constexpr int GapOfWords = 6;    // pixels
constexpr int BesideHandle = 10; // pixels from the middle of a bar to its word
constexpr int EdgeOfHandle = 12; // pixels that it may stand over

QString wordOf(HistoryMark mark)
{
    switch (mark) {
    case HistoryMark::Reset:
        return Timeline::tr("Reset");
    case HistoryMark::Repair:
        return Timeline::tr("Repair");
    case HistoryMark::FirstSync:
        return Timeline::tr("First sync");
    case HistoryMark::None:
        break;
    }
    return {};
}

Colour colourOf(HistoryMark mark)
{
    switch (mark) {
    case HistoryMark::Reset:
        return Colour::Danger;
    case HistoryMark::Repair:
        return Colour::Changed;
    case HistoryMark::FirstSync:
        return Colour::Live;
    case HistoryMark::None:
        break;
    }
    return Colour::Bar;
}

} // namespace

QList<Timeline::Bar> Timeline::bars(const TimeScale &scale) const
{
    QList<Bar> bars;
    for (const HistoryBin &bin : bins()) {
        const double x = scale.x(std::clamp(bin.to.toMSecsSinceEpoch(), m_oldest, m_newest));
        if (x < scale.left() - WidestBar || x > scale.right() + WidestBar)
            continue;
        const qint64 changes = bin.added + bin.changed + bin.removed;
        if (!bars.isEmpty() && x - bars.last().x < NearestBars) {
            Bar &bar = bars.last();
            bar.last = std::max(bar.last, bin.last);
            bar.changes += changes;
            bar.mark = std::max(bar.mark, bin.mark);
        } else {
            bars.append({.x = x, .first = bin.first, .last = bin.last, .changes = changes, .mark = bin.mark});
        }
    }
    return bars;
}

void Timeline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (m_history->kept().count() == 0) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect(), Qt::AlignCenter, tr("No history yet"));
        return;
    }
    const TimeScale now = scale();
    paintWall(painter, now);
    paintRange(painter, now);
    paintBars(painter, now);
    paintAxis(painter, now);
    paintHandle(painter, now);
}

void Timeline::paintWall(QPainter &painter, const TimeScale &scale) const
{
    const auto end = int(scale.x(m_oldest)) - WidestBar / 2 - 2;
    if (m_history->kept().isWhole() || end <= 0)
        return;
    QRect wall(0, 0, std::min(end, width()), axisTop());
    QRect beside(wall.right() + GapOfWords, 0, width(), fontMetrics().height());
    if (isRightToLeft()) {
        wall.moveRight(width());
        beside.moveRight(wall.left() - GapOfWords);
    }
    const QColor faint = palette().color(QPalette::PlaceholderText);
    painter.fillRect(wall, QBrush(faint, Qt::BDiagPattern));
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(beside, isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft,
                     tr("Compacted before %1").arg(QLocale().toString(m_history->kept().oldestTo.value)));
}

void Timeline::paintBars(QPainter &painter, const TimeScale &scale) const
{
    const Theme &theme = Theme::of(this);
    const QList<Bar> all = bars(scale);
    qint64 most = 1;
    for (const Bar &bar : all)
        most = std::max(most, bar.changes);
    const bool isPast = value() != maximum();
    const qint64 viewed = idAt(value());
    const int foot = axisTop();
    const int room = foot - BarsTop - fontMetrics().height(); // words stand above
    int wordsEnd = -1;
    for (qsizetype i = 0; i < all.size(); ++i) {
        const Bar &bar = all[i];
        const double before = i > 0 ? bar.x - all[i - 1].x : WidestBar + 2;
        const double after = i + 1 < all.size() ? all[i + 1].x - bar.x : WidestBar + 2;
        const int wide = std::clamp(int(std::min(before, after)) - 2, NarrowestBar, WidestBar);
        const double share = std::log1p(double(bar.changes)) / std::log1p(double(most));
        const int high = std::max(LowestBar, int(share * room));
        const QRect place(mirrored(int(std::lround(bar.x))) - wide / 2, foot - high, wide, high);
        const bool isMarked = bar.mark != HistoryMark::None;
        const bool isInRange = m_rangeFirst != 0 && bar.last > m_rangeFirst && bar.first <= m_rangeLast;
        painter.setOpacity(isPast && bar.first > viewed ? FadedShare : 1);
        painter.fillRect(place, theme.colour(isInRange ? Colour::Accent : colourOf(bar.mark)));
        if (isMarked && place.left() > wordsEnd) {
            const QString word = wordOf(bar.mark);
            const int wordWidth = fontMetrics().horizontalAdvance(word);
            const int left =
                std::clamp(place.center().x() + BesideHandle, 0, std::max(0, width() - wordWidth));
            painter.setPen(theme.colour(colourOf(bar.mark)));
            painter.drawText(QRect(left, BarsTop - 2, wordWidth, fontMetrics().height()), Qt::AlignLeft,
                             word);
            painter.drawLine(place.center().x(), BarsTop + fontMetrics().height() - 2, place.center().x(),
                             place.top());
            wordsEnd = left + wordWidth;
        }
        const auto touched = std::ranges::lower_bound(m_touched, bar.first);
        if (touched != m_touched.end() && *touched <= bar.last) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(Theme::of(this).colour(Colour::Accent));
            painter.setRenderHint(QPainter::Antialiasing, true);
            painter.drawEllipse(QPointF(place.center().x() + 0.5, foot + 4.5), 2.5, 2.5);
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
    }
    painter.setOpacity(1);
}

void Timeline::paintAxis(QPainter &painter, const TimeScale &scale) const
{
    const int top = axisTop();
    const int least =
        fontMetrics().horizontalAdvance(QLocale().toString(QTime(23, 59, 59), QStringLiteral("hh:mm:ss"))) +
        fontMetrics().averageCharWidth() * 3;
    painter.setPen(Theme::of(this).colour(Colour::Control));
    painter.drawLine(0, top, width(), top);
    const QList<TimeScale::Tick> ticks = scale.ticks(least);
    for (const TimeScale::Tick &tick : ticks) {
        const int x = mirrored(int(std::lround(scale.x(tick.at))));
        painter.setPen(Theme::of(this).colour(Colour::Control));
        painter.drawLine(x, top, x,
                         top + (tick.isLong ? fontMetrics().height() / 2 : fontMetrics().height() / 4));
        painter.setPen(palette().color(QPalette::Text));
        const QRect place(std::clamp(x - least / 2, 0, std::max(0, width() - least)),
                          top + fontMetrics().height() / 2, least, fontMetrics().height());
        painter.drawText(place, Qt::AlignHCenter | Qt::AlignTop, tick.text);
    }
}

void Timeline::paintRange(QPainter &painter, const TimeScale &) const
{
    if (m_rangeFirst == 0)
        return;
    const int first = placeOf(m_rangeFirst);
    const int last = placeOf(m_rangeLast);
    const QColor colour = Theme::of(this).colour(Colour::Accent);
    painter.setOpacity(RangeShare);
    painter.fillRect(QRect(QPoint(std::min(first, last), 0), QPoint(std::max(first, last), axisTop())),
                     colour);
    painter.setOpacity(1);
    for (const int x : {first, last}) {
        painter.fillRect(x - 1, 0, 2, axisTop(), colour);
        painter.fillRect(x - 3, axisTop() / 2 - 6, 6, 12, colour);
    }
}

void Timeline::paintHandle(QPainter &painter, const TimeScale &scale) const
{
    const int x = placeOf(idAt(value()));
    if (mirrored(x) < 0 || mirrored(x) > scale.right() + EdgeOfHandle)
        return; // out of sight
    const QColor colour = Theme::of(this).colour(value() == maximum() ? Colour::Live : Colour::Past);
    const int wide = hasFocus() ? 3 : 2;
    painter.fillRect(x - wide / 2, 0, wide, axisTop() + 2, colour);
    const QList<QPoint> flag{{x - 6, 0}, {x + 6, 0}, {x + 6, 6}, {x, 12}, {x - 6, 6}};
    painter.setPen(palette().color(QPalette::Base));
    painter.setBrush(colour);
    painter.drawPolygon(QPolygon(flag));
}

} // namespace GenMirror
