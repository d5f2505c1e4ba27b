#pragma once

#include "model/core/mirrorstorage.h"
#include "model/items/objectfilter.h"

#include <atomic>
#include <memory>
#include <span>

namespace GenMirror
{

/// Which rows of a set are wanted, and in which order.
struct OrderQuery {
    enum class Sort {
        Stored,    ///< As they were first stored.
        Key,       ///< By the objects' ids.
        Attribute, ///< By a top-level attribute: numbers, then texts, then what lacks it.
    };
    qint64 set = 0;
    ObjectFilter filter;
    Sort sort = Sort::Stored;
    QString attribute;
    bool descending = false;

    [[nodiscard]] bool isSorted() const { return sort != Sort::Stored; }
    [[nodiscard]] bool isPlain() const { return filter.isEmpty() && !isSorted(); }
};

/// What the item models read of a mirror: a port. Each call sees the last committed state, or always the same
/// earlier one, where the view is of the past. On the GUI's thread, but for order() and reorder().
///
/// What is returned is all that there is, or an error, as MirrorReader's are: never a part of it.
class MirrorView
{
public:
    using FirstRows = std::function<void(const QList<qint64> &)>;

    virtual ~MirrorView() = default;

    /// All sets, parents first.
    [[nodiscard]] virtual Result<QList<MirrorSet>> sets() = 0;
    /// The first rows of a set as they were stored, at most `limit`.
    [[nodiscard]] virtual Result<QList<qint64>> rows(qint64 set, qsizetype limit) = 0;
    /// Those that are gone are left out.
    [[nodiscard]] virtual Result<QList<MirrorObject>> objects(std::span<const qint64> rows) = 0;
    /// The commonest attributes of a set's objects, commonest first.
    [[nodiscard]] virtual Result<QStringList> attributes(qint64 set) = 0;
    /// Rows that match, in order. On any thread; Canceled once `interrupted`. Where the order allows it,
    /// `first` is told the first rows before the rest is known, and whether it can be.
    [[nodiscard]] virtual Result<QList<qint64>>
    order(const OrderQuery &query, const std::atomic<bool> &interrupted, const FirstRows &first) const = 0;
    /// The order after these rows were added, changed or removed, from the one before. On any thread;
    /// Canceled once `interrupted`.
    [[nodiscard]] virtual Result<QList<qint64>> reorder(const OrderQuery &query, const QList<qint64> &before,
                                                        const QList<qint64> &touched,
                                                        const std::atomic<bool> &interrupted) const = 0;
};

} // namespace GenMirror
