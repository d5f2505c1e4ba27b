#include "sync/cache/historyreader.h"

#include "model/core/sentences.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/sql/readtransaction.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

class HistoryReader::Private
{
public:
    /// One state for all that a function reads; what it returns counts only if nothing failed.
    template <typename Work>
    [[nodiscard]] auto read(Work &&work) const
    {
        return inReadTransaction(*database, [&] {
            failIfReplaced(*database);
            return std::forward<Work>(work)();
        });
    }
    [[nodiscard]] SqlStatement statement(const QString &name) const { return database->statement(name); }
    /// Set and id of each object that was touched after one record and up to another.
    [[nodiscard]] Result<QList<std::pair<SetPath, ObjectId>>> touched(const HistoryRecord &after,
                                                                      const HistoryRecord &upTo) const;
    [[nodiscard]] Result<HistoryRecord> recordOf(Generation generation) const;
    [[nodiscard]] NewestVersions versions(const SetPath &set, const ObjectId &id, qsizetype most,
                                          qsizetype bytes) const;
    [[nodiscard]] QByteArray checkedText(QByteArray text) const;
    [[nodiscard]] std::optional<HistoryRecord> keptRecord(qint64 id, const HistorySpan &span) const;

    QString directory;
    QString tree;
    std::unique_ptr<SqlDatabase> database;
};

