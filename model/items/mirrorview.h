#pragma once

#include "model/core/historyrecord.h"
#include "model/core/mirrorstorage.h"

#include <atomic>
#include <memory>
#include <span>

namespace GenMirror
{

/// Which rows of a set are wanted, and in which order.
struct OrderQuery {
    qint64 set = 0;
    QString filter;        ///< Text that an object must hold, case-insensitive; empty: all.
    QString sortAttribute; ///< A top-level attribute; empty: as they were first stored.
    bool descending = false;

    [[nodiscard]] bool isPlain() const { return filter.isEmpty() && sortAttribute.isEmpty(); }
};

/// What the item models read of a mirror: a port. Each call sees the last committed state, or always the same
/// earlier one, where the view is of the past.
class MirrorView
{
public:
    virtual ~MirrorView() = default;

    /// All sets, parents first.
    [[nodiscard]] virtual QList<MirrorSet> sets() = 0;
    [[nodiscard]] virtual QList<qint64> rows(qint64 set) = 0;
    [[nodiscard]] virtual QList<MirrorObject> objects(std::span<const qint64> rows) = 0;
    /// The commonest attributes of a set's objects, commonest first.
    [[nodiscard]] virtual QStringList attributes(qint64 set) = 0;
    [[nodiscard]] virtual QList<HistoryRecord> history(int limit) = 0;
    /// Newest first, as far as the history goes back; whatever state is viewed.
    [[nodiscard]] virtual QList<ObjectVersion> versions(const SetPath &set, const ObjectId &id) = 0;
    /// Rows that match, in order. On any thread; ends early, with what it has, once `interrupted`.
    [[nodiscard]] virtual QList<qint64> order(const OrderQuery &query,
                                              const std::atomic<bool> &interrupted) const = 0;
};

} // namespace GenMirror
