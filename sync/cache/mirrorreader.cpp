#include "sync/cache/mirrorreader.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"
#include "sync/cache/mirrorfiles.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

/// The objects and sets that later updates touched, as they were at one record: row numbers in a temporary
/// table, the texts stay where they are.
class PastView
{
public:
    PastView(SqlDatabase &database, HistoryRecord record)
        : m_database(database)
        , m_record(std::move(record))
        , m_change(m_record.lastChange)
    {
        for (const QString &name :
             {u"make_past"_s, u"make_past_sets"_s, u"index_past"_s, u"clear_past"_s, u"clear_past_sets"_s})
            m_database.statement(name).run();
    }

    [[nodiscard]] const HistoryRecord &record() const { return m_record; }

    /// Takes in what was changed since the last call: of each row the earliest change counts.
    void extend()
    {
        qint64 newest = 0;
        qint64 newestSet = 0;
        {
            SqlStatement row = m_database.statement(u"newest_change"_s);
            if (!row.next())
                return;
            newest = row.integer(0);
            newestSet = row.integer(1);
        }
        if (newest > m_change)
            m_database.statement(u"extend_past"_s).bind(m_change).run();
        if (newestSet > m_setChange)
            m_database.statement(u"extend_past_sets"_s).bind(m_setChange).bind(m_record.id).run();
        m_change = newest;
        m_setChange = newestSet;
    }

private:
    SqlDatabase &m_database;
    HistoryRecord m_record;
    qint64 m_change;
    qint64 m_setChange = 0;
};

class MirrorReader::Private
{
public:
    /// One state for all that a function reads, with the view of the past brought up to it.
    class Reading
    {
    public:
        explicit Reading(Private &d)
            : m_d(d)
            , m_isOuter(d.depth++ == 0 && !d.reading && d.past)
        {
            if (m_isOuter)
                d.database->beginRead();
            if (d.past)
                d.past->extend();
        }
        ~Reading()
        {
            --m_d.depth;
            if (m_isOuter)
                (void)m_d.database->commit();
        }
        Reading(const Reading &) = delete;
        Reading &operator=(const Reading &) = delete;

    private:
        Private &m_d;
        const bool m_isOuter;
    };

    [[nodiscard]] SqlStatement statement(const QString &name) const { return database->statement(name); }
    /// The variant of a statement that the view needs.
    [[nodiscard]] SqlStatement viewed(const QString &name) const
    {
        return statement(past ? u"past_"_s + name : name);
    }

