#include "sync/cache/mirrorreader.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"
#include "model/core/utf8.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/cache/pastview.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

class MirrorReader::Private
{
public:
    /// One state for all that a function reads, with the view of the past brought up to it. What it returns
    /// counts only if nothing failed.
    template <typename Work>
    [[nodiscard]] auto read(Work &&work)
    {
        return inReadTransaction(*database, [&] {
            failIfReplaced(*database);
            if (past)
                past->extend();
            return std::forward<Work>(work)();
        });
    }
    [[nodiscard]] SqlStatement statement(const QString &name) const { return database->statement(name); }
    /// The variant of a statement that the view needs.
    [[nodiscard]] SqlStatement viewed(const QString &name) const
    {
        return statement(past ? u"past_"_s + name : name);
    }
    /// The same, of one that asks for sets.
    [[nodiscard]] SqlStatement viewedSets(const QString &name)
    {
        if (past)
            past->listSets();
        return viewed(name);
    }
    /// Each set says how many objects it has: where other many are found, some were lost or came from
    /// nowhere.
    void checkCount(qint64 set, qint64 found)
    {
        SqlStatement row = viewedSets(u"set_objects"_s);
        row.bind(set);
        if (row.next() && row.integer(0) != found)
            failAsDamaged(
                *database,
                Sentences::tr("A set in it has another number of objects than it should (%2 in place of %1).")
                    .arg(row.integer(0))
                    .arg(found));
    }
    /// A row that is not found must not be in its set's list either.
    void checkGone(qint64 wanted) const
    {
        SqlStatement row = viewed(u"listed"_s);
        row.bind(wanted);
        if (row.next())
            failAsDamaged(*database, Sentences::tr("An object that it lists is not in it."));
    }
    /// Whether nothing has failed so far in what is read.
    [[nodiscard]] bool goesWell() const { return !database->error(); }

    std::unique_ptr<SqlDatabase> database;
    std::optional<PastView> past;
};

MirrorReader::MirrorReader(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

MirrorReader::~MirrorReader() = default;

Result<std::unique_ptr<MirrorReader>> MirrorReader::open(const QString &directory, const QString &tree)
{
    auto database = openToRead(directory, tree);
    if (!database)
        return failureOf(database);
    auto d = std::make_unique<Private>();
    d->database = *std::move(database);
    return std::unique_ptr<MirrorReader>(new MirrorReader(std::move(d)));
}

void MirrorReader::giveTo(QThread *thread)
{
    d->database->giveTo(thread);
}

void MirrorReader::interruptOn(const std::atomic<bool> *interrupted)
{
    d->database->interruptOn(interrupted);
}

Result<void> MirrorReader::viewAt(qint64 history)
{
    Q_ASSERT(!d->database->isInTransaction());
    d->past.reset();
    if (history == 0)
        return {};
    auto record = inReadTransaction(*d->database, [&] { return historyRecordAt(*d->database, history); });
    if (!record)
        return failureOf(record);
    if (!*record)
        return failure(
            Error::Kind::NotFound,
            Sentences::tr("The history does not go back so far any more. Choose a newer generation."));
    auto past = PastView::make(*d->database, **std::move(record));
    if (!past)
        return failureOf(past);
    d->past = *std::move(past);
    return {};
}

Result<bool> MirrorReader::isStillKept()
{
    return inReadTransaction(*d->database, [&] { return !d->past || d->past->isKept(); });
}

ReadTransaction MirrorReader::readOneState()
{
    return ReadTransaction(*d->database);
}

Result<MirrorState> MirrorReader::state()
{
    return d->read([&] {
        if (!d->past)
            return mirrorStateOf(*d->database);
        const HistoryRecord &record = d->past->record();
        return MirrorState{.collection = record.collection, .generation = record.to, .digest = record.digest};
    });
}

Result<QList<MirrorSet>> MirrorReader::sets()
{
    return d->read([&] {
        QList<MirrorSet> sets;
        QSet<qint64> keys{0};
        SqlStatement row = d->viewedSets(u"sets"_s);
        while (row.next()) {
            sets.append(mirrorSetOf(*d->database, row));
            keys.insert(sets.last().key);
        }
        // There always is the root, and nothing is nested in what is not there.
        const bool isTree = !sets.isEmpty() && std::ranges::all_of(sets, [&keys](const MirrorSet &set) {
            return keys.contains(set.parent) && set.path.isRoot() == (set.parent == 0);
        });
        if (!isTree)
            failAsDamaged(*d->database, Sentences::tr("Sets are missing in it."));
        return sets;
    });
}

Result<std::optional<MirrorSet>> MirrorReader::set(const SetPath &path)
{
    return d->read([&] {
        SqlStatement row = d->viewedSets(u"set_by_path"_s);
        row.bind(path.toJson());
        return row.next() ? std::optional(mirrorSetOf(*d->database, row)) : std::nullopt;
    });
}

Result<QList<qint64>> MirrorReader::rows(qint64 set, qsizetype limit)
{
    return d->read([&] {
        QList<qint64> rows;
        {
            SqlStatement row = d->viewed(u"rows"_s);
            row.bind(set);
            if (d->past)
                row.bind(set);
            row.bind(qint64(limit));
            while (row.next())
                rows.append(row.integer(0));
        }
        if (d->goesWell() && (limit < 0 || rows.size() < limit))
            d->checkCount(set, rows.size());
        return rows;
    });
}

Result<QList<MirrorObject>> MirrorReader::objects(std::span<const qint64> rows)
{
    return d->read([&] {
        QList<MirrorObject> objects;
        for (const qint64 wanted : rows) {
            SqlStatement row = d->viewed(u"object_at_row"_s);
            row.bind(wanted);
            if (d->past)
                row.bind(wanted);
            if (row.next())
                objects.append(mirrorObjectOf(*d->database, row.integer(0), row.bytes(1), row.bytes(2)));
            else
                d->checkGone(wanted);
            if (!d->goesWell())
                break;
        }
        return objects;
    });
}

Result<std::optional<MirrorObject>> MirrorReader::object(qint64 set, const ObjectId &id)
{
    return d->read([&]() -> std::optional<MirrorObject> {
        const QByteArray &idJson = id.toJson();
        SqlStatement row = d->viewed(u"object"_s);
        row.bind(set).bind(idJson);
        if (!row.next())
            return {};
        return mirrorObjectOf(*d->database, row.integer(0), idJson, row.bytes(1));
    });
}

Result<void> MirrorReader::visitObjects(qint64 set, const std::function<bool(const MirrorObject &)> &visit,
                                        qint64 after)
{
    return d->read([&] {
        qint64 last = after;
        qint64 seen = 0;
        bool more = true;
        while (more) {
            more = false;
            SqlStatement row = d->viewed(u"objects"_s);
            row.bind(set).bind(last);
            if (d->past)
                row.bind(set).bind(last);
            while (row.next()) {
                more = true;
                ++seen;
                last = row.integer(0);
                const MirrorObject object = mirrorObjectOf(*d->database, last, row.bytes(1), row.bytes(2));
                if (!d->goesWell() || !visit(object))
                    return;
            }
        }
        if (after == 0 && d->goesWell())
            d->checkCount(set, seen);
    });
}

Result<QStringList> MirrorReader::attributes(qint64 set, int sample)
{
    QHash<QByteArray, int> counts;
    QByteArrayList order;
    int seen = 0;
    const auto visited = visitObjects(set, [&](const MirrorObject &object) {
        // An object of a set of values may be anything, and then has no attributes.
        const auto members = membersOf(object.object.text).value_or(QList<JsonMember>());
        for (const JsonMember &member : members) {
            if (++counts[member.name] == 1)
                order.append(member.name);
        }
        return ++seen < sample;
    });
    if (!visited)
        return failureOf(visited);
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&](const QByteArray &name) { return counts.value(name); });
    QStringList names;
    for (const QByteArray &name : std::as_const(order))
        names.append(textOfUtf8(name));
    return names;
}

