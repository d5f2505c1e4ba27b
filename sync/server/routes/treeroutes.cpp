#include "sync/server/routes/treeroutes.h"

#include "model/core/generationaltree.h"
#include "model/core/jsontext.h"

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

QByteArray TreeRoutes::jsonOf(const QString &tree, const TreeSummary &summary) const
{
    const auto &[state, totals, bytes] = summary;
    const qint64 writes = m_writes.ofLastMinute(tree, WriteRate::Clock::now());
    return QByteArray("\"tree\":\"" + tree.toLatin1() + "\",\"collection\":\"" + state.collection.toHex() +
                      "\",\"generation\":" + QByteArray::number(state.generation.value) + ",\"digest\":\"" +
                      state.digest.toHex() + "\",\"objects\":" + QByteArray::number(totals.objects()) +
                      ",\"removals\":" + QByteArray::number(totals.removals) + ",\"floor\":" +
                      QByteArray::number(totals.floor.value) + ",\"bytes\":" + QByteArray::number(bytes) +
                      ",\"writes_a_minute\":" + QByteArray::number(writes));
}

Answer TreeRoutes::listTrees(Call &call) const
{
    constexpr qint64 most = 1000; // trees in one answer
    const auto limit = call.integer(u"limit"_s, most, 1, most);
    if (!limit)
        return failureOf(limit);
    const QStringList names =
        namesFor(call, call.query.queryItemValue(u"after"_s, QUrl::FullyDecoded), *limit + 1);
    QByteArray json = "{\"trees\":[";
    for (const QString &name : names.first(std::min(names.size(), qsizetype(*limit)))) {
        const auto summary = m_trees.summary(name);
        if (!summary && summary.error().kind == Error::Kind::NotFound)
            continue; // removed since
        if (!json.endsWith('['))
            json += ',';
        // Of one that cannot be read: nobody shall think that it is gone.
        json += summary ? QByteArray('{' + jsonOf(name, *summary) +
                                     ",\"sets\":" + QByteArray::number(summary->totals.sets) + '}')
                        : QByteArray("{\"tree\":\"" + name.toLatin1() + "\",\"problem\":" +
                                     jsonString(m_redaction.shown(call, summary.error().detail)) + '}');
    }
    json += names.size() > *limit ? "],\"more\":true" : "],\"more\":false";
    return asideJson(call).map([&json](const QByteArray &aside) { return jsonResponse(json + aside + '}'); });
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
        QByteArray json = '{' + jsonOf(call.tree, *summary) + ",\"sets\":[";
        for (const SetRecord &set : *sets) {
            if (!json.endsWith('['))
                json += ',';
            json += "{\"set\":" + set.path.toJson() + ",\"key\":" + set.setKey.toJson() +
                    ",\"members\":" + QByteArray::number(set.members) +
                    ",\"removals\":" + QByteArray::number(set.removals) +
                    ",\"floor\":" + QByteArray::number(set.floor.value) +
                    ",\"maximum_removals\":" + QByteArray::number(set.maximumRemovals) + '}';
        }
        return jsonResponse(json + "]}");
    });
}

Result<QByteArray> TreeRoutes::asideJson(const Call &call) const
{
    constexpr qsizetype most = 1000;
    const auto entries = m_directory.aside().list(most);
    if (!entries)
        return failureOf(entries);
    QByteArray json;
    for (const SetAside::Entry &entry : *entries) {
        if (!call.who.trees.covers(entry.tree))
            continue;
        json += json.isEmpty() ? ",\"set_aside\":[" : ",";
        json += "{\"tree\":" + jsonString(entry.tree) + ",\"folder\":" + jsonString(entry.folder) +
                ",\"at\":" + jsonTime(entry.at) + ",\"bytes\":" + QByteArray::number(entry.bytes) +
                ",\"problem\":" + jsonString(m_redaction.shown(call, entry.why)) + '}';
    }
    return json.isEmpty() ? json : QByteArray(json + ']');
}

} // namespace GenMirror
