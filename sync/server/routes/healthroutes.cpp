#include "sync/server/routes/healthroutes.h"

#include "model/core/jsontext.h"
#include "sync/server/http/certificatewatch.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::vector<Route> HealthRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"GET",
              {"healthz"},
              [](Call &) -> Answer { return jsonResponse("{\"status\":\"ok\"}"); },
              Needs::Nobody,
              true},
        Route{"GET", {"readyz"}, by(this, &HealthRoutes::ready), Needs::Nobody, true},
    };
}

/// From what was seen last, a few seconds ago at most: this must not wait for what it reports on. Names no
/// tree, since anybody may ask.
Answer HealthRoutes::ready(Call &) const
{
    constexpr auto longestSilence = std::chrono::seconds(10);
    const auto notReady = [](const QString &detail) { return problemResponse(503, detail); };
    if (m_status.stopping)
        return problemResponse(503, u"The server is stopping."_s, {}, ErrorCode::Stopping);
    if (const auto problems = m_trees.health().problems(); !problems.isEmpty())
        return notReady(
            u"Trees that cannot be read or are not written to: %1. The server's log says why, and GET "
            "/v1/trees which."_s.arg(problems.size()));
    if (m_status.accessProblem)
        return notReady(u"Tokens, clients and the audit log cannot be written. The server's log says why."_s);
    if (const auto why = m_status.noRoom())
        return notReady(
            *why == Error::Kind::Full
                ? u"There is no room left for the server's data. Make room; it goes on by itself."_s
                : u"Nothing can be written in the data directory. Check its rights and its disk."_s);
    if (m_trees.silence() > longestSilence)
        return notReady(u"All threads that read, or all that write, have been busy for %1 s."_s.arg(
            longestSilence.count()));
    const QDateTime expires = QDateTime::fromSecsSinceEpoch(m_status.certificateExpires, Qt::UTC);
    const QString warning = m_status.certificateExpires == 0
                                ? QString()
                                : certificateWarning(expires, QDateTime::currentDateTimeUtc());
    if (!warning.isEmpty()) // it works, and those who watch over it shall know
        return jsonResponse("{\"status\":\"ready\",\"warning\":" + jsonString(warning) + '}');
    return jsonResponse("{\"status\":\"ready\"}");
}

} // namespace GenMirror
