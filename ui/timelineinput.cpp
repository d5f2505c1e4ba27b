// What is done to the timeline by hand and by keys.
#include "ui/timeline.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace GenMirror
{

namespace
{

constexpr double ZoomStep = 1.25;
constexpr double ScrollStep = 0.1; // of what is in sight

} // namespace

void Timeline::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_history->kept().count() == 0)
        return;
    m_pressed = event->pos().x();
    if (std::abs(m_pressed - placeOf(idAt(value()))) <= GrabWidth) {
        m_drag = Drag::Handle;
        setSliderDown(true);
        return;
    }
    m_drag = Drag::Press; // a range, or a place to go to
    if (m_rangeFirst != 0 && std::abs(m_pressed - placeOf(m_rangeFirst)) <= GrabWidth) {
        m_drag = Drag::Range;
        m_anchor = m_rangeLast;
    } else if (m_rangeFirst != 0 && std::abs(m_pressed - placeOf(m_rangeLast)) <= GrabWidth) {
        m_drag = Drag::Range;
        m_anchor = m_rangeFirst;
    }
}

void Timeline::mouseMoveEvent(QMouseEvent *event)
{
    const int x = event->pos().x();
    const bool isFar = std::abs(x - m_pressed) >= QApplication::startDragDistance();
    if (m_drag == Drag::Press && isFar) {
        m_drag = Drag::Range;
        m_anchor = idAt(valueAt(m_pressed));
    }
    if (m_drag == Drag::Handle && (isFar || value() != maximum()))
        setValue(valueAt(x));
    else if (m_drag == Drag::Range)
        setRangeTo(valueAt(x));
}

void Timeline::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Drag drag = std::exchange(m_drag, Drag::None);
    setSliderDown(false);
    if (drag == Drag::Press)
        setValue(valueAt(event->pos().x()));
    if (drag == Drag::Range)
        return tellRange();
    m_due.stop();
    if (drag != Drag::None)
        tell();
}

void Timeline::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    const int delta = turned.y() != 0 ? turned.y() : turned.x();
    constexpr double notch = 120.0; // eighths of a degree
    event->accept();
    if (m_history->kept().count() < 2 || delta == 0)
        return;
    const bool scrolls = (event->modifiers() & Qt::ShiftModifier) != 0 || turned.y() == 0;
    if (!scrolls)
        return zoom(std::pow(ZoomStep, -delta / notch), int(event->position().x()));
    if (m_span == 0)
        return; // all is in sight
    const TimeScale now = scale();
    setEnd(now.to() - qint64(double(m_span) * ScrollStep * delta / notch) * (isRightToLeft() ? -1 : 1));
}

/// Of keys that zoom; 0: all is to be in sight.
std::optional<double> Timeline::zoomBy(const QKeyEvent &event)
{
    const auto modifiers = event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    if (modifiers != Qt::ControlModifier) // + needs Shift on some keyboards
        return {};
    switch (event.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return 1 / ZoomStep;
    case Qt::Key_Minus:
        return ZoomStep;
    case Qt::Key_0:
        return 0;
    default:
        return {};
    }
}

void Timeline::keyPressEvent(QKeyEvent *event)
{
    const bool isArrow = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (isArrow && modifiers == Qt::ShiftModifier && m_history->kept().count() > 1) {
        const int step = (event->key() == Qt::Key_Left) != isRightToLeft() ? -1 : 1;
        if (m_rangeFirst == 0)
            m_anchor = idAt(value());
        const qint64 moving = m_rangeFirst == 0          ? m_anchor
                              : m_anchor == m_rangeFirst ? m_rangeLast
                                                         : m_rangeFirst;
        setRangeTo(std::clamp(int(moving - m_history->kept().oldest) + step, 0, maximum()));
        return m_rangeDue.start();
    }
    if (event->key() == Qt::Key_Escape && m_rangeFirst != 0) {
        clearRange();
        Q_EMIT rangeCleared();
        return;
    }
    if (const auto factor = zoomBy(*event))
        return *factor == 0 ? setSpan(0) : zoom(*factor);
    QSlider::keyPressEvent(event);
}

void Timeline::setRangeTo(int value)
{
    const qint64 id = idAt(value);
    m_rangeFirst = std::min(id, m_anchor);
    m_rangeLast = std::max(id, m_anchor);
    describe();
    update();
}

void Timeline::showRange(qint64 first, qint64 last)
{
    m_anchor = first;
    setRangeTo(int(last - m_history->kept().oldest));
}

void Timeline::tellRange()
{
    m_rangeDue.stop();
    if (m_rangeFirst != 0 && m_rangeFirst != m_rangeLast) {
        Q_EMIT rangeChosen(m_rangeFirst, m_rangeLast);
        return;
    }
    clearRange();
    Q_EMIT rangeCleared();
}

void Timeline::clearRange()
{
    m_rangeDue.stop();
    m_rangeFirst = 0;
    m_rangeLast = 0;
    describe();
    update();
}

} // namespace GenMirror
