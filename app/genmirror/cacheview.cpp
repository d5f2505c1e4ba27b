#include "app/genmirror/cacheview.h"

#include "model/items/sortkey.h"
#include "sync/cache/textindex.h"

#include <QElapsedTimer>
#include <QHash>

#include <algorithm>
#include <functional>
#include <limits>
#include <thread>

namespace GenMirror
{

namespace
{

constexpr qsizetype FirstRowsShown = 200;
constexpr qint64 FirstRowsTime = 60;          // milliseconds: then what was found is shown, few as it may be
constexpr qsizetype WorthTwoThreads = 10'000; // objects
constexpr qsizetype MostCandidates = 50'000;  // more are found as fast by looking at all

/// Finds places for new rows in an order, reading the sort keys only of the rows that it compares with.
class PlaceFinder
{
public:
    PlaceFinder(MirrorReader &reader, SortKeys &keys, QList<qint64> &order)
        : m_reader(reader)
        , m_keys(keys)
        , m_order(order)
    {
    }

    /// The place before the first row at or after `from` that comes after `key`.
    qsizetype placeOf(const SortKey &key, qsizetype from)
    {
        qsizetype to = m_order.size();
        while (from < to) {
            const qsizetype middle = from + (to - from) / 2;
            const std::optional<SortKey> probe = keyAt(middle);
            if (!probe) { // gone meanwhile: the update that says so comes next
                m_order.removeAt(middle);
                to = std::min(to, m_order.size());
            } else if (m_keys(*probe, key)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

private:
    std::optional<SortKey> keyAt(qsizetype place)
    {
        const qint64 row = m_order[place];
        if (const auto known = m_known.find(row); known != m_known.end())
            return *known;
        const QList<MirrorObject> objects = m_reader.objects({&row, 1});
        if (objects.isEmpty())
            return {};
        return *m_known.insert(row, m_keys.of(objects.first()));
    }

    MirrorReader &m_reader;
    SortKeys &m_keys;
    QList<qint64> &m_order;
    QHash<qint64, SortKey> m_known;
};

} // namespace

Result<std::shared_ptr<CacheView>> CacheView::open(const QString &directory, const QString &tree,
                                                   qint64 record)
{
    auto reader = MirrorReader::open(directory, tree);
    if (!reader)
        return failureOf(reader);
    auto view = std::make_shared<CacheView>();
    view->m_directory = directory;
    view->m_tree = tree;
    view->m_record = record;
    if (auto ok = (*reader)->viewAt(record); !ok)
        return failureOf(ok);
    view->m_reader = *std::move(reader);
    auto history = HistoryReader::open(directory, tree);
    if (!history)
        return failureOf(history);
    view->m_history = *std::move(history);
    return view;
}

std::unique_ptr<MirrorReader> CacheView::another() const
{
    auto reader = MirrorReader::open(m_directory, m_tree);
    if (!reader || !(*reader)->viewAt(m_record))
        return {};
    return *std::move(reader);
}

/// Reads, filters and makes keys on two threads, as this is what a sort's time goes into; then sorts.
QList<qint64> CacheView::sorted(MirrorReader &reader, const OrderQuery &query,
                                const std::atomic<bool> &interrupted) const
{
    const auto collect = [&](SortKeys &own, MirrorReader &from, qint64 after, qint64 upTo) {
        std::vector<SortKey> keys;
        from.visitObjects(
            query.set,
            [&](const MirrorObject &object) {
                if (object.row > upTo)
                    return false;
                if (query.filter.matches(object.object))
                    keys.push_back(own.of(object));
                return !interrupted;
            },
            after);
        std::sort(keys.begin(), keys.end(), std::cref(own));
        return keys;
    };
    constexpr qint64 all = std::numeric_limits<qint64>::max();
    const QList<qint64> rows = m_record == 0 ? reader.rows(query.set) : QList<qint64>();
    SortKeys order(query);
    SortKeys beside(query); // a collator is not shared between threads
    std::vector<SortKey> keys;
    if (rows.size() < WorthTwoThreads) {
        keys = collect(order, reader, 0, all);
    } else {
        const qint64 middle = rows[rows.size() / 2];
        std::vector<SortKey> second;
        std::thread other([&] {
            if (const auto otherReader = another()) // connections belong to their threads
                second = collect(beside, *otherReader, middle, all);
        });
        keys = collect(order, reader, 0, middle);
        other.join();
        const auto half = std::ptrdiff_t(keys.size());
        keys.insert(keys.end(), second.begin(), second.end());
        std::inplace_merge(keys.begin(), keys.begin() + half, keys.end(), std::cref(order));
    }
    QList<qint64> sortedRows;
    sortedRows.reserve(qsizetype(keys.size()));
    for (const SortKey &key : keys)
        sortedRows.append(key.row);
    return sortedRows;
}

QList<qint64> CacheView::order(const OrderQuery &query, const std::atomic<bool> &interrupted,
                               const FirstRows &first) const
{
    const auto reader = another();
    if (!reader)
        return {};
    if (query.isPlain())
        return reader->rows(query.set);
    if (query.isSorted())
        return sorted(*reader, query, interrupted);
    QList<qint64> rows;
    QElapsedTimer clock;
    clock.start();
    bool toldFirst = false;
    const auto take = [&](const MirrorObject &object) {
        if (!query.filter.matches(object.object))
            return !interrupted;
        rows.append(object.row);
        if (!toldFirst && (rows.size() == FirstRowsShown || clock.hasExpired(FirstRowsTime))) {
            toldFirst = true;
            first(rows);
        }
        return !interrupted;
    };
    reader->beginRead();
    const auto candidates = m_record == 0
                                ? TextIndex::candidates(*reader, m_directory, m_tree, query.set,
                                                        query.filter.requiredTexts(), MostCandidates)
                                : std::nullopt;
    if (candidates) {
        for (qsizetype at = 0; at < candidates->size() && !interrupted; at += FirstRowsShown) {
            const auto count = size_t(std::min(FirstRowsShown, candidates->size() - at));
            const QList<MirrorObject> objects = reader->objects({candidates->constData() + at, count});
            std::ranges::all_of(objects, take);
        }
    } else {
        reader->visitObjects(query.set, take);
    }
    reader->endRead();
    return rows;
}

QList<qint64> CacheView::reorder(const OrderQuery &query, const QList<qint64> &before,
                                 const QList<qint64> &touched, const std::atomic<bool> &interrupted) const
{
    const auto reader = another();
    if (!reader)
        return before;
    QList<qint64> sorted = touched;
    std::ranges::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    QList<qint64> rows = before;
    rows.removeIf([&](qint64 row) { return std::ranges::binary_search(sorted, row); });
    SortKeys order(query);
    std::vector<SortKey> keys;
    const QList<MirrorObject> objects = reader->objects(sorted);
    for (const MirrorObject &object : objects) {
        if (query.filter.matches(object.object))
            keys.push_back(order.of(object));
    }
    if (!query.isSorted()) {
        for (const SortKey &key : keys)
            rows.append(key.row);
        std::inplace_merge(rows.begin(), rows.end() - qsizetype(keys.size()), rows.end());
        return rows;
    }
    std::sort(keys.begin(), keys.end(), std::cref(order));
    PlaceFinder finder(*reader, order, rows);
    std::vector<std::pair<qsizetype, qint64>> places;
    qsizetype place = 0;
    for (const SortKey &key : keys) {
        if (interrupted)
            return before;
        place = finder.placeOf(key, std::min(place, rows.size()));
        places.emplace_back(place, key.row);
    }
    QList<qint64> merged;
    merged.reserve(rows.size() + qsizetype(places.size()));
    qsizetype taken = 0;
    for (const auto &[at, row] : places) {
        merged.append(rows.mid(taken, at - taken));
        taken = std::max(taken, at);
        merged.append(row);
    }
    return merged + rows.mid(taken);
}

} // namespace GenMirror
