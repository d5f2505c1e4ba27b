#include "model/items/serverhistorymodel.h"

#include "model/items/plaintip.h"
#include "model/items/words.h"

#include <QLocale>

#include <algorithm>
#include <numeric>
#include <utility>

namespace GenMirror
{

namespace
{

QString sumOf(const QList<SetCounts> &sets, qint64 SetCounts::*count)
{
    return QLocale().toString(
        std::accumulate(sets.begin(), sets.end(), qint64(0),
                        [count](qint64 sum, const SetCounts &set) { return sum + set.*count; }));
}

} // namespace

void ServerHistoryModel::clear()
{
    beginResetModel();
    m_entries.clear();
    m_hasOlder = false;
    m_isAsking = false;
    endResetModel();
    Q_EMIT endChanged();
}

void ServerHistoryModel::setNewest(const QList<ServerHistoryEntry> &entries, bool hasOlder)
{
    const qint64 newest = m_entries.isEmpty() ? 0 : m_entries.first().number;
    const auto firstKnown = std::ranges::find_if(
        entries, [newest](const ServerHistoryEntry &entry) { return entry.number <= newest; });
    if (m_entries.isEmpty() || firstKnown == entries.end() || firstKnown->number != newest) {
        beginResetModel(); // nothing of it is the same, or what is between is not known
        m_entries = entries;
        m_hasOlder = hasOlder;
        m_isAsking = false;
        endResetModel();
        Q_EMIT endChanged();
        return;
    }
    const auto added = int(firstKnown - entries.begin());
    if (added > 0) {
        beginInsertRows({}, 0, added - 1);
        m_entries = entries.first(added) + m_entries;
        endInsertRows();
    }
    if (!hasOlder && m_entries.size() > entries.size()) { // the rest is not kept any more
        beginRemoveRows({}, int(entries.size()), int(m_entries.size()) - 1);
        m_entries.resize(entries.size());
        endRemoveRows();
        m_hasOlder = false;
    }
    Q_EMIT endChanged();
}

void ServerHistoryModel::addOlder(const QList<ServerHistoryEntry> &entries, bool hasOlder)
{
    if (!std::exchange(m_isAsking, false) || m_entries.isEmpty())
        return; // of another tree
    QList<ServerHistoryEntry> older;
    for (const ServerHistoryEntry &entry : entries.first(std::min(Most - m_entries.size(), entries.size()))) {
        if (entry.number < (older.isEmpty() ? m_entries : older).constLast().number)
            older.append(entry);
    }
    m_hasOlder = hasOlder && !older.isEmpty();
    if (!older.isEmpty()) {
        const auto first = int(m_entries.size());
        beginInsertRows({}, first, first + int(older.size()) - 1);
        m_entries += older;
        endInsertRows();
    }
    Q_EMIT endChanged();
}

bool ServerHistoryModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && hasOlder() && !m_isAsking;
}

void ServerHistoryModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_isAsking = true;
    Q_EMIT olderWanted(m_entries.constLast().number);
}

QString ServerHistoryModel::endText() const
{
    if (m_entries.isEmpty() || hasOlder())
        return {};
    const ServerHistoryEntry &oldest = m_entries.constLast();
    const QLocale locale;
    if (m_hasOlder)
        return tr("Only the newest %1 are listed; genmirrorctl history --remote tells all.")
            .arg(locale.toString(m_entries.size()));
    return oldest.number > 1 ? tr("What was done before generation %1 is not kept.")
                                   .arg(locale.toString(oldest.first.value))
                             : tr("This is all since the tree was made.");
}

int ServerHistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int ServerHistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ServerHistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ServerHistoryEntry &entry = m_entries[index.row()];
    if (role == Qt::TextAlignmentRole && index.column() >= Added && index.column() <= Removed)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return plainTip(data(index, Qt::DisplayRole).toString());
    if (role != Qt::DisplayRole)
        return {};
    const QLocale locale;
    switch (Column(index.column())) {
    case Generations:
        return entry.first == entry.last
                   ? locale.toString(entry.last.value)
                   : tr("%1 – %2").arg(locale.toString(entry.first.value), locale.toString(entry.last.value));
    case Time:
        return timeText(entry.at);
    case What:
        return wordForAct(entry.what);
    case Who:
        return entry.who;
    case Program:
        return entry.agent;
    case Added:
        return sumOf(entry.sets, &SetCounts::added);
    case Changed:
        return sumOf(entry.sets, &SetCounts::changed);
    case Removed:
        return sumOf(entry.sets, &SetCounts::removed);
    case Reason:
        return entry.reason;
    case ColumnCount:
        break;
    }
    return {};
}

QVariant ServerHistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Generations:
        return tr("Generations");
    case Time:
        return tr("Time");
    case What:
        return tr("What");
    case Who:
        return tr("Who");
    case Program:
        return tr("Program");
    case Added:
        return tr("Added");
    case Changed:
        return tr("Changed");
    case Removed:
        return tr("Removed");
    case Reason:
        return tr("Reason");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace GenMirror
