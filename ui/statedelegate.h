#pragma once

#include <QStyledItemDelegate>

namespace GenMirror
{

/// Draws a mirror's state as a dot before its name.
class StateDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace GenMirror
