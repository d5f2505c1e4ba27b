#include "sync/server/routes/historyroutes.h"

#include "sync/protocol/answers.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::vector<Route> HistoryRoutes::routes() const
{
    return {
        Route{"GET", {"v1", "trees", "*", "history"}, by(this, &HistoryRoutes::history)}.taking(
            {"before", "limit"}),
    };
}

Answer HistoryRoutes::history(Call &call) const
{
    constexpr qint64 most = 1000; // records in one answer
    const auto limit = call.integer(u"limit"_s, 100, 1, most);
    const auto before = call.integer(u"before"_s, 0, 1, std::numeric_limits<qint64>::max());
    if (!limit || !before)
        return tl::make_unexpected(limit ? before.error() : limit.error());
    const auto page = m_trees.reading(
        call.tree, [&](SqlStorage &storage) { return storage.journal().page(*before, *limit); });
    if (!page)
        return failureOf(page);
    HistoryPage listing{.more = page->more};
    for (const TreeHistoryRecord &record : page->records)
        listing.entries.append({.number = record.number,
                                .collection = record.collection,
                                .first = record.first,
                                .last = record.last,
                                .at = record.at,
                                .what = record.what,
                                .who = record.who,
                                .agent = record.agent,
                                .reason = record.reason,
                                .sets = record.sets});
    return jsonResponse(historyPageToJson(call.tree, listing));
}

} // namespace GenMirror
