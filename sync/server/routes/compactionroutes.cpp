#include "sync/server/routes/compactionroutes.h"

#include "model/core/generationaltree.h"
#include "sync/server/routes/compactioncost.h"
#include "sync/server/upkeep/compactions.h"
#include "sync/sql/readtransaction.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::vector<Route> CompactionRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"POST",
              {"v1", "admin", "trees", "*", "compact"},
              by(this, &CompactionRoutes::compact),
              Needs::Admin}
            .withBody(),
    };
}

Answer CompactionRoutes::compact(Call &call, TreeWriter &writer) const
{
    auto asked = AskedCompaction::read(call.request.body);
    if (!asked)
        return failureOf(asked);
    return writer.writing([&](SqlStorage &storage) { return compactNow(call, storage, *std::move(asked)); });
}

Answer CompactionRoutes::compactNow(Call &call, SqlStorage &storage, AskedCompaction asked) const
{
    CompactionRequest &request = asked.request;
    if (asked.olderThanDays) {
        const auto first = firstToKeep(storage, *asked.olderThanDays);
        if (!first)
            return failureOf(first);
        request.before = *first;
    }

    GenerationalTree tree(storage, call.tree);
    const auto answer = inReadTransaction(storage.database(), [&]() -> Result<QByteArray> {
        const auto before = tree.sets();
        if (!before)
            return failureOf(before);
        CompactionRequest look = request;
        look.dryRun = true;
        const auto preview = tree.compact(look);
        if (!preview)
            return failureOf(preview);
        return compactionJson(m_clients, call.tree, storage, *before, *preview);
    });
    if (!answer)
        return failureOf(answer);
    if (request.dryRun)
        return jsonResponse(*answer);

    const AuditEntry entry{
        .action = u"compact"_s, .tree = call.tree, .reason = asked.reason, .detail = textOf(request)};
    if (auto written = m_auditLog.write(call, entry); !written)
        return failureOf(written);
    const auto report = tree.compact(request, [&](const CompactionReport &done) {
        recordCompaction(m_history, call, storage, done, asked.reason);
    });
    if (!report)
        return failureOf(report);
    m_space.giveBack(call.tree);
    return jsonResponse(*answer); // nobody else writes: what was foreseen was done
}

} // namespace GenMirror
