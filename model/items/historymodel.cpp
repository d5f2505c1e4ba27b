#include "model/items/historymodel.h"

#include "model/items/plaintip.h"
#include "model/items/words.h"

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
        return timeText(record.at);
    case Cause:
        return wordFor(record.cause);
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
    case Kept:
        return locale.formattedDataSize(record.keptBytes);
    case Verified:
        return record.verified ? tr("✓") : QString();
    case ColumnCount:
        break;
    }
    return {};
}

void HistoryModel::setViewed(qint64 record)
{
    m_viewed = record;
    if (!m_records.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_records.size()) - 1, ColumnCount - 1), {ViewedRole});
}

QString HistoryModel::toolTip(const HistoryRecord &record) const
{
    constexpr qsizetype mostSets = 12;
    QStringList lines;
    if (!record.reason.isEmpty())
        lines.append(record.reason);
    for (const SetCounts &set : record.sets.first(std::min(mostSets, record.sets.size())))
        lines.append(
            tr("%1: +%2 ~%3 -%4").arg(wordsFor(set.path)).arg(set.added).arg(set.changed).arg(set.removed));
    if (record.sets.size() > mostSets)
        lines.append(tr("… and %Ln more set(s)", nullptr, int(record.sets.size() - mostSets)));
    return lines.join(u'\n');
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::DisplayRole)
        return text(m_records[index.row()], index.column());
    if (role == Qt::TextAlignmentRole && index.column() >= Added && index.column() <= Kept)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == RecordRole)
        return m_records[index.row()].id;
    if (role == Qt::ToolTipRole)
        return plainTip(toolTip(m_records[index.row()]));
    if (role == ViewedRole)
        return m_records[index.row()].id == m_viewed;
    if (role == OutstandingRole)
        return !m_records[index.row()].reason.isEmpty();
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
    case Kept:
        return tr("Remembered");
    case Verified:
        return tr("Verified");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace GenMirror
