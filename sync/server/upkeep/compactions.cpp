#include "sync/server/upkeep/compactions.h"

#include "model/core/utf8.h"
#include "sync/sql/readtransaction.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<Generation> firstToKeep(SqlStorage &storage, qint64 days)
{
    return inReadTransaction(storage.database(), [&]() -> Result<Generation> {
        if (days == 0)
            return storage.state().generation.next();
        const auto now = storage.journal().timeForAges();
        if (!now)
            return failure(Error::Kind::ClockInDoubt,
                           u"The server's clock may have jumped, so the ages of removals are not known. Look "
                           u"whether it is "
                           "right; an hour later they are. Or compact by before or keep_removals."_s);
        return storage.newestOlderThan(days, *now).map(&Generation::next);
    });
}

QString textOf(const CompactionRequest &request)
{
    const QString set = request.set ? u" of the set "_s + textOfUtf8(request.set->toJson()) : QString();
    return request.keepRemovals
               ? u"keep %1 removals%2"_s.arg(*request.keepRemovals).arg(set)
               : u"drop removals%2 before generation %1"_s.arg(request.before->value).arg(set);
}

void recordCompaction(const HistoryRecorder &history, const Call &call, SqlStorage &storage,
                      const CompactionReport &done, const QString &reason)
{
    TreeHistoryRecord act = actOf(storage.state(), u"compaction"_s, reason);
    for (const CompactionReport::Set &set : done.sets)
        act.sets.append({.path = set.path, .removed = set.dropped}); // removals, not objects
    history.record(call, storage, std::move(act));
}

} // namespace GenMirror
