#pragma once

#include <QWidget>

namespace GenMirror
{

/// Lies over a window's edges and paints them in the colour of time travel; takes no clicks. For high
/// contrast, where nothing is tinted.
class WindowEdge : public QWidget
{
    Q_OBJECT
public:
    /// Shows the edge of a window, or hides it.
    static void setShown(QWidget *window, bool shown);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    explicit WindowEdge(QWidget *window);
};

} // namespace GenMirror
