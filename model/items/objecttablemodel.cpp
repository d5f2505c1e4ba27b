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

constexpr qsizetype ColumnsAtFirst = 12;
constexpr int ReadAhead = 64;              // rows
constexpr qsizetype RowsAtOnce = 2000;     // are read before the window is painted
constexpr qsizetype LongestCell = 200;     // characters; the inspector shows all
constexpr qsizetype FewRows = 16;          // are worth looking for one by one
constexpr qsizetype WorthReordering = 500; // touched rows; more: everything is ordered anew

bool isNumber(QByteArrayView value)
{
    return !value.isEmpty() && (value[0] == '-' || (value[0] >= '0' && value[0] <= '9'));
}

} // namespace

ObjectTableModel::ObjectTableModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    connect(&m_worker, &OrderWorker::found, this, &ObjectTableModel::change);
    connect(&m_worker, &OrderWorker::finished, this, [this](const OrderChange &next) {
        change(next);
        tellArrived();
        settle();
    });
    connect(&m_flashes, &Flashes::faded, this, &ObjectTableModel::faded);
}

void ObjectTableModel::setSource(const std::shared_ptr<MirrorView> &view, qint64 set)
{
    m_worker.cancel();
    m_flashes.clear();
    m_added.clear();
    m_changed.clear();
    m_removed.clear();
    m_arriving.clear();
    beginResetModel(); // another set: nothing that was shown goes on
    m_view = view;
    m_query = {.set = view ? set : 0, .filter = m_query.filter};
    m_cache.clear();
    m_rows = m_query.set != 0 && m_query.isPlain() ? view->rows(set, RowsAtOnce) : QList<qint64>();
    m_known = m_query.set != 0 ? view->attributes(set) : QStringList();
    m_attributes = m_known.mid(0, ColumnsAtFirst);
    m_ascends = true;
    endResetModel();
    if (m_query.set != 0 && (!m_query.isPlain() || m_rows.size() == RowsAtOnce))
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
    const QList<qint64> first = m_query.isPlain() ? view->rows(set, RowsAtOnce) : QList<qint64>();
    if (m_query.isPlain() && first.size() < RowsAtOnce)
        change(OrderChange::between(m_rows, first));
    else
        query();
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, columnCount() - 1));
}

void ObjectTableModel::setFilter(const ObjectFilter &filter)
{
    if (filter == m_query.filter)
        return;
    m_query.filter = filter;
    m_isReplacing = true;
    query();
}

void ObjectTableModel::sort(int column, Qt::SortOrder order)
{
    const bool known = column > 0 && column <= m_attributes.size();
    m_query.sort = known         ? OrderQuery::Sort::Attribute
                   : column == 0 ? OrderQuery::Sort::Key
                                 : OrderQuery::Sort::Stored;
    m_query.attribute = known ? m_attributes[column - 1] : QString();
    m_query.descending = order == Qt::DescendingOrder;
    m_isReplacing = true;
    query();
}

void ObjectTableModel::setAttributes(const QStringList &attributes)
{
    for (qsizetype i = m_attributes.size() - 1; i >= 0; --i) {
        if (attributes.contains(m_attributes[i]))
            continue;
        beginRemoveColumns({}, int(i) + 1, int(i) + 1);
        m_attributes.removeAt(i);
        m_cache.clear();
        endRemoveColumns();
    }
    for (const QString &attribute : attributes) {
        if (m_attributes.contains(attribute))
            continue;
        const int column = int(m_attributes.size()) + 1;
        beginInsertColumns({}, column, column);
        m_attributes.append(attribute);
        m_cache.clear();
        endInsertColumns();
    }
}

void ObjectTableModel::resetAttributes()
{
    setAttributes({});
    setAttributes(m_known.mid(0, ColumnsAtFirst));
}

void ObjectTableModel::query()
{
    if (!m_view || m_query.set == 0)
        return;
    m_worker.start(m_view, m_query, m_rows);
    Q_EMIT orderChanged();
}

