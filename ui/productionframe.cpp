#include "ui/productionframe.h"
#include "ui/foreigntext.h"

#include <QPainter>
#include <QVBoxLayout>

namespace GenMirror
{

namespace
{

constexpr int FrameWidth = 4; // pixels

QColor warningColour(const QPalette &palette)
{
    return QColor::fromHsl(5, 210, palette.color(QPalette::Window).lightness() < 128 ? 110 : 120);
}

} // namespace

ProductionFrame::ProductionFrame(QWidget *parent)
    : QFrame(parent)
    , m_layout(new QVBoxLayout(this))
    , m_label(new PlainLabel(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_label);
    m_label->setMargin(4);
    m_label->setAlignment(Qt::AlignCenter);
    m_label->hide();
}

void ProductionFrame::addWidget(QWidget *widget, int stretch)
{
    m_layout->addWidget(widget, stretch);
}

void ProductionFrame::setProduction(const QString &name)
{
    const bool marked = !name.isEmpty();
    const int width = marked ? FrameWidth : 0;
    m_layout->setContentsMargins(width, width, width, width);
    m_label->setText(name);
    m_label->setVisible(marked);
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, Qt::white);
    m_label->setPalette(palette);
    update();
}

void ProductionFrame::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    if (m_label->isHidden())
        return;
    QPainter painter(this);
    painter.setPen(QPen(warningColour(palette()), FrameWidth * 2));
    painter.drawRect(rect());
    painter.fillRect(m_label->geometry(), warningColour(palette()));
}

} // namespace GenMirror
