#include "ui/rowtable.h"

#include "ui/foreigntext.h"
#include "ui/theme/sizes.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QHoverEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace GenMirror
{

RowTable::RowTable(QWidget *parent)
    : QTableView(parent)
{
    measure();
    setFrameShape(NoFrame);
    setShowGrid(false); // the style draws a hairline below each row
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setWordWrap(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    const QList<QAbstractButton *> corner = findChildren<QAbstractButton *>(Qt::FindDirectChildrenOnly);
    for (QAbstractButton *button : corner)
        button->hide(); // QTableView would where it places it; see updateGeometries()
    setHorizontalHeader(new PlainHeader(this));
    horizontalHeader()->setHighlightSections(false);
}

void RowTable::measure()
{
    constexpr int usual = 28;
    constexpr int compact = 24;
    constexpr int around = 4; // pixels, round a text of whatever font
    m_rowHeight = std::max(units(m_isCompact ? compact : usual), fontMetrics().height() + around);
}

void RowTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::StyleChange)
        return;
    measure();
    setGutter(m_gutter);
    updateGeometries();
}

void RowTable::setCompact(bool compact)
{
    m_isCompact = compact;
    measure();
    updateGeometries();
    viewport()->update();
}

void RowTable::setGutter(int count)
{
    m_gutter = count;
    static_cast<PlainHeader *>(horizontalHeader())->setGutter(gutter());
    viewport()->update();
}

int RowTable::gutter() const
{
    return units(m_gutter);
}

/// The whole row under the pointer is marked, not its cell.
bool RowTable::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter)
        setHovered(indexAt(static_cast<const QHoverEvent *>(event)->position().toPoint()).row());
    else if (event->type() == QEvent::HoverLeave)
        setHovered(-1);
    return QTableView::viewportEvent(event);
}

void RowTable::setHovered(int row)
{
    const int before = std::exchange(m_hovered, row);
    if (before == row)
        return;
    for (const int changed : {before, row}) {
        if (changed >= 0 && isRowVisible(changed))
            viewport()->update(0, (changed - topRow()) * m_rowHeight, viewport()->width(), m_rowHeight);
    }
}

int RowTable::rows() const
{
    return model() ? model()->rowCount() : 0;
}

void RowTable::setModel(QAbstractItemModel *model)
{
    if (QAbstractItemModel *former = this->model())
        disconnect(former, nullptr, this, nullptr);
    QTableView::setModel(model);
    verticalHeader()->setModel(&m_noRows);
    if (!model)
        return;
    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, &RowTable::holdAnchor);
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &RowTable::holdAnchor);
    connect(model, &QAbstractItemModel::layoutAboutToBeChanged, this, &RowTable::holdAnchor);
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &RowTable::showFromTop);
}

/// Once for all steps of a change: where the object that is looked at stands in the window.
void RowTable::holdAnchor()
{
    if (m_anchored)
        return;
    m_anchored = true;
    const QModelIndex current = currentIndex();
    const bool seesCurrent = current.isValid() && isRowVisible(current.row());
    m_anchor = seesCurrent ? current : model()->index(topRow(), 0);
    m_anchorOffset = m_anchor.isValid() ? m_anchor.row() - topRow() : 0;
    QMetaObject::invokeMethod(this, &RowTable::returnToAnchor, Qt::QueuedConnection);
}

void RowTable::returnToAnchor()
{
    if (!std::exchange(m_anchored, false))
        return;
    updateGeometries();
    if (m_anchor.isValid())
        verticalScrollBar()->setValue(m_anchor.row() - m_anchorOffset);
    m_anchor = QPersistentModelIndex();
    viewport()->update();
}

void RowTable::showFromTop()
{
    m_anchored = false;
    m_anchor = QPersistentModelIndex();
    verticalScrollBar()->setValue(0);
    viewport()->update();
}

void RowTable::doItemsLayout()
{
    QTableView::doItemsLayout();
    viewport()->update();
}

int RowTable::topRow() const
{
    return verticalScrollBar()->value();
}

