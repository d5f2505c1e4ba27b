#pragma once

#include <QStyledItemDelegate>

namespace GenMirror
{

/// Paints the tree of mirrors: servers with their icon, those in production in its colour and with a word in
/// their tool tips, mirrors with the dot of their state, and in each name what the filter found.
class StateDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setFilter(const QString &text) { m_filter = text; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    QString m_filter;
};

} // namespace GenMirror
