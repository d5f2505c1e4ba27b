#include "model/items/objecttablemodel.h"

#include "model/core/plaintext.h"
#include "model/items/plaintip.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype ColumnsAtFirst = 12;
constexpr qsizetype FewRows = 16; // are worth looking for one by one

} // namespace

ObjectTableModel::ObjectTableModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    connect(&m_worker, &OrderWorker::found, this, &ObjectTableModel::change);
    connect(&m_worker, &OrderWorker::failed, this, &ObjectTableModel::failed);
    connect(&m_worker, &OrderWorker::finished, this, [this](const OrderChange &next) {
        m_isUnordered = false;
        if (m_window.canReadAll() && !m_lacksColumns)
            clearProblem();
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
    m_cells.clear();
    m_hasHeads = false;
    forgetUpdates();
    beginResetModel(); // another set: nothing that was shown goes on
    m_view = view;
    m_query = {.set = view ? set : 0, .filter = m_query.filter};
    m_window.forgetAll();
    const auto rows =
        m_query.set != 0 && m_query.isPlain() ? view->rows(set, RowsAtOnce) : Result<QList<qint64>>();
    const auto known = m_query.set != 0 ? view->attributes(set) : Result<QStringList>();
    m_lacksColumns = !known;
    m_rows = rows.value_or(QList<qint64>());
    m_known = known.value_or(QStringList());
    m_attributes = m_known.mid(0, ColumnsAtFirst);
    m_ascends = true;
    m_isUnordered = !rows;
    endResetModel();
    if (rows && known)
        clearProblem();
    else
        setProblem(rows ? known.error() : rows.error());
    if (m_query.set != 0 && (!m_query.isPlain() || m_rows.size() == RowsAtOnce))
        query();
    Q_EMIT orderChanged();
}

void ObjectTableModel::forgetUpdates()
{
    m_added.clear();
    m_changed.clear();
    m_removed.clear();
    m_arriving.clear();
}

void ObjectTableModel::replaceView(const std::shared_ptr<MirrorView> &view, qint64 set)
{
    if (!m_view || set != m_query.set || m_attributes.isEmpty())
        return setSource(view, set);
    m_worker.cancel();
    forgetUpdates(); // those that wait are of the state that was shown, or in the one that is read now
    const auto first = m_query.isPlain() ? view->rows(set, RowsAtOnce) : Result<QList<qint64>>();
    if (!first && view != m_view)
        return setSource(view, set); // what is shown is not of this state
    if (view != m_view) {
        m_cells.clear(); // another state: what differs did not change just now
        m_flashes.clear();
    }
    m_view = view;
    m_window.forgetAll();
    clearProblem();
    if (!first)
        return failed(first.error());
    if (m_query.isPlain() && first->size() < RowsAtOnce) {
        m_isUnordered = false;
        change(OrderChange::between(m_rows, *first));
    } else {
        query();
    }
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
        m_window.forgetCells();
        endRemoveColumns();
    }
    for (const QString &attribute : attributes) {
        if (m_attributes.contains(attribute))
            continue;
        const int column = int(m_attributes.size()) + 1;
        beginInsertColumns({}, column, column);
        m_attributes.append(attribute);
        m_window.forgetCells();
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

/// What is shown stays, and the next change orders everything anew.
void ObjectTableModel::failed(const Error &error)
{
    m_isUnordered = true;
    m_isReplacing = false;
    setProblem(error);
    Q_EMIT orderChanged();
}

void ObjectTableModel::setProblem(const Error &problem)
{
    m_problem = problem;
    Q_EMIT problemChanged();
}

void ObjectTableModel::clearProblem()
{
    if (std::exchange(m_problem, std::nullopt))
        Q_EMIT problemChanged();
}

void ObjectTableModel::tryAgain(const std::shared_ptr<MirrorView> &view)
{
    if (!m_view || m_query.set == 0)
        return;
    m_worker.cancel(); // it has the view that was
    m_view = view;
    replaceView(view, m_query.set);
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

int ObjectTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ObjectTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_attributes.size()) + 1;
}

const ObjectWindow::Shown *ObjectTableModel::shown(int place) const
{
    const ObjectWindow::Shown *found = m_window.at(*m_view, m_rows, place, m_attributes);
    if (found)
        m_cells.compare(m_rows[place], m_attributes, found->cells);
    if (found && !std::exchange(m_hasHeads, true)) { // they stand over texts or over numbers
        auto *self = const_cast<ObjectTableModel *>(this);
        const auto tell = [self] {
            Q_EMIT self->headerDataChanged(Qt::Horizontal, 0, int(self->m_attributes.size()));
        };
        QMetaObject::invokeMethod(self, tell, Qt::QueuedConnection);
    }
    if (auto error = m_window.takeError()) {
        // Later: nothing may change while a view looks at the model.
        auto *self = const_cast<ObjectTableModel *>(this);
        QMetaObject::invokeMethod(
            self, [self, error = *std::move(error)] { self->setProblem(error); }, Qt::QueuedConnection);
    }
    return found;
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
    case CellFlashRole:
    case BeforeRole:
    case ChangedAtRole:
        return markOf(index, role);
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::TextAlignmentRole:
    case CellKindRole:
    case TextRole:
    case IdRole:
    case IdJsonRole:
        break;
    default:
        return {};
    }
    if (role == Qt::ToolTipRole)
        return plainTip(data(index, Qt::DisplayRole).toString());
    const ObjectWindow::Shown *row = shown(index.row());
    if (!row && !m_window.canRead(number))
        return role == Qt::DisplayRole && index.column() == 0 ? tr("(cannot be read)") : QVariant();
    if (!row)
        return {}; // removed since: the update that says so is on its way
    if (role == TextRole)
        return row->object.text;
    if (role == IdJsonRole)
        return row->object.id.toJson();
    if (role == IdRole)
        return row->object.id.toDisplay();
    if (index.column() == 0 && role == Qt::DisplayRole)
        return visibly(row->object.id.toDisplay());
    using Kind = ObjectWindow::Cell::Kind;
    const ObjectWindow::Cell &cell =
        index.column() == 0 ? ObjectWindow::Cell{.kind = Kind::Text} : row->cells[index.column() - 1];
    if (role == CellKindRole)
        return int(cell.kind);
    if (role == Qt::TextAlignmentRole)
        return int((cell.kind == Kind::Number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return visibly(cell.text);
}

/// Of a cell that changed of late; it is known once the row was read anew.
QVariant ObjectTableModel::markOf(const QModelIndex &index, int role) const
{
    const qint64 row = m_rows[index.row()];
    if (index.column() == 0 || m_flashes.kindOf(row) != Flashes::Kind::Changed || !shown(index.row()))
        return {};
    const ChangedCells::Mark *mark = m_cells.find(row, m_attributes[index.column() - 1]);
    if (!mark)
        return {};
    if (role == CellFlashRole)
        return m_flashes.strengthSince(mark->at);
    return role == BeforeRole ? QVariant(mark->before) : QVariant(mark->time);
}

void ObjectTableModel::clearMarks()
{
    m_cells.clear();
    m_flashes.clear();
    Q_EMIT faded();
}

/// Whether a column holds numbers, as far as its first rows say: it reads nothing for that.
bool ObjectTableModel::isNumeric(int column) const
{
    constexpr qsizetype asked = 32; // rows
    using Kind = ObjectWindow::Cell::Kind;
    bool has = false;
    const qsizetype count = std::min(asked, m_rows.size());
    for (qsizetype i = 0; i < count; ++i) {
        const ObjectWindow::Shown *known = m_window.known(m_rows[i]);
        if (!known || column > known->cells.size())
            continue;
        const Kind kind = known->cells[column - 1].kind;
        if (kind == Kind::Text || kind == Kind::Bool || kind == Kind::Nested)
            return false;
        has = has || kind == Kind::Number;
    }
    return has;
}

QVariant ObjectTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const bool isOurs = role == Qt::DisplayRole || role == Qt::TextAlignmentRole;
    if (orientation != Qt::Horizontal || !isOurs || section < 0 || section > m_attributes.size())
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return int((section > 0 && isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return section == 0 ? tr("Key") : m_attributes[section - 1];
}

} // namespace GenMirror
