#pragma once

#include "model/items/historymodel.h"

#include <QSlider>
#include <QTimer>

namespace GenMirror
{

/// The states that a mirror remembers, oldest left, as bars as high as they changed much; where there are
/// more than places for bars, neighbours have one together. Dragged, the window shows the state under the
/// handle; at the right end it is live. Left of the oldest stands a wall, unless nothing was before it.
class Timeline : public QSlider
{
    Q_OBJECT
public:
    explicit Timeline(const HistoryModel *history, QWidget *parent = nullptr);

    /// The state that is looked at, or is soon; 0: the newest.
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
    [[nodiscard]] QRect barOf(int first, int last) const;
    [[nodiscard]] QString textOf(int value) const;
    [[nodiscard]] qint64 idAt(int value) const { return m_history->kept().oldest + value; }
    /// The one that a record is in; null: there is none.
    [[nodiscard]] const HistoryBin *binOf(qint64 id) const;
    void takeHistory();
    void describe();
    void tell();

    const HistoryModel *m_history;
    qint64 m_viewed = 0;
    qint64 m_most = 1; ///< Changes of the update with most of them.
    bool m_quiet = false;
    QTimer m_due; ///< While it is dragged a state is shown now and then, not for each pixel.
};

} // namespace GenMirror
