#pragma once

#include "model/core/appliedupdate.h"
#include "model/items/changedcells.h"
#include "model/items/flashes.h"
#include "model/items/objectwindow.h"
#include "model/items/orderworker.h"

#include <QAbstractTableModel>

namespace GenMirror
{

/// The objects of one set as a table: a column for the id and one for each chosen attribute.
///
/// Holds the order, as row numbers of the mirror, and a window of objects; a million rows cost 8 MB. Updates
/// become exact inserts, changes and removals; sorting and filtering run on a worker, first rows come first.
///
/// Where the mirror cannot be read it keeps what it shows, and problem() says why that may not be all.
class ObjectTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        TextRole = Qt::UserRole,
        IdRole,
        RowRole,
        IdJsonRole,
        FlashRole,     ///< How strongly a row that changed just now stands out: 0 to 1.
        FlashKindRole, ///< Flashes::Kind, for as long as the row is marked.
        CellKindRole,  ///< ObjectWindow::Cell::Kind
        CellFlashRole, ///< Of a cell that changed of late, as FlashRole; else invalid.
        BeforeRole,    ///< What stood in it before.
        ChangedAtRole, ///< When it changed.
    };

    static constexpr qsizetype RowsAtOnce = 2000; ///< Are read before the window is painted.

    explicit ObjectTableModel(QObject *parent = nullptr);

    /// Shows a set of a mirror; 0 shows nothing.
    void setSource(const std::shared_ptr<MirrorView> &view, qint64 set);
    /// Shows another state of the same set: rows are inserted, changed and removed, so that selection and
    /// place stay.
    void replaceView(const std::shared_ptr<MirrorView> &view, qint64 set);
    void setFilter(const ObjectFilter &filter);
    /// Takes over what an update changed in this set.
    void applyUpdate(const AppliedUpdate &update);

    /// The attributes that have a column, in order.
    [[nodiscard]] const QStringList &attributes() const { return m_attributes; }
    /// All that the set's first objects have, commonest first.
    [[nodiscard]] const QStringList &knownAttributes() const { return m_known; }
    /// Columns are inserted and removed exactly.
    void setAttributes(const QStringList &attributes);
    /// The commonest, as at first.
    void resetAttributes();

    [[nodiscard]] const std::shared_ptr<MirrorView> &view() const { return m_view; }
    [[nodiscard]] qint64 set() const { return m_query.set; }
    [[nodiscard]] const OrderQuery &orderQuery() const { return m_query; }
    /// Rows may still be missing, or stand elsewhere soon.
    [[nodiscard]] bool isOrdering() const { return m_worker.isBusy(); }
    /// Nothing is marked as changed any more.
    void clearMarks();
    /// What could not be read of this set; none: all is shown.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    /// Somebody else could not read of it what is shown here.
    void setProblem(const Error &problem);
    /// Reads anew what could not be read, through another view of the same state.
    void tryAgain(const std::shared_ptr<MirrorView> &view);
    /// The mirror's rows in the order in which they are shown.
    [[nodiscard]] const QList<qint64> &rows() const { return m_rows; }
    /// The place of a mirror's row; -1 if it is not shown.
    [[nodiscard]] int placeOf(qint64 row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Column -1: as stored.
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    /// The number of rows that match, or the order, is another.
    void orderChanged();
    /// A person wanted another order or filter, and here are its first rows.
    void orderReplaced();
    /// An update added rows that match, in the order in which they came.
    void rowsArrived(const QList<qint64> &rows);
    void faded();
    /// See problem().
    void problemChanged();

private:
    void query();
    void failed(const Error &error);
    void clearProblem();
    void change(const OrderChange &change);
    void move(const QList<qint64> &rows);
    void settle();
    void forgetUpdates();
    void tellArrived();
    void removePlain(QList<qint64> gone);
    QList<qint64> appendPlain(const QList<qint64> &rows);
    void tellChanged(const QList<qint64> &rows);
    [[nodiscard]] const ObjectWindow::Shown *shown(int place) const;
    [[nodiscard]] QVariant markOf(const QModelIndex &index, int role) const;
    [[nodiscard]] bool isNumeric(int column) const;

    std::shared_ptr<MirrorView> m_view;
    OrderQuery m_query;
    QStringList m_known;
    QStringList m_attributes;
    QList<qint64> m_rows;
    bool m_ascends = true; ///< The rows stand as they were stored.
    mutable ObjectWindow m_window;
    mutable ChangedCells m_cells;
    mutable bool m_hasHeads = false; ///< Rows were read by which the heads are aligned.
    std::optional<Error> m_problem;
    bool m_isUnordered = false;  ///< The order is not known: it could not be read.
    bool m_lacksColumns = false; ///< They could not be read.
    OrderWorker m_worker;
    Flashes m_flashes;
    bool m_isReplacing = false; ///< The query under way is a person's.
    // What updates did to this set since the order under way was asked for:
    QList<qint64> m_added;
    QList<qint64> m_changed;
    QList<qint64> m_removed;
    QList<qint64> m_arriving; ///< Where it is not known yet whether they match.
};

} // namespace GenMirror
