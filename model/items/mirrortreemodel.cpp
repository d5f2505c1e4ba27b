#include "model/items/mirrortreemodel.h"

#include <QLocale>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace GenMirror
{

struct MirrorTreeModel::Node {
    Node *parent = nullptr;
    int mirror = 0;
    MirrorSet set; ///< Of a mirror: its root set.
    QString name;
    QString server;                              ///< Of a mirror only.
    MirrorStatus status;                         ///< Of a mirror only.
    qint64 pastObjects = -1;                     ///< Of a mirror only.
    std::vector<std::unique_ptr<Node>> children; ///< By id.

    [[nodiscard]] int row() const
    {
        return int(std::ranges::find(parent->children, this, &std::unique_ptr<Node>::get) -
                   parent->children.begin());
    }
    [[nodiscard]] Node *child(const ObjectId &id) const
    {
        const auto found = std::ranges::lower_bound(children, id, std::less<>(), idOf);
        return found != children.end() && idOf(*found) == id ? found->get() : nullptr;
    }
    [[nodiscard]] Node *descendant(const SetPath &path)
    {
        Node *node = this;
        for (const ObjectId &id : path.ids()) {
            node = node->child(id);
            if (!node)
                return nullptr;
        }
        return node;
    }
    [[nodiscard]] static ObjectId idOf(const std::unique_ptr<Node> &node)
    {
        return node->set.path.ids().constLast();
    }
};

MirrorTreeModel::MirrorTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
}

MirrorTreeModel::~MirrorTreeModel() = default;

int MirrorTreeModel::addMirror(const QString &tree, const QString &server)
{
    const int row = int(m_root->children.size());
    auto node = std::make_unique<Node>();
    node->parent = m_root.get();
    node->mirror = ++m_lastMirror;
    node->name = tree;
    node->server = server;
    beginInsertRows({}, row, row);
    m_root->children.push_back(std::move(node));
    endInsertRows();
    return m_lastMirror;
}

void MirrorTreeModel::removeMirror(int mirror)
{
    const Node *node = mirrorNode(mirror);
    if (!node)
        return;
    const int row = node->row();
    beginRemoveRows({}, row, row);
    m_root->children.erase(m_root->children.begin() + row);
    endRemoveRows();
}

MirrorTreeModel::Node *MirrorTreeModel::mirrorNode(int mirror) const
{
    const auto found =
        std::ranges::find(m_root->children, mirror, [](const auto &node) { return node->mirror; });
    return found == m_root->children.end() ? nullptr : found->get();
}

void MirrorTreeModel::setStatus(int mirror, const MirrorStatus &status)
{
    Node *node = mirrorNode(mirror);
    if (!node)
        return;
    node->status = status;
    Q_EMIT dataChanged(indexOf(node), indexOf(node, Members));
}

void MirrorTreeModel::setSets(int mirror, const QList<MirrorSet> &sets)
{
    Node *node = mirrorNode(mirror);
    if (!node)
        return;
    QSet<SetPath> listed;
    for (const MirrorSet &set : sets)
        listed.insert(set.path);
    removeUnlisted(node, node, listed);
    for (const MirrorSet &set : sets)
        insertSet(node, set);
}

void MirrorTreeModel::removeUnlisted(Node *mirror, const Node *node, const QSet<SetPath> &listed)
{
    for (qsizetype row = qsizetype(node->children.size()) - 1; row >= 0; --row) {
        const Node *child = node->children[size_t(row)].get();
        if (listed.contains(child->set.path))
            removeUnlisted(mirror, child, listed);
        else
            removeSet(mirror, child->set.path);
    }
}

void MirrorTreeModel::setPastObjects(int mirror, qint64 objects)
{
    Node *node = mirrorNode(mirror);
    if (!node)
        return;
    node->pastObjects = objects;
    Q_EMIT dataChanged(indexOf(node), indexOf(node, Members));
}

