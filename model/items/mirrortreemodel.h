#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/mirrorstatus.h"

#include <QAbstractItemModel>
#include <QSet>

#include <memory>
#include <vector>

namespace GenMirror
{

/// Servers, their mirrored trees and the sets nested in these, with member counts and each mirror's state.
class MirrorTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Name, Members, ColumnCount };
    enum Role {
        MirrorRole = Qt::UserRole,
        SetRole,
        PathRole,
        StateRole,
        PathJsonRole,
        LinkRole,
        MarkedRole,
        NewsRole
    };

    explicit MirrorTreeModel(QObject *parent = nullptr);
    ~MirrorTreeModel() override;

    /// Appends a mirror below its server, shown as its tree's name; returns its number, which stays the same.
    int addMirror(const QString &tree, const QString &server);
    void removeMirror(int mirror);
    /// A server that is in production.
    void setMarked(const QString &server, bool marked);
    void setStatus(int mirror, const MirrorStatus &status);
    /// All sets of a mirror, parents first, in place of those that are shown: rows are inserted and removed
    /// exactly.
    void setSets(int mirror, const QList<MirrorSet> &sets);
    void applyUpdate(int mirror, const AppliedUpdate &update);
    /// While an earlier state of a mirror is shown: how many objects it had; -1: it is shown as it is now.
    void setPastObjects(int mirror, qint64 objects);
    /// This is looked at from now on: of all others is told (NewsRole) whether something changed in them
    /// since they were looked at.
    void setSeen(const QModelIndex &index);
    [[nodiscard]] QModelIndex indexOf(int mirror, const SetPath &set = {}) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;

    [[nodiscard]] Node *serverNode(const QString &server);
    [[nodiscard]] Node *mirrorNode(int mirror) const;
    [[nodiscard]] static QVariant serverData(const Node &node, int column, int role);
    [[nodiscard]] static QString membersText(const Node &node, bool isMirror);
    [[nodiscard]] QModelIndex indexOf(const Node *node, int column = Name) const;
    void insertSet(Node *mirror, const MirrorSet &set);
    void removeUnlisted(Node *mirror, const Node *node, const QSet<SetPath> &listed);
    void removeSet(Node *mirror, const SetPath &path);

    std::unique_ptr<Node> m_root;
    int m_seenMirror = 0; ///< That of the set that is looked at.
    SetPath m_seenPath;
    int m_lastMirror = 0;
};

} // namespace GenMirror
