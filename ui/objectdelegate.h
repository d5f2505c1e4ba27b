#pragma once

#include <QStyledItemDelegate>

namespace GenMirror
{

/// Paints objects. What changed of late stands out: a changed cell by its fill, a new row as a whole, either
/// by a glyph in the gutter, which stays for longer. A tool tip tells what stood in a changed cell before.
class ObjectDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// False: nothing fades; it is gone in one step.
    void setFlashing(bool flashes) { m_flashes = flashes; }
    /// So much changes that cells would only flicker: glyphs alone.
    void setCrowded(bool crowded) { m_isCrowded = crowded; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    void paintFills(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    [[nodiscard]] double shown(double strength) const;

    bool m_flashes = true;
    bool m_isCrowded = false;
};

} // namespace GenMirror
