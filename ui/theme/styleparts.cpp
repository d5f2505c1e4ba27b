#include "ui/theme/styleparts.h"

#include "ui/theme/icon.h"
#include "ui/theme/mirrorstyle.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QPainter>
#include <QStyleOption>
#include <QTableView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr double ButtonRadius = 4; // pixels
constexpr double BoxRadius = 3;
constexpr int FocusWidth = 2;
constexpr double FaintLine = 0.55; // of Line, between rows

bool isEnabled(const QStyleOption &option)
{
    return option.state.testFlag(QStyle::State_Enabled);
}

bool isHovered(const QStyleOption &option)
{
    return isEnabled(option) && option.state.testFlag(QStyle::State_MouseOver);
}

bool hasFocus(const QStyleOption &option)
{
    return isEnabled(option) && option.state.testFlag(QStyle::State_HasFocus);
}

void strokeRound(QPainter &painter, const QRect &rect, const QColor &colour, int width, double radius)
{
    const double half = width / 2.0;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, width));
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius);
}

void fillRound(QPainter &painter, const QRect &rect, const QColor &colour, double radius)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(rect), radius, radius);
}

/// Accept, reject, destroy …, as a dialog's row of buttons has it.
QDialogButtonBox::ButtonRole dialogRoleOf(const QWidget *widget)
{
    const auto *box = qobject_cast<const QDialogButtonBox *>(widget ? widget->parentWidget() : nullptr);
    auto *button = qobject_cast<QAbstractButton *>(const_cast<QWidget *>(widget));
    return box && button ? box->buttonRole(button) : QDialogButtonBox::InvalidRole;
}

QString roleOf(const QWidget *widget)
{
    if (dialogRoleOf(widget) == QDialogButtonBox::DestructiveRole)
        return u"destroys"_s;
    return widget ? widget->property(MirrorStyle::RoleProperty).toString() : QString();
}

/// Whether this is the part of a row that lies at the view's side.
bool beginsRow(const QStyleOption &option, const QWidget *widget)
{
    const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(&option);
    if (const auto *table = qobject_cast<const QTableView *>(widget); table && item)
        return table->horizontalHeader()->visualIndex(item->index.column()) == 0;
    const auto *area = qobject_cast<const QAbstractItemView *>(widget);
    return !area ||
           (option.direction == Qt::RightToLeft ? option.rect.right() >= area->viewport()->width() - 1
                                                : option.rect.left() <= 0);
}

/// What Return does is filled, but not where it does nothing: Cancel is never the one that calls for a click.
bool isDefault(const QStyleOptionButton &option, const QWidget *widget)
{
    return option.features.testFlag(QStyleOptionButton::DefaultButton) &&
           dialogRoleOf(widget) != QDialogButtonBox::RejectRole;
}

} // namespace

void drawEdge(QPainter &painter, const QRect &rect, const QStyleOption &option, const Theme &theme,
              Colour edge)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (hasFocus(option))
        strokeRound(painter, rect, theme.colour(Colour::Accent), FocusWidth, ButtonRadius);
    else
        strokeRound(painter, rect, theme.colour(edge), isEnabled(option) ? theme.edge() : 1, ButtonRadius);
    painter.restore();
}

void drawBox(QPainter &painter, const QRect &rect, const QStyleOption &option, const Theme &theme,
             Colour fill, Colour edge)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    fillRound(painter, rect, theme.colour(fill), ButtonRadius);
    painter.restore();
    drawEdge(painter, rect, option, theme, edge);
}

