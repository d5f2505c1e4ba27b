#pragma once

#include "model/core/historyrecord.h"
#include "ui/timescale.h"

#include <QSlider>

namespace GenMirror
{

/// The versions of an object on an axis of time, a dot for each update that touched it. Two are compared: a
/// ring is before, a disc after. What the timeline shows is shaded. Its value is the version after, from the
/// oldest.
class VersionStrip : public QSlider
{
    Q_OBJECT
public:
    explicit VersionStrip(QWidget *parent = nullptr);

    /// Newest first, as InspectorPanel has them.
    void setVersions(const QList<ObjectVersion> &versions);
    /// Rows of them; before -1: there is none.
    void setCompared(int after, int before);
    /// What the timeline shows, in milliseconds since 1970.
    void setShade(qint64 from, qint64 to);
    /// Where the dot of a row is, in pixels.
    [[nodiscard]] QPoint placeOf(int row) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Another row is to be the version after; it is compared with the one before it.
    void afterChosen(int row);
    /// Another row is to be the version before.
    void beforeChosen(int row);
    /// The state that a row was made by is to be looked at.
    void travelRequested(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] TimeScale scale() const;
    [[nodiscard]] int rowAt(int x) const;
    [[nodiscard]] QString textOf(int row) const;
    [[nodiscard]] int mirrored(int x) const { return isRightToLeft() ? width() - x : x; }
    [[nodiscard]] int last() const { return int(m_versions.size()) - 1; }
    void describe();

    QList<HistoryRecord> m_versions; ///< Newest first.
    qint64 m_oldest = 0;             ///< Times.
    qint64 m_newest = 0;
    int m_after = -1;
    int m_before = -1;
    qint64 m_shadeFrom = 0;
    qint64 m_shadeTo = 0;
    bool m_quiet = false;
};

} // namespace GenMirror
