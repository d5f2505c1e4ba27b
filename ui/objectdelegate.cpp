#include "ui/objectdelegate.h"

#include "model/items/objecttablemodel.h"

#include <QPainter>

namespace GenMirror
{

namespace
{

constexpr double StrongestFlash = 0.45; // opacity

} // namespace

void ObjectDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const double strength = index.data(ObjectTableModel::FlashRole).toDouble();
    if (strength <= 0)
        return QStyledItemDelegate::paint(painter, option, index);
    if (m_flashes && !option.state.testFlag(QStyle::State_Selected)) {
        QColor colour = option.palette.color(QPalette::Highlight);
        colour.setAlphaF(float(strength * StrongestFlash));
        painter->fillRect(option.rect, colour);
    }
    QStyledItemDelegate::paint(painter, option, index);
    if (index.column() != 0)
        return;
    const bool isAdded = index.data(ObjectTableModel::FlashKindRole).toInt() == int(Flashes::Kind::Added);
    painter->save();
    QFont bold = option.font;
    bold.setBold(true);
    painter->setFont(bold);
    painter->setPen(option.palette.color(
        option.state.testFlag(QStyle::State_Selected) ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(option.rect.adjusted(0, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter,
                      isAdded ? QStringLiteral("+") : QStringLiteral("~"));
    painter->restore();
}

} // namespace GenMirror