void drawButton(QPainter &painter, const QStyleOptionButton &option, const Theme &theme,
                const QWidget *widget)
{
    const QString role = roleOf(widget);
    const bool isFlat = option.features.testFlag(QStyleOptionButton::Flat) || role == "link"_L1;
    const bool isDown = isEnabled(option) && option.state.testFlag(QStyle::State_Sunken);
    const Colour plain = isFlat ? Colour::Window : Colour::Base;
    Colour fill = isDown ? Colour::Pressed : isHovered(option) ? Colour::Hover : plain;
    Colour edge = role == "danger"_L1 ? Colour::Danger : Colour::Control;
    const bool isFilled =
        isEnabled(option) && (isDefault(option, widget) || role == "destroys"_L1 || role == "pill"_L1);
    if (isFilled)
        fill = edge = role == "destroys"_L1 ? Colour::Danger : Colour::Accent;
    else if (option.state.testFlag(QStyle::State_On) && isEnabled(option))
        fill = Colour::Select, edge = Colour::Accent;
    if (!isEnabled(option) && !theme.isHighContrast())
        edge = Colour::Line;
    if (isFlat && fill == plain && !hasFocus(option))
        return;
    const double radius = role == "pill"_L1 ? option.rect.height() / 2.0 : ButtonRadius;
    if (!isFilled)
        return drawBox(painter, option.rect, option, theme, fill, isFlat ? fill : edge);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    fillRound(painter, option.rect, theme.colour(fill), radius);
    if (isDown || isHovered(option)) // a shade towards the text, which keeps its contrast
        fillRound(painter, option.rect, theme.colour(Colour::Text, isDown ? 0.2 : 0.1), radius);
    if (hasFocus(option)) // a ring of the fill's colour would not be seen
        strokeRound(painter, option.rect.adjusted(2, 2, -2, -2), theme.colour(Colour::OnAccent), FocusWidth,
                    std::max(BoxRadius, radius - 2));
    painter.restore();
}

Colour textOfButton(const QStyleOptionButton &option, const QWidget *widget)
{
    const QString role = roleOf(widget);
    if (role == "destroys"_L1 || role == "pill"_L1 || isDefault(option, widget))
        return Colour::OnAccent;
    if (role == "danger"_L1)
        return Colour::Danger;
    return role == "link"_L1 ? Colour::Accent : Colour::Text;
}

void drawCheckBox(QPainter &painter, const QStyleOption &option, const Theme &theme)
{
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const bool isPart = option.state.testFlag(QStyle::State_NoChange);
    const bool isFilled = isOn || isPart;
    const Colour edge = isEnabled(option) ? Colour::Control : Colour::Text3;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    fillRound(painter, option.rect,
              theme.colour(isFilled            ? (isEnabled(option) ? Colour::Accent : Colour::Text3)
                           : isHovered(option) ? Colour::Hover
                                               : Colour::Base),
              BoxRadius);
    if (!isFilled || theme.isHighContrast())
        strokeRound(painter, option.rect, theme.colour(edge), theme.edge(), BoxRadius);
    painter.restore();
    if (isFilled)
        paintIcon(painter, option.rect.adjusted(1, 1, -1, -1), isPart ? u"minus"_s : u"check"_s,
                  theme.colour(isEnabled(option) ? Colour::OnAccent : Colour::Base));
}

void drawRadioButton(QPainter &painter, const QStyleOption &option, const Theme &theme)
{
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const int width = theme.edge();
    const double half = width / 2.0;
    const Colour edge = !isEnabled(option) ? Colour::Text3 : isOn ? Colour::Accent : Colour::Control;
    const QRectF rect = QRectF(option.rect).adjusted(half, half, -half, -half);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(theme.colour(isHovered(option) ? Colour::Hover : Colour::Base));
    painter.setPen(QPen(theme.colour(edge), width));
    painter.drawEllipse(rect);
    if (isOn) {
        const double inset = rect.width() / 4;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.colour(edge));
        painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset));
    }
    painter.restore();
}

void drawTab(QPainter &painter, const QStyleOptionTab &option, const Theme &theme)
{
    const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
    const bool isBelow = option.shape == QTabBar::RoundedSouth || option.shape == QTabBar::TriangularSouth;
    constexpr int mark = 2; // pixels
    QRect rect = option.rect;
    if (isCurrent)
        painter.fillRect(rect, theme.colour(Colour::Base));
    else if (isHovered(option))
        painter.fillRect(rect, theme.colour(Colour::Hover));
    const QColor line = theme.colour(Colour::Line);
    const int seam = isBelow ? rect.top() : rect.bottom(); // where the page begins
    if (!isCurrent)
        return painter.fillRect(QRect(rect.left(), seam, rect.width(), 1), line);
    painter.fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), line);
    painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), line);
    const int top = isBelow ? rect.bottom() - mark + 1 : rect.top();
    painter.fillRect(QRect(rect.left(), top, rect.width(), mark), theme.colour(Colour::Accent));
}

