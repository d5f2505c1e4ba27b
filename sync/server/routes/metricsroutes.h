#pragma once

#include "sync/server/access/clientbook.h"
#include "sync/server/push/eventhub.h"
#include "sync/server/request/metrics.h"
#include "sync/server/request/route.h"
#include "sync/server/request/serverstatus.h"
#include "sync/server/store/datadirectory.h"

namespace GenMirror
{

/// How the server is, in numbers, for Prometheus.
class MetricsRoutes
{
public:
    MetricsRoutes(TreeStore &trees, const DataDirectory &directory, const ClientBook &clients,
                  const EventHub &events, const Metrics &metrics, const ServerStatus &status)
        : m_trees(trees)
        , m_directory(directory)
        , m_clients(clients)
        , m_events(events)
        , m_metrics(metrics)
        , m_status(status)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer metrics(Call &call) const;
    /// All trees where they are few; else those with a problem and those that are used now.
    [[nodiscard]] QStringList namesToMeasure(const QMap<QString, Error> &problems) const;

    TreeStore &m_trees;
    const DataDirectory &m_directory;
    const ClientBook &m_clients;
    const EventHub &m_events;
    const Metrics &m_metrics;
    const ServerStatus &m_status;
};

} // namespace GenMirror
