#pragma once

#include "model/core/memorymirrorstorage.h"
#include "model/items/mirrorview.h"

#include <algorithm>

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
    [[nodiscard]] QList<qint64> rows(qint64 set) override
    {
        return order({.set = set}, std::atomic<bool>(false));
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
    /// Sorts by the object's text, which is enough to tell one order from another.
    [[nodiscard]] QList<qint64> order(const OrderQuery &query, const std::atomic<bool> &) const override
    {
        auto &self = const_cast<MemoryView &>(*this);
        QList<MirrorObject> found;
        for (const MirrorSet &set : self.sets()) {
            if (set.key != query.set)
                continue;
            self.storage.visitObjects(set, [&](const MirrorObject &object) {
                if (query.filter.isEmpty() || object.object.text.contains(query.filter.toUtf8()))
                    found.append(object);
                return true;
            });
        }
        std::ranges::sort(found, [&query](const MirrorObject &a, const MirrorObject &b) {
            if (!query.sortAttribute.isEmpty() && a.object.text != b.object.text)
                return (a.object.text < b.object.text) != query.descending;
            return a.row < b.row;
        });
        QList<qint64> rows;
        for (const MirrorObject &object : std::as_const(found))
            rows.append(object.row);
        return rows;
    }
};

} // namespace GenMirror::Test