void drawHeaderSection(QPainter &painter, const QStyleOptionHeader &option, const Theme &theme)
{
    const QRect &rect = option.rect;
    const bool isDown = option.state.testFlag(QStyle::State_Sunken);
    painter.fillRect(rect, theme.colour(isDown              ? Colour::Pressed
                                        : isHovered(option) ? Colour::Hover
                                                            : Colour::Base));
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour(Colour::Line));
    if (!theme.isHighContrast())
        return;
    painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), theme.colour(Colour::Line));
    const bool isAlone = option.position == QStyleOptionHeader::OnlyOneSection;
    const auto upright = [&](int x) {
        painter.fillRect(QRect(x, rect.top(), 1, rect.height()), theme.colour(Colour::Line));
    };
    if (isAlone || option.position == QStyleOptionHeader::Beginning)
        upright(rect.left());
    if (isAlone || option.position == QStyleOptionHeader::End)
        upright(rect.right());
}

void drawRow(QPainter &painter, const QStyleOption &option, const Theme &theme, const QWidget *widget)
{
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isActive = option.state.testFlag(QStyle::State_Active) &&
                          (!widget || widget->hasFocus() || option.state.testFlag(QStyle::State_HasFocus));
    const QRect &rect = option.rect;
    if (isSelected)
        painter.fillRect(rect, theme.colour(isActive ? Colour::Select : Colour::SelectOff));
    else if (isHovered(option))
        painter.fillRect(rect, theme.colour(Colour::Hover));
    if (qobject_cast<const QTableView *>(widget))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1),
                         theme.colour(Colour::Line, theme.isHighContrast() ? 1 : FaintLine));
    if (!isSelected || !beginsRow(option, widget))
        return;
    constexpr int edge = 3; // pixels
    const int x = option.direction == Qt::RightToLeft ? rect.right() - edge + 1 : rect.left();
    painter.fillRect(QRect(x, rect.top(), edge, rect.height()),
                     theme.colour(isActive ? Colour::Accent : Colour::Control));
}

void drawItemBackground(QPainter &painter, const QStyleOption &option)
{
    const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(&option);
    if (item && item->backgroundBrush.style() != Qt::NoBrush)
        painter.fillRect(option.rect, item->backgroundBrush);
}

void drawArrow(QPainter &painter, const QRect &room, QStyle::State state, const Theme &theme,
               const QString &icon)
{
    const int side = std::min({units(14), room.width(), room.height()});
    QRect rect(0, 0, side, side);
    rect.moveCenter(room.center());
    const QColor colour =
        !state.testFlag(QStyle::State_Enabled)
            ? theme.palette().color(QPalette::Disabled, QPalette::Text)
            : theme.colour(state.testFlag(QStyle::State_MouseOver) ? Colour::Text : Colour::Text2);
    paintIcon(painter, rect, icon, colour);
}

Colour groundOfDock(const QWidget *dock)
{
    const auto *part = qobject_cast<const QDockWidget *>(dock);
    const QWidget *inside = part ? part->widget() : nullptr;
    const bool isBase = inside && inside->autoFillBackground() && inside->backgroundRole() == QPalette::Base;
    return isBase ? Colour::Base : Colour::Window;
}

void drawDockSeparator(QPainter &painter, const QStyleOption &option, const Theme &theme,
                       const QWidget *window)
{
    const QRect &rect = option.rect;
    const bool isUpright = rect.width() < rect.height();
    const QPoint middle = window ? window->rect().center() : QPoint();
    const bool isBefore = isUpright ? rect.center().x() < middle.x() : rect.center().y() < middle.y();
    const QPoint beside = isUpright
                              ? QPoint(isBefore ? rect.left() - 1 : rect.right() + 1, rect.center().y())
                              : QPoint(rect.center().x(), isBefore ? rect.top() - 1 : rect.bottom() + 1);
    const QWidget *dock = window ? window->childAt(beside) : nullptr;
    while (dock && !qobject_cast<const QDockWidget *>(dock))
        dock = dock->parentWidget();
    painter.fillRect(rect, theme.colour(groundOfDock(dock)));
    const QRect line = isUpright ? QRect(isBefore ? rect.right() : rect.left(), rect.top(), 1, rect.height())
                                 : QRect(rect.left(), isBefore ? rect.bottom() : rect.top(), rect.width(), 1);
    painter.fillRect(line, theme.colour(Colour::Line));
}

void drawSplitter(QPainter &painter, const QStyleOption &option, const Theme &theme)
{
    const QRect &rect = option.rect;
    painter.fillRect(rect.width() < rect.height() ? QRect(rect.center().x(), rect.top(), 1, rect.height())
                                                  : QRect(rect.left(), rect.center().y(), rect.width(), 1),
                     theme.colour(Colour::Line));
}

} // namespace GenMirror
