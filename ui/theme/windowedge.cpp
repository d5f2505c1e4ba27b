#include "ui/theme/windowedge.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>

namespace GenMirror
{

namespace
{

constexpr int EdgeWidth = 2; // pixels

} // namespace

WindowEdge::WindowEdge(QWidget *window)
    : QWidget(window)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setGeometry(window->rect());
    window->installEventFilter(this);
}

void WindowEdge::setShown(QWidget *window, bool shown)
{
    auto *edge = window->findChild<WindowEdge *>({}, Qt::FindDirectChildrenOnly);
    if (!edge && !shown)
        return;
    if (!edge)
        edge = new WindowEdge(window);
    edge->setVisible(shown);
    edge->raise();
}

bool WindowEdge::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    else if (event->type() == QEvent::ChildAdded)
        raise();
    return QWidget::eventFilter(watched, event);
}

void WindowEdge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(QPen(Theme::of(this).colour(Colour::Past), EdgeWidth * 2));
    painter.drawRect(rect());
}

} // namespace GenMirror