void MirrorTreeModel::insertSet(Node *mirror, const MirrorSet &set)
{
    if (Node *known = mirror->descendant(set.path)) {
        known->set = set;
        Q_EMIT dataChanged(indexOf(known), indexOf(known, Members));
        return;
    }
    Node *parent = mirror->descendant(set.path.parent());
    if (!parent)
        return;
    const ObjectId id = set.path.ids().constLast();
    const auto place = std::ranges::lower_bound(parent->children, id, std::less<>(), Node::idOf);
    const int row = int(place - parent->children.begin());
    auto node = std::make_unique<Node>();
    node->parent = parent;
    node->mirror = mirror->mirror;
    node->set = set;
    node->name = id.toDisplay();
    beginInsertRows(indexOf(parent), row, row);
    parent->children.insert(place, std::move(node));
    endInsertRows();
}

void MirrorTreeModel::removeSet(Node *mirror, const SetPath &path)
{
    const Node *node = mirror->descendant(path);
    if (!node || path.isRoot())
        return;
    Node *parent = node->parent;
    const int row = node->row();
    beginRemoveRows(indexOf(parent), row, row);
    parent->children.erase(parent->children.begin() + row);
    endRemoveRows();
}

void MirrorTreeModel::applyUpdate(int mirror, const AppliedUpdate &update)
{
    Node *node = mirrorNode(mirror);
    if (!node)
        return;
    for (const MirrorSet &set : update.setsRemoved)
        removeSet(node, set.path);
    for (const MirrorSet &set : update.setsCreated)
        insertSet(node, set);
    for (const AppliedUpdate::SetChanges &changes : update.sets) {
        if (Node *changed = node->descendant(changes.path)) {
            changed->set.key = changes.set;
            changed->set.objects = changes.objects;
            Q_EMIT dataChanged(indexOf(changed, Members), indexOf(changed, Members));
        }
    }
}

QModelIndex MirrorTreeModel::indexOf(const Node *node, int column) const
{
    return node == m_root.get() ? QModelIndex() : createIndex(node->row(), column, node);
}

QModelIndex MirrorTreeModel::indexOf(int mirror, const SetPath &set) const
{
    Node *node = mirrorNode(mirror);
    const Node *found = node ? node->descendant(set) : nullptr;
    return found ? indexOf(found) : QModelIndex();
}

QModelIndex MirrorTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const Node *node =
        parent.isValid() ? static_cast<const Node *>(parent.constInternalPointer()) : m_root.get();
    return createIndex(row, column, node->children[size_t(row)].get());
}

QModelIndex MirrorTreeModel::parent(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    return indexOf(static_cast<const Node *>(index.constInternalPointer())->parent);
}

int MirrorTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    const Node *node =
        parent.isValid() ? static_cast<const Node *>(parent.constInternalPointer()) : m_root.get();
    return int(node->children.size());
}

int MirrorTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant MirrorTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto *node = static_cast<const Node *>(index.constInternalPointer());
    const bool isMirror = node->parent == m_root.get();
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Members)
            return QLocale().toString(!isMirror                ? node->set.objects
                                      : node->pastObjects >= 0 ? node->pastObjects
                                                               : node->status.objects);
        return node->name;
    case Qt::TextAlignmentRole:
        return int((index.column() == Members ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (!isMirror)
            return node->set.path.toDisplay();
        return node->status.problem.isEmpty() ? u"%1 — %2"_s.arg(node->server, nameOf(node->status.state))
                                              : node->status.problem;
    case PathJsonRole:
        return node->set.path.toJson();
    case LinkRole:
        return isMirror ? QVariant(int(node->status.link)) : QVariant();
    case MirrorRole:
        return node->mirror;
    case SetRole:
        return node->set.key;
    case PathRole:
        return node->set.path.toDisplay();
    case StateRole:
        return isMirror ? QVariant(int(node->status.state)) : QVariant();
    default:
        return {};
    }
}

QVariant MirrorTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractItemModel::headerData(section, orientation, role);
    return section == Name ? tr("Mirror") : tr("Objects");
}

} // namespace GenMirror
