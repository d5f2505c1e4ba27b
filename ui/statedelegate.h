#pragma once

#include <QStyledItemDelegate>

namespace GenMirror
{

/// Paints the tree of mirrors: servers with their icon, those in production in its colour and with a word in
/// their tool tips, mirrors with the dot of their state, in each name what the filter found, and a dot where
/// something changed that was not looked at yet.
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
    /// What is left of an item beside its dot.
    [[nodiscard]] static QStyleOptionViewItem withoutDot(const QStyleOptionViewItem &option,
                                                         const QModelIndex &index);

    QString m_filter;
};

} // namespace GenMirror
