#include "model/items/historymodel.h"

#include <QLocale>

#include <algorithm>

namespace GenMirror
{

void HistoryModel::replaceRecords(const QList<HistoryRecord> &records)
{
    beginResetModel();
    m_records = records;
    endResetModel();
}

void HistoryModel::setRecords(const QList<HistoryRecord> &records)
{
    const qint64 newest = m_records.isEmpty() ? 0 : m_records.first().id;
    const auto firstKnown =
        std::ranges::find_if(records, [newest](const HistoryRecord &r) { return r.id <= newest; });
    const auto added = int(firstKnown - records.begin());
    if (added > 0) {
        beginInsertRows({}, 0, added - 1);
        m_records = records.first(added) + m_records;
        endInsertRows();
    }
    if (m_records.size() > records.size() && !records.isEmpty()) {
        beginRemoveRows({}, int(records.size()), int(m_records.size()) - 1);
        m_records.resize(records.size());
        endRemoveRows();
    }
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_records.size());
}

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString HistoryModel::text(const HistoryRecord &record, int column) const
{
    const QLocale locale;
    switch (Column(column)) {
    case Generations:
        return tr("%1 → %2").arg(locale.toString(record.from.value), locale.toString(record.to.value));
    case Time:
        return locale.toString(record.at.toLocalTime(), QLocale::ShortFormat);
    case Cause:
        return nameOf(record.cause);
    case Added:
        return locale.toString(record.added);
    case Changed:
        return locale.toString(record.changed);
    case Removed:
        return locale.toString(record.removed);
    case Duration:
        return tr("%1 ms").arg(locale.toString(record.milliseconds));
    case Bytes:
        return locale.formattedDataSize(record.bytes);
    case Verified:
        return record.verified ? tr("✓") : QString();
    case ColumnCount:
        break;
    }
    return {};
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::DisplayRole)
        return text(m_records[index.row()], index.column());
    if (role == Qt::TextAlignmentRole && index.column() >= Added && index.column() <= Bytes)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Generations:
        return tr("Generations");
    case Time:
        return tr("Time");
    case Cause:
        return tr("Cause");
    case Added:
        return tr("Added");
    case Changed:
        return tr("Changed");
    case Removed:
        return tr("Removed");
    case Duration:
        return tr("Took");
    case Bytes:
        return tr("Size");
    case Verified:
        return tr("Verified");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace GenMirror
