#include "sync/server/routes/compactioncost.h"

#include <QHash>

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

} // namespace

Result<CompactionListing> compactionCost(const ClientBook &book, const QString &tree, SqlStorage &storage,
                                         const QList<SetRecord> &sets, const CompactionReport &report)
{
    QHash<SetPath, SetRecord> setOfPath;
    for (const SetRecord &set : sets)
        setOfPath.insert(set.path, set);
    QList<Floors> floors;
    CompactionListing listing{.dropped = report.dropped};
    for (const CompactionReport::Set &set : report.sets) {
        const SetRecord before = setOfPath.value(set.path);
        floors.append({.before = before.floor, .after = set.floor, .setKey = before.key});
        listing.sets.append({.set = set.path, .dropped = set.dropped, .floor = set.floor});
    }
    const CollectionId collection = storage.state().collection;
    QHash<qint64, qint64> bytesOfSet;
    const QList<ClientRecord> clients = book.list();
    for (const ClientRecord &client : clients) {
        if (client.tree != tree || client.collection != collection)
            continue; // those of another collection get everything anyhow
        const ClientRecord::Standing standing = client.standing(collection);
        const Reload ifArrived = reloadOf(standing.at, floors);
        const Reload reload = standing.certain ? ifArrived : reloadOf(client.has, floors);
        if (!reload.caused && !ifArrived.caused)
            continue;
        const Reload &cost = reload.caused ? reload : ifArrived;
        qint64 bytes = 0;
        for (const qint64 set : cost.sets) {
            if (!bytesOfSet.contains(set)) {
                const auto counted = storage.bytesOfSet(set);
                if (!counted)
                    return failureOf(counted);
                bytesOfSet.insert(set, *counted);
            }
            bytes += bytesOfSet.value(set);
        }
        listing.bytes += bytes;
        listing.clients.append({.client = QString::fromLatin1(client.id),
                                .tree = client.tree,
                                .name = client.name,
                                .address = client.address,
                                .agent = client.agent,
                                .generation = client.has,
                                .sent = client.sent,
                                .lastSeen = client.lastSeen,
                                .sets = cost.sets.size(),
                                .bytes = bytes,
                                .already = reload.already,
                                .certain = reload.caused == ifArrived.caused});
    }
    return listing;
}

} // namespace GenMirror
