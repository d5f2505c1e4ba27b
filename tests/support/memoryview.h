#pragma once

#include "model/core/memorymirrorstorage.h"
#include "model/items/sortkey.h"

#include <algorithm>
#include <functional>

namespace GenMirror::Test
{

/// A MirrorView over a mirror in memory. While `error` is set nothing can be read.
class MemoryView final : public MirrorView
{
public:
    MemoryMirrorStorage storage;
    std::optional<Error> error;
    std::optional<qint64> unreadable;                             ///< A row.
    QStringList known{QStringLiteral("id"), QStringLiteral("v")}; ///< Attributes.

    [[nodiscard]] Result<QList<MirrorSet>> sets() override
    {
        return unlessFailed<QList<MirrorSet>>(error, allSets());
    }
    [[nodiscard]] Result<QList<qint64>> rows(qint64 set, qsizetype limit) override
    {
        return order({.set = set}, std::atomic<bool>(false), {}).map([limit](const QList<qint64> &rows) {
            return rows.mid(0, limit);
        });
    }
    [[nodiscard]] Result<QList<MirrorObject>> objects(std::span<const qint64> rows) override
    {
        if (unreadable && std::ranges::find(rows, *unreadable) != rows.end())
            return failure(Error::Kind::Damaged, QStringLiteral("A row cannot be read."));
        QList<MirrorObject> objects;
        for (const MirrorSet &set : allSets()) {
            storage.visitObjects(set, [&](const MirrorObject &object) {
                if (std::ranges::find(rows, object.row) != rows.end())
                    objects.append(object);
                return true;
            });
        }
        return unlessFailed<QList<MirrorObject>>(error, objects);
    }
    [[nodiscard]] Result<QStringList> attributes(qint64) override
    {
        return unlessFailed<QStringList>(error, known);
    }
    [[nodiscard]] Result<QList<qint64>> order(const OrderQuery &query, const std::atomic<bool> &,
                                              const FirstRows &) const override
    {
        if (error)
            return tl::make_unexpected(*error);
        auto &self = const_cast<MemoryView &>(*this);
        SortKeys order(query);
        std::vector<SortKey> found;
        for (const MirrorSet &set : self.allSets()) {
            if (set.key != query.set)
                continue;
            self.storage.visitObjects(set, [&](const MirrorObject &object) {
                if (query.filter.matches(object.object))
                    found.push_back(order.of(object));
                return true;
            });
        }
        std::sort(found.begin(), found.end(), std::cref(order));
        QList<qint64> rows;
        for (const SortKey &key : found)
            rows.append(key.row);
        return rows;
    }
    [[nodiscard]] Result<QList<qint64>> reorder(const OrderQuery &query, const QList<qint64> &,
                                                const QList<qint64> &,
                                                const std::atomic<bool> &interrupted) const override
    {
        return order(query, interrupted, {});
    }

    [[nodiscard]] QList<MirrorSet> allSets()
    {
        QList<MirrorSet> sets{storage.root()};
        for (qsizetype i = 0; i < sets.size(); ++i)
            sets += storage.children(sets[i]);
        return sets;
    }
};

} // namespace GenMirror::Test
