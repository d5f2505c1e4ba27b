#pragma once

#include "model/items/historymodel.h"
#include "ui/timescale.h"

#include <QSlider>
#include <QTimer>

#include <optional>

namespace GenMirror
{

/// The states that a mirror remembers on an axis of time, as bars as high as they changed much; those that
/// are too near to each other have one together. Its handle stands where the window looks: dragged, the
/// window travels; at the right end it is live. Bars that are dragged over are a range, whose ends are
/// compared. Left of the oldest stands a wall, unless nothing was before it.
class Timeline : public QSlider
{
    Q_OBJECT
public:
    explicit Timeline(HistoryModel *history, QWidget *parent = nullptr);

    /// The state that is looked at, or is soon; 0: the newest.
    void setViewed(qint64 record);
    /// Updates that changed the object that is looked at: a dot below their bars.
    void setTouched(const QList<qint64> &records);
    /// How much of the time before the newest is in sight, in milliseconds; 0: all.
    void setSpan(qint64 milliseconds);
    /// 0: all.
    [[nodiscard]] qint64 span() const { return m_span; }
    /// Closer by a factor below 1, else farther; what is at `x` stays there, -1: what is in the middle.
    void zoom(double factor, int x = -1);
    /// The time that is in sight.
    [[nodiscard]] TimeScale scale() const;
    /// The records between whose states the range is; 0: there is none.
    [[nodiscard]] std::pair<qint64, qint64> range() const { return {m_rangeFirst, m_rangeLast}; }
    /// Marks it, without telling.
    void showRange(qint64 first, qint64 last);
    void clearRange();
    /// Where the bar of a record is, in pixels.
    [[nodiscard]] int placeOf(qint64 record) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void viewRequested(qint64 record);
    void liveRequested();
    /// What differs between these two states is wanted.
    void rangeChosen(qint64 first, qint64 last);
    /// By hand; clearRange() does not tell.
    void rangeCleared();
    /// span() or scale() are others.
    void scaleChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    static constexpr int GrabWidth = 8; ///< Pixels on each side of the handle.
    enum class Drag { None, Press, Handle, Range };
    /// Bars that are drawn as one.
    struct Bar {
        double x = 0; ///< Of its middle.
        qint64 first = 0;
        qint64 last = 0;
        qint64 changes = 0;
        HistoryMark mark = HistoryMark::None;
    };

    [[nodiscard]] const QList<HistoryBin> &bins() const;
    [[nodiscard]] qint64 timeOf(qint64 id) const;
    [[nodiscard]] qint64 idBefore(qint64 time) const;
    [[nodiscard]] int valueAt(int x) const;
    [[nodiscard]] QString textOf(int value) const;
    [[nodiscard]] qint64 idAt(int value) const { return m_history->kept().oldest + value; }
    [[nodiscard]] const HistoryBin *binOf(qint64 id) const;
    [[nodiscard]] QList<Bar> bars(const TimeScale &scale) const;
    [[nodiscard]] int axisTop() const;
    [[nodiscard]] int mirrored(int x) const { return isRightToLeft() ? width() - x : x; }
    [[nodiscard]] bool isWishing() const;
    [[nodiscard]] static std::optional<double> zoomBy(const QKeyEvent &event);
    void takeHistory();
    void describe();
    void tell();
    void setEnd(qint64 end);
    void scaleIsOther();
    void wantCloseBins();
    void setRangeTo(int value);
    void tellRange();
    void paintWall(QPainter &painter, const TimeScale &scale) const;
    void paintBars(QPainter &painter, const TimeScale &scale) const;
    void paintAxis(QPainter &painter, const TimeScale &scale) const;
    void paintRange(QPainter &painter, const TimeScale &scale) const;
    void paintHandle(QPainter &painter, const TimeScale &scale) const;

    HistoryModel *m_history;
    qint64 m_viewed = 0;
    QList<qint64> m_touched; ///< Ascending.
    qint64 m_oldestId = 0;
    qint64 m_oldest = 0; ///< Times of the oldest and the newest bin's ends.
    qint64 m_newest = 0;
    qint64 m_span = 0;
    qint64 m_end = 0; ///< Of what is in sight; 0: it goes with the newest.
    Drag m_drag = Drag::None;
    int m_pressed = 0;       ///< Where, in pixels.
    qint64 m_anchor = 0;     ///< The end of the range that stays.
    qint64 m_rangeFirst = 0; ///< See range().
    qint64 m_rangeLast = 0;
    bool m_quiet = false;
    QTimer m_due;      ///< While it is dragged a state is shown now and then, not for each pixel.
    QTimer m_rangeDue; ///< The same for a range that is made by keys.
    QTimer m_binsDue;  ///< The same for what is zoomed.
};

} // namespace GenMirror
