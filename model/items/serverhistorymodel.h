#pragma once

#include "model/core/generation.h"
#include "model/core/setcounts.h"

#include <QAbstractTableModel>
#include <QDateTime>

namespace GenMirror
{

/// One entry of a server's own history, as it told it.
struct ServerHistoryEntry {
    qint64 number = 0;
    Generation first;
    Generation last;
    QDateTime at;
    QString what;
    QString who;
    QString agent;
    QString reason;
    QList<SetCounts> sets;
};

/// Who did what to a tree, newest first.
class ServerHistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Generations, Time, What, Who, Program, Added, Changed, Removed, Reason, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// A newer list of the same tree: what is new is inserted on top, what fell off is removed.
    void setEntries(const QList<ServerHistoryEntry> &entries);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<ServerHistoryEntry> m_entries;
};

} // namespace GenMirror
