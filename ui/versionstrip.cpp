#include "ui/versionstrip.h"

#include "model/items/plaintip.h"
#include "model/items/words.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
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

constexpr int StripMargin = 10; // pixels left and right of the outermost dots
constexpr int SmallDot = 3;     // pixels: radius
constexpr int ComparedDot = 5;  // pixels: radius
constexpr double ShadeShare = 0.2;
constexpr qint64 LeastStrip = 1000; // milliseconds

} // namespace

VersionStrip::VersionStrip(QWidget *parent)
    : QSlider(Qt::Horizontal, parent)
{
    setAccessibleName(tr("Versions over time"));
    setFocusPolicy(Qt::StrongFocus);
    setRange(0, 0);
    setPageStep(10);
    setEnabled(false);
    connect(this, &QSlider::valueChanged, this, [this](int value) {
        if (!m_quiet)
            Q_EMIT afterChosen(last() - value);
    });
}

QSize VersionStrip::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 30, fontMetrics().height() * 3};
}

QSize VersionStrip::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12, sizeHint().height()};
}

void VersionStrip::setVersions(const QList<ObjectVersion> &versions)
{
    const QScopedValueRollback quiet(m_quiet, true);
    m_versions.clear();
    for (const ObjectVersion &version : versions)
        m_versions.append(version.record);
    m_oldest = 0;
    m_newest = 0;
    for (const HistoryRecord &record : std::as_const(m_versions)) {
        const qint64 at = record.at.toMSecsSinceEpoch();
        m_oldest = m_oldest == 0 ? at : std::min(m_oldest, at);
        m_newest = std::max(m_newest, at);
    }
    setRange(0, std::max(0, last()));
    setEnabled(!m_versions.isEmpty());
    setCompared(-1, -1);
}

void VersionStrip::setCompared(int after, int before)
{
    const QScopedValueRollback quiet(m_quiet, true);
    m_after = after;
    m_before = before;
    if (after >= 0)
        setValue(last() - after);
    describe();
    update();
}

void VersionStrip::setShade(qint64 from, qint64 to)
{
    m_shadeFrom = from;
    m_shadeTo = to;
    update();
}

void VersionStrip::describe()
{
    setAccessibleDescription(m_before < 0 ? textOf(m_after)
                                          : tr("%1 compared with %2").arg(textOf(m_after), textOf(m_before)));
}

QString VersionStrip::textOf(int row) const
{
    if (row < 0 || row > last())
        return {};
    return tr("Generation %1, %2")
        .arg(QLocale().toString(m_versions[row].to.value), timeText(m_versions[row].at));
}

TimeScale VersionStrip::scale() const
{
    return {std::min(m_oldest, m_newest - LeastStrip), m_newest, StripMargin, width() - StripMargin};
}

QPoint VersionStrip::placeOf(int row) const
{
    return {mirrored(int(std::lround(scale().x(m_versions[row].at.toMSecsSinceEpoch())))),
            fontMetrics().height() * 3 / 4};
}

/// The nearest; of several at one place the newest.
int VersionStrip::rowAt(int x) const
{
    int nearest = -1;
    for (int row = 0; row <= last(); ++row) {
        if (nearest < 0 || std::abs(placeOf(row).x() - x) < std::abs(placeOf(nearest).x() - x))
            nearest = row;
    }
    return nearest;
}

void VersionStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_versions.isEmpty())
        return;
    const TimeScale now = scale();
    const int line = fontMetrics().height() * 3 / 4;
    const QColor strong = Theme::of(this).colour(Colour::Accent);
    const double from = std::clamp(now.x(m_shadeFrom), 0.0, double(width()));
    const double to = std::clamp(now.x(m_shadeTo), 0.0, double(width()));
    if (m_shadeTo > m_shadeFrom && to > from) {
        painter.setOpacity(ShadeShare);
        const int a = mirrored(int(from));
        const int b = mirrored(int(to));
        painter.fillRect(std::min(a, b), 0, std::abs(b - a), line * 2, strong);
        painter.setOpacity(1);
    }
    painter.setPen(Theme::of(this).colour(Colour::Control));
    painter.drawLine(0, line, width(), line);
    const int least = fontMetrics().averageCharWidth() * 12;
    const QList<TimeScale::Tick> ticks = now.ticks(least);
    for (const TimeScale::Tick &tick : ticks) {
        const int x = mirrored(int(std::lround(now.x(tick.at))));
        painter.setPen(Theme::of(this).colour(Colour::Control));
        painter.drawLine(x, line * 2, x, line * 2 + fontMetrics().height() / 4);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(
            QRect(x - least / 2, height() - fontMetrics().height(), least, fontMetrics().height()),
            Qt::AlignHCenter, tick.text);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::of(this).colour(Colour::Bar));
    for (int row = last(); row >= 0; --row) {
        if (row != m_after && row != m_before)
            painter.drawEllipse(placeOf(row), SmallDot, SmallDot);
    }
    painter.setPen(QPen(strong, hasFocus() ? 3 : 2));
    if (m_before >= 0) {
        painter.setBrush(palette().color(QPalette::Base));
        painter.drawEllipse(placeOf(m_before), ComparedDot, ComparedDot);
    }
    if (m_after >= 0) {
        painter.setBrush(strong);
        painter.drawEllipse(placeOf(m_after), ComparedDot, ComparedDot);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(strong, 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void VersionStrip::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_versions.isEmpty())
        return;
    const int row = rowAt(event->pos().x());
    if ((event->modifiers() & Qt::ShiftModifier) != 0)
        Q_EMIT beforeChosen(row);
    else
        Q_EMIT afterChosen(row);
}

void VersionStrip::mouseMoveEvent(QMouseEvent *)
{
}

void VersionStrip::mouseReleaseEvent(QMouseEvent *)
{
}

void VersionStrip::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !m_versions.isEmpty())
        Q_EMIT travelRequested(rowAt(event->pos().x()));
}

/// What is around it is scrolled.
void VersionStrip::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

void VersionStrip::keyPressEvent(QKeyEvent *event)
{
    const bool isArrow = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (isArrow && event->modifiers() == Qt::ShiftModifier && m_before >= 0) {
        const int step = (event->key() == Qt::Key_Left) != isRightToLeft() ? 1 : -1; // to the older
        const int wanted = m_before + step;
        if (wanted > m_after && wanted <= last())
            Q_EMIT beforeChosen(wanted);
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_after >= 0)
        Q_EMIT travelRequested(m_after);
    else
        QSlider::keyPressEvent(event);
}

bool VersionStrip::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && !m_versions.isEmpty()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), plainTip(textOf(rowAt(help->pos().x()))), this);
        return true;
    }
    return QSlider::event(event);
}

} // namespace GenMirror
