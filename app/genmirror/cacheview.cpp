#include "app/genmirror/cacheview.h"

#include "model/core/sentences.h"
#include "model/items/objecttablemodel.h"
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
    Result<qsizetype> placeOf(const SortKey &key, qsizetype from)
    {
        qsizetype to = m_order.size();
        while (from < to) {
            const qsizetype middle = from + (to - from) / 2;
            const auto probe = keyAt(middle);
            if (!probe)
                return failureOf(probe);
            if (!*probe) { // gone meanwhile: the update that says so comes next
                m_order.removeAt(middle);
                to = std::min(to, m_order.size());
            } else if (m_keys(**probe, key)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

private:
    Result<std::optional<SortKey>> keyAt(qsizetype place)
    {
        const qint64 row = m_order[place];
        if (const auto known = m_known.find(row); known != m_known.end())
            return *known;
        const auto objects = m_reader.objects({&row, 1});
        if (!objects)
            return failureOf(objects);
        if (objects->isEmpty())
            return std::nullopt;
        return *m_known.insert(row, m_keys.of(objects->first()));
    }

    MirrorReader &m_reader;
    SortKeys &m_keys;
    QList<qint64> &m_order;
    QHash<qint64, SortKey> m_known;
};

tl::unexpected<Error> interruption()
{
    return failure(Error::Kind::Canceled, {});
}

/// What one thread found of a set to be sorted.
struct Part {
    std::vector<SortKey> keys;
    qint64 seen = 0; ///< Objects, whether they match or not.
};

constexpr qint64 Everything = std::numeric_limits<qint64>::max();

/// Reads, filters and makes keys of the rows after one and up to another, in order.
Result<Part> partOf(MirrorReader &reader, SortKeys &order, const OrderQuery &query, qint64 after, qint64 upTo,
                    const std::atomic<bool> &interrupted)
{
    Part part;
    const auto visited = reader.visitObjects(
        query.set,
        [&](const MirrorObject &object) {
            if (object.row > upTo)
                return false;
            ++part.seen;
            if (query.filter.matches(object.object))
                part.keys.push_back(order.of(object));
            return !interrupted;
        },
        after);
    if (!visited)
        return failureOf(visited);
    if (interrupted)
        return interruption();
    std::sort(part.keys.begin(), part.keys.end(), std::cref(order));
    return part;
}

bool isSame(const Result<MirrorState> &a, const Result<MirrorState> &b)
{
    return a && b && a->collection == b->collection && a->generation == b->generation &&
           a->digest == b->digest;
}

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
    if (record == 0)
        return view;
    auto viewed = view->m_history->record(record);
    if (!viewed)
        return failureOf(viewed);
    if (!*viewed)
        return failure(Error::Kind::NotFound, Sentences::tr("This state is not kept any more."));
    view->m_viewed = *std::move(viewed);
    return view;
}

Result<std::shared_ptr<CacheView>> CacheView::openPast(const QString &directory, const QString &tree,
                                                       qint64 record, const SetPath &set, QThread *thread,
                                                       const std::atomic<bool> &interrupted)
{
    auto view = open(directory, tree, record);
    if (!view)
        return view;
    (*view)->m_reader->interruptOn(&interrupted);
    auto whole = (*view)->readWhole(set);
    (*view)->m_reader->interruptOn(nullptr);
    if (!whole)
        return failureOf(whole);
    (*view)->m_whole = *std::move(whole);
    (*view)->m_reader->giveTo(thread);
    (*view)->m_history->giveTo(thread);
    return view;
}

Result<CacheView::Whole> CacheView::readWhole(const SetPath &path)
{
    auto sets = m_reader->sets();
    const auto objects = m_reader->objectCount();
    if (!sets || !objects)
        return tl::make_unexpected(sets ? objects.error() : sets.error());
    Whole whole{.sets = *std::move(sets), .objects = *objects};
    const auto found = std::ranges::find(whole.sets, path, &MirrorSet::path);
    if (found == whole.sets.end())
        return whole;
    auto rows = m_reader->rows(found->key, ObjectTableModel::RowsAtOnce);
    auto attributes = m_reader->attributes(found->key);
    if (!rows || !attributes)
        return tl::make_unexpected(rows ? attributes.error() : rows.error());
    whole.set = found->key;
    whole.rows = *std::move(rows);
    whole.attributes = *std::move(attributes);
    return whole;
}

Result<QList<MirrorSet>> CacheView::sets()
{
    return m_whole ? m_whole->sets : m_reader->sets();
}

Result<qint64> CacheView::objectCount()
{
    return m_whole ? m_whole->objects : m_reader->objectCount();
}

Result<std::optional<MirrorSet>> CacheView::set(const SetPath &path)
{
    if (!m_whole)
        return m_reader->set(path);
    const auto found = std::ranges::find(m_whole->sets, path, &MirrorSet::path);
    return found == m_whole->sets.end() ? std::nullopt : std::optional(*found);
}

Result<QList<qint64>> CacheView::rows(qint64 set, qsizetype limit)
{
    if (m_whole && m_whole->set == set && limit == ObjectTableModel::RowsAtOnce)
        return m_whole->rows;
    return m_reader->rows(set, limit);
}

Result<QStringList> CacheView::attributes(qint64 set)
{
    return m_whole && m_whole->set == set ? m_whole->attributes : m_reader->attributes(set);
}

Result<std::unique_ptr<MirrorReader>> CacheView::another() const
{
    auto reader = MirrorReader::open(m_directory, m_tree);
    if (!reader)
        return reader;
    if (auto viewed = (*reader)->viewAt(m_record); !viewed)
        return failureOf(viewed);
    return reader;
}

/// Reads, filters and makes keys on two threads, as this is what a sort's time goes into; then sorts.
Result<QList<qint64>> CacheView::sorted(MirrorReader &reader, const OrderQuery &query,
                                        const std::atomic<bool> &interrupted) const
{
    const auto rows = m_record == 0 ? reader.rows(query.set) : Result<QList<qint64>>();
    if (!rows)
        return failureOf(rows);
    SortKeys order(query);
    SortKeys beside(query); // a collator is not shared between threads
    Result<Part> found;
    if (rows->size() < WorthTwoThreads) {
        found = partOf(reader, order, query, 0, Everything, interrupted);
        if (!found)
            return failureOf(found);
    } else {
        const qint64 middle = rows->at(rows->size() / 2);
        const auto state = reader.state();
        std::optional<Result<Part>> second; // none: in another state
        std::thread other([&] {
            const auto otherReader = another(); // connections belong to their threads
            if (!otherReader) {
                second = failureOf(otherReader);
                return;
            }
            ReadTransaction reading = (*otherReader)->readOneState();
            if (!isSame(state, (*otherReader)->state()))
                return;
            auto part = partOf(**otherReader, beside, query, middle, Everything, interrupted);
            const auto ended = reading.end();
            second = ended ? std::move(part) : failureOf(ended);
        });
        found = partOf(reader, order, query, 0, middle, interrupted);
        other.join();
        if (!second) // an update came in between
            second = partOf(reader, beside, query, middle, Everything, interrupted);
        if (!found || !*second)
            return tl::make_unexpected(found ? second->error() : found.error());
        if (found->seen + (*second)->seen != rows->size())
            return failure(Error::Kind::Damaged,
                           Sentences::tr("A set of the mirror has another number of objects than it should "
                                         "(%2 in place of %1). "
                                         "Repair the mirror from its server.")
                               .arg(rows->size())
                               .arg(found->seen + (*second)->seen));
        const auto half = std::ptrdiff_t(found->keys.size());
        found->keys.insert(found->keys.end(), (*second)->keys.begin(), (*second)->keys.end());
        std::inplace_merge(found->keys.begin(), found->keys.begin() + half, found->keys.end(),
                           std::cref(order));
    }
    QList<qint64> sortedRows;
    sortedRows.reserve(qsizetype(found->keys.size()));
    for (const SortKey &key : found->keys)
        sortedRows.append(key.row);
    return sortedRows;
}

Result<QList<qint64>> CacheView::order(const OrderQuery &query, const std::atomic<bool> &interrupted,
                                       const FirstRows &first) const
{
    const auto reader = another();
    if (!reader)
        return failureOf(reader);
    ReadTransaction reading = (*reader)->readOneState();
    auto rows = query.isPlain()    ? (*reader)->rows(query.set)
                : query.isSorted() ? sorted(**reader, query, interrupted)
                                   : filtered(**reader, query, interrupted, first);
    if (const auto ended = reading.end(); !ended)
        return failureOf(ended);
    return rows;
}

/// Those that the index suggests, or all if it cannot tell, are looked at one by one.
Result<QList<qint64>> CacheView::filtered(MirrorReader &reader, const OrderQuery &query,
                                          const std::atomic<bool> &interrupted, const FirstRows &first) const
{
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
    const auto suggested = m_record == 0 ? TextIndex::candidates(reader, m_directory, m_tree, query.set,
                                                                 query.filter.requiredTexts(), MostCandidates)
                                         : std::nullopt;
    if (!suggested && m_indexDamaged)
        m_indexDamaged();
    if (const auto candidates = suggested ? *suggested : std::nullopt) {
        for (qsizetype at = 0; at < candidates->size() && !interrupted; at += FirstRowsShown) {
            const auto count = size_t(std::min(FirstRowsShown, candidates->size() - at));
            const auto objects = reader.objects({candidates->constData() + at, count});
            if (!objects)
                return failureOf(objects);
            std::ranges::all_of(*objects, take);
        }
    } else if (const auto visited = reader.visitObjects(query.set, take); !visited) {
        return failureOf(visited);
    }
    if (interrupted)
        return interruption();
    return rows;
}

Result<QList<qint64>> CacheView::reorder(const OrderQuery &query, const QList<qint64> &before,
                                         const QList<qint64> &touched,
                                         const std::atomic<bool> &interrupted) const
{
    const auto reader = another();
    if (!reader)
        return failureOf(reader);
    QList<qint64> sorted = touched;
    std::ranges::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    QList<qint64> rows = before;
    rows.removeIf([&](qint64 row) { return std::ranges::binary_search(sorted, row); });
    SortKeys order(query);
    std::vector<SortKey> keys;
    const auto objects = (*reader)->objects(sorted);
    if (!objects)
        return failureOf(objects);
    for (const MirrorObject &object : *objects) {
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
    PlaceFinder finder(**reader, order, rows);
    std::vector<std::pair<qsizetype, qint64>> places;
    qsizetype from = 0;
    for (const SortKey &key : keys) {
        if (interrupted)
            return interruption();
        const auto place = finder.placeOf(key, std::min(from, rows.size()));
        if (!place)
            return failureOf(place);
        from = *place;
        places.emplace_back(from, key.row);
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
