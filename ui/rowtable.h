#pragma once

#include <QPersistentModelIndex>
#include <QStandardItemModel>
#include <QTableView>

namespace GenMirror
{

/// A table of very many rows, all of one height. QTableView's vertical header keeps an entry for each row and
/// walks over all of them after each change; here nothing is kept for a row, so a million cost no more than
/// ten. The vertical scroll bar counts rows.
///
/// It is anchored by object: when rows come, go or move, the one that is looked at stays where it is.
class RowTable : public QTableView
{
    Q_OBJECT
public:
    explicit RowTable(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    [[nodiscard]] QRect visualRect(const QModelIndex &index) const override;
    [[nodiscard]] QModelIndex indexAt(const QPoint &at) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    [[nodiscard]] int sizeHintForColumn(int column) const override;
    void doItemsLayout() override;

    [[nodiscard]] int topRow() const;
    [[nodiscard]] int rowsInView() const;
    [[nodiscard]] bool isRowVisible(int row) const;
    /// Lower rows, of which more can be seen.
    void setCompact(bool compact);
    /// Where the row begins, before the first column's text: room for a glyph, which the delegate paints.
    /// None at first.
    void setGutter(int units);
    /// In pixels.
    [[nodiscard]] int gutter() const;
    /// Here a change of rows is meant to show something else: from the top.
    void showFromTop();

protected:
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex &index) const override;
    [[nodiscard]] int verticalOffset() const override;

private:
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    [[nodiscard]] int rows() const;
    void measure();
    void setHovered(int row);
    void paintRow(QPainter &painter, QStyleOptionViewItem &option, int row) const;
    void holdAnchor();
    void returnToAnchor();

    QStandardItemModel m_noRows; ///< What the vertical header is given.
    int m_rowHeight = 0;
    int m_gutter = 0;   ///< Units.
    int m_hovered = -1; ///< The row under the pointer.
    bool m_isCompact = false;
    QPersistentModelIndex m_anchor;
    int m_anchorOffset = 0; ///< Rows below the top one.
    bool m_anchored = false;
};

} // namespace GenMirror
