#include "ui/theme/mirrorstyle.h"

#include "ui/theme/icon.h"
#include "ui/theme/sizes.h"
#include "ui/theme/styleparts.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDockWidget>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStyleOption>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

bool isField(const QWidget *widget)
{
    const auto *plain = qobject_cast<const QPlainTextEdit *>(widget);
    return plain && !plain->isReadOnly();
}

QStyleOption withoutFocus(const QStyleOption &option)
{
    QStyleOption plain(option);
    plain.state.setFlag(QStyle::State_HasFocus, false);
    return plain;
}

bool isRightToLeft(const QStyleOption &option)
{
    return option.direction == Qt::RightToLeft;
}

} // namespace

MirrorStyle::MirrorStyle()
    : QProxyStyle(u"Fusion"_s)
{
    setObjectName("genmirror"_L1);
}

void MirrorStyle::themeChanged()
{
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        QEvent event(QEvent::StyleChange); // frames are as wide as the theme's edges
        QApplication::sendEvent(widget, &event);
        widget->update();
    }
}

void MirrorStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QSplitterHandle *>(widget))
        widget->installEventFilter(this);
    if (qobject_cast<QAbstractItemView *>(widget) || qobject_cast<QTabBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (auto *view = qobject_cast<QAbstractItemView *>(widget))
        view->viewport()->setAttribute(Qt::WA_Hover);
    if (auto *table = qobject_cast<QTableView *>(widget))
        table->setShowGrid(false); // rows have hairlines of their own, columns have none
    if (auto *header = qobject_cast<QHeaderView *>(widget); header && header->orientation() == Qt::Horizontal)
        header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
}

void MirrorStyle::unpolish(QWidget *widget)
{
    QProxyStyle::unpolish(widget);
    widget->removeEventFilter(this);
}

/// A handle is as wide as its hairline, and what can be grabbed of it lies over its neighbours. Qt makes that
/// five pixels, in QSplitterHandle::resizeEvent(), whose place this takes.
bool MirrorStyle::eventFilter(QObject *watched, QEvent *event)
{
    auto *handle = qobject_cast<QSplitterHandle *>(watched);
    if (!handle || m_isPressing)
        return QProxyStyle::eventFilter(watched, event);
    constexpr int before = (GrabWidth - 1) / 2;
    constexpr int after = GrabWidth - 1 - before;
    const bool isUpright = handle->orientation() == Qt::Horizontal;
    if (event->type() == QEvent::MouseButtonPress) { // from the line, else it would jump to the pointer
        const auto *mouse = static_cast<const QMouseEvent *>(event);
        const QPointF at = mouse->position() - (isUpright ? QPointF(before, 0) : QPointF(0, before));
        QMouseEvent pressed(QEvent::MouseButtonPress, at, mouse->globalPosition(), mouse->button(),
                            mouse->buttons(), mouse->modifiers());
        const QScopedValueRollback pressing(m_isPressing, true);
        return QCoreApplication::sendEvent(handle, &pressed);
    }
    if (event->type() != QEvent::Resize)
        return false;
    handle->setAttribute(Qt::WA_MouseNoMask);
    handle->setContentsMargins(isUpright ? before : 0, isUpright ? 0 : before, isUpright ? after : 0,
                               isUpright ? 0 : after);
    handle->setMask(QRegion(handle->contentsRect()));
    return true;
}

void MirrorStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    const Theme &theme = Theme::of(widget);
    const Colour quiet = theme.isHighContrast() ? Colour::Control : Colour::Line;
    switch (element) {
    case PE_PanelButtonCommand:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            return drawButton(*painter, *button, theme, widget);
        break;
    case PE_FrameDefaultButton:
    case PE_FrameStatusBarItem:
    case PE_PanelStatusBar:
    case PE_FrameButtonBevel:
        return;
    case PE_PanelButtonTool: {
        const bool isDown = option->state.testFlag(State_Sunken) && option->state.testFlag(State_Enabled);
        const bool isHovered =
            option->state.testFlag(State_MouseOver) && option->state.testFlag(State_Enabled);
        const bool isRaised = !option->state.testFlag(State_AutoRaise);
        if (!isDown && !isHovered && !isRaised && !option->state.testFlag(State_On) &&
            !option->state.testFlag(State_HasFocus))
            return;
        const Colour fill = isDown                                          ? Colour::Pressed
                            : isHovered || option->state.testFlag(State_On) ? Colour::Hover
                            : isRaised                                      ? Colour::Base
                                                                            : Colour::Window;
        return drawBox(*painter, option->rect, *option, theme, fill, isRaised ? Colour::Control : fill);
    }
    case PE_PanelLineEdit:
    case PE_FrameLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0) // one inside another field has none of its own
            return drawBox(*painter, option->rect, *option, theme, Colour::Base, Colour::Control);
        return;
    }
    case PE_Frame:
        if (!qobject_cast<const QAbstractScrollArea *>(widget)) // what is inside shows its own focus
            return drawEdge(*painter, option->rect, withoutFocus(*option), theme, quiet);
        painter->fillRect(option->rect, theme.colour(Colour::Base)); // the contents leave it free
        return drawEdge(*painter, option->rect, *option, theme, isField(widget) ? Colour::Control : quiet);
    case PE_FrameMenu:
    case PE_FrameGroupBox:
        return drawEdge(*painter, option->rect, withoutFocus(*option), theme, quiet);
    case PE_FrameTabWidget:
        if (theme.isHighContrast())
            return drawEdge(*painter, option->rect, withoutFocus(*option), theme, quiet);
        return painter->fillRect(QRect(option->rect.left(), option->rect.top(), option->rect.width(), 1),
                                 theme.colour(Colour::Line));
    case PE_PanelScrollAreaCorner:
        return painter->fillRect(option->rect, theme.colour(Colour::Base));
    case PE_PanelMenu:
        painter->fillRect(option->rect, theme.colour(Colour::Raised));
        return drawPrimitive(PE_FrameMenu, option, painter, widget);
    case PE_FrameTabBarBase: {
        const auto *base = qstyleoption_cast<const QStyleOptionTabBarBase *>(option);
        const bool isBelow = base && base->shape == QTabBar::RoundedSouth;
        const int y = isBelow ? option->rect.top() : option->rect.bottom();
        return painter->fillRect(QRect(option->rect.left(), y, option->rect.width(), 1),
                                 theme.colour(Colour::Line));
    }
    case PE_FrameDockWidget:
        if (theme.isHighContrast())
            drawEdge(*painter, option->rect, withoutFocus(*option), theme, Colour::Line);
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, theme.colour(Colour::Raised));
        painter->setPen(theme.colour(Colour::Control));
        return painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
    case PE_FrameFocusRect: {
        if (qobject_cast<const QPushButton *>(widget))
            return; // its edge shows it
        QStyleOption focused(*option);
        focused.state |= State_HasFocus | State_Enabled;
        return drawEdge(*painter, option->rect, focused, theme, Colour::Accent);
    }
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return drawCheckBox(*painter, *option, theme);
    case PE_IndicatorRadioButton:
        return drawRadioButton(*painter, *option, theme);
    case PE_IndicatorDockWidgetResizeHandle:
        return drawDockSeparator(*painter, *option, theme, widget);
    case PE_IndicatorBranch:
        if (option->state.testFlag(State_Children))
            drawArrow(*painter, option->rect, option->state, theme,
                      option->state.testFlag(State_Open) ? u"chevron-down"_s : u"chevron-right"_s);
        return;
    case PE_IndicatorArrowDown:
    case PE_IndicatorSpinDown:
        return drawArrow(*painter, option->rect, option->state, theme, u"chevron-down"_s);
    case PE_IndicatorArrowUp:
    case PE_IndicatorSpinUp:
        return drawArrow(*painter, option->rect, option->state, theme, u"chevron-up"_s);
    case PE_IndicatorArrowRight:
        return drawArrow(*painter, option->rect, option->state, theme,
                         isRightToLeft(*option) ? u"back"_s : u"chevron-right"_s);
    case PE_IndicatorArrowLeft:
        return drawArrow(*painter, option->rect, option->state, theme,
                         isRightToLeft(*option) ? u"chevron-right"_s : u"back"_s);
    case PE_IndicatorTabClose:
        if (option->state.testFlag(State_MouseOver) || option->state.testFlag(State_Selected))
            drawArrow(*painter, option->rect, option->state, theme, u"close"_s);
        return;
    case PE_PanelItemViewItem:
        if (qobject_cast<const QTableView *>(widget))
            return drawItemBackground(*painter, *option); // the rest was drawn with its row
        [[fallthrough]];
    case PE_PanelItemViewRow:
        return drawRow(*painter, *option, theme, widget);
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace GenMirror
