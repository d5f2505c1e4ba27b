#include "model/items/historymodel.h"

#include "model/items/plaintip.h"
#include "model/items/words.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace GenMirror
{

void HistoryModel::replace(const HistoryNews &news)
{
    beginResetModel();
    m_pages.clear();
    m_wanted.clear();
    m_span = news.span;
    m_bins = news.bins;
    m_closeBins.clear();
    for (const HistoryRecord &record : news.newest)
        keep(record);
    endResetModel();
    Q_EMIT grown();
}

void HistoryModel::extend(const HistoryNews &news)
{
    if (m_span.count() == 0 || news.span.newest < m_span.newest || news.span.oldest > m_span.newest)
        return replace(news); // nothing of it is the same
    if (const qint64 added = news.span.newest - m_span.newest; added > 0) {
        if (news.newest.size() < added) { // the page that they go on from is not whole any more
            if (Page *page = m_pages.object(pageOf(m_span.newest)))
                page->isWhole = false;
        }
        beginInsertRows({}, 0, int(added) - 1);
        m_span.newest = news.span.newest;
        for (const HistoryRecord &record : news.newest)
            keep(record);
        endInsertRows();
    }
    removeBefore(news.span.oldest);
    m_span = news.span;
    m_bins = news.bins;
    Q_EMIT grown();
}

void HistoryModel::setCloseBins(const QList<HistoryBin> &bins)
{
    m_closeBins = bins;
    Q_EMIT closer();
}

void HistoryModel::removeBefore(qint64 oldest)
{
    if (oldest <= m_span.oldest)
        return;
    const int staying = int(m_span.newest - oldest + 1);
    beginRemoveRows({}, staying, int(m_span.count()) - 1);
    m_span.oldest = oldest;
    endRemoveRows();
}

void HistoryModel::keep(const HistoryRecord &record)
{
    const qint64 number = pageOf(record.id);
    if (!m_pages.contains(number))
        m_pages.insert(number, new Page);
    m_pages.object(number)->records.insert(record.id, record);
}

void HistoryModel::addPage(qint64 first, const QList<HistoryRecord> &records)
{
    const qint64 number = pageOf(first);
    if (!m_wanted.remove(number))
        return; // of another mirror
    if (!m_pages.contains(number))
        m_pages.insert(number, new Page);
    for (const HistoryRecord &record : records)
        keep(record);
    m_pages.object(number)->isWhole = true;
    changed(number * PageSize, (number + 1) * PageSize - 1);
}

void HistoryModel::forgoPage(qint64 first)
{
    m_wanted.remove(pageOf(first));
}

/// Of the records from one to another, as far as they are there.
void HistoryModel::changed(qint64 first, qint64 last, const QList<int> &roles)
{
    const qint64 from = std::max(first, m_span.oldest);
    const qint64 to = std::min(last, m_span.newest);
    if (m_span.count() > 0 && from <= to)
        Q_EMIT dataChanged(index(int(m_span.newest - to), 0),
                           index(int(m_span.newest - from), ColumnCount - 1), roles);
}

const HistoryRecord *HistoryModel::record(qint64 id) const
{
    if (m_span.count() == 0 || id < m_span.oldest || id > m_span.newest)
        return nullptr;
    const qint64 number = pageOf(id);
    const Page *page = m_pages.object(number);
    if (page) {
        if (const auto found = page->records.constFind(id); found != page->records.cend())
            return &*found;
    }
    if ((!page || !page->isWhole) && !m_wanted.contains(number)) {
        m_wanted.insert(number);
        Q_EMIT pageWanted(number * PageSize, (number + 1) * PageSize - 1);
    }
    return nullptr;
}

int HistoryModel::rowOf(qint64 record) const
{
    const bool isThere = m_span.count() > 0 && record >= m_span.oldest && record <= m_span.newest;
    return isThere ? int(m_span.newest - record) : -1;
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_span.count());
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
    for (const qint64 id : {std::exchange(m_viewed, record), record})
        changed(id, id, {ViewedRole});
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
    const qint64 id = idOf(index.row());
    if (role == RecordRole)
        return id;
    if (role == ViewedRole)
        return id == m_viewed;
    if (role == Qt::TextAlignmentRole && index.column() >= Added && index.column() <= Kept)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != OutstandingRole && role != LoadedRole)
        return {};
    const HistoryRecord *found = record(id);
    if (role == LoadedRole)
        return found != nullptr;
    if (!found)
        return role == Qt::DisplayRole && index.column() == Generations ? tr("…") : QVariant();
    if (role == OutstandingRole)
        return !found->reason.isEmpty();
    if (role == Qt::ToolTipRole)
        return plainTip(toolTip(*found));
    return text(*found, index.column());
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
