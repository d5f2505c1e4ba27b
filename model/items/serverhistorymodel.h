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

/// Who did what to a tree, newest first: from the newest as far as somebody looked. Older ones are asked for
/// as the list is scrolled.
class ServerHistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Generations, Time, What, Who, Program, Added, Changed, Removed, Reason, ColumnCount };

    static constexpr qsizetype Most =
        20'000; ///< Entries that are kept. A server keeps 10,000, if it is not told otherwise.

    using QAbstractTableModel::QAbstractTableModel;

    /// The newest of the same tree; `hasOlder`: there are some before the last. What is new is inserted on
    /// top; where it does not reach down to what is known it takes its place.
    void setNewest(const QList<ServerHistoryEntry> &entries, bool hasOlder);
    /// What olderWanted() asked for.
    void addOlder(const QList<ServerHistoryEntry> &entries, bool hasOlder);
    /// It could not be fetched: it is asked for again when the list is scrolled again.
    void forgoOlder() { m_isAsking = false; }
    void clear();
    /// Whether older ones can be fetched.
    [[nodiscard]] bool hasOlder() const { return m_hasOlder && m_entries.size() < Most; }
    /// Where it ends, and why there; empty: older ones come when it is scrolled.
    [[nodiscard]] QString endText() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    /// What is before this number.
    void olderWanted(qint64 before);
    /// What endText() tells is another.
    void endChanged();

private:
    QList<ServerHistoryEntry> m_entries;
    bool m_hasOlder = false;
    bool m_isAsking = false; ///< For older ones.
};

} // namespace GenMirror
