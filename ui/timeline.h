#pragma once

#include "model/core/historyrecord.h"

#include <QSlider>
#include <QTimer>

namespace GenMirror
{

/// The states that a mirror remembers, oldest left, as bars as high as they changed much. Dragged, the window
/// shows the state under the handle; at the right end it is live. Left of the oldest stands a wall.
class Timeline : public QSlider
{
    Q_OBJECT
public:
    explicit Timeline(QWidget *parent = nullptr);

    /// Newest first, as the history has them.
    void setRecords(const QList<HistoryRecord> &records);
    /// How far back it goes: whether the oldest of setRecords() is the oldest that is kept.
    void setExtent(const HistoryExtent &extent);
    /// The state that is looked at; 0: the newest.
    void setViewed(qint64 record);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void viewRequested(qint64 record);
    void liveRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] int valueAt(int x) const;
    [[nodiscard]] QRect barOf(int value) const;
    [[nodiscard]] QString textOf(int value) const;
    [[nodiscard]] const HistoryRecord *recordAt(int value) const;
    void tell();

    QList<HistoryRecord> m_records;
    HistoryExtent m_extent;
    qint64 m_viewed = 0;
    qint64 m_most = 1; ///< Changes of the update with most of them.
    bool m_quiet = false;
    QTimer m_due; ///< While it is dragged a state is shown now and then, not for each pixel.
};

} // namespace GenMirror
