#pragma once

#include "model/core/historyrecord.h"

#include <QAbstractTableModel>

namespace GenMirror
{

/// The updates that a mirror applied, newest first.
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
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Takes over a newer list: what is new is inserted on top, what fell off the end is removed.
    void setRecords(const QList<HistoryRecord> &records);
    /// Shows another mirror's.
    void replaceRecords(const QList<HistoryRecord> &records);

    /// The state that is looked at; 0: the newest.
    void setViewed(qint64 record);
    [[nodiscard]] const QList<HistoryRecord> &records() const { return m_records; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const HistoryRecord &record, int column) const;

    [[nodiscard]] QString toolTip(const HistoryRecord &record) const;

    QList<HistoryRecord> m_records;
    qint64 m_viewed = 0;
};

} // namespace GenMirror