HistoryReader::HistoryReader(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

HistoryReader::~HistoryReader() = default;

void HistoryReader::giveTo(QThread *thread)
{
    d->database->giveTo(thread);
}

void HistoryReader::interruptOn(const std::atomic<bool> *interrupted)
{
    d->database->interruptOn(interrupted);
}

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

Result<QList<HistoryRecord>> HistoryReader::records(int limit, qint64 before)
{
    return d->read([&] {
        QList<HistoryRecord> records;
        SqlStatement row = d->statement(u"history"_s);
        row.bind(before > 0 ? before : std::numeric_limits<qint64>::max()).bind(qint64(limit));
        while (row.next())
            records.append(historyRecordOf(*d->database, row));
        return records;
    });
}

Result<std::optional<HistoryRecord>> HistoryReader::record(qint64 id)
{
    return d->read([&] { return historyRecordAt(*d->database, id); });
}

Result<HistoryExtent> HistoryReader::extent()
{
    return d->read([&] { return historyExtentOf(*d->database); });
}

Result<HistorySpan> HistoryReader::span()
{
    return d->read([&] { return historySpanOf(*d->database); });
}

Result<QList<HistoryBin>> HistoryReader::bins(qint64 width, qint64 first, qint64 last)
{
    return d->read([&] {
        QList<HistoryBin> bins;
        SqlStatement row = d->statement(u"history_bins"_s);
        row.bind(width).bind(first).bind(last);
        row.bind(qint64(UpdateCause::Reset))
            .bind(qint64(UpdateCause::Repair))
            .bind(qint64(UpdateCause::FirstSync));
        while (row.next())
            bins.append({.first = row.integer(0),
                         .last = row.integer(1),
                         .lowest = {row.integer(2)},
                         .highest = {row.integer(3)},
                         .from = QDateTime::fromMSecsSinceEpoch(row.integer(4), Qt::UTC),
                         .to = QDateTime::fromMSecsSinceEpoch(row.integer(5), Qt::UTC),
                         .added = row.integer(6),
                         .changed = row.integer(7),
                         .removed = row.integer(8),
                         .most = row.integer(9),
                         .mark = HistoryMark(row.integer(10))});
        return bins;
    });
}

Result<HistoryRecord> HistoryReader::recordOf(Generation generation)
{
    return d->read([&] { return d->recordOf(generation); });
}

Result<HistoryRecord> HistoryReader::Private::recordOf(Generation generation) const
{
    const QByteArray collection = mirrorStateOf(*database).collection.toHex();
    {
        SqlStatement row = statement(u"history_of_generation"_s);
        row.bind(collection).bind(generation.value);
        if (row.next())
            return historyRecordOf(*database, row);
    }
    qint64 below = 0;
    qint64 above = 0;
    {
        SqlStatement near = statement(u"history_near"_s);
        near.bind(generation.value).bind(generation.value).bind(collection);
        if (near.next()) {
            below = near.integer(0);
            above = near.integer(1);
        }
    }
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

Result<QList<ObjectVersion>> HistoryReader::versions(const SetPath &set, const ObjectId &id)
{
    constexpr auto all = std::numeric_limits<qsizetype>::max();
    return newestVersions(set, id, all, all).map([](const NewestVersions &newest) {
        return newest.versions;
    });
}

Result<HistoryReader::NewestVersions> HistoryReader::newestVersions(const SetPath &set, const ObjectId &id,
                                                                    qsizetype most, qsizetype bytes)
{
    return d->read([&] { return d->versions(set, id, most, bytes); });
}

HistoryReader::NewestVersions HistoryReader::Private::versions(const SetPath &set, const ObjectId &id,
                                                               qsizetype most, qsizetype bytes) const
{
    const QByteArray path = set.toJson();
    const QByteArray &idJson = id.toJson();
    // What the object was before each update that touched it; a set made again has another key.
    QMap<qint64, std::optional<QByteArray>> before;
    std::optional<QByteArray> text; // as it is now
    qint64 knownFrom = 0;           // what was before this update was not looked at
    SqlStatement key = statement(u"set_paths"_s);
    key.bind(path).bind(path);
    while (key.next()) {
        QMap<qint64, std::optional<QByteArray>> ofKey;
        qsizetype size = 0;
        SqlStatement change = statement(u"object_changes"_s); // newest first
        change.bind(key.integer(0)).bind(idJson);
        while (change.next()) {
            const qint64 update = change.integer(0);
            if (update < knownFrom)
                break;
            if (!ofKey.contains(update) && !ofKey.isEmpty() && (ofKey.size() >= most || size >= bytes)) {
                knownFrom = ofKey.firstKey();
                break;
            }
            auto &earlier = ofKey[update];
            if (change.integer(1) != 0)
                continue;
            earlier = checkedText(change.bytes(2));
            size += earlier->size();
        }
        for (auto update = ofKey.cbegin(); update != ofKey.cend(); ++update) {
            if (auto &earlier = before[update.key()]; !earlier)
                earlier = *update;
        }
        SqlStatement now = statement(u"object"_s);
        now.bind(key.integer(0)).bind(idJson);
        if (now.next())
            text = checkedText(now.bytes(1));
    }
    const HistorySpan span = historySpanOf(*database);
    NewestVersions newest{.versions = {}, .isAll = knownFrom == 0};
    for (auto update = before.cend(); update != before.cbegin();) {
        --update;
        if (update.key() < knownFrom)
            return newest;
        if (text != *update) { // gone and back within one update is no version
            if (const auto record = keptRecord(update.key(), span))
                newest.versions.append({.record = *record, .text = text});
        }
        text = *update;
    }
    if (text && newest.isAll) { // it was there before the first change that is known
        const auto oldest = keptRecord(span.oldest, span);
        newest.versions.append({.record = oldest.value_or(HistoryRecord()), .text = text, .isOldest = true});
    }
    return newest;
}

QByteArray HistoryReader::Private::checkedText(QByteArray text) const
{
    if (!mayBeJson(text))
        failAsDamaged(*database, Sentences::tr("An object in it makes no sense."));
    return text;
}

/// None if it was dropped, or its update is still under way: of those in between each is there.
std::optional<HistoryRecord> HistoryReader::Private::keptRecord(qint64 id, const HistorySpan &span) const
{
    auto record = historyRecordAt(*database, id);
    if (!record && id > 0 && id >= span.oldest && id <= span.newest)
        failAsDamaged(*database, Sentences::tr("A record of its history is missing."));
    return record;
}

Result<QList<std::pair<SetPath, ObjectId>>> HistoryReader::Private::touched(const HistoryRecord &after,
                                                                            const HistoryRecord &upTo) const
{
    return read([&] {
        QList<std::pair<SetPath, ObjectId>> touched;
        SqlStatement row = statement(u"changed_between"_s);
        row.bind(after.lastChange).bind(upTo.lastChange);
        while (row.next()) {
            const auto path = SetPath::fromJson(row.bytes(0));
            QByteArray id = row.bytes(1);
            if (!path || !mayBeJson(id))
                failAsDamaged(*database, Sentences::tr("A change in its history makes no sense."));
            touched.append({path.value_or(SetPath()), ObjectId::fromCanonical(std::move(id))});
        }
        return touched;
    });
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
                           const ObjectId &id) -> Result<std::optional<QByteArray>> {
        const auto set = reader.set(path);
        if (!set || !*set)
            return set.map([](const auto &) { return std::optional<QByteArray>(); });
        return reader.object((*set)->key, id).map([](const auto &object) {
            return object ? std::optional(object->object.text) : std::nullopt;
        });
    };
    const bool forwards = from.id <= to.id;
    const auto touched = forwards ? d->touched(from, to) : d->touched(to, from);
    if (!touched)
        return failureOf(touched);
    // Asked after that, so that nothing of it was dropped before; each reading below asks again.
    for (MirrorReader *reader : {earlier->get(), later->get()}) {
        if (const auto state = reader->state(); !state)
            return failureOf(state);
    }
    for (const auto &[path, id] : *touched) {
        auto before = textAt(**earlier, path, id);
        auto after = before ? textAt(**later, path, id) : before;
        if (!after)
            return failureOf(after);
        if (*before != *after &&
            !visit({.set = path, .id = id, .before = *std::move(before), .after = *std::move(after)}))
            break;
    }
    return {};
}

} // namespace GenMirror
