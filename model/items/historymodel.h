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
    enum Column { Generations, Time, Cause, Added, Changed, Removed, Duration, Bytes, Verified, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Takes over a newer list: what is new is inserted on top, what fell off the end is removed.
    void setRecords(const QList<HistoryRecord> &records);
    /// Shows another mirror's.
    void replaceRecords(const QList<HistoryRecord> &records);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const HistoryRecord &record, int column) const;

    QList<HistoryRecord> m_records;
};

} // namespace GenMirror
