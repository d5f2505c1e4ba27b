#include "ui/objectdelegate.h"

#include "model/items/objecttablemodel.h"
#include "model/items/plaintip.h"
#include "ui/age.h"
#include "ui/rowtable.h"
#include "ui/theme/figures.h"
#include "ui/theme/icon.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Kind = ObjectWindow::Cell::Kind;
using Model = ObjectTableModel;

bool isFirstColumn(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    return table && table->horizontalHeader()->visualIndex(index.column()) == 0;
}

/// `width` pixels at the side where a line begins.
QRect beginOf(const QStyleOptionViewItem &option, int width)
{
    return QStyle::visualRect(option.direction, option.rect,
                              QRect(option.rect.left(), option.rect.top(), width, option.rect.height()));
}

void paintGlyph(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, int gutter)
{
    const auto kind = Flashes::Kind(index.data(Model::FlashKindRole).toInt());
    if (kind == Flashes::Kind::None)
        return;
    constexpr int glyph = 12; // units
    QRect rect(0, 0, units(glyph), units(glyph));
    rect.moveCenter(beginOf(option, gutter).center());
    const bool isAdded = kind == Flashes::Kind::Added;
    paintIcon(painter, rect, isAdded ? u"plus"_s : u"delta"_s,
              Theme::of(option.widget).colour(isAdded ? Colour::Live : Colour::Changed));
}

} // namespace

void ObjectDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() == 0)
        option->font.setWeight(QFont::Medium);
    if (Kind(index.data(Model::CellKindRole).toInt()) != Kind::Null)
        return;
    option->font.setItalic(true);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::HighlightedText})
        option->palette.setColor(role, Theme::of(option->widget).colour(Colour::Text3));
}

double ObjectDelegate::shown(double strength) const
{
    return m_isCrowded ? 0 : m_flashes || strength <= 0 ? strength : 1;
}

void ObjectDelegate::paintFills(QPainter &painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    const QRect fill = option.rect.adjusted(0, 0, 0, -1); // the hairline stays
    const bool isAdded = index.data(Model::FlashKindRole).toInt() == int(Flashes::Kind::Added);
    const double row = isAdded ? shown(index.data(Model::FlashRole).toDouble()) : 0;
    if (row > 0 && !option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(fill, theme.colour(Colour::LiveSoft, row));
    const double cell = shown(index.data(Model::CellFlashRole).toDouble());
    if (cell <= 0)
        return;
    constexpr int mark = 2; // pixels
    painter.fillRect(fill, theme.colour(Colour::ChangedSoft, cell));
    painter.fillRect(beginOf(option, mark).intersected(fill), theme.colour(Colour::ChangedMark, cell));
}

void ObjectDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    painter->save();
    paintFills(*painter, option, index);
    QStyleOptionViewItem text(option);
    text.state.setFlag(QStyle::State_HasFocus, false);
    const auto *table = qobject_cast<const RowTable *>(option.widget);
    if (const int gutter = table ? table->gutter() : 0; gutter > 0 && isFirstColumn(option, index)) {
        paintGlyph(*painter, option, index, gutter);
        text.rect = QStyle::visualRect(option.direction, option.rect, option.rect.adjusted(gutter, 0, 0, 0));
    }
    const bool isNumber = Kind(index.data(Model::CellKindRole).toInt()) == Kind::Number;
    if (isNumber && !hasTabularFigures(option.font)) {
        initStyleOption(&text, index);
        const int padding = units(8);
        painter->setFont(text.font);
        painter->setPen(text.palette.color(QPalette::Text));
        drawFigures(*painter, text.rect.adjusted(padding, 0, -padding, 0), text.text);
    } else {
        QStyledItemDelegate::paint(painter, text, index);
    }
    painter->restore();
    if (!option.state.testFlag(QStyle::State_HasFocus))
        return;
    QStyleOptionFocusRect focus;
    focus.QStyleOption::operator=(option);
    option.widget->style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, option.widget);
}

bool ObjectDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                               const QModelIndex &index)
{
    const QVariant before = index.data(Model::BeforeRole);
    if (event->type() != QEvent::ToolTip || !before.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString now = index.data(Qt::DisplayRole).toString();
    const QString nothing = tr("nothing");
    QToolTip::showText(event->globalPos(),
                       plainTip(tr("%1 ← %2, %3")
                                    .arg(now.isEmpty() ? nothing : now,
                                         before.toString().isEmpty() ? nothing : before.toString(),
                                         ageOf(index.data(Model::ChangedAtRole).toDateTime()))),
                       view);
    return true;
}

} // namespace GenMirror
