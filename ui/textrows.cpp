#include "ui/textrows.h"

#include "model/core/plaintext.h"
#include "model/items/plaintip.h"

#include <QSet>

#include <algorithm>

namespace GenMirror
{

TextRows::TextRows(QStringList head, QObject *parent)
    : QAbstractTableModel(parent)
    , m_head(std::move(head))
{
}

void TextRows::setRows(const QList<Row> &rows)
{
    const auto removeAt = [this](int row) {
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    };
    QSet<QString> stay;
    for (const Row &row : rows)
        stay.insert(row.key);
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (!stay.contains(m_rows[row].key))
            removeAt(row);
    }
    for (int row = 0; row < rows.size(); ++row) {
        const bool isThere = row < m_rows.size() && m_rows[row].key == rows[row].key;
        if (!isThere) {
            const auto later =
                std::ranges::find(m_rows.begin() + row, m_rows.end(), rows[row].key, &Row::key);
            if (later != m_rows.end()) {
                beginMoveRows({}, int(later - m_rows.begin()), int(later - m_rows.begin()), {}, row);
                m_rows.move(later - m_rows.begin(), row);
                endMoveRows();
            } else {
                beginInsertRows({}, row, row);
                m_rows.insert(row, rows[row]);
                endInsertRows();
                continue;
            }
        }
        if (m_rows[row] != rows[row]) {
            m_rows[row] = rows[row];
            Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
    }
}

int TextRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int TextRows::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_head.size());
}

QVariant TextRows::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return visibly(row.texts.value(index.column()));
    case Qt::ToolTipRole:
        return plainTip(row.texts.value(index.column()));
    case Qt::TextAlignmentRole:
        return row.right.contains(index.column()) ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                  : int(Qt::AlignLeft | Qt::AlignVCenter);
    case KeyRole:
        return row.key;
    default:
        return {};
    }
}

QVariant TextRows::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole)
        return m_head.value(section);
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) {
        const bool isNumber = !m_rows.isEmpty() && m_rows.first().right.contains(section);
        return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    return QAbstractTableModel::headerData(section, orientation, role);
}

} // namespace GenMirror
