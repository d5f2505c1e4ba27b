#pragma once

#include "model/core/appliedupdate.h"
#include "model/items/orderworker.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QSet>

namespace GenMirror
{

/// The objects of one set as a table: a column for the id and one for each of the commonest attributes.
///
/// Holds the order, as row numbers of the mirror, and a window of objects; a million rows cost 8 MB. Updates
/// become exact inserts, changes and removals; sorting and filtering run on a worker.
class ObjectTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { TextRole = Qt::UserRole, IdRole, RowRole, IdJsonRole };

    explicit ObjectTableModel(QObject *parent = nullptr);

    /// Shows a set of a mirror; 0 shows nothing.
    void setSource(const std::shared_ptr<MirrorView> &view, qint64 set);
    /// Shows another state of the same set: rows are inserted, changed and removed, so that selection and
    /// place stay.
    void replaceView(const std::shared_ptr<MirrorView> &view, qint64 set);
    void setFilter(const QString &filter);
    [[nodiscard]] qint64 set() const { return m_query.set; }
    [[nodiscard]] bool isOrdering() const { return m_worker.isBusy(); }
    /// Takes over what an update changed in this set.
    void applyUpdate(const AppliedUpdate &update);
    /// The place of a mirror's row; -1 if it is not shown.
    [[nodiscard]] int placeOf(qint64 row) const { return int(m_rows.indexOf(row)); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    /// The number of rows that match, or the order, is another.
    void orderChanged();

private:
    struct Shown {
        Object object;
        QList<QString> cells;
    };

    void query();
    void takeOrder(const QList<qint64> &rows);
    void removeRowsOf(const QSet<qint64> &gone);
    void append(const QList<qint64> &rows);
    [[nodiscard]] const Shown *shown(int place) const;

    std::shared_ptr<MirrorView> m_view;
    OrderQuery m_query;
    QStringList m_attributes;
    QList<qint64> m_rows;
    mutable QCache<qint64, Shown> m_cache{2000};
    OrderWorker m_worker;
};

} // namespace GenMirror
