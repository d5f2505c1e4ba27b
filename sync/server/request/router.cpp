#include "sync/server/request/router.h"

#include "model/core/utf8.h"
#include "sync/protocol/routes.h"
#include "sync/server/request/conditionsofcalls.h"
#include "sync/server/request/requestchecks.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QString decoded(const QByteArray &segment)
{
    return textOfUtf8(QByteArray::fromPercentEncoding(segment));
}

HttpResponse tooMany(std::chrono::seconds wait)
{
    return problemResponse(
        429, u"More was asked for than one address or token may. Try again in %1 s."_s.arg(wait.count()),
        {{"Retry-After", QByteArray::number(qint64(wait.count()))}}, ErrorCode::TooManyRequests);
}

/// Whose limits and shares a request counts against: its token's and its address's. Who has no good token has
/// limits of its own, so that it takes nothing from those who do, also at the same address.
QByteArrayList accountsOf(const ClientAddress &peer, const Identity &who)
{
    if (who.open)
        return {peer.group()};
    if (who.token.isEmpty())
        return {"nobody at " + peer.group()};
    return {peer.group(), who.token};
}

} // namespace

/// Of the call, who asks and what for are known.
MeteredResponder::Meter Router::meterOf(const Call &call, const QByteArray &route) const
{
    const auto charge = [this, accounts = call.accounts, counted = call.countedFor](qint64 bytes) {
        m_metrics.sent(bytes);
        m_usage.chargeBytes(accounts, bytes);
        if (!counted->client.isEmpty())
            m_clients.addBytes(counted->client, counted->tree, bytes);
    };
    const auto done = [this, method = call.request.method, route](int status, Metrics::Clock::duration time) {
        m_metrics.answered(method, route, status, time);
    };
    return {.sent = charge, .done = done};
}

HttpVerdict Router::admit(const HttpHead &head) const
{
    const auto call = std::make_shared<Call>();
    call->request = HttpRequest{head, {}};
    const QByteArrayList segments = head.path.mid(1).split('/');
    const auto place =
        std::ranges::find_if(m_routes, [&](const Route &route) { return route.matches(segments); });
    const bool known = place != m_routes.end();
    QByteArray pattern = known ? place->pattern() : "other"_ba;
    if (head.query.contains("wait=")) // these take as long as they like
        pattern += "?wait";
    const HttpHeaders headers = m_origins.headersFor(head);
    const auto answered = [&](HttpResponse response) -> HttpVerdict {
        response.addHeaders(headers);
        const auto meter = meterOf(*call, pattern);
        meter.sent(response.body.size());
        meter.done(response.status, {});
        return response;
    };
    auto preflight = m_origins.preflight(head); // has no token, and tells nothing of the server
    const bool forAnyone = preflight || (known && place->needs == Route::Needs::Nobody);
    Result<Identity> identity = forAnyone ? Identity() : m_authenticator.identify(head);
    if (identity)
        call->who = *identity;
    call->accounts = accountsOf(head.peer, call->who);
    if (const auto wait = m_usage.pastLimit(call->accounts))
        return answered(tooMany(*wait));
    if (preflight)
        return answered(*std::move(preflight));
    if (!identity)
        return answered(errorResponse(identity.error()));
    call->query = QUrlQuery(textOfUtf8(head.query));
    auto judged = judge(*call, segments);
    if (!judged)
        return answered(std::move(judged.error()));
    const Route &route = **judged;
    if (route.atOnce) {
        Answer answer = std::get<Look>(route.work)(*call);
        return answered(answer ? *std::move(answer)
                               : errorResponse(m_redaction.shown(*call, answer.error())));
    }
    const auto run = [this, call, pattern](HttpRequest request,
                                           const std::shared_ptr<HttpResponder> &responder) {
        m_usage.chargeBytes(call->accounts, request.body.size());
        call->request = std::move(request);
        call->responder = std::make_shared<MeteredResponder>(responder, meterOf(*call, pattern));
        m_dispatcher.dispatch(call);
    };
    return HttpAdmission{.bodyBytes = route.bodyBytes,
                         .accounts = call->accounts,
                         .permit = m_authenticator.permitOf(call->who),
                         .headers = headers,
                         .run = run};
}

tl::expected<const Route *, HttpResponse> Router::judge(Call &call, const QByteArrayList &segments) const
{
    const auto refused = [](HttpResponse response) { return tl::make_unexpected(std::move(response)); };
    const HttpHead &head = call.request;
    QByteArrayList allowed;
    for (const Route &route : m_routes) {
        if (!route.matches(segments))
            continue;
        for (qsizetype i = 0; i < route.words.size(); ++i) {
            const QByteArray &word = route.words[i];
            if (word == "*")
                call.tree = decoded(segments[i]);
            else if (word.startsWith('*') && word != "**")
                call.subject = decoded(segments[i]);
        }
        // A tree out of reach is told apart from one that is not there by nothing, not even by its methods.
        if (route.isOfATree()) { // also one whose name is empty
            if (const auto name = Routes::checkTreeName(call.tree); !name)
                return refused(errorResponse(name.error()));
            if (!call.who.trees.covers(call.tree))
                return refused(errorResponse(noSuchTree(call.tree)));
        }
        if (route.method != head.method) {
            allowed.append(route.method);
            continue;
        }
        if (const auto may = authorize(call, route); !may)
            return refused(errorResponse(may.error()));
        if (route.words.last() == "**")
            call.segments = segments.mid(route.words.size() - 1);
        if (auto objected = objection(call, route))
            return refused(*std::move(objected));
        if (const auto known = checkParameters(call, route); !known)
            return refused(errorResponse(known.error()));
        if (const auto asked = call.updateRequest(); !asked) // before anything is written
            return refused(errorResponse(asked.error()));
        if (const auto taken = takeConditions(call, route); !taken)
            return refused(errorResponse(taken.error()));
        if (const QByteArray client = head.header("GenMirror-Client"); ClientBook::isId(client))
            call.client = client;
        call.route = &route;
        return &route;
    }
    if (allowed.isEmpty())
        return refused(problemResponse(
            404,
            u"There is nothing at this address. The trees are at /v1/trees; docs/protocol.md lists all addresses."_s));
    if (allowed.contains("GET"))
        allowed.append("HEAD");
    const QByteArray methods = allowed.join(", ");
    return refused(problemResponse(405, u"This address takes %1."_s.arg(QString::fromLatin1(methods)),
                                   {{"Allow", methods}}));
}

} // namespace GenMirror
