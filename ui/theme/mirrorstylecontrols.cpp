// Controls: what is made of several pieces.
#include "ui/theme/mirrorstyle.h"

#include "ui/theme/icon.h"
#include "ui/theme/sizes.h"
#include "ui/theme/styleparts.h"
#include "ui/theme/theme.h"

#include <QAbstractScrollArea>
#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

void drawDockTitle(QPainter &painter, const QStyleOptionDockWidget &option, const Theme &theme,
                   const QRect &text, const QWidget *dock)
{
    painter.fillRect(option.rect, theme.colour(groundOfDock(dock)));
    if (theme.isHighContrast()) {
        painter.setPen(theme.colour(Colour::Line));
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    QFont font = painter.font();
    font.setWeight(QFont::DemiBold);
    painter.save();
    painter.setFont(font);
    painter.setPen(theme.colour(Colour::Text));
    const QString elided = QFontMetrics(font).elidedText(option.title, Qt::ElideRight, text.width());
    painter.drawText(text, int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter),
                     elided);
    painter.restore();
}

/// The name of a column, and behind it an arrow if rows are ordered by it.
void drawHead(QPainter &painter, const QStyleOptionHeader &option, const Theme &theme, int gutter)
{
    const bool isRightToLeft = option.direction == Qt::RightToLeft;
    const auto first = isRightToLeft ? QStyleOptionHeader::End : QStyleOptionHeader::Beginning;
    const bool isFirst = option.position == first || option.position == QStyleOptionHeader::OnlyOneSection;
    const bool isSorted = option.sortIndicator != QStyleOptionHeader::None;
    constexpr int mark = 12;
    const int padding = units(8);
    const int arrow = isSorted ? units(mark) : 0;
    const QRect logical = option.rect.adjusted(padding + (isFirst ? gutter : 0), 0, -padding, 0);
    const QFontMetrics metrics = option.fontMetrics;
    const QString text = metrics.elidedText(option.text, Qt::ElideRight, logical.width() - arrow);
    const bool isRight = option.textAlignment.testFlag(Qt::AlignRight);
    const int width = metrics.horizontalAdvance(text);
    const int left = isRight ? logical.right() + 1 - width : logical.left();
    const auto placed = [&](int x, int wide) {
        return QStyle::visualRect(option.direction, option.rect,
                                  QRect(x, logical.top(), wide, logical.height()));
    };
    painter.setPen(theme.colour(isSorted ? Colour::Text : Colour::Text2));
    painter.drawText(placed(left, width), Qt::AlignCenter | Qt::TextSingleLine, text);
    if (isSorted)
        paintIcon(painter, placed(isRight ? left - arrow - 2 : left + width + 2, arrow),
                  option.sortIndicator == QStyleOptionHeader::SortDown ? u"chevron-up"_s // ascending
                                                                       : u"chevron-down"_s,
                  theme.colour(Colour::Text));
}

void drawProgress(QPainter &painter, const QStyleOptionProgressBar &option, const Theme &theme)
{
    const qint64 range = qint64(option.maximum) - option.minimum;
    const double share = range > 0 ? double(qint64(option.progress) - option.minimum) / double(range) : 0;
    QRect done = option.rect;
    done.setWidth(int(done.width() * std::clamp(share, 0.0, 1.0)));
    if (range == 0) { // nobody knows how much there is
        done.setWidth(option.rect.width() / 3);
        done.moveCenter(option.rect.center());
    } else if ((option.direction == Qt::RightToLeft) != option.invertedAppearance) {
        done.moveRight(option.rect.right());
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(Colour::Accent));
    constexpr double radius = 3;
    painter.drawRoundedRect(done, radius, radius);
    painter.restore();
}

/// What a view's scroll bar lies on is what the view lies on.
QColor groundOf(const QWidget *bar, const Theme &theme)
{
    const QWidget *box = bar ? bar->parentWidget() : nullptr;
    const auto *area = qobject_cast<const QAbstractScrollArea *>(box ? box->parentWidget() : nullptr);
    return area ? area->palette().color(area->viewport()->backgroundRole()) : theme.colour(Colour::Base);
}

void drawScrollBar(QPainter &painter, const QStyleOptionSlider &option, const Theme &theme,
                   const QRect &slider, const QColor &behind)
{
    painter.fillRect(option.rect, behind);
    if (option.minimum >= option.maximum)
        return;
    const bool isHeld = option.activeSubControls.testFlag(QStyle::SC_ScrollBarSlider) &&
                        option.state.testFlag(QStyle::State_Sunken);
    const bool isHovered = option.state.testFlag(QStyle::State_MouseOver);
    const int inset = units(isHovered || isHeld ? 2 : 4);
    const QRectF thumb = option.orientation == Qt::Vertical ? QRectF(slider).adjusted(inset, 1, -inset, -1)
                                                            : QRectF(slider).adjusted(1, inset, -1, -inset);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(isHeld ? Colour::Text2 : Colour::Bar));
    const double radius = std::min(thumb.width(), thumb.height()) / 2;
    painter.drawRoundedRect(thumb, radius, radius);
    painter.restore();
}

} // namespace

void MirrorStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    const Theme &theme = Theme::of(widget);
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            QStyleOptionButton label(*button);
            label.palette.setColor(QPalette::Active, QPalette::ButtonText,
                                   theme.colour(textOfButton(*button, widget)));
            label.palette.setColor(QPalette::Inactive, QPalette::ButtonText,
                                   theme.colour(textOfButton(*button, widget)));
            return QProxyStyle::drawControl(element, &label, painter, widget);
        }
        break;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            return drawTab(*painter, *tab, theme);
        break;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            QStyleOptionTab label(*tab);
            if (!tab->state.testFlag(State_Selected) && tab->state.testFlag(State_Enabled))
                label.palette.setColor(QPalette::WindowText, theme.colour(Colour::Text2));
            return QProxyStyle::drawControl(element, &label, painter, widget);
        }
        break;
    case CE_HeaderSection:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            return drawHeaderSection(*painter, *header, theme);
        break;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, theme.colour(Colour::Base));
        return painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                                 theme.colour(Colour::Line));
    case CE_Header:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            drawHeaderSection(*painter, *header, theme);
            const int gutter = widget ? widget->property(GutterProperty).toInt() : 0;
            return drawHead(*painter, *header, theme, gutter);
        }
        break;
    case CE_DockWidgetTitle:
        if (const auto *title = qstyleoption_cast<const QStyleOptionDockWidget *>(option))
            return drawDockTitle(*painter, *title, theme,
                                 subElementRect(SE_DockWidgetTitleBarText, option, widget), widget);
        break;
    case CE_Splitter:
        return drawSplitter(*painter, *option, theme);
    case CE_ProgressBarGroove:
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(theme.isHighContrast() ? QPen(theme.colour(Colour::Control)) : QPen(Qt::NoPen));
        painter->setBrush(theme.colour(Colour::Pressed));
        painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        return painter->restore();
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option))
            return drawProgress(*painter, *bar, theme);
        break;
    case CE_ToolBar:
    case CE_MenuBarEmptyArea:
        return painter->fillRect(option->rect, theme.colour(Colour::Window));
    case CE_ShapedFrame:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->frameShape == QFrame::NoFrame)
            return;
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && (frame->frameShape == QFrame::HLine || frame->frameShape == QFrame::VLine))
            return drawSplitter(*painter, *option, theme);
        return drawPrimitive(PE_Frame, option, painter, widget);
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void MirrorStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                     QPainter *painter, const QWidget *widget) const
{
    const Theme &theme = Theme::of(widget);
    switch (control) {
    case CC_ComboBox:
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            const bool isHovered = option->state.testFlag(State_MouseOver) && !combo->editable &&
                                   option->state.testFlag(State_Enabled);
            drawBox(*painter, option->rect, *option, theme, isHovered ? Colour::Hover : Colour::Base,
                    Colour::Control);
            return drawArrow(*painter, subControlRect(control, option, SC_ComboBoxArrow, widget),
                             option->state, theme, u"chevron-down"_s);
        }
        break;
    case CC_SpinBox:
        if (const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option)) {
            drawBox(*painter, option->rect, *option, theme, Colour::Base, Colour::Control);
            if (box->buttonSymbols == QAbstractSpinBox::NoButtons)
                return;
            for (const SubControl part : {SC_SpinBoxUp, SC_SpinBoxDown}) {
                const bool isUp = part == SC_SpinBoxUp;
                const auto step = isUp ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepDownEnabled;
                State state = option->state;
                state.setFlag(State_Enabled,
                              state.testFlag(State_Enabled) && box->stepEnabled.testFlag(step));
                state.setFlag(State_MouseOver, option->activeSubControls.testFlag(part));
                drawArrow(*painter, subControlRect(control, option, part, widget), state, theme,
                          isUp ? u"chevron-up"_s : u"chevron-down"_s);
            }
            return;
        }
        break;
    case CC_ScrollBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option))
            return drawScrollBar(*painter, *bar, theme,
                                 subControlRect(control, option, SC_ScrollBarSlider, widget),
                                 groundOf(widget, theme));
        break;
    default:
        break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace GenMirror
