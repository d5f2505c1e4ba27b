// What those ask who watch over the server: is it up, does it work, how is it.
#include "model/core/generationaltree.h"
#include "sync/server/call.h"

#include <QFile>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Of this process; 0 where the system does not tell.
qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

} // namespace

TreeService::Answer TreeService::healthy(Call &, TreeWorker &)
{
    return jsonResponse("{\"status\":\"ok\"}");
}

/// On the writer: if that hangs, or its log cannot be written, the server is up, but not ready.
TreeService::Answer TreeService::ready(Call &, TreeWorker &worker)
{
    if (m_stopping)
        return problemResponse(503, u"The server is stopping."_s);
    for (const QString &name : m_registry.names()) {
        if (const auto storage = worker.storage(name); !storage)
            return problemResponse(
                503, u"A tree of this server cannot be opened. An admin sees which, and why, in "
                     "GET /v1/trees."_s);
    }
    return jsonResponse("{\"status\":\"ready\"}");
}

TreeService::Answer TreeService::metrics(Call &, TreeWorker &worker)
{
    using M = Metrics;
    struct Row {
        QByteArray tree;
        qint64 generation;
        qint64 objects;
        qint64 removals;
        qint64 bytes;
    };
    QList<Row> rows;
    QHash<QString, TreeState> states;
    for (const QString &name : m_registry.names()) {
        const auto storage = worker.storage(name);
        if (!storage)
            continue;
        (*storage)->beginRead();
        const TreeState state = (*storage)->state();
        const TreeTotals totals = (*storage)->totals();
        rows.append({M::label("tree", name.toUtf8()), state.generation.value, totals.objects(),
                     totals.removals, (*storage)->fileBytes()});
        states.insert(name, state);
        (*storage)->rollback();
    }
    QByteArray text = m_metrics.text();
    const auto gauge = [&](const QByteArray &name, const QByteArray &help, qint64 Row::*value) {
        text += M::head(name, "gauge", help);
        for (const Row &row : std::as_const(rows))
            text += M::line(name, row.tree, double(row.*value));
    };
    gauge("genmirror_tree_generation", "Where a tree is.", &Row::generation);
    gauge("genmirror_tree_objects", "Objects in all of a tree's sets.", &Row::objects);
    gauge("genmirror_tree_removals", "Removals that a tree remembers.", &Row::removals);
    gauge("genmirror_tree_store_bytes", "Size of a tree's file.", &Row::bytes);

    QMap<QString, std::pair<qint64, qint64>> clients; // how many, and the largest lag
    const QList<ClientRecord> known = m_clients.list();
    for (const ClientRecord &client : known) {
        const auto state = states.constFind(client.tree);
        if (state == states.constEnd())
            continue;
        auto &[count, lag] = clients[client.tree];
        ++count;
        const qint64 has = client.collection == state->collection ? client.sent.value : 0;
        lag = std::max(lag, state->generation.value - has);
    }
    text += M::head("genmirror_clients", "gauge", "Mirrors that the server remembers.");
    for (auto entry = clients.begin(); entry != clients.end(); ++entry)
        text += M::line("genmirror_clients", M::label("tree", entry.key().toUtf8()), double(entry->first));
    text += M::head("genmirror_client_lag_generations", "gauge",
                    "How far the last of a tree's mirrors is behind.");
    for (auto entry = clients.begin(); entry != clients.end(); ++entry)
        text += M::line("genmirror_client_lag_generations", M::label("tree", entry.key().toUtf8()),
                        double(entry->second));
    text += M::head("genmirror_event_streams", "gauge", "Event streams that are open.") +
            M::line("genmirror_event_streams", {}, double(m_events.subscribers())) +
            M::head("process_resident_memory_bytes", "gauge", "Resident memory.") +
            M::line("process_resident_memory_bytes", {}, double(residentBytes()));
    return HttpResponse{.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
                        .body = text};
}

} // namespace GenMirror
