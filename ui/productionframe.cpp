#include "ui/productionframe.h"
#include "ui/foreigntext.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace GenMirror
{

QColor ProductionFrame::colour()
{
    return Theme::current().colour(Colour::Prod);
}

void ProductionFrame::paintAsWord(QLabel &label, const QString &word)
{
    QPalette palette = label.palette();
    palette.setColor(QPalette::Window, Theme::current().colour(Colour::ProdSoft));
    palette.setColor(QPalette::WindowText, colour());
    label.setPalette(palette);
    label.setAutoFillBackground(true);
    label.setMargin(4);
    label.setAlignment(Qt::AlignCenter);
    label.setText(word);
    label.setVisible(!word.isEmpty());
}

ProductionFrame::ProductionFrame(QWidget *parent)
    : QFrame(parent)
    , m_layout(new QVBoxLayout(this))
    , m_label(new PlainLabel(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_label);
    m_label->hide();
}

void ProductionFrame::addWidget(QWidget *widget, int stretch)
{
    m_layout->addWidget(widget, stretch);
}

void ProductionFrame::setProduction(const QString &name)
{
    const int width = name.isEmpty() ? 0 : Width;
    m_layout->setContentsMargins(width, width, width, width);
    paintAsWord(*m_label, name);
    update();
}

/// The label has colours of its own.
void ProductionFrame::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintAsWord(*m_label, m_label->text());
}

void ProductionFrame::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    if (m_label->isHidden())
        return;
    QPainter painter(this);
    painter.setPen(QPen(colour(), Width * 2));
    painter.drawRect(rect());
}

} // namespace GenMirror
