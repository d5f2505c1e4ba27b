#include "sync/server/routes/historyroutes.h"

#include "model/core/jsontext.h"

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
    QByteArray json = "{\"tree\":\"" + call.tree.toLatin1() +
                      "\",\"more\":" + (page->more ? "true" : "false") + ",\"history\":[";
    for (const TreeHistoryRecord &record : page->records) {
        if (!json.endsWith('['))
            json += ',';
        json += "{\"number\":" + QByteArray::number(record.number) + ",\"collection\":\"" +
                record.collection.toHex() + "\",\"first\":" + QByteArray::number(record.first.value) +
                ",\"last\":" + QByteArray::number(record.last.value) + ",\"at\":\"" +
                record.at.toString(Qt::ISODateWithMs).toLatin1() + "\",\"what\":" + jsonString(record.what) +
                ",\"who\":" + jsonString(record.who) + ",\"agent\":" + jsonString(record.agent);
        if (!record.reason.isEmpty())
            json += ",\"reason\":" + jsonString(record.reason);
        json += ",\"sets\":" + toJson(record.sets) + '}';
    }
    return jsonResponse(json + "]}");
}

} // namespace GenMirror
