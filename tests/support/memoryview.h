#pragma once

#include "model/core/memorymirrorstorage.h"
#include "model/items/sortkey.h"

#include <algorithm>
#include <functional>

namespace GenMirror::Test
{

/// A MirrorView over a mirror in memory.
class MemoryView final : public MirrorView
{
public:
    MemoryMirrorStorage storage;

    [[nodiscard]] QList<MirrorSet> sets() override
    {
        QList<MirrorSet> sets{storage.root()};
        for (qsizetype i = 0; i < sets.size(); ++i)
            sets += storage.children(sets[i]);
        return sets;
    }
    [[nodiscard]] QList<qint64> rows(qint64 set, qsizetype limit) override
    {
        return order({.set = set}, std::atomic<bool>(false), {}).mid(0, limit);
    }
    [[nodiscard]] QList<MirrorObject> objects(std::span<const qint64> rows) override
    {
        QList<MirrorObject> objects;
        for (const MirrorSet &set : sets()) {
            storage.visitObjects(set, [&](const MirrorObject &object) {
                if (std::ranges::find(rows, object.row) != rows.end())
                    objects.append(object);
                return true;
            });
        }
        return objects;
    }
    [[nodiscard]] QStringList attributes(qint64) override
    {
        return {QStringLiteral("id"), QStringLiteral("v")};
    }
    [[nodiscard]] QList<HistoryRecord> history(int) override { return {}; }
    [[nodiscard]] QList<ObjectVersion> versions(const SetPath &, const ObjectId &) override { return {}; }
    [[nodiscard]] QList<qint64> order(const OrderQuery &query, const std::atomic<bool> &,
                                      const FirstRows &) const override
    {
        auto &self = const_cast<MemoryView &>(*this);
        SortKeys order(query);
        std::vector<SortKey> found;
        for (const MirrorSet &set : self.sets()) {
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
    [[nodiscard]] QList<qint64> reorder(const OrderQuery &query, const QList<qint64> &, const QList<qint64> &,
                                        const std::atomic<bool> &interrupted) const override
    {
        return order(query, interrupted, {});
    }
};

} // namespace GenMirror::Test
