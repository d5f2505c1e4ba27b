// The routes that read. Each runs on a reader, in a read transaction.
#include "model/core/generationaltree.h"
#include "model/core/jsontext.h"
#include "sync/protocol/routes.h"
#include "sync/protocol/updatewriter.h"
#include "sync/server/call.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Sees one state from beginning to end.
class ReadTransaction
{
public:
    explicit ReadTransaction(SqlStorage &storage)
        : m_storage(storage)
    {
        m_storage.beginRead();
    }
    ~ReadTransaction() { m_storage.rollback(); }
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

private:
    SqlStorage &m_storage;
};

} // namespace

QByteArray TreeService::summaryOf(const QString &tree, SqlStorage &storage)
{
    const TreeState state = storage.state();
    const TreeTotals totals = storage.totals();
    const qint64 writes = m_writes.ofLastMinute(tree, WriteRate::Clock::now());
    return "\"tree\":\"" + tree.toLatin1() + "\",\"collection\":\"" + state.collection.toHex() +
           "\",\"generation\":" + QByteArray::number(state.generation.value) + ",\"digest\":\"" +
           state.digest.toHex() + "\",\"objects\":" + QByteArray::number(totals.objects()) +
           ",\"removals\":" + QByteArray::number(totals.removals) +
           ",\"floor\":" + QByteArray::number(totals.floor.value) +
           ",\"bytes\":" + QByteArray::number(storage.fileBytes()) +
           ",\"writes_a_minute\":" + QByteArray::number(writes);
}

TreeService::Answer TreeService::listTrees(Call &call, TreeWorker &worker)
{
    QByteArray json = "{\"trees\":[";
    for (const QString &name : m_registry.names()) {
        if (!call.who.trees.covers(name))
            continue;
        const auto storage = worker.storage(name);
        if (!storage && storage.error().kind == Error::Kind::NotFound)
            continue; // removed since
        if (!json.endsWith('['))
            json += ',';
        if (!storage) { // damaged: nobody shall think that it is gone
            json += "{\"tree\":\"" + name.toLatin1() +
                    "\",\"problem\":" + jsonString(storage.error().detail) + '}';
            continue;
        }
        const ReadTransaction transaction(**storage);
        json += '{' + summaryOf(name, **storage) +
                ",\"sets\":" + QByteArray::number((*storage)->totals().sets) + '}';
    }
    return jsonResponse(json + "]}");
}

TreeService::Answer TreeService::showTree(Call &call, TreeWorker &worker)
{
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const ReadTransaction transaction(**storage);
    GenerationalTree tree(**storage, call.tree);
    const auto sets = tree.sets();
    if (!sets)
        return failureOf(sets);
    QByteArray json = '{' + summaryOf(call.tree, **storage) + ",\"sets\":[";
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
}

TreeService::Answer TreeService::getObject(Call &call, TreeWorker &worker)
{
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const auto object = call.object();
    if (!object)
        return failureOf(object);
    const ReadTransaction transaction(**storage);
    GenerationalTree tree(**storage, call.tree);
    const auto member = tree.get(object->first, object->second);
    if (!member)
        return failureOf(member);
    return jsonResponse(member->object.text, 200,
                        {{"ETag", '"' + QByteArray::number(member->generation.value) + '"'}});
}

TreeService::Answer TreeService::history(Call &call, TreeWorker &worker)
{
    constexpr qint64 most = 1000; // records in one answer
    const auto limit = call.integer(u"limit"_s, 100, 1, most);
    const auto before = call.integer(u"before"_s, 0, 1, std::numeric_limits<qint64>::max());
    if (!limit || !before)
        return tl::make_unexpected(limit ? before.error() : limit.error());
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const ReadTransaction transaction(**storage);
    QList<TreeHistoryRecord> records = (*storage)->journal().records(*before, *limit + 1);
    const bool more = records.size() > *limit;
    if (more)
        records.removeLast();
    QByteArray json =
        "{\"tree\":\"" + call.tree.toLatin1() + "\",\"more\":" + (more ? "true" : "false") + ",\"history\":[";
    for (const TreeHistoryRecord &record : std::as_const(records)) {
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

TreeService::Answer TreeService::updates(Call &call, TreeWorker &worker)
{
    constexpr qint64 longestWait = 60; // seconds
    const auto request = call.updateRequest();
    if (!request)
        return failureOf(request);
    const auto wait = call.integer(u"wait"_s, 0, 0, longestWait);
    if (!wait)
        return failureOf(wait);
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const ReadTransaction transaction(**storage);
    GenerationalTree tree(**storage, call.tree);
    const auto header = tree.header(*request);
    if (!header)
        return failureOf(header);

    if (!call.client.isEmpty()) {
        noteClient(call);
        // In a series of pages nothing below its beginning concerns it.
        if (request->collection == header->collection && !header->reset)
            m_clients.has(call.client, call.tree, request->collection,
                          std::max(request->since, request->base));
    }
    const bool nothingNew = !header->reset && header->generation == request->since;
    if (nothingNew && *wait > 0 &&
        !m_stopping) { // rule 9: the same request again, without the wait, when its time comes
        auto later = std::make_shared<Call>(call);
        later->query.removeQueryItem(u"wait"_s);
        const auto *route = std::ranges::find(routes(), &TreeService::updates, &Route::work).base();
        const auto ticket = m_waiters.add(call.tree, request->since, std::chrono::seconds(*wait),
                                          [this, later, route] { dispatch(later, *route); });
        call.responder->setDisconnectListener([this, ticket] { m_waiters.drop(ticket); });
        return HttpResponse{.status = 0};
    }

    const Dialect dialect = call.dialect();
    const QByteArray etag = Routes::etag(header->collection, header->generation);
    HttpHeaders headers{
        {"ETag", etag}, {"Vary", "Accept, Accept-Encoding"}, {"Content-Type", mediaTypeOf(dialect)}};
    if (call.request.header("If-None-Match") == etag)
        return HttpResponse{.status = 304, .headers = std::move(headers)};

    call.responder->beginStream({.status = 200, .headers = std::move(headers)});
    UpdateWriter writer(dialect, [&call](QByteArrayView bytes) { return call.responder->write(bytes); });
    const auto order =
        dialect == Dialect::Native ? GenerationalTree::Order::SetsLast : GenerationalTree::Order::Interleaved;
    if (const auto told = tree.updates(*request, writer, order)) {
        if (!call.client.isEmpty()) // first: who has the answer may ask what is known of it
            m_clients.sent(call.client, call.tree, told->collection, std::max(told->generation, told->base));
        call.responder->end();
    } else
        call.responder
            ->abort(); // the head is out: only a cut connection tells the client that this is not all
    return HttpResponse{.status = 0};
}

} // namespace GenMirror
