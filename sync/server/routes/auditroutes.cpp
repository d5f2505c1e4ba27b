#include "sync/server/routes/auditroutes.h"

#include "sync/protocol/adminanswers.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::vector<Route> AuditRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"GET", {"v1", "admin", "audit"}, by(this, &AuditRoutes::showAudit), Needs::ServerAdmin}.taking(
            {"before", "limit", "who", "action", "tree", "text"}),
    };
}

Answer AuditRoutes::showAudit(Call &call) const
{
    constexpr qint64 most = 1000; // entries in one answer
    const auto limit = call.integer(u"limit"_s, 100, 1, most);
    const auto before = call.integer(u"before"_s, 0, 1, std::numeric_limits<qint64>::max());
    if (!limit || !before)
        return tl::make_unexpected(limit ? before.error() : limit.error());
    const auto text = [&call](const QString &name) {
        return call.query.queryItemValue(name, QUrl::FullyDecoded);
    };
    const auto entries = m_accessStore.audit({.before = *before,
                                              .limit = *limit + 1,
                                              .who = text(u"who"_s),
                                              .action = text(u"action"_s),
                                              .tree = text(u"tree"_s),
                                              .text = text(u"text"_s)});
    if (!entries)
        return failureOf(entries);
    AuditPage page{.more = entries->size() > *limit};
    for (const AuditEntry &entry : entries->first(std::min(*limit, qint64(entries->size()))))
        page.entries.append({.number = entry.number,
                             .at = entry.at,
                             .who = entry.who,
                             .token = QString::fromLatin1(entry.token),
                             .address = entry.address,
                             .action = entry.action,
                             .tree = entry.tree,
                             .reason = entry.reason,
                             .detail = entry.detail});
    return jsonResponse(toJson(page));
}

} // namespace GenMirror
