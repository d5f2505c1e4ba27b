#include "ui/timeline.h"

#include "model/items/plaintip.h"
#include "model/items/words.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace GenMirror
{

namespace
{

constexpr int WallWidth = 14;    // pixels
constexpr int EdgeWidth = 6;     // pixels right of the newest
constexpr int ShowInterval = 60; // milliseconds between two states while it is dragged

} // namespace

Timeline::Timeline(const HistoryModel *history, QWidget *parent)
    : QSlider(Qt::Horizontal, parent)
    , m_history(history)
{
    setAccessibleName(tr("Timeline"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setRange(0, 0);
    setEnabled(false);
    setPageStep(10);
    m_due.setSingleShot(true);
    m_due.setInterval(ShowInterval);
    connect(&m_due, &QTimer::timeout, this, &Timeline::tell);
    connect(m_history, &HistoryModel::grown, this, &Timeline::takeHistory);
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
    return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 2 + 6};
}

QSize Timeline::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 20, sizeHint().height()};
}

void Timeline::takeHistory()
{
    const QScopedValueRollback quiet(m_quiet, true);
    m_most = 1;
    for (const HistoryBin &bin : m_history->bins())
        m_most = std::max(m_most, bin.most);
    const auto count = int(m_history->kept().count());
    setRange(0, std::max(0, count - 1));
    setEnabled(count > 1);
    setViewed(m_viewed);
    describe();
    update();
}

void Timeline::describe()
{
    setAccessibleDescription(textOf(value()));
}

void Timeline::setViewed(qint64 record)
{
    m_viewed = record;
    if (isSliderDown())
        return; // it follows the hand
    const QScopedValueRollback quiet(m_quiet, true);
    const int row = std::max(0, m_history->rowOf(record));
    setValue(maximum() - row);
    update();
}

const HistoryBin *Timeline::binOf(qint64 id) const
{
    const QList<HistoryBin> &bins = m_history->bins();
    const auto found = std::ranges::lower_bound(bins, id, {}, &HistoryBin::last);
    return found != bins.end() && found->first <= id ? &*found : nullptr;
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

int Timeline::valueAt(int x) const
{
    const int place = isRightToLeft() ? width() - x : x;
    const double width = std::max(1, this->width() - WallWidth - EdgeWidth);
    return std::clamp(int(std::floor((place - WallWidth) * (maximum() + 1) / width)), 0, maximum());
}

QRect Timeline::barOf(int first, int last) const
{
    const double width = double(this->width() - WallWidth - EdgeWidth) / (maximum() + 1);
    const int left = WallWidth + int(std::floor(first * width));
    const int right = WallWidth + int(std::floor((last + 1) * width));
    const int gap = right - left >= 4 ? 1 : 0;
    QRect bar(left, 2, std::max(1, right - left - gap), height() - 4);
    if (isRightToLeft())
        bar.moveLeft(this->width() - bar.right());
    return bar;
}

void Timeline::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const QColor text = palette().color(isEnabled() ? QPalette::Text : QPalette::PlaceholderText);
    const HistorySpan &span = m_history->kept();
    if (span.count() == 0) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect(), Qt::AlignCenter, tr("No history yet"));
        return;
    }
    if (!span.isWhole()) {
        QRect wall(0, 0, WallWidth - 4, height());
        if (isRightToLeft())
            wall.moveRight(width());
        painter.fillRect(wall, QBrush(text, Qt::BDiagPattern));
    }
    for (const HistoryBin &bin : m_history->bins()) {
        const double share = std::log1p(double(bin.most)) / std::log1p(double(m_most));
        QRect bar = barOf(int(bin.first - span.oldest), int(bin.last - span.oldest));
        bar.setTop(bar.bottom() - std::max(3, int(share * (bar.height() - 4))));
        QColor colour = theme.colour(bin.standsOut ? Colour::Text : Colour::Bar);
        if (bin.first <= idAt(value()) && idAt(value()) <= bin.last)
            colour = theme.colour(Colour::Accent);
        painter.fillRect(bar, colour);
    }
    const QRect handle = barOf(value(), value());
    painter.setPen(QPen(theme.colour(Colour::Accent), hasFocus() ? 3 : 2));
    const int middle = handle.center().x();
    painter.drawLine(middle, 1, middle, height() - 2);
    painter.setBrush(theme.colour(Colour::Accent));
    painter.drawEllipse(QPoint(middle, 5), 4, 4);
}

void Timeline::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(true);
    setValue(valueAt(event->pos().x()));
}

void Timeline::mouseMoveEvent(QMouseEvent *event)
{
    if (isSliderDown())
        setValue(valueAt(event->pos().x()));
}

void Timeline::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(false);
    m_due.stop();
    tell();
}

bool Timeline::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const HistorySpan &span = m_history->kept();
        const bool isWall = !span.isWhole() && (isRightToLeft() ? help->pos().x() > width() - WallWidth
                                                                : help->pos().x() < WallWidth);
        const QString oldest = QLocale().toString(span.oldestTo.value);
        QToolTip::showText(help->globalPos(),
                           plainTip(isWall ? tr("What was before generation %1 is not kept.").arg(oldest)
                                           : textOf(valueAt(help->pos().x()))),
                           this);
        return true;
    }
    return QSlider::event(event);
}

} // namespace GenMirror
