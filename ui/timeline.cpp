#include "ui/timeline.h"

#include "model/items/plaintip.h"
#include "model/items/words.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace GenMirror
{

namespace
{

constexpr int WallWidth = 14;    // pixels
constexpr int EdgeWidth = 6;     // pixels right of the newest
constexpr int ShowInterval = 60; // milliseconds between two states while it is dragged

} // namespace

Timeline::Timeline(QWidget *parent)
    : QSlider(Qt::Horizontal, parent)
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
    connect(this, &QSlider::valueChanged, this, [this] {
        update();
        setAccessibleDescription(textOf(value()));
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

void Timeline::setRecords(const QList<HistoryRecord> &records)
{
    const QScopedValueRollback quiet(m_quiet, true);
    m_records = records;
    m_most = 1;
    for (const HistoryRecord &record : records)
        m_most = std::max(m_most, record.added + record.changed + record.removed);
    setRange(0, std::max(0, int(records.size()) - 1));
    setEnabled(records.size() > 1);
    setViewed(m_viewed);
    update();
}

void Timeline::setExtent(const HistoryExtent &extent)
{
    m_extent = extent;
    update();
}

void Timeline::setViewed(qint64 record)
{
    m_viewed = record;
    if (isSliderDown())
        return; // it follows the hand
    const QScopedValueRollback quiet(m_quiet, true);
    const auto found = std::ranges::find(m_records, record, &HistoryRecord::id);
    const auto row = found == m_records.end() ? 0 : int(found - m_records.begin());
    setValue(maximum() - row);
    update();
}

const HistoryRecord *Timeline::recordAt(int value) const
{
    const qsizetype row = m_records.size() - 1 - value;
    return row >= 0 && row < m_records.size() ? &m_records[row] : nullptr;
}

QString Timeline::textOf(int value) const
{
    const HistoryRecord *record = recordAt(value);
    if (!record)
        return {};
    const QLocale locale;
    const QString counts = tr("%1 added, %2 changed, %3 removed")
                               .arg(locale.toString(record->added), locale.toString(record->changed),
                                    locale.toString(record->removed));
    return tr("Generation %1, %2: %3").arg(locale.toString(record->to.value), timeText(record->at), counts);
}

void Timeline::tell()
{
    const HistoryRecord *record = recordAt(value());
    if (!record)
        return;
    if (value() == maximum())
        Q_EMIT liveRequested();
    else if (record->id != m_viewed)
        Q_EMIT viewRequested(record->id);
}

int Timeline::valueAt(int x) const
{
    const int place = isRightToLeft() ? width() - x : x;
    const double width = std::max(1, this->width() - WallWidth - EdgeWidth);
    return std::clamp(int(std::floor((place - WallWidth) * (maximum() + 1) / width)), 0, maximum());
}

QRect Timeline::barOf(int value) const
{
    const double width = double(this->width() - WallWidth - EdgeWidth) / (maximum() + 1);
    const int left = WallWidth + int(std::floor(value * width));
    const int right = WallWidth + int(std::floor((value + 1) * width));
    const int gap = width >= 4 ? 1 : 0;
    QRect bar(left, 2, std::max(1, right - left - gap), height() - 4);
    if (isRightToLeft())
        bar.moveLeft(this->width() - bar.right());
    return bar;
}

void Timeline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const QColor text = palette().color(isEnabled() ? QPalette::Text : QPalette::PlaceholderText);
    if (m_records.isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect(), Qt::AlignCenter, tr("No history yet"));
        return;
    }
    const bool isWhole = m_records.last().from.value == 0;
    if (!isWhole) {
        QRect wall(0, 0, WallWidth - 4, height());
        if (isRightToLeft())
            wall.moveRight(width());
        painter.fillRect(wall, QBrush(text, Qt::BDiagPattern));
    }
    for (int value = 0; value <= maximum(); ++value) {
        const HistoryRecord &record = *recordAt(value);
        const auto changes = double(record.added + record.changed + record.removed);
        const double share = std::log1p(changes) / std::log1p(double(m_most));
        QRect bar = barOf(value);
        bar.setTop(bar.bottom() - std::max(3, int(share * (bar.height() - 4))));
        const bool standsOut = record.cause == UpdateCause::Reset || record.cause == UpdateCause::Repair;
        QColor colour = palette().color(standsOut ? QPalette::Text : QPalette::Mid);
        if (value == this->value())
            colour = palette().color(QPalette::Highlight);
        painter.fillRect(bar, colour);
    }
    const QRect handle = barOf(value());
    painter.setPen(QPen(palette().color(QPalette::Highlight), hasFocus() ? 3 : 2));
    const int middle = handle.center().x();
    painter.drawLine(middle, 1, middle, height() - 2);
    painter.setBrush(palette().color(QPalette::Highlight));
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
        const bool isWall =
            !m_records.isEmpty() && m_records.last().from.value != 0 &&
            (isRightToLeft() ? help->pos().x() > width() - WallWidth : help->pos().x() < WallWidth);
        const QString oldest = QLocale().toString(m_records.isEmpty() ? 0 : m_records.last().to.value);
        QToolTip::showText(help->globalPos(),
                           plainTip(isWall ? tr("What was before generation %1 is not kept.").arg(oldest)
                                           : textOf(valueAt(help->pos().x()))),
                           this);
        return true;
    }
    return QSlider::event(event);
}

} // namespace GenMirror
