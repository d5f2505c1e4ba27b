#include "sync/cache/mirrorreader.h"

#include "model/core/jsontext.h"
#include "sync/cache/mirrorfiles.h"

#include <QHash>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

class MirrorReader::Private
{
public:
    [[nodiscard]] SqlStatement statement(const QString &name) const { return database->statement(name); }

    std::unique_ptr<SqlDatabase> database;
};

MirrorReader::MirrorReader(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

MirrorReader::~MirrorReader() = default;

Result<std::unique_ptr<MirrorReader>> MirrorReader::open(const QString &directory, const QString &tree)
{
    auto database =
        SqlDatabase::open(mirrorFileName(directory, tree), {.resources = u":/sql/cache"_s, .readOnly = true});
    if (!database && database.error().kind == Error::Kind::NotFound)
        return failure(
            Error::Kind::NotFound,
            u"There is no mirror of \"%1\" in %2. It is made by mirroring the tree into that directory."_s
                .arg(tree, directory));
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

void MirrorReader::beginRead()
{
    d->database->beginRead();
}

void MirrorReader::endRead()
{
    d->database->rollback();
}

MirrorState MirrorReader::state()
{
    return mirrorStateOf(*d->database);
}

QList<MirrorSet> MirrorReader::sets()
{
    QList<MirrorSet> sets;
    SqlStatement row = d->statement(u"sets"_s);
    while (row.next())
        sets.append(mirrorSetOf(row));
    return sets;
}

std::optional<MirrorSet> MirrorReader::set(const SetPath &path)
{
    SqlStatement row = d->statement(u"set_by_path"_s);
    row.bind(path.toJson());
    return row.next() ? std::optional(mirrorSetOf(row)) : std::nullopt;
}

QList<qint64> MirrorReader::rows(qint64 set)
{
    QList<qint64> rows;
    SqlStatement row = d->statement(u"rows"_s);
    row.bind(set);
    while (row.next())
        rows.append(row.integer(0));
    return rows;
}

QList<MirrorObject> MirrorReader::objects(std::span<const qint64> rows)
{
    QList<MirrorObject> objects;
    for (const qint64 wanted : rows) {
        SqlStatement row = d->statement(u"object_at_row"_s);
        row.bind(wanted);
        if (row.next())
            objects.append({row.integer(0), {ObjectId::fromCanonical(row.bytes(1)), row.bytes(2)}});
    }
    return objects;
}

std::optional<MirrorObject> MirrorReader::object(qint64 set, const ObjectId &id)
{
    SqlStatement row = d->statement(u"object"_s);
    row.bind(set).bind(id.toJson());
    if (!row.next())
        return {};
    return MirrorObject{row.integer(0), {id, row.bytes(1)}};
}

void MirrorReader::visitObjects(qint64 set, const std::function<bool(const MirrorObject &)> &visit)
{
    qint64 last = 0;
    bool more = true;
    while (more) {
        more = false;
        SqlStatement row = d->statement(u"objects"_s);
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

QList<HistoryRecord> MirrorReader::history(int limit, qint64 before)
{
    QList<HistoryRecord> records;
    SqlStatement row = d->statement(u"history"_s);
    row.bind(before > 0 ? before : std::numeric_limits<qint64>::max()).bind(qint64(limit));
    while (row.next())
        records.append({.id = row.integer(0),
                        .collection = CollectionId::fromHex(row.bytes(1)).value_or(CollectionId()),
                        .from = {row.integer(2)},
                        .to = {row.integer(3)},
                        .at = QDateTime::fromMSecsSinceEpoch(row.integer(4), Qt::UTC),
                        .cause = UpdateCause(row.integer(5)),
                        .added = row.integer(6),
                        .changed = row.integer(7),
                        .removed = row.integer(8),
                        .bytes = row.integer(9),
                        .milliseconds = row.integer(10),
                        .verified = row.integer(11) != 0,
                        .sets = setCountsOf(row.bytes(12))});
    return records;
}

qint64 MirrorReader::objectCount()
{
    SqlStatement row = d->statement(u"object_count"_s);
    return row.next() ? row.integer(0) : 0;
}

Digest MirrorReader::recomputeDigest()
{
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