    std::unique_ptr<SqlDatabase> database;
    std::optional<PastView> past;
    int depth = 0;        ///< Of functions that call each other.
    bool reading = false; ///< Between beginRead() and endRead().
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

std::optional<Error> MirrorReader::error() const
{
    return d->database->error();
}

Result<void> MirrorReader::viewAt(qint64 history)
{
    d->past.reset();
    if (history == 0)
        return {};
    auto record = historyRecordAt(*d->database, history);
    if (!record)
        return failure(
            Error::Kind::NotFound,
            Sentences::tr("The history does not go back so far any more. Choose a newer generation."));
    d->past.emplace(*d->database, *std::move(record));
    return {};
}

bool MirrorReader::isStillKept()
{
    return !d->past || historyExtentOf(*d->database).oldest <= d->past->record().id;
}

void MirrorReader::beginRead()
{
    d->database->beginRead();
    d->reading = true;
}

void MirrorReader::endRead()
{
    d->reading = false;
    (void)d->database->commit(); // what was noted of the past stays
}

MirrorState MirrorReader::state()
{
    if (!d->past)
        return mirrorStateOf(*d->database);
    const HistoryRecord &record = d->past->record();
    return {.collection = record.collection, .generation = record.to, .digest = record.digest};
}

QList<MirrorSet> MirrorReader::sets()
{
    const Private::Reading reading(*d);
    QList<MirrorSet> sets;
    SqlStatement row = d->viewed(u"sets"_s);
    while (row.next())
        sets.append(mirrorSetOf(row));
    return sets;
}

std::optional<MirrorSet> MirrorReader::set(const SetPath &path)
{
    const Private::Reading reading(*d);
    SqlStatement row = d->viewed(u"set_by_path"_s);
    row.bind(path.toJson());
    return row.next() ? std::optional(mirrorSetOf(row)) : std::nullopt;
}

QList<qint64> MirrorReader::rows(qint64 set, qsizetype limit)
{
    const Private::Reading reading(*d);
    QList<qint64> rows;
    SqlStatement row = d->viewed(u"rows"_s);
    row.bind(set);
    if (d->past)
        row.bind(set);
    row.bind(qint64(limit));
    while (row.next())
        rows.append(row.integer(0));
    return rows;
}

QList<MirrorObject> MirrorReader::objects(std::span<const qint64> rows)
{
    const Private::Reading reading(*d);
    QList<MirrorObject> objects;
    for (const qint64 wanted : rows) {
        SqlStatement row = d->viewed(u"object_at_row"_s);
        row.bind(wanted);
        if (d->past)
            row.bind(wanted);
        if (row.next())
            objects.append({row.integer(0), {ObjectId::fromCanonical(row.bytes(1)), row.bytes(2)}});
    }
    return objects;
}

std::optional<MirrorObject> MirrorReader::object(qint64 set, const ObjectId &id)
{
    const Private::Reading reading(*d);
    const QByteArray &idJson = id.toJson();
    SqlStatement row = d->viewed(u"object"_s);
    row.bind(set).bind(idJson);
    if (!row.next())
        return {};
    return MirrorObject{row.integer(0), {id, row.bytes(1)}};
}

void MirrorReader::visitObjects(qint64 set, const std::function<bool(const MirrorObject &)> &visit,
                                qint64 after)
{
    const Private::Reading reading(*d);
    qint64 last = after;
    bool more = true;
    while (more) {
        more = false;
        SqlStatement row = d->viewed(u"objects"_s);
        row.bind(set).bind(last);
        if (d->past)
            row.bind(set).bind(last);
        while (row.next()) {
            more = true;
            last = row.integer(0);
            if (!visit({last, {ObjectId::fromCanonical(row.bytes(1)), row.bytes(2)}}))
                return;
        }
    }
}

QStringList MirrorReader::attributes(qint64 set, int sample)
{
    QHash<QByteArray, int> counts;
    QByteArrayList order;
    int seen = 0;
    visitObjects(set, [&](const MirrorObject &object) {
        const auto members = membersOf(object.object.text).value_or(QList<JsonMember>());
        for (const JsonMember &member : members) {
            if (++counts[member.name] == 1)
                order.append(member.name);
        }
        return ++seen < sample;
    });
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&](const QByteArray &name) { return counts.value(name); });
    QStringList names;
    for (const QByteArray &name : std::as_const(order))
        names.append(QString::fromUtf8(name));
    return names;
}

std::pair<qint64, qint64> MirrorReader::changeExtent()
{
    SqlStatement row = d->statement(u"change_extent"_s);
    return row.next() ? std::pair(row.integer(0), row.integer(1)) : std::pair<qint64, qint64>();
}

QList<qint64> MirrorReader::touchedRows(qint64 from, qint64 to)
{
    QList<qint64> rows;
    SqlStatement row = d->statement(u"touched_rows"_s);
    row.bind(from).bind(to);
    while (row.next())
        rows.append(row.integer(0));
    return rows;
}

std::optional<std::pair<qint64, QByteArray>> MirrorReader::textAtRow(qint64 wanted)
{
    SqlStatement row = d->statement(u"text_at_row"_s);
    row.bind(wanted);
    if (!row.next())
        return {};
    return std::pair(row.integer(0), row.bytes(1));
}

QList<qint64> MirrorReader::rowsAfter(qint64 set, qint64 after, qsizetype most)
{
    QList<qint64> rows;
    SqlStatement row = d->statement(u"rows_after"_s);
    row.bind(set).bind(after).bind(qint64(most));
    while (row.next())
        rows.append(row.integer(0));
    return rows;
}

void MirrorReader::visitTextsAfter(
    qint64 after, qint64 most,
    const std::function<void(qint64 row, qint64 set, const QByteArray &text)> &visit)
{
    SqlStatement row = d->statement(u"objects_after"_s);
    row.bind(after).bind(most);
    while (row.next())
        visit(row.integer(0), row.integer(1), row.bytes(2));
}

qint64 MirrorReader::objectCount()
{
    const Private::Reading reading(*d);
    SqlStatement row = d->viewed(u"object_count"_s);
    return row.next() ? row.integer(0) : 0;
}

Digest MirrorReader::recomputeDigest()
{
    const Private::Reading reading(*d);
    Digest digest;
    const QList<MirrorSet> all = sets();
    for (const MirrorSet &set : all) {
        const QByteArray pathJson = set.path.toJson();
        if (!set.path.isRoot())
            digest += Digest::ofNestedSet(set.path.parent().toJson(), set.path.ids().constLast());
        visitObjects(set.key, [&](const MirrorObject &object) {
            digest += Digest::ofObject(pathJson, object.object.id, object.object.text);
            return true;
        });
    }
    return digest;
}

} // namespace GenMirror
