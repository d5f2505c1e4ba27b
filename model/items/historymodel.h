#pragma once

#include "model/core/historyrecord.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QSet>

namespace GenMirror
{

/// What there is to be said of a mirror's history, or what was added to it. A value; sent across threads.
struct HistoryNews {
    HistorySpan span;
    QList<HistoryRecord> newest; ///< Newest first; where many were added, the newest of them.
    QList<HistoryBin> bins;      ///< All of them, oldest first.
};

/// The updates that a mirror applied, newest first.
///
/// It has a row for each of them. What stands in a row is asked for when it is looked at, in pages, of which
/// the latest are kept: so neither time nor memory depends on how long the history is.
class HistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        Generations,
        Time,
        Cause,
        Added,
        Changed,
        Removed,
        Duration,
        Bytes,
        Kept, ///< What remembering it costs.
        Verified,
        ColumnCount
    };
    enum Role {
        RecordRole = Qt::UserRole, ///< The record's id.
        ViewedRole,                ///< Whether it is the state that is looked at.
        OutstandingRole,           ///< Whether everything had to be fetched.
        LoadedRole,                ///< Whether what stands in the row is known yet.
    };
    static constexpr qint64 PageSize = 128;    ///< Records that are asked for at once.
    static constexpr qsizetype MostPages = 64; ///< That are kept.

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows another mirror's, or none.
    void replace(const HistoryNews &news);
    /// Of the same mirror: what is new is inserted on top, what is not kept any more goes off the end.
    void extend(const HistoryNews &news);
    /// What pageWanted() asked for, in any order; those that are not among them are not there.
    void addPage(qint64 first, const QList<HistoryRecord> &records);
    /// What pageWanted() asked for could not be read: it is asked for again when it is looked at again.
    void forgoPage(qint64 first);

    /// The state that is looked at; 0: the newest.
    void setViewed(qint64 record);
    [[nodiscard]] const HistorySpan &kept() const { return m_span; }
    /// A picture of all of it; at most a few hundred.
    [[nodiscard]] const QList<HistoryBin> &bins() const { return m_bins; }
    /// A closer one of what is looked at closely, as wantBins() asked for it; none: there is none yet.
    [[nodiscard]] const QList<HistoryBin> &closeBins() const { return m_closeBins; }
    /// Of the records from one id to another.
    void wantBins(qint64 first, qint64 last) { Q_EMIT binsWanted(first, last); }
    /// What binsWanted() asked for.
    void setCloseBins(const QList<HistoryBin> &bins);
    /// Null: it is not known yet, and asked for; or there is none.
    [[nodiscard]] const HistoryRecord *record(qint64 id) const;
    /// Of a record's id; -1: there is none.
    [[nodiscard]] int rowOf(qint64 record) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// Records from one id to another are to be given to addPage().
    void pageWanted(qint64 first, qint64 last) const;
    /// Bins of the records from one id to another are to be given to setCloseBins().
    void binsWanted(qint64 first, qint64 last);
    /// The close bins are others now.
    void closer();
    /// The span or the bins are others now.
    void grown();

private:
    struct Page {
        QHash<qint64, HistoryRecord> records;
        bool isWhole = false;
    };
    [[nodiscard]] static qint64 pageOf(qint64 id) { return id / PageSize; }
    [[nodiscard]] qint64 idOf(int row) const { return m_span.newest - row; }
    void keep(const HistoryRecord &record);
    void removeBefore(qint64 oldest);
    void changed(qint64 first, qint64 last, const QList<int> &roles = {});
    [[nodiscard]] QString text(const HistoryRecord &record, int column) const;
    [[nodiscard]] QString toolTip(const HistoryRecord &record) const;

    HistorySpan m_span;
    QList<HistoryBin> m_bins;
    QList<HistoryBin> m_closeBins;
    QCache<qint64, Page> m_pages{MostPages};
    mutable QSet<qint64> m_wanted; ///< Pages that are on their way.
    qint64 m_viewed = 0;
};

} // namespace GenMirror
