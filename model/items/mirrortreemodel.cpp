#include "model/items/mirrortreemodel.h"

#include "model/core/plaintext.h"

#include "model/items/plaintip.h"
#include "model/items/words.h"

#include <QLocale>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace GenMirror
{

struct MirrorTreeModel::Node {
    Node *parent = nullptr;
    int mirror = 0;        ///< 0: a server.
    bool isMarked = false; ///< Of a server only.
    bool hasNews = false;  ///< Something changed in it since it was looked at.
    MirrorSet set;         ///< Of a mirror: its root set.
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

MirrorTreeModel::Node *MirrorTreeModel::serverNode(const QString &server)
{
    const auto known =
        std::ranges::find(m_root->children, server, [](const auto &node) { return node->name; });
    if (known != m_root->children.end())
        return known->get();
    const int row = int(m_root->children.size());
    auto node = std::make_unique<Node>();
    node->parent = m_root.get();
    node->name = server;
    beginInsertRows({}, row, row);
    m_root->children.push_back(std::move(node));
    endInsertRows();
    return m_root->children.back().get();
}

int MirrorTreeModel::addMirror(const QString &tree, const QString &server)
{
    Node *parent = serverNode(server);
    const int row = int(parent->children.size());
    auto node = std::make_unique<Node>();
    node->parent = parent;
    node->mirror = ++m_lastMirror;
    node->name = tree;
    beginInsertRows(indexOf(parent), row, row);
    parent->children.push_back(std::move(node));
    endInsertRows();
    return m_lastMirror;
}

void MirrorTreeModel::removeMirror(int mirror)
{
    const Node *node = mirrorNode(mirror);
    if (!node)
        return;
    const auto remove = [this](const Node *gone) {
        Node *parent = gone->parent;
        const int row = gone->row();
        beginRemoveRows(indexOf(parent), row, row);
        parent->children.erase(parent->children.begin() + row);
        endRemoveRows();
    };
    const Node *server = node->parent;
    remove(node);
    if (server->children.empty())
        remove(server);
}

void MirrorTreeModel::setMarked(const QString &server, bool marked)
{
    for (const auto &node : m_root->children) {
        if (node->name != server || node->isMarked == marked)
            continue;
        node->isMarked = marked;
        Q_EMIT dataChanged(indexOf(node.get()), indexOf(node.get(), Members));
    }
}

MirrorTreeModel::Node *MirrorTreeModel::mirrorNode(int mirror) const
{
    for (const auto &server : m_root->children) {
        const auto found =
            std::ranges::find(server->children, mirror, [](const auto &node) { return node->mirror; });
        if (found != server->children.end())
            return found->get();
    }
    return nullptr;
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
            const bool isSeen = mirror == m_seenMirror && changes.path == m_seenPath;
            const bool isNew =
                !changes.added.isEmpty() || !changes.changed.isEmpty() || !changes.removed.isEmpty();
            changed->hasNews =
                changed->hasNews || (isNew && !isSeen && update.cause != UpdateCause::FirstSync);
            Q_EMIT dataChanged(indexOf(changed), indexOf(changed, Members));
        }
    }
}

void MirrorTreeModel::setSeen(const QModelIndex &index)
{
    auto *node = static_cast<Node *>(index.internalPointer());
    m_seenMirror = node ? node->mirror : 0;
    m_seenPath = node ? node->set.path : SetPath();
    if (node && std::exchange(node->hasNews, false))
        Q_EMIT dataChanged(indexOf(node), indexOf(node, Members));
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
    if (node->mirror == 0)
        return serverData(*node, index.column(), role);
    const bool isMirror = node->parent->mirror == 0;
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Members)
            return membersText(*node, isMirror);
        return visibly(node->name);
    case Qt::AccessibleTextRole:
        if (isMirror && index.column() == Name)
            return u"%1, %2"_s.arg(node->name, wordFor(node->status.state));
        return node->hasNews && index.column() == Name ? tr("%1, changed").arg(node->name) : QVariant();
    case NewsRole:
        return node->hasNews;
    case Qt::TextAlignmentRole:
        return int((index.column() == Members ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (!isMirror)
            return plainTip(node->set.path.toDisplay());
        return plainTip(node->status.problem.isEmpty()
                            ? u"%1 — %2"_s.arg(node->parent->name, wordFor(node->status.state))
                            : node->status.problem);
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

QVariant MirrorTreeModel::serverData(const Node &node, int column, int role)
{
    if (role == MirrorRole)
        return 0;
    if (role == MarkedRole)
        return node.isMarked;
    if (role == Qt::ToolTipRole)
        return plainTip(node.isMarked ? tr("%1 — production").arg(node.name) : node.name);
    return role == Qt::DisplayRole && column == Name ? QVariant(node.name) : QVariant();
}

QString MirrorTreeModel::membersText(const Node &node, bool isMirror)
{
    const QLocale locale;
    if (!isMirror)
        return locale.toString(node.set.objects);
    const MirrorStatus &status = node.status;
    const qint64 objects = node.pastObjects >= 0 ? node.pastObjects : status.objects;
    if (status.state == MirrorStatus::State::CatchingUp && status.expectedObjects > 0)
        return tr("%1 · %2 %")
            .arg(locale.toString(objects),
                 locale.toString(std::min<qint64>(99, status.objects * 100 / status.expectedObjects)));
    return locale.toString(objects);
}

QVariant MirrorTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractItemModel::headerData(section, orientation, role);
    return section == Name ? tr("Mirror") : tr("Objects");
}

} // namespace GenMirror
