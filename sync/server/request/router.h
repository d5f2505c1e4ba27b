#pragma once

#include "sync/server/access/clientbook.h"
#include "sync/server/access/usagelimiter.h"
#include "sync/server/http/alloworigin.h"
#include "sync/server/request/authenticator.h"
#include "sync/server/request/dispatcher.h"
#include "sync/server/request/metrics.h"
#include "sync/server/request/redaction.h"
#include "sync/server/request/route.h"

namespace GenMirror
{

/// The way of a request: the limits of who asks, its token, the tree's reach, the method, the role, its body
/// and its conditions, in this order; then its route. Thread-safe.
class Router
{
public:
    /// `routes`: all there are. Those of one address stand together.
    Router(std::vector<Route> routes, const Authenticator &authenticator, const Dispatcher &dispatcher,
           UsageLimiter &usage, Metrics &metrics, ClientBook &clients, const Redaction &redaction,
           const AllowedOrigins &origins)
        : m_routes(std::move(routes))
        , m_authenticator(authenticator)
        , m_dispatcher(dispatcher)
        , m_usage(usage)
        , m_metrics(metrics)
        , m_clients(clients)
        , m_redaction(redaction)
        , m_origins(origins)
    {
    }

    /// Judges a request by its head, and answers it once it is whole. Returns at once.
    [[nodiscard]] HttpVerdict admit(const HttpHead &head) const;

private:
    [[nodiscard]] MeteredResponder::Meter meterOf(const Call &call, const QByteArray &route) const;
    /// The route of a call, or why there is none for it.
    [[nodiscard]] tl::expected<const Route *, HttpResponse> judge(Call &call,
                                                                  const QByteArrayList &segments) const;

    const std::vector<Route> m_routes;

    const Authenticator &m_authenticator;
    const Dispatcher &m_dispatcher;
    UsageLimiter &m_usage;
    Metrics &m_metrics;
    ClientBook &m_clients;
    const Redaction &m_redaction;
    const AllowedOrigins &m_origins;
};

} // namespace GenMirror
