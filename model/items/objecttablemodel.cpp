#include "model/items/objecttablemodel.h"

#include "model/core/jsontext.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype MostColumns = 24;
constexpr int ReadAhead = 64; // rows

/// A value as a cell shows it: strings without quotation marks, the rest as JSON.
QString cellOf(QByteArrayView value)
{
    if (value.startsWith('"')) {
        const auto text =
            ObjectId::fromValueJson(value.first(std::min<qsizetype>(value.size(), ObjectId::MaximumLength)));
        return text ? text->toDisplay() : QString::fromUtf8(value);
    }
    return QString::fromUtf8(value.first(std::min<qsizetype>(value.size(), 200)));
}

} // namespace

ObjectTableModel::ObjectTableModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    connect(&m_worker, &OrderWorker::finished, this, &ObjectTableModel::takeOrder);
}

void ObjectTableModel::setSource(const std::shared_ptr<MirrorView> &view, qint64 set)
{
    m_worker.cancel();
    beginResetModel(); // another set: nothing that was shown goes on
    m_view = view;
    m_query = {.set = set, .filter = m_query.filter};
    m_cache.clear();
    m_rows = view && set != 0 ? view->rows(set) : QList<qint64>();
    m_attributes = view && set != 0 ? view->attributes(set).mid(0, MostColumns) : QStringList();
    endResetModel();
    if (!m_query.isPlain())
        query();
    Q_EMIT orderChanged();
}

void ObjectTableModel::replaceView(const std::shared_ptr<MirrorView> &view, qint64 set)
{
    if (!m_view || set != m_query.set || m_attributes.isEmpty())
        return setSource(view, set);
    m_worker.cancel();
    m_view = view;
    m_cache.clear();
    if (m_query.isPlain())
        takeOrder(view->rows(set));
    else
        query();
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, columnCount() - 1));
}

void ObjectTableModel::setFilter(const QString &filter)
{
    if (filter == m_query.filter)
        return;
    m_query.filter = filter;
    query();
}

void ObjectTableModel::sort(int column, Qt::SortOrder order)
{
    const bool known = column > 0 && column <= m_attributes.size();
    m_query.sortAttribute =
        known ? m_attributes[column - 1] : QString(); // the key: as they were first stored
    m_query.descending = order == Qt::DescendingOrder;
    query();
}

void ObjectTableModel::query()
{
    if (!m_view || m_query.set == 0)
        return;
    m_worker.start(m_view, m_query);
    Q_EMIT orderChanged();
}

/// Becomes the new order: removes what is not in it, appends what is new, then moves all at once.
void ObjectTableModel::takeOrder(const QList<qint64> &rows)
{
    const QSet<qint64> wanted(rows.begin(), rows.end());
    QSet<qint64> gone;
    for (const qint64 row : std::as_const(m_rows)) {
        if (!wanted.contains(row))
            gone.insert(row);
    }
    removeRowsOf(gone);
    const QSet<qint64> present(m_rows.begin(), m_rows.end());
    QList<qint64> added;
    for (const qint64 row : rows) {
        if (!present.contains(row))
            added.append(row);
    }
    append(added);
    if (!rows.isEmpty() && m_rows != rows) {
        Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        QHash<qint64, int> places;
        for (int place = 0; place < rows.size(); ++place)
            places.insert(rows[place], place);
        const QModelIndexList before = persistentIndexList();
        QModelIndexList after;
        for (const QModelIndex &old : before)
            after.append(index(places.value(m_rows[old.row()]), old.column()));
        m_rows = rows;
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    }
    Q_EMIT orderChanged();
}

void ObjectTableModel::removeRowsOf(const QSet<qint64> &gone)
{
    if (gone.isEmpty())
        return;
    for (int last = int(m_rows.size()) - 1; last >= 0; --last) {
        if (!gone.contains(m_rows[last]))
            continue;
        int first = last;
        while (first > 0 && gone.contains(m_rows[first - 1]))
            --first;
        beginRemoveRows({}, first, last);
        for (int place = first; place <= last; ++place)
            m_cache.remove(m_rows[place]);
        m_rows.remove(first, last - first + 1);
        endRemoveRows();
        last = first;
    }
}

void ObjectTableModel::append(const QList<qint64> &rows)
{
    if (rows.isEmpty())
        return;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + rows.size()) - 1);
    m_rows.append(rows);
    endInsertRows();
}

void ObjectTableModel::applyUpdate(const AppliedUpdate &update)
{
    const auto changes = std::ranges::find(update.sets, m_query.set, &AppliedUpdate::SetChanges::set);
    if (m_query.set == 0 || changes == update.sets.end())
        return;
    if (m_attributes.isEmpty() && !changes->added.isEmpty()) {
        setSource(m_view, m_query.set); // the first objects of an empty set: now there are columns
        return;
    }
    removeRowsOf(QSet<qint64>(changes->removed.begin(), changes->removed.end()));
    const QSet<qint64> changed(changes->changed.begin(), changes->changed.end());
    for (int place = 0; place < m_rows.size() && !changed.isEmpty(); ++place) {
        if (!changed.contains(m_rows[place]))
            continue;
        m_cache.remove(m_rows[place]);
        Q_EMIT dataChanged(index(place, 0), index(place, columnCount() - 1));
    }
    if (m_query.isPlain()) {
        const QSet<qint64> present(m_rows.begin(), m_rows.end());
        QList<qint64> added;
        for (const qint64 row : changes->added) {
            if (!present.contains(row)) // the set may have been read after this update was committed
                added.append(row);
        }
        append(added);
        Q_EMIT orderChanged();
    } else {
        query();
    }
}

int ObjectTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ObjectTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_attributes.size()) + 1;
}

/// The object at a place, read with its neighbours if it is not in the window.
const ObjectTableModel::Shown *ObjectTableModel::shown(int place) const
{
    if (const Shown *found = m_cache.object(m_rows[place]))
        return found;
    const qsizetype first = std::max<qsizetype>(0, place - ReadAhead / 4);
    const qsizetype count = std::min<qsizetype>(ReadAhead, m_rows.size() - first);
    const QList<MirrorObject> objects = m_view->objects(std::span(m_rows.constData() + first, size_t(count)));
    for (const MirrorObject &object : objects) {
        auto shown = std::make_unique<Shown>(Shown{object.object, QList<QString>(m_attributes.size())});
        const auto members = membersOf(object.object.text).value_or(QList<JsonMember>());
        for (const JsonMember &member : members) {
            const qsizetype column = m_attributes.indexOf(QString::fromUtf8(member.name));
            if (column >= 0)
                shown->cells[column] = cellOf(member.value);
        }
        m_cache.insert(object.row, shown.release());
    }
    return m_cache.object(m_rows[place]);
}

QVariant ObjectTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == RowRole)
        return m_rows[index.row()];
    if (role != Qt::DisplayRole && role != TextRole && role != IdRole && role != IdJsonRole &&
        role != Qt::ToolTipRole)
        return {};
    const Shown *row = shown(index.row());
    if (!row)
        return {}; // removed since: the update that says so is on its way
    if (role == TextRole)
        return row->object.text;
    if (role == IdJsonRole)
        return row->object.id.toJson();
    if (role == IdRole || index.column() == 0)
        return row->object.id.toDisplay();
    return row->cells[index.column() - 1];
}

QVariant ObjectTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 ||
        section > m_attributes.size())
        return QAbstractTableModel::headerData(section, orientation, role);
    return section == 0 ? tr("Key") : m_attributes[section - 1];
}

} // namespace GenMirror