/// In a few steps, whatever the number of rows; see OrderChange.
void ObjectTableModel::change(const OrderChange &change)
{
    if (change.movesFirst)
        move(change.stayingThenGoing);
    if (change.staying < m_rows.size()) {
        beginRemoveRows({}, int(change.staying), int(m_rows.size()) - 1);
        m_rows.resize(change.staying);
        endRemoveRows();
    }
    if (!change.added.isEmpty()) {
        beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + change.added.size()) - 1);
        if (change.movesLast)
            m_rows += change.added;
        else
            m_rows = change.rows; // the same, shared
        endInsertRows();
    }
    if (change.movesLast)
        move(change.rows);
    m_ascends = !m_query.isSorted();
    if (std::exchange(m_isReplacing, false))
        Q_EMIT orderReplaced();
    Q_EMIT orderChanged();
}

/// The same rows in another order: what is selected stays selected.
void ObjectTableModel::move(const QList<qint64> &rows)
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QHash<qint64, int> places;
    for (const QModelIndex &old : before)
        places.insert(m_rows[old.row()], -1);
    if (places.size() <= FewRows) {
        for (auto place = places.begin(); place != places.end(); ++place)
            *place = int(rows.indexOf(place.key()));
    } else {
        for (int place = 0; place < rows.size(); ++place) {
            if (const auto wanted = places.find(rows[place]); wanted != places.end())
                *wanted = place;
        }
    }
    QModelIndexList after;
    for (const QModelIndex &old : before)
        after.append(index(places.value(m_rows[old.row()]), old.column()));
    m_rows = rows;
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

int ObjectTableModel::placeOf(qint64 row) const
{
    if (!m_ascends)
        return int(m_rows.indexOf(row));
    const auto found = std::ranges::lower_bound(m_rows, row);
    return found != m_rows.end() && *found == row ? int(found - m_rows.begin()) : -1;
}

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
        m_cache.remove(row);
    if (gone.size() > FewRows) {
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
    for (const qint64 row : rows)
        m_cache.remove(row);
    if (m_rows.isEmpty() || rows.isEmpty())
        return;
    const int lastColumn = columnCount() - 1;
    if (rows.size() > FewRows) {
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, lastColumn));
        return;
    }
    for (const qint64 row : rows) {
        if (const int place = placeOf(row); place >= 0)
            Q_EMIT dataChanged(index(place, 0), index(place, lastColumn));
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
        auto shown = std::make_unique<Shown>(Shown{object.object, QList<Cell>(m_attributes.size())});
        const auto members = membersOf(object.object.text).value_or(QList<JsonMember>());
        for (const JsonMember &member : members) {
            const qsizetype column = m_attributes.indexOf(QString::fromUtf8(member.name));
            if (column >= 0)
                shown->cells[column] = {.text = displayOf(member.value).left(LongestCell),
                                        .isNumber = isNumber(member.value)};
        }
        m_cache.insert(object.row, shown.release());
    }
    return m_cache.object(m_rows[place]);
}

QVariant ObjectTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const qint64 number = m_rows[index.row()];
    switch (role) {
    case RowRole:
        return number;
    case FlashRole:
        return m_flashes.strengthOf(number);
    case FlashKindRole:
        return int(m_flashes.kindOf(number));
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::TextAlignmentRole:
    case TextRole:
    case IdRole:
    case IdJsonRole:
        break;
    default:
        return {};
    }
    const Shown *row = shown(index.row());
    if (!row)
        return {}; // removed since: the update that says so is on its way
    if (role == TextRole)
        return row->object.text;
    if (role == IdJsonRole)
        return row->object.id.toJson();
    if (role == IdRole || (index.column() == 0 && role != Qt::TextAlignmentRole))
        return row->object.id.toDisplay();
    if (index.column() == 0)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    const Cell &cell = row->cells[index.column() - 1];
    if (role == Qt::TextAlignmentRole)
        return int((cell.isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return cell.text;
}

QVariant ObjectTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 ||
        section > m_attributes.size())
        return QAbstractTableModel::headerData(section, orientation, role);
    return section == 0 ? tr("Key") : m_attributes[section - 1];
}

} // namespace GenMirror
