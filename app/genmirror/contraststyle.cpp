#include "app/genmirror/contraststyle.h"

#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QColor edgeColour(const QStyleOption &option)
{
    return option.palette.color(QPalette::WindowText);
}

/// Between two parts, in the middle of what can be dragged.
void drawLine(const QStyleOption &option, QPainter &painter)
{
    const QRect &rect = option.rect;
    painter.fillRect(rect.width() < rect.height() ? QRect(rect.center().x(), rect.top(), 1, rect.height())
                                                  : QRect(rect.left(), rect.center().y(), rect.width(), 1),
                     edgeColour(option));
}

/// What has the focus has a thicker one, in the colour of the selection.
void drawEdge(const QStyleOption &option, QPainter &painter)
{
    const bool hasFocus = (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_Enabled);
    const QColor colour = hasFocus ? option.palette.color(QPalette::Highlight) : edgeColour(option);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, 1));
    painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
    if (hasFocus)
        painter.drawRect(option.rect.adjusted(1, 1, -2, -2));
    painter.restore();
}

} // namespace

ContrastStyle::ContrastStyle()
    : QProxyStyle(u"Fusion"_s)
{
}

void ContrastStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                  const QWidget *widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    switch (element) {
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0) // one inside another field has none of its own
            drawEdge(*option, *painter);
        break;
    }
    case PE_PanelButtonCommand:
    case PE_PanelButtonBevel:
    case PE_Frame:
    case PE_FrameMenu:
    case PE_PanelMenu:
    case PE_FrameGroupBox:
    case PE_FrameTabWidget:
    case PE_FrameDockWidget:
    case PE_IndicatorCheckBox:
    case PE_PanelTipLabel:
        drawEdge(*option, *painter);
        break;
    case PE_IndicatorDockWidgetResizeHandle:
        drawLine(*option, *painter);
        break;
    case PE_IndicatorRadioButton:
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(edgeColour(*option), 1));
        painter->drawEllipse(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5));
        painter->restore();
        break;
    default:
        break;
    }
}

void ContrastStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    QProxyStyle::drawControl(element, option, painter, widget);
    switch (element) {
    case CE_HeaderSection:
    case CE_ProgressBarGroove:
    case CE_TabBarTabShape:
    case CE_DockWidgetTitle:
    case CE_ShapedFrame:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->frameShape == QFrame::NoFrame)
            break;
        drawEdge(*option, *painter);
        break;
    case CE_Splitter:
        drawLine(*option, *painter);
        break;
    default:
        break;
    }
}

void ContrastStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                       QPainter *painter, const QWidget *widget) const
{
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    const bool isFlatTool = control == CC_ToolButton && (option->state & State_AutoRaise);
    if (control == CC_ComboBox || control == CC_SpinBox || (control == CC_ToolButton && !isFlatTool) ||
        control == CC_GroupBox)
        drawEdge(*option, *painter);
}

} // namespace GenMirror
