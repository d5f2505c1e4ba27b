#include "sync/server/routes/metricsroutes.h"

#include "model/core/generationaltree.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>

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

std::vector<Route> MetricsRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"GET", {"metrics"}, by(this, &MetricsRoutes::metrics), Needs::ServerReader},
    };
}

QStringList MetricsRoutes::namesToMeasure(const QMap<QString, Error> &problems) const
{
    constexpr qsizetype most = 1000;
    QStringList names = m_trees.names({}, most + 1);
    if (names.size() <= most)
        return names;
    names = problems.keys().first(std::min(most, problems.size()));
    const QStringList inUse = m_trees.inUse(most - names.size());
    for (const QString &name : inUse) {
        if (!problems.contains(name))
            names.append(name);
    }
    return names;
}

Answer MetricsRoutes::metrics(Call &) const
{
    using M = Metrics;
    struct Row {
        QByteArray tree;
        qint64 generation;
        qint64 objects;
        qint64 removals;
        qint64 bytes;
    };
    const QMap<QString, Error> problems = m_trees.health().problems();
    const QStringList names = namesToMeasure(problems);
    QList<Row> rows;
    QHash<QString, TreeState> states;
    for (const QString &name : names) {
        const auto summary = m_trees.summary(name);
        if (!summary)
            continue; // GET /v1/trees tells what is wrong with it
        rows.append({M::label("tree", name.toUtf8()), summary->state.generation.value,
                     summary->totals.objects(), summary->totals.removals, summary->bytes});
        states.insert(name, summary->state);
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

    text += M::head("genmirror_tree_problem", "gauge", "1: a tree cannot be read or is not written to.");
    for (const QString &name : names)
        text += M::line("genmirror_tree_problem", M::label("tree", name.toUtf8()),
                        problems.contains(name) ? 1 : 0);
    text += M::head("genmirror_tree_log_bytes", "gauge",
                    "Size of a tree's log, in which commits wait for its file.");
    for (const QString &name : names)
        text += M::line("genmirror_tree_log_bytes", M::label("tree", name.toUtf8()),
                        double(QFileInfo(m_directory.treeFile(name) + "-wal"_L1).size()));
    text += M::head("genmirror_checkpoint_failures_total", "counter",
                    "How often the disk did not take what was committed.") +
            M::line("genmirror_checkpoint_failures_total", {}, double(m_trees.health().checkpointFailures()));

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
    text += M::head("genmirror_trees", "gauge", "Trees that the server has.") +
            M::line("genmirror_trees", {}, double(m_trees.size())) +
            M::head("genmirror_trees_with_problems", "gauge",
                    "Trees that cannot be read or are not written to.") +
            M::line("genmirror_trees_with_problems", {}, double(problems.size()));
    if (m_status.certificateExpires != 0)
        text += M::head("genmirror_certificate_expires_seconds", "gauge",
                        "Until when the server's certificate is good, in seconds since 1970.") +
                M::line("genmirror_certificate_expires_seconds", {}, double(m_status.certificateExpires));
    text += M::head("genmirror_event_streams", "gauge", "Event streams that are open.") +
            M::line("genmirror_event_streams", {}, double(m_events.subscribers())) +
            M::head("genmirror_access_problem", "gauge",
                    "1: tokens, clients and the audit log could not be written the last time.") +
            M::line("genmirror_access_problem", {}, m_status.accessProblem ? 1 : 0) +
            M::head("process_resident_memory_bytes", "gauge", "Resident memory.") +
            M::line("process_resident_memory_bytes", {}, double(residentBytes()));
    return HttpResponse{.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
                        .body = text};
}

} // namespace GenMirror
