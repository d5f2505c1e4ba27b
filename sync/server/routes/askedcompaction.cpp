#include "sync/server/routes/askedcompaction.h"

#include "sync/protocol/batchreader.h"
#include "sync/server/request/body.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<AskedCompaction> AskedCompaction::read(const QByteArray &body)
{
    const auto members = fieldsOf(body);
    if (!members)
        return failureOf(members);
    AskedCompaction asked;
    for (const JsonMember &member : *members) {
        bool ok = true;
        if (member.name == "keep_removals")
            asked.request.keepRemovals = member.value.toLongLong(&ok);
        else if (member.name == "before")
            asked.request.before = Generation{member.value.toLongLong(&ok)};
        else if (member.name == "older_than_days")
            asked.olderThanDays = member.value.toLongLong(&ok);
        else if (member.name == "dry_run")
            ok = (asked.request.dryRun = member.value == "true") || member.value == "false";
        else if (member.name == "reason") {
            auto reason = plainTextOf(member);
            if (!reason)
                return failureOf(reason);
            asked.reason = *std::move(reason);
        } else if (member.name == "set")
            ok = bool(asked.request.set = SetPath::fromJson(member.value)
                                              .map([](SetPath path) { return std::optional(path); })
                                              .value_or(std::nullopt));
        else
            ok = false;
        if (!ok)
            return failure(
                Error::Kind::InvalidArgument,
                u"\"%1\" is not valid here. A compaction takes one of keep_removals, before and "
                "older_than_days; and dry_run, set and reason."_s.arg(QString::fromUtf8(member.name)));
    }
    const int given = int(asked.request.keepRemovals.has_value()) + int(asked.request.before.has_value()) +
                      int(asked.olderThanDays.has_value());
    constexpr qint64 mostDays = 36500;
    if (given != 1 || asked.request.keepRemovals.value_or(0) < 0 ||
        asked.request.before.value_or(Generation()).value < 0 || asked.olderThanDays.value_or(0) < 0 ||
        asked.olderThanDays.value_or(0) > mostDays)
        return failure(
            Error::Kind::InvalidArgument,
            u"A compaction needs one of keep_removals (0 or more), before (a generation) and older_than_days "
            "(0 to %1)."_s.arg(mostDays));
    return asked;
}

} // namespace GenMirror