int RowTable::rowsInView() const
{
    return std::max(1, viewport()->height() / m_rowHeight);
}

bool RowTable::isRowVisible(int row) const
{
    return row >= topRow() && row < topRow() + rowsInView();
}

int RowTable::verticalOffset() const
{
    return 0; // rows are placed from the scroll bar's value; a million rows would overflow in pixels
}

bool RowTable::isIndexHidden(const QModelIndex &index) const
{
    return isColumnHidden(index.column());
}

QRect RowTable::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || isColumnHidden(index.column()))
        return {};
    const qint64 y = qint64(index.row() - topRow()) * m_rowHeight;
    const auto top = int(std::clamp<qint64>(y, -m_rowHeight * 100LL, 1'000'000));
    return {columnViewportPosition(index.column()), top, columnWidth(index.column()), m_rowHeight};
}

QModelIndex RowTable::indexAt(const QPoint &at) const
{
    const int row = topRow() + at.y() / m_rowHeight;
    const int column = columnAt(at.x());
    if (at.y() < 0 || row >= rows() || column < 0)
        return {};
    return model()->index(row, column);
}

void RowTable::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    QScrollBar *bar = verticalScrollBar();
    const int row = index.row();
    const int inView = rowsInView();
    if (hint == PositionAtTop || (hint == EnsureVisible && row < topRow()))
        bar->setValue(row);
    else if (hint == PositionAtBottom || (hint == EnsureVisible && row >= topRow() + inView))
        bar->setValue(row - inView + 1);
    else if (hint == PositionAtCenter)
        bar->setValue(row - inView / 2);
    const int left = columnViewportPosition(index.column());
    const int width = columnWidth(index.column());
    QScrollBar *across = horizontalScrollBar();
    if (left < 0)
        across->setValue(across->value() + left);
    else if (left + width > viewport()->width() && width < viewport()->width())
        across->setValue(across->value() + left + width - viewport()->width());
}

void RowTable::updateGeometries()
{
    QHeaderView *header = horizontalHeader();
    const int height = header->isHidden() ? 0
                                          : std::clamp(header->sizeHint().height(), header->minimumHeight(),
                                                       header->maximumHeight());
    setViewportMargins(0, height, 0, 0);
    const QRect inner = viewport()->geometry();
    header->setGeometry(inner.left(), inner.top() - height, inner.width(), height);
    QMetaObject::invokeMethod(header, "updateGeometries");
    const int inView = rowsInView();
    verticalScrollBar()->setPageStep(inView);
    verticalScrollBar()->setSingleStep(1);
    verticalScrollBar()->setRange(0, std::max(0, rows() - inView));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(std::max(viewport()->width() / 20, 8));
    horizontalScrollBar()->setRange(0, std::max(0, header->length() - viewport()->width()));
    header->setOffset(horizontalScrollBar()->value());
    QAbstractItemView::updateGeometries(); // NOLINT(bugprone-parent-virtual-call): QTableView's is replaced
}

void RowTable::scrollContentsBy(int dx, int)
{
    if (dx != 0)
        horizontalHeader()->setOffset(horizontalScrollBar()->value());
    viewport()->update();
}

void RowTable::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    if (!selectionModel() || rows() == 0)
        return;
    const QRect area = rect.normalized();
    const auto rowAt = [this](int y) {
        const int below = y >= 0 ? y / m_rowHeight : -((-y + m_rowHeight - 1) / m_rowHeight);
        return std::clamp(topRow() + below, 0, rows() - 1);
    };
    const int lastColumn = model()->columnCount() - 1;
    if (area.top() / m_rowHeight + topRow() >= rows())
        return selectionModel()->select(QItemSelection(), command);
    selectionModel()->select(QItemSelection(model()->index(rowAt(area.top()), 0),
                                            model()->index(rowAt(area.bottom()), lastColumn)),
                             command);
}

