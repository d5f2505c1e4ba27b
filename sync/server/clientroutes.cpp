// Who mirrors what: how the server learns it, what it tells of it, and what a compaction would cost them.
#include "model/core/generationaltree.h"
#include "model/core/jsontext.h"
#include "sync/server/call.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// What a set answers to clients below its floor, before a compaction and after it.
struct Floors {
    Generation before;
    Generation after;
    qint64 setKey = 0;
};

/// What a compaction means for one client.
struct Reload {
    bool caused = false;  ///< It would have to reload a set, and would not without the compaction.
    bool already = false; ///< It has to reload a set anyway.
    QList<qint64> sets;   ///< Keys of those that the compaction causes.
};

Reload reloadOf(Generation has, const QList<Floors> &floors)
{
    Reload reload;
    if (has.isNone())
        return reload; // it gets everything anyhow, as adds
    for (const Floors &set : floors) {
        if (has < set.before) {
            reload.already = true;
        } else if (has < set.after) {
            reload.caused = true;
            reload.sets.append(set.setKey);
        }
    }
    return reload;
}

QByteArray clientJson(const ClientRecord &client)
{
    return "\"client\":\"" + client.id + "\",\"tree\":" + jsonString(client.tree) +
           ",\"name\":" + jsonString(client.name) + ",\"address\":" + jsonString(client.address) +
           ",\"agent\":" + jsonString(client.agent) +
           ",\"generation\":" + QByteArray::number(client.has.value) +
           ",\"last_seen\":" + jsonTime(client.lastSeen);
}

} // namespace

/// The client's name of itself counts from the first request that brings it.
void TreeService::noteClient(const Call &call)
{
    if (call.client.isEmpty())
        return;
    constexpr qsizetype longestAgent = 200;
    m_clients.visited({.id = call.client,
                       .tree = call.tree,
                       .token = call.who.token,
                       .name = call.who.name,
                       .address = call.request.peer,
                       .agent = QString::fromUtf8(call.request.header("User-Agent").left(longestAgent))},
                      QDateTime::currentDateTimeUtc());
    *call.countedFor = {.client = call.client, .tree = call.tree};
}

TreeService::Answer TreeService::listClients(Call &, TreeWorker &worker)
{
    QHash<QString, TreeState> states;
    QByteArray json = "{\"clients\":[";
    const QList<ClientRecord> clients = m_clients.list();
    for (const ClientRecord &client : clients) {
        if (!states.contains(client.tree)) {
            const auto storage = worker.storage(client.tree);
            if (!storage)
                continue; // the tree is gone, and so are its clients
            (*storage)->beginRead();
            states.insert(client.tree, (*storage)->state());
            (*storage)->rollback();
        }
        const TreeState state = states.value(client.tree);
        const bool current = client.collection == state.collection;
        const qint64 lag = state.generation.value - (current ? client.sent.value : 0);
        if (!json.endsWith('['))
            json += ',';
        json += '{' + clientJson(client) + ",\"sent\":" + QByteArray::number(client.sent.value) +
                ",\"lag\":" + QByteArray::number(std::max<qint64>(0, lag)) +
                ",\"current_collection\":" + (current ? "true" : "false") + ",\"transport\":\"" +
                (client.push ? "push" : "poll") +
                "\",\"connected\":" + (client.streams > 0 ? "true" : "false") +
                ",\"bytes\":" + QByteArray::number(client.bytes) +
                ",\"first_seen\":" + jsonTime(client.firstSeen) + '}';
    }
    return jsonResponse(json + "]}");
}

TreeService::Answer TreeService::forgetClient(Call &call, TreeWorker &)
{
    const QString tree = call.query.queryItemValue(u"tree"_s, QUrl::FullyDecoded);
    const QList<ClientRecord> clients = m_clients.list();
    const bool known = std::ranges::any_of(clients, [&](const ClientRecord &client) {
        return client.id == call.subject.toLatin1() && (tree.isEmpty() || client.tree == tree);
    });
    if (!known)
        return failure(Error::Kind::NotFound,
                       u"There is no such client. GET /v1/admin/clients tells which there are."_s);
    if (auto written = audit(call, {.action = u"forget-client"_s, .tree = tree, .detail = call.subject});
        !written)
        return failureOf(written);
    m_clients.forget(call.subject.toLatin1(), tree);
    return HttpResponse{.status = 204};
}

/// What a compaction drops, and who has to reload for it. A client of which it is not known whether its last
/// update reached it is told of as not certain.
QByteArray TreeService::compactionJson(const QString &tree, SqlStorage &storage, const QList<SetRecord> &sets,
                                       const CompactionReport &report) const
{
    QHash<SetPath, SetRecord> setOfPath;
    for (const SetRecord &set : sets)
        setOfPath.insert(set.path, set);
    QList<Floors> floors;
    QByteArray json = "{\"dropped\":" + QByteArray::number(report.dropped) + ",\"sets\":[";
    for (const CompactionReport::Set &set : report.sets) {
        const SetRecord before = setOfPath.value(set.path);
        floors.append({.before = before.floor, .after = set.floor, .setKey = before.key});
        if (!json.endsWith('['))
            json += ',';
        json += "{\"set\":" + set.path.toJson() + ",\"dropped\":" + QByteArray::number(set.dropped) +
                ",\"floor\":" + QByteArray::number(set.floor.value) + '}';
    }
    json += "],\"clients\":[";
    const CollectionId collection = storage.state().collection;
    QHash<qint64, qint64> bytesOfSet;
    qint64 total = 0;
    const QList<ClientRecord> clients = m_clients.list();
    for (const ClientRecord &client : clients) {
        if (client.tree != tree || client.collection != collection)
            continue; // those of another collection get everything anyhow
        const Reload reload = reloadOf(client.has, floors);
        const Reload ifArrived = reloadOf(client.sent, floors);
        if (!reload.caused && !ifArrived.caused)
            continue;
        const Reload &cost = reload.caused ? reload : ifArrived;
        qint64 bytes = 0;
        for (const qint64 set : cost.sets) {
            if (!bytesOfSet.contains(set))
                bytesOfSet.insert(set, storage.bytesOfSet(set));
            bytes += bytesOfSet.value(set);
        }
        const bool certain = reload.caused == ifArrived.caused;
        total += bytes;
        if (!json.endsWith('['))
            json += ',';
        json += '{' + clientJson(client) + ",\"sets\":" + QByteArray::number(cost.sets.size()) +
                ",\"bytes\":" + QByteArray::number(bytes) +
                ",\"already\":" + (reload.already ? "true" : "false") +
                ",\"certain\":" + (certain ? "true" : "false") + '}';
    }
    return json + "],\"bytes\":" + QByteArray::number(total) + '}';
}

} // namespace GenMirror
