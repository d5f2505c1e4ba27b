#include "sync/cache/historyreader.h"

#include "model/core/sentences.h"
#include "sync/cache/mirrorfiles.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

class HistoryReader::Private
{
public:
    [[nodiscard]] SqlStatement statement(const QString &name) const { return database->statement(name); }
    /// Set and id of each object that was touched after one record and up to another.
    [[nodiscard]] QList<std::pair<QByteArray, QByteArray>> touched(const HistoryRecord &after,
                                                                   const HistoryRecord &upTo) const;

    QString directory;
    QString tree;
    std::unique_ptr<SqlDatabase> database;
};

HistoryReader::HistoryReader(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

HistoryReader::~HistoryReader() = default;

Result<std::unique_ptr<HistoryReader>> HistoryReader::open(const QString &directory, const QString &tree)
{
    auto d = std::make_unique<Private>();
    auto database = openToRead(directory, tree);
    if (!database)
        return failureOf(database);
    d->directory = directory;
    d->tree = tree;
    d->database = *std::move(database);
    return std::unique_ptr<HistoryReader>(new HistoryReader(std::move(d)));
}

std::optional<Error> HistoryReader::error() const
{
    return d->database->error();
}

QList<HistoryRecord> HistoryReader::records(int limit, qint64 before)
{
    QList<HistoryRecord> records;
    SqlStatement row = d->statement(u"history"_s);
    row.bind(before > 0 ? before : std::numeric_limits<qint64>::max()).bind(qint64(limit));
    while (row.next())
        records.append(historyRecordOf(row));
    return records;
}

std::optional<HistoryRecord> HistoryReader::record(qint64 id)
{
    return historyRecordAt(*d->database, id);
}

HistoryExtent HistoryReader::extent()
{
    return historyExtentOf(*d->database);
}

Result<HistoryRecord> HistoryReader::recordOf(Generation generation)
{
    const QByteArray collection = mirrorStateOf(*d->database).collection.toHex();
    {
        SqlStatement row = d->statement(u"history_of_generation"_s);
        row.bind(collection).bind(generation.value);
        if (row.next())
            return historyRecordOf(row);
    }
    SqlStatement near = d->statement(u"history_near"_s);
    near.bind(generation.value).bind(generation.value).bind(collection);
    const qint64 below = near.next() ? near.integer(0) : 0;
    const qint64 above = near.integer(1);
    QString advice = Sentences::tr("The history is empty.");
    if (below > 0 && above > 0)
        advice = Sentences::tr("The nearest that it was at are %1 and %2.").arg(below).arg(above);
    else if (below > 0)
        advice = Sentences::tr("The newest that it was at is %1.").arg(below);
    else if (above > 0)
        advice = Sentences::tr("The oldest that is kept is %1.").arg(above);
    return failure(Error::Kind::NotFound,
                   Sentences::tr("The mirror was never at generation %1, or that is not kept. %2")
                       .arg(generation.value)
                       .arg(advice));
}

QList<ObjectVersion> HistoryReader::versions(const SetPath &set, const ObjectId &id)
{
    d->database->beginRead();
    const QByteArray path = set.toJson();
    const QByteArray &idJson = id.toJson();
    // What the object was before each update that touched it; a set made again has another key.
    QMap<qint64, std::optional<QByteArray>> before;
    std::optional<QByteArray> text; // as it is now
    SqlStatement key = d->statement(u"set_paths"_s);
    key.bind(path).bind(path);
    while (key.next()) {
        SqlStatement change = d->statement(u"object_changes"_s);
        change.bind(key.integer(0)).bind(idJson);
        while (change.next()) {
            auto &earlier = before[change.integer(0)];
            if (!earlier && change.integer(1) == 0)
                earlier = change.bytes(2);
        }
        SqlStatement now = d->statement(u"object"_s);
        now.bind(key.integer(0)).bind(idJson);
        if (now.next())
            text = now.bytes(1);
    }
    QList<ObjectVersion> versions;
    for (auto update = before.cend(); update != before.cbegin();) {
        --update;
        if (text != *update) { // gone and back within one update is no version
            if (const auto record = historyRecordAt(*d->database, update.key()))
                versions.append({.record = *record, .text = text});
        }
        text = *update;
    }
    if (text) { // it was there before the first change that is known
        const auto oldest = historyRecordAt(*d->database, historyExtentOf(*d->database).oldest);
        versions.append({.record = oldest.value_or(HistoryRecord()), .text = text, .isOldest = true});
    }
    (void)d->database->commit();
    return versions;
}

QList<std::pair<QByteArray, QByteArray>> HistoryReader::Private::touched(const HistoryRecord &after,
                                                                         const HistoryRecord &upTo) const
{
    QList<std::pair<QByteArray, QByteArray>> touched;
    SqlStatement row = statement(u"changed_between"_s);
    row.bind(after.lastChange).bind(upTo.lastChange);
    while (row.next())
        touched.append({row.bytes(0), row.bytes(1)});
    return touched;
}

Result<void> HistoryReader::visitDifferences(const HistoryRecord &from, const HistoryRecord &to,
                                             const std::function<bool(const Difference &)> &visit)
{
    const auto earlier = MirrorReader::open(d->directory, d->tree);
    const auto later = MirrorReader::open(d->directory, d->tree);
    if (!earlier || !later)
        return tl::make_unexpected(earlier ? later.error() : earlier.error());
    for (const auto &[reader, record] : {std::pair(earlier->get(), from), std::pair(later->get(), to)}) {
        if (auto ok = reader->viewAt(record.id); !ok)
            return ok;
    }
    const auto textAt = [](MirrorReader &reader, const SetPath &path,
                           const ObjectId &id) -> std::optional<QByteArray> {
        const auto set = reader.set(path);
        const auto object = set ? reader.object(set->key, id) : std::nullopt;
        return object ? std::optional(object->object.text) : std::nullopt;
    };
    const bool forwards = from.id <= to.id;
    for (const auto &[path, id] : forwards ? d->touched(from, to) : d->touched(to, from)) {
        Difference difference{.set = SetPath::fromJson(path).value_or(SetPath()),
                              .id = ObjectId::fromCanonical(id)};
        difference.before = textAt(**earlier, difference.set, difference.id);
        difference.after = textAt(**later, difference.set, difference.id);
        if (difference.before != difference.after && !visit(difference))
            break;
    }
    for (MirrorReader *reader : {earlier->get(), later->get()}) {
        if (const auto error = reader->error())
            return tl::make_unexpected(*error);
    }
    return {};
}

} // namespace GenMirror