Result<std::pair<qint64, qint64>> MirrorReader::changeExtent()
{
    return d->read([&] {
        SqlStatement row = d->statement(u"change_extent"_s);
        return row.next() ? std::pair(row.integer(0), row.integer(1)) : std::pair<qint64, qint64>();
    });
}

Result<QList<qint64>> MirrorReader::touchedRows(qint64 from, qint64 to)
{
    return d->read([&] {
        QList<qint64> rows;
        SqlStatement row = d->statement(u"touched_rows"_s);
        row.bind(from).bind(to);
        while (row.next())
            rows.append(row.integer(0));
        return rows;
    });
}

Result<std::optional<std::pair<qint64, QByteArray>>> MirrorReader::textAtRow(qint64 wanted)
{
    return d->read([&]() -> std::optional<std::pair<qint64, QByteArray>> {
        SqlStatement row = d->statement(u"text_at_row"_s);
        row.bind(wanted);
        if (!row.next())
            return {};
        return std::pair(row.integer(0), row.bytes(1));
    });
}

Result<QList<qint64>> MirrorReader::rowsAfter(qint64 set, qint64 after, qsizetype most)
{
    return d->read([&] {
        QList<qint64> rows;
        SqlStatement row = d->statement(u"rows_after"_s);
        row.bind(set).bind(after).bind(qint64(most));
        while (row.next())
            rows.append(row.integer(0));
        return rows;
    });
}

Result<void> MirrorReader::visitTextsAfter(
    qint64 after, qint64 most,
    const std::function<bool(qint64 row, qint64 set, const QByteArray &text)> &visit)
{
    return d->read([&] {
        SqlStatement row = d->statement(u"objects_after"_s);
        row.bind(after).bind(most);
        while (row.next() && visit(row.integer(0), row.integer(1), row.bytes(2)))
            continue;
    });
}

Result<std::optional<HistoryRecord>> MirrorReader::historyRecord(qint64 id)
{
    return d->read([&] { return historyRecordAt(*d->database, id); });
}

Result<std::optional<HistoryRecord>> MirrorReader::newestRecord()
{
    return d->read([&]() -> std::optional<HistoryRecord> {
        SqlStatement row = d->statement(u"history"_s);
        row.bind(std::numeric_limits<qint64>::max()).bind(qint64(1));
        if (!row.next())
            return {};
        return historyRecordOf(*d->database, row);
    });
}

Result<qint64> MirrorReader::objectCount()
{
    return d->read([&] {
        SqlStatement row = d->viewedSets(u"object_count"_s);
        return row.next() ? row.integer(0) : 0;
    });
}

Result<Digest> MirrorReader::recomputeDigest()
{
    return d->read([&]() -> Result<Digest> {
        Digest digest;
        const auto all = sets();
        if (!all)
            return failureOf(all);
        for (const MirrorSet &set : *all) {
            const QByteArray pathJson = set.path.toJson();
            if (!set.path.isRoot())
                digest += Digest::ofNestedSet(set.path.parent().toJson(), set.path.ids().constLast());
            const auto visited = visitObjects(set.key, [&](const MirrorObject &object) {
                digest += Digest::ofObject(pathJson, object.object.id, object.object.text);
                return true;
            });
            if (!visited)
                return failureOf(visited);
        }
        return digest;
    });
}

} // namespace GenMirror
