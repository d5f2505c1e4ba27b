// How large things are, and where their parts stand.
#include "ui/theme/mirrorstyle.h"

#include "ui/theme/icon.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QStyleOption>
#include <QTableView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

int MirrorStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_DefaultFrameWidth:
        return 2; // an edge as wide as the focus has one, whether it is there or not: nothing moves
    case PM_SplitterWidth:
        return 1;
    case PM_DockWidgetSeparatorExtent:
        return GrabWidth; // QMainWindow grabs nothing beside it
    case PM_HeaderMargin:
        return units(8);
    case PM_FocusFrameHMargin: // of an item; a table's cells are padded as their heads are
        return qobject_cast<const QTableView *>(widget) ? units(7) : units(4);
    case PM_HeaderDefaultSectionSizeVertical:
        return units(28);
    case PM_DockWidgetTitleMargin:
        return units(8);
    case PM_DockWidgetTitleBarButtonMargin:
        return units(2);
    case PM_ScrollBarExtent:
        return units(12);
    case PM_ScrollBarSliderMin:
        return units(32);
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
    case PM_TabBarIconSize:
    case PM_ListViewIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return units(16);
    case PM_HeaderMarkSize:
        return units(12);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseOverlap:
    case PM_TabBarTabOverlap:
    case PM_DockWidgetFrameWidth:
        return 0;
    case PM_ToolBarItemSpacing:
    case PM_ToolBarItemMargin:
        return units(4);
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return units(8);
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return units(widget && widget->isWindow() ? 16 : 8);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int MirrorStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                           QStyleHintReturn *returned) const
{
    switch (hint) {
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_Table_GridLineColor:
        return int(Theme::of(widget).colour(Colour::Line).rgb());
    case SH_EtchDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_TabBar_Alignment:
        return Qt::AlignLeft;
    case SH_ScrollView_FrameOnlyAroundContents:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

QSize MirrorStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                    const QWidget *widget) const
{
    QSize wanted = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        wanted.setHeight(std::max(size.height() + units(8), units(30)));
        wanted.setWidth(std::max(wanted.width(), size.width() + units(24)));
        break;
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        wanted.setHeight(std::max(wanted.height(), units(30)));
        break;
    case CT_ToolButton:
        wanted = wanted.expandedTo({units(28), units(28)});
        break;
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
            item && item->menuItemType != QStyleOptionMenuItem::Separator)
            wanted.setHeight(std::max(wanted.height(), units(28)));
        break;
    case CT_TabBarTab:
        wanted += QSize(units(8), 0);
        wanted.setHeight(std::max(wanted.height(), units(32)));
        break;
    case CT_ItemViewItem:
        if (!qobject_cast<const QTableView *>(widget))
            wanted.setHeight(std::max(wanted.height(), units(26)));
        break;
    case CT_HeaderSection:
        wanted.setHeight(std::max(wanted.height(), units(32)));
        break;
    default:
        break;
    }
    return wanted;
}

QRect MirrorStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto moved = [&](const QRect &from, int before, int after) {
        const QRect logical = visualRect(option->direction, option->rect, from);
        return visualRect(option->direction, option->rect, logical.adjusted(before, 0, -after, 0));
    };
    switch (element) {
    case SE_DockWidgetTitleBarText:
        return moved(rect, units(8), 0);
    case SE_LineEditContents:
        return moved(rect, units(4), units(4));
    default:
        return rect;
    }
}

QRect MirrorStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                  const QWidget *widget) const
{
    if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
        const QRect field = QProxyStyle::subControlRect(control, option, part, widget);
        const QRect logical = visualRect(option->direction, option->rect, field);
        return visualRect(option->direction, option->rect, logical.adjusted(units(4), 0, 0, 0));
    }
    if (control != CC_ScrollBar)
        return QProxyStyle::subControlRect(control, option, part, widget);
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!bar)
        return QProxyStyle::subControlRect(control, option, part, widget);
    // No buttons at its ends: all of it is groove.
    const bool isUpright = bar->orientation == Qt::Vertical;
    const int length = isUpright ? bar->rect.height() : bar->rect.width();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    const int least = std::min(pixelMetric(PM_ScrollBarSliderMin, option, widget), length);
    const int slider =
        range > 0 ? std::max(least, int(qint64(length) * bar->pageStep / (range + bar->pageStep))) : length;
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                              length - slider, bar->upsideDown);
    const auto along = [&](int from, int size) {
        const QRect rect = isUpright
                               ? QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), size)
                               : QRect(bar->rect.left() + from, bar->rect.top(), size, bar->rect.height());
        return rect;
    };
    switch (part) {
    case SC_ScrollBarGroove:
        return bar->rect;
    case SC_ScrollBarSlider:
        return along(start, slider);
    case SC_ScrollBarSubPage:
        return along(0, start);
    case SC_ScrollBarAddPage:
        return along(start + slider, length - start - slider);
    default:
        return {};
    }
}

QIcon MirrorStyle::standardIcon(StandardPixmap standard, const QStyleOption *option,
                                const QWidget *widget) const
{
    switch (standard) {
    case SP_LineEditClearButton:
    case SP_TitleBarCloseButton:
    case SP_DockWidgetCloseButton:
        return icon(u"close"_s);
    case SP_TitleBarNormalButton:
        return icon(u"float"_s);
    case SP_MessageBoxInformation:
        return icon(u"info"_s, Colour::Accent);
    case SP_MessageBoxWarning:
        return icon(u"warning"_s, Colour::Changed);
    case SP_MessageBoxCritical:
        return icon(u"warning"_s, Colour::Danger);
    case SP_MessageBoxQuestion:
        return icon(u"info"_s, Colour::Accent);
    case SP_ArrowBack:
    case SP_ArrowLeft:
        return icon(u"back"_s);
    case SP_ArrowForward:
    case SP_ArrowRight:
        return icon(u"forward"_s);
    default:
        return QProxyStyle::standardIcon(standard, option, widget);
    }
}

} // namespace GenMirror
