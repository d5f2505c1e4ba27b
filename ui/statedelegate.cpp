#include "ui/statedelegate.h"

#include "model/items/mirrortreemodel.h"
#include "ui/statusline.h"
#include "ui/theme/icon.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>
#include <QTextLayout>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int DotRoom = 14; // units

void setText(QStyleOptionViewItem &option, const QColor &colour)
{
    option.palette.setColor(QPalette::Text, colour);
    option.palette.setColor(QPalette::HighlightedText, colour);
}

} // namespace

void StateDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const Theme &theme = Theme::of(option->widget);
    if (index.column() != MirrorTreeModel::Name)
        return setText(*option, theme.colour(Colour::Text2));
    const QVariant state = index.data(MirrorTreeModel::StateRole);
    const bool isServer = !index.parent().isValid();
    if (!state.isValid() && !isServer)
        return;
    option->features |= QStyleOptionViewItem::HasDecoration;
    if (state.isValid()) {
        option->icon = stateIcon(MirrorStatus::State(state.toInt()), option->palette);
        option->decorationSize = QSize(units(12), units(12));
        return;
    }
    const bool isMarked = index.data(MirrorTreeModel::MarkedRole).toBool();
    option->font.setWeight(QFont::DemiBold);
    option->icon = icon(u"server"_s, isMarked ? Colour::Prod : Colour::Text2);
    option->decorationSize = QSize(units(16), units(16));
    if (!isMarked)
        return;
    setText(*option, theme.colour(Colour::Prod));
    option->text += u" ⚠"_s; // never the colour alone
}

QStyleOptionViewItem StateDelegate::withoutDot(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    QStyleOptionViewItem rest(option);
    if (index.column() == MirrorTreeModel::Name && index.data(MirrorTreeModel::NewsRole).toBool())
        rest.rect =
            QStyle::visualRect(option.direction, option.rect, option.rect.adjusted(0, 0, -units(DotRoom), 0));
    return rest;
}

void StateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &whole,
                          const QModelIndex &index) const
{
    const QStyleOptionViewItem option = withoutDot(whole, index);
    if (option.rect != whole.rect) {
        whole.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &whole, painter, whole.widget);
        QRect dot(0, 0, units(6), units(6));
        dot.moveCenter(QStyle::visualRect(whole.direction, whole.rect,
                                          QRect(whole.rect.right() - units(DotRoom), whole.rect.top(),
                                                units(DotRoom), whole.rect.height()))
                           .center());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(Theme::of(whole.widget).colour(Colour::ChangedMark));
        painter->drawEllipse(dot);
        painter->restore();
    }
    QStyleOptionViewItem item(option);
    initStyleOption(&item, index);
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    const QRect room = style->subElementRect(QStyle::SE_ItemViewItemText, &item, item.widget)
                           .adjusted(units(4), 0, -units(4), 0);
    const QString shown = QFontMetrics(item.font).elidedText(item.text, Qt::ElideRight, room.width());
    const qsizetype at = m_filter.isEmpty() || index.column() != MirrorTreeModel::Name
                             ? -1
                             : shown.indexOf(m_filter, 0, Qt::CaseInsensitive);
    if (at < 0)
        return QStyledItemDelegate::paint(painter, option, index);
    item.text.clear(); // all but the text
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
    QTextCharFormat match;
    match.setFontWeight(QFont::DemiBold);
    match.setForeground(Theme::of(item.widget).colour(Colour::Accent));
    QTextLayout layout(shown, item.font, painter->device());
    layout.setFormats({{.start = int(at), .length = int(m_filter.size()), .format = match}});
    QTextOption direction;
    direction.setTextDirection(item.direction);
    layout.setTextOption(direction);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(room.width());
    layout.endLayout();
    painter->save();
    painter->setPen(item.palette.color(QPalette::Text));
    layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - line.height()) / 2));
    painter->restore();
}

} // namespace GenMirror
