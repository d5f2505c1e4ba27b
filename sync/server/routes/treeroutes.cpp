#include "sync/server/routes/treeroutes.h"

#include "model/core/generationaltree.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::vector<Route> TreeRoutes::routes() const
{
    return {
        Route{"GET", {"v1", "trees"}, by(this, &TreeRoutes::listTrees)}.taking({"after", "limit"}),
        Route{"GET", {"v1", "trees", "*"}, by(this, &TreeRoutes::showTree)}.quick(),
    };
}

TreeListing TreeRoutes::listingOf(const QString &tree, const TreeSummary &summary) const
{
    const auto &[state, totals, bytes] = summary;
    return {.tree = tree,
            .problem = {},
            .collection = state.collection,
            .generation = state.generation,
            .digest = state.digest,
            .objects = totals.objects(),
            .removals = totals.removals,
            .floor = totals.floor,
            .bytes = bytes,
            .writesAMinute = m_writes.ofLastMinute(tree, WriteRate::Clock::now()),
            .sets = totals.sets};
}

Answer TreeRoutes::listTrees(Call &call) const
{
    constexpr qint64 most = 1000; // trees in one answer
    const auto limit = call.integer(u"limit"_s, most, 1, most);
    if (!limit)
        return failureOf(limit);
    const QStringList names =
        namesFor(call, call.query.queryItemValue(u"after"_s, QUrl::FullyDecoded), *limit + 1);
    TreePage page{.more = names.size() > *limit};
    for (const QString &name : names.first(std::min(names.size(), qsizetype(*limit)))) {
        const auto summary = m_trees.summary(name);
        if (summary)
            page.trees.append(listingOf(name, *summary));
        else if (summary.error().kind != Error::Kind::NotFound) // else it was removed since
            // Of one that cannot be read: nobody shall think that it is gone.
            page.trees.append({.tree = name, .problem = m_redaction.shown(call, summary.error().detail)});
    }
    return setAside(call).map([&page](const QList<SetAsideListing> &aside) {
        page.setAside = aside;
        return jsonResponse(toJson(page));
    });
}

QStringList TreeRoutes::namesFor(const Call &call, QString after, qsizetype limit) const
{
    constexpr qsizetype atOnce = 4096;
    QStringList found;
    for (QStringList names = m_trees.names(after, atOnce); !names.isEmpty();
         names = m_trees.names(after, atOnce)) {
        after = names.last();
        for (const QString &name : std::as_const(names)) {
            if (call.who.trees.covers(name))
                found.append(name);
            if (found.size() == limit)
                return found;
        }
    }
    return found;
}

Answer TreeRoutes::showTree(Call &call) const
{
    return m_trees.reading(call.tree, [&](SqlStorage &storage) -> Answer {
        GenerationalTree tree(storage, call.tree);
        const auto sets = tree.sets();
        if (!sets)
            return failureOf(sets);
        const auto summary = TreeSummary::of(storage);
        if (!summary)
            return failureOf(summary);
        TreeDetails details{.tree = listingOf(call.tree, *summary)};
        for (const SetRecord &set : *sets)
            details.sets.append({.set = set.path,
                                 .key = set.setKey,
                                 .members = set.members,
                                 .removals = set.removals,
                                 .floor = set.floor,
                                 .maximumRemovals = set.maximumRemovals});
        return jsonResponse(toJson(details));
    });
}

Result<QList<SetAsideListing>> TreeRoutes::setAside(const Call &call) const
{
    constexpr qsizetype most = 1000;
    const auto entries = m_directory.aside().list(most);
    if (!entries)
        return failureOf(entries);
    QList<SetAsideListing> listing;
    for (const SetAside::Entry &entry : *entries) {
        if (call.who.trees.covers(entry.tree))
            listing.append({.tree = entry.tree,
                            .folder = entry.folder,
                            .at = entry.at,
                            .bytes = entry.bytes,
                            .problem = m_redaction.shown(call, entry.why)});
    }
    return listing;
}

} // namespace GenMirror
