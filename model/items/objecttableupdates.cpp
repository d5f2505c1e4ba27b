// What updates do to the table of objects.
#include "model/items/objecttablemodel.h"

#include <QSet>

#include <algorithm>

namespace GenMirror
{

namespace
{

constexpr qsizetype FewChanges = 16;       // are worth a signal each
constexpr qsizetype WorthReordering = 500; // touched rows; more: everything is ordered anew

} // namespace

void ObjectTableModel::applyUpdate(const AppliedUpdate &update)
{
    const auto changes = std::ranges::find(update.sets, m_query.set, &AppliedUpdate::SetChanges::set);
    if (m_query.set == 0 || changes == update.sets.end())
        return;
    if (m_known.isEmpty() && !changes->added.isEmpty()) {
        setSource(m_view, m_query.set); // the first objects of an empty set: now there are columns
        return;
    }
    m_flashes.add(changes->changed, Flashes::Kind::Changed);
    if (update.cause != UpdateCause::FirstSync)
        m_flashes.add(changes->added, Flashes::Kind::Added);
    tellChanged(changes->changed);
    m_added += changes->added;
    m_changed += changes->changed;
    m_removed += changes->removed;
    if (!m_worker.isBusy())
        settle();
}

/// What updates did since: the order takes it over.
void ObjectTableModel::settle()
{
    const QList<qint64> added = std::exchange(m_added, {});
    const QList<qint64> changed = std::exchange(m_changed, {});
    const QList<qint64> removed = std::exchange(m_removed, {});
    if (m_isUnordered && !(added.isEmpty() && removed.isEmpty() && changed.isEmpty())) {
        m_arriving += added;
        return query();
    }
    if (added.isEmpty() && removed.isEmpty() && (changed.isEmpty() || m_query.isPlain()))
        return;
    if (m_query.isPlain()) {
        const QList<qint64> arrived = appendPlain(added);
        removePlain(removed);
        if (!arrived.isEmpty())
            Q_EMIT rowsArrived(arrived);
        Q_EMIT orderChanged();
        return;
    }
    m_arriving += added;
    const QList<qint64> touched = added + changed + removed;
    if (touched.size() <= WorthReordering)
        m_worker.restart(m_view, m_query, m_rows, touched);
    else
        query();
}

/// The order is known again: which of the rows that came are in it?
void ObjectTableModel::tellArrived()
{
    const QList<qint64> arriving = std::exchange(m_arriving, {});
    if (arriving.isEmpty())
        return;
    const QSet<qint64> wanted(arriving.begin(), arriving.end());
    QList<qint64> arrived;
    for (const qint64 row : std::as_const(m_rows)) {
        if (wanted.contains(row))
            arrived.append(row);
    }
    if (!arrived.isEmpty())
        Q_EMIT rowsArrived(arrived);
}

void ObjectTableModel::removePlain(QList<qint64> gone)
{
    gone.removeIf([this](qint64 row) { return placeOf(row) < 0; });
    for (const qint64 row : std::as_const(gone))
        m_window.forget(row);
    if (gone.size() > FewChanges) {
        std::ranges::sort(gone);
        QList<qint64> left;
        left.reserve(m_rows.size() - gone.size());
        std::ranges::set_difference(m_rows, gone, std::back_inserter(left));
        OrderChange next{.stayingThenGoing = left + gone, .staying = left.size(), .rows = left};
        next.movesFirst = next.stayingThenGoing != m_rows;
        return change(next);
    }
    for (const qint64 row : std::as_const(gone)) {
        const int place = placeOf(row);
        beginRemoveRows({}, place, place);
        m_rows.removeAt(place);
        endRemoveRows();
    }
}

/// Those rows that were not there yet: the set may have been read after the update was committed.
QList<qint64> ObjectTableModel::appendPlain(const QList<qint64> &rows)
{
    QList<qint64> added;
    if (!rows.isEmpty() && (m_rows.isEmpty() || *std::ranges::min_element(rows) > m_rows.constLast())) {
        added = rows;
    } else {
        std::ranges::copy_if(rows, std::back_inserter(added),
                             [this](qint64 row) { return placeOf(row) < 0; });
    }
    if (added.isEmpty())
        return {};
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + added.size()) - 1);
    m_rows.append(added);
    endInsertRows();
    return added;
}

void ObjectTableModel::tellChanged(const QList<qint64> &rows)
{
    for (const qint64 row : rows) {
        if (const ObjectWindow::Shown *before = m_window.known(row))
            m_cells.remember(row, m_attributes, before->cells, m_flashes.now());
        m_window.forget(row);
    }
    if (m_rows.isEmpty() || rows.isEmpty())
        return;
    const int lastColumn = columnCount() - 1;
    if (rows.size() > FewChanges) {
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, lastColumn));
        return;
    }
    for (const qint64 row : rows) {
        if (const int place = placeOf(row); place >= 0)
            Q_EMIT dataChanged(index(place, 0), index(place, lastColumn));
    }
}

} // namespace GenMirror
