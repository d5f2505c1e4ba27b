#include "ui/markedrows.h"

#include "model/items/objecttablemodel.h"
#include "ui/objectdelegate.h"
#include "ui/rowtable.h"

#include <algorithm>
#include <utility>

namespace GenMirror
{

MarkedRows::MarkedRows(RowTable *table, ObjectTableModel *model, ObjectDelegate *delegate)
    : QObject(table)
    , m_table(table)
    , m_model(model)
    , m_delegate(delegate)
{
    connect(model, &ObjectTableModel::faded, this, &MarkedRows::followSoon);
    connect(model, &QAbstractItemModel::dataChanged, this, &MarkedRows::followSoon);
}

/// Once for all updates that came at once: rows that changed are read anew for it.
void MarkedRows::followSoon()
{
    if (!std::exchange(m_isDue, true))
        QMetaObject::invokeMethod(this, &MarkedRows::follow, Qt::QueuedConnection);
}

void MarkedRows::follow()
{
    m_isDue = false;
    QSet<int> marked;
    int cells = 0;
    const int last = std::min(m_model->rowCount(), m_table->topRow() + m_table->rowsInView() + 1);
    for (int row = m_table->topRow(); row < last; ++row) {
        if (m_model->index(row, 0).data(ObjectTableModel::FlashKindRole).toInt() == 0)
            continue;
        marked.insert(row);
        for (int column = 1; column < m_model->columnCount(); ++column)
            cells += m_model->index(row, column).data(ObjectTableModel::CellFlashRole).toDouble() > 0 ? 1 : 0;
    }
    m_delegate->setCrowded(cells > MostCells);
    const QSet<int> former = std::exchange(m_rows, marked);
    for (const int row : marked + former) {
        const QRect rect = m_table->visualRect(m_model->index(row, 0));
        m_table->viewport()->update(0, rect.top(), m_table->viewport()->width(), rect.height());
    }
}

} // namespace GenMirror
