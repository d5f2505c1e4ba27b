#pragma once

#include <QStyledItemDelegate>

namespace GenMirror
{

/// Paints objects; rows that changed just now flash and fade, with a glyph beside the colour.
class ObjectDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// False: no colour that moves, the glyph only.
    void setFlashing(bool flashes) { m_flashes = flashes; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    bool m_flashes = true;
};

} // namespace GenMirror
