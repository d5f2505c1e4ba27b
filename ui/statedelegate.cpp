#include "ui/statedelegate.h"

#include "model/items/mirrortreemodel.h"
#include "ui/statusline.h"

#include <QPainter>

namespace GenMirror
{

void StateDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() == MirrorTreeModel::Name && index.data(MirrorTreeModel::MarkedRole).toBool()) {
        option->font.setBold(true);
        option->text += QStringLiteral(" ⚠");
    }
    const QVariant state = index.data(MirrorTreeModel::StateRole);
    if (!state.isValid() || index.column() != MirrorTreeModel::Name)
        return;
    option->icon = stateIcon(MirrorStatus::State(state.toInt()), option->palette);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = QSize(12, 12);
}

} // namespace GenMirror
