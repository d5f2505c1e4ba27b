// What a mirror remembers of its updates.
#include "model/core/sentences.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/cache/mirrorstoredata.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

void MirrorStore::Private::restoreNextHistory()
{
    SqlStatement last = statement(u"last_history"_s);
    nextHistory = last.next() ? last.integer(0) + 1 : 1;
}

void MirrorStore::appendHistory(const HistoryRecord &record)
{
    d->verified = record.verified;
    if (d->extent && d->extent->records > 0) {
        ++d->extent->records;
        d->extent->bytes += record.keptBytes;
    } else {
        d->extent.reset();
    }
    d->statement(u"append_history"_s)
        .bind(d->nextHistory++)
        .bind(record.collection.toHex())
        .bind(record.from.value)
        .bind(record.to.value)
        .bind(record.at.toMSecsSinceEpoch())
        .bind(qint64(record.cause))
        .bind(record.added)
        .bind(record.changed)
        .bind(record.removed)
        .bind(record.bytes)
        .bind(record.milliseconds)
        .bind(qint64(record.verified))
        .bind(toJson(record.sets))
        .bind(record.digest.toHex())
        .bind(record.reason)
        .bind(record.keptBytes)
        .run();
}

void MirrorStore::recordChange(const UpdateApplier::ObjectChange &change)
{
    SqlStatement statement = d->statement(change.before ? u"put_change"_s : u"put_new"_s);
    statement.bind(d->nextHistory).bind(change.set.key).bind(change.row).bind(change.id.toJson());
    if (change.before)
        statement.bind(*change.before).bind(qint64(!change.after));
    statement.run();
}

void MirrorStore::recordSet(const MirrorSet &set, bool created)
{
    d->statement(u"put_set_change"_s)
        .bind(d->nextHistory)
        .bind(set.key)
        .bind(set.parent)
        .bind(qint64(set.path.depth()))
        .bind(set.path.toJson())
        .bind(set.setKey.toJson())
        .bind(qint64(created))
        .run();
}

HistoryRecord MirrorStore::pendingRecord()
{
    HistoryRecord record;
    SqlStatement last = d->statement(u"history_at"_s);
    last.bind(d->nextHistory - 1);
    if (last.next())
        record.from = {last.integer(3)};
    SqlStatement row = d->statement(u"pending_counts"_s);
    row.bind(d->nextHistory);
    while (row.next()) {
        const auto path = SetPath::fromJson(row.view(0));
        if (!path)
            failAsDamaged(*d->database, Sentences::tr("A set in it makes no sense."));
        const SetCounts set{.path = path.value_or(SetPath()),
                            .added = row.integer(1),
                            .changed = row.integer(2),
                            .removed = row.integer(3)};
        record.added += set.added;
        record.changed += set.changed;
        record.removed += set.removed;
        record.keptBytes += row.integer(4);
        record.sets.append(set);
    }
    return record;
}

HistoryExtent MirrorStore::historyExtent()
{
    if (!d->extent)
        d->extent = historyExtentOf(*d->database);
    return *d->extent;
}

Result<void> MirrorStore::noteServersDigest(const CollectionId &collection, Generation generation,
                                            const Digest &digest)
{
    if (auto begun = begin(); !begun)
        return begun;
    d->statement(u"found_different"_s)
        .bind(collection.toHex())
        .bind(generation.value)
        .bind(digest.toHex())
        .run();
    d->verified.reset();
    return commit();
}

bool MirrorStore::lastVerified()
{
    if (!d->verified) {
        if (d->nextHistory == 0)
            d->restoreNextHistory();
        const auto newest = historyRecordAt(*d->database, d->nextHistory - 1);
        d->verified = newest && newest->verified;
    }
    return *d->verified;
}

PruningClock MirrorStore::clockByRecords(const Moment &now)
{
    SqlStatement row = d->statement(u"history_times"_s);
    return {now, [&]() -> Result<std::optional<QDateTime>> {
                if (row.next())
                    return QDateTime::fromMSecsSinceEpoch(row.integer(0), Qt::UTC);
                if (const auto failed = error())
                    return tl::make_unexpected(*failed);
                return std::nullopt;
            }};
}

Result<bool> MirrorStore::pruneHistory(const HistoryLimits &limits, const std::optional<QDateTime> &now)
{
    const HistoryExtent extent = historyExtent();
    qint64 upTo = extent.oldest;
    {
        SqlStatement row = d->statement(u"prune_from"_s);
        constexpr auto never = std::numeric_limits<qint64>::min();
        row.bind(now ? now->addDays(-limits.days).toMSecsSinceEpoch() : never)
            .bind(now ? now->toMSecsSinceEpoch() : never)
            .bind(limits.records - 1);
        if (row.next())
            upTo = std::max(upTo, row.integer(0));
    }
    if (extent.bytes > limits.bytes) { // only then all records have to be looked at
        SqlStatement row = d->statement(u"prune_from_bytes"_s);
        row.bind(limits.bytes);
        if (row.next())
            upTo = std::max(upTo, row.integer(0));
    }
    bool hasOlder = false;
    {
        SqlStatement row = d->statement(u"oldest_change"_s);
        hasOlder = row.next() && row.integer(0) <= upTo;
    }
    if (const auto failed = error()) {
        rollback();
        return tl::make_unexpected(*failed);
    }
    if (upTo <= extent.oldest && !hasOlder)
        return false;
    if (auto begun = begin(); !begun)
        return failureOf(begun);
    d->extent.reset();
    // First the records, so that nobody is shown a state whose changes are half gone.
    d->statement(u"prune_history"_s).bind(upTo).run();
    d->statement(u"forget_kept_bytes"_s).bind(upTo).run();
    d->statement(u"prune_set_changes"_s).bind(upTo).run();
    SqlStatement changes = d->statement(u"prune_changes"_s);
    const bool more = changes.bind(upTo).run() && changes.rowsAffected() > 0;
    return commit().map([more] { return more; });
}

} // namespace GenMirror