QModelIndex RowTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const int count = rows();
    const QHeaderView &header = *horizontalHeader();
    if (count == 0 || header.count() == 0)
        return {};
    const QModelIndex current = currentIndex();
    int row = current.isValid() ? current.row() : 0;
    int visual = current.isValid() ? header.visualIndex(current.column()) : 0;
    const bool far = modifiers.testFlag(Qt::ControlModifier);
    switch (action) {
    case MoveUp:
        row = far ? 0 : row - 1;
        break;
    case MoveDown:
        row = far ? count - 1 : row + (current.isValid() ? 1 : 0);
        break;
    case MovePageUp:
        row -= rowsInView();
        break;
    case MovePageDown:
        row += rowsInView();
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = count - 1;
        break;
    case MovePrevious:
    case MoveLeft:
        visual += isRightToLeft() ? 1 : -1;
        break;
    case MoveNext:
    case MoveRight:
        visual += isRightToLeft() ? -1 : 1;
        break;
    }
    row = std::clamp(row, 0, count - 1);
    visual = std::clamp(visual, 0, header.count() - 1);
    return model()->index(row, header.logicalIndex(visual));
}

QRegion RowTable::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    for (const QItemSelectionRange &range : selection) {
        const int first = std::max(range.top(), topRow());
        const int last = std::min(range.bottom(), topRow() + rowsInView() + 1);
        if (first <= last)
            region += QRect(0, (first - topRow()) * m_rowHeight, viewport()->width(),
                            (last - first + 1) * m_rowHeight);
    }
    return region;
}

int RowTable::sizeHintForColumn(int column) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int width = 0;
    const int last = std::min(rows(), topRow() + rowsInView() + 1);
    for (int row = topRow(); row < last; ++row) {
        const QModelIndex index = model()->index(row, column);
        width = std::max(width, itemDelegateForIndex(index)->sizeHint(option, index).width());
    }
    return width + (horizontalHeader()->visualIndex(column) == 0 ? gutter() : 0);
}

void RowTable::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    if (rows() == 0 || horizontalHeader()->count() == 0)
        return;
    const QRect area = event->rect();
    const int first = topRow() + area.top() / m_rowHeight;
    const int last = std::min(rows() - 1, topRow() + area.bottom() / m_rowHeight);
    for (int row = first; row <= last; ++row)
        paintRow(painter, option, row);
}

void RowTable::paintRow(QPainter &painter, QStyleOptionViewItem &option, int row) const
{
    using Option = QStyleOptionViewItem;
    const QHeaderView &header = *horizontalHeader();
    const QStyle::State state = option.state;
    const bool isSelected = selectionModel()->isRowSelected(row);
    const auto drawBackground = [&](const QRect &rect, const QModelIndex &index, bool isFirst) {
        option.rect = rect;
        option.index = index;
        option.viewItemPosition = isFirst ? Option::Beginning : Option::Middle;
        option.state = state;
        option.state.setFlag(QStyle::State_Selected, isSelected);
        option.state.setFlag(QStyle::State_MouseOver, row == m_hovered);
        option.state.setFlag(QStyle::State_HasFocus, false);
        style()->drawPrimitive(QStyle::PE_PanelItemViewRow, &option, &painter, this);
    };
    for (int visual = 0; visual < header.count(); ++visual) {
        const int column = header.logicalIndex(visual);
        const QModelIndex index = model()->index(row, column);
        const QRect rect = visualRect(index);
        if (rect.right() < 0 || rect.left() > viewport()->width())
            continue;
        drawBackground(rect, index, visual == 0);
        option.state.setFlag(QStyle::State_HasFocus, hasFocus() && index == currentIndex());
        itemDelegateForIndex(index)->paint(&painter, option, index);
    }
    // Beside the last column the row goes on.
    QRect rest(0, (row - topRow()) * m_rowHeight, viewport()->width(), m_rowHeight);
    const int end = header.length() - header.offset();
    if (isRightToLeft())
        rest.setRight(viewport()->width() - end - 1);
    else
        rest.setLeft(end);
    if (rest.width() > 0)
        drawBackground(rest, model()->index(row, header.logicalIndex(header.count() - 1)), false);
}

} // namespace GenMirror
