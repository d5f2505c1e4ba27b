#include "sync/server/routes/compactionroutes.h"

#include "model/core/generationaltree.h"
#include "sync/server/routes/compactioncost.h"
#include "sync/server/upkeep/compactions.h"
#include "sync/sql/readtransaction.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Result<CompactionRequest> requestOf(SqlStorage &storage, const CompactionOrder &order)
{
    CompactionRequest request{.set = order.set, .dryRun = order.dryRun};
    switch (order.by) {
    case CompactionOrder::By::KeepRemovals:
        request.keepRemovals = order.value;
        break;
    case CompactionOrder::By::Before:
        request.before = Generation{order.value};
        break;
    case CompactionOrder::By::OlderThanDays: {
        const auto first = firstToKeep(storage, order.value);
        if (!first)
            return failureOf(first);
        request.before = *first;
        break;
    }
    }
    return request;
}

} // namespace

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
    const auto asked = readCompactionOrder(call.request.body);
    if (!asked)
        return failureOf(asked);
    return writer.writing([&](SqlStorage &storage) { return compactNow(call, storage, *asked); });
}

Answer CompactionRoutes::compactNow(Call &call, SqlStorage &storage, const CompactionOrder &asked) const
{
    const auto asRequest = requestOf(storage, asked);
    if (!asRequest)
        return failureOf(asRequest);
    const CompactionRequest &request = *asRequest;

    GenerationalTree tree(storage, call.tree);
    const auto answer = inReadTransaction(storage.database(), [&]() -> Result<CompactionListing> {
        const auto before = tree.sets();
        if (!before)
            return failureOf(before);
        CompactionRequest look = request;
        look.dryRun = true;
        const auto preview = tree.compact(look);
        if (!preview)
            return failureOf(preview);
        return compactionCost(m_clients, call.tree, storage, *before, *preview);
    });
    if (!answer)
        return failureOf(answer);
    if (request.dryRun)
        return jsonResponse(toJson(*answer));

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
    return jsonResponse(toJson(*answer)); // nobody else writes: what was foreseen was done
}

} // namespace GenMirror
