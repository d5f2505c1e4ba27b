// All addresses in one table, and the way of a request to its route: limits, token, reach, role.
#include "sync/protocol/routes.h"
#include "sync/server/call.h"

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::span<const TreeService::Route> TreeService::routes()
{
    using On = Route::On;
    using Needs = Route::Needs;
    using S = TreeService;
    constexpr auto anyLength = std::numeric_limits<qsizetype>::max(); // up to the server's own limit
    static const std::array table{
        Route{"GET", {"healthz"}, On::Reader, &S::healthy, Needs::Nobody},
        Route{"GET", {"readyz"}, On::Writer, &S::ready, Needs::Nobody},
        Route{"GET", {"metrics"}, On::Reader, &S::metrics, Needs::ServerReader},
        Route{"GET", {"v1", "me"}, On::Reader, &S::showMe},
        Route{"GET", {"v1", "trees"}, On::Reader, &S::listTrees},
        Route{"GET", {"v1", "trees", "*"}, On::Reader, &S::showTree},
        Route{"PUT", {"v1", "trees", "*"}, On::Writer, &S::createTree, Needs::Admin},
        Route{"DELETE", {"v1", "trees", "*"}, On::Writer, &S::removeTree, Needs::Admin},
        Route{"GET", {"v1", "trees", "*", "updates"}, On::Reader, &S::updates},
        Route{"GET", {"v1", "trees", "*", "history"}, On::Reader, &S::history},
        Route{"GET", {"v1", "events"}, On::Reader, &S::events},
        Route{"GET", {"v1", "trees", "*", "objects", "**"}, On::Reader, &S::getObject},
        Route{"PUT",
              {"v1", "trees", "*", "objects", "**"},
              On::Writer,
              &S::putObject,
              Needs::Editor,
              MaximumObjectBytes},
        Route{"DELETE", {"v1", "trees", "*", "objects", "**"}, On::Writer, &S::removeObject, Needs::Editor},
        Route{"POST", {"v1", "trees", "*", "batch"}, On::Writer, &S::batch, Needs::Editor, anyLength},
        Route{"POST", {"v1", "admin", "trees", "*", "compact"}, On::Writer, &S::compact, Needs::Admin},
        Route{"POST", {"v1", "admin", "trees", "*", "reset"}, On::Writer, &S::reset, Needs::Admin},
        Route{"POST", {"v1", "admin", "trees", "*", "restore"}, On::Writer, &S::restore, Needs::ServerAdmin},
        Route{"GET", {"v1", "admin", "backups"}, On::Reader, &S::listBackups, Needs::ServerAdmin},
        Route{"POST", {"v1", "admin", "backups"}, On::Writer, &S::makeBackup, Needs::ServerAdmin},
        Route{"DELETE",
              {"v1", "admin", "backups", "*backup"},
              On::Writer,
              &S::removeBackup,
              Needs::ServerAdmin},
        Route{"GET", {"v1", "admin", "clients"}, On::Reader, &S::listClients, Needs::ServerAdmin},
        Route{"DELETE",
              {"v1", "admin", "clients", "*client"},
              On::Writer,
              &S::forgetClient,
              Needs::ServerAdmin},
        Route{"GET", {"v1", "admin", "tokens"}, On::Reader, &S::listTokens, Needs::ServerAdmin},
        Route{"POST", {"v1", "admin", "tokens"}, On::Writer, &S::makeToken, Needs::ServerAdmin},
        Route{"PATCH", {"v1", "admin", "tokens", "*token"}, On::Writer, &S::changeToken, Needs::ServerAdmin},
        Route{"DELETE", {"v1", "admin", "tokens", "*token"}, On::Writer, &S::revokeToken, Needs::ServerAdmin},
        Route{"GET", {"v1", "admin", "audit"}, On::Writer, &S::showAudit, Needs::ServerAdmin},
    };
    return table;
}

namespace
{

QString decoded(const QByteArray &segment)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(segment));
}

HttpResponse tooMany(std::chrono::seconds wait)
{
    return problemResponse(
        429, u"More was asked for than one address or token may. Try again in %1 s."_s.arg(wait.count()),
        {{"Retry-After", QByteArray::number(qint64(wait.count()))}});
}

} // namespace

std::optional<std::chrono::seconds> TreeService::pastLimit(const QByteArray &key)
{
    const auto now = RateLimiter::Clock::now();
    if (const auto wait = m_requests.waitFor(key, now))
        return wait;
    if (const auto wait = m_bytes.waitFor(key, now))
        return wait;
    m_requests.charge(key, 1, now);
    return {};
}

/// Of the call, who asks and what for are known.
std::shared_ptr<HttpResponder> TreeService::metered(const Call &call, const QByteArray &route,
                                                    const std::shared_ptr<HttpResponder> &responder)
{
    const QByteArray address = call.request.peer.toLatin1();
    const auto charge = [this, address, token = call.who.token, counted = call.countedFor](qint64 bytes) {
        const auto now = RateLimiter::Clock::now();
        m_metrics.sent(bytes);
        m_bytes.charge(address, double(bytes), now);
        if (!token.isEmpty())
            m_bytes.charge(token, double(bytes), now);
        if (!counted->client.isEmpty())
            m_clients.addBytes(counted->client, counted->tree, bytes);
    };
    const auto done = [this, method = call.request.method, route](int status, Metrics::Clock::duration time) {
        m_metrics.answered(method, route, status, time);
    };
    return std::make_shared<MeteredResponder>(responder,
                                              MeteredResponder::Meter{.sent = charge, .done = done});
}

void TreeService::handle(HttpRequest request, const std::shared_ptr<HttpResponder> &responder)
{
    auto call = std::make_shared<Call>();
    call->request = std::move(request);
    const QByteArrayList segments = call->request.path.mid(1).split('/');
    const auto table = routes();
    const auto place =
        std::ranges::find_if(table, [&](const Route &route) { return route.matches(segments); });
    const bool known = place != table.end();
    QByteArray pattern = known ? place->pattern() : "other"_ba;
    if (call->request.query.contains("wait=")) // these take as long as they like
        pattern += "?wait";
    const auto refuse = [&](HttpResponse response) {
        metered(*call, pattern, responder)->respond(std::move(response));
    };
    const QByteArray address = call->request.peer.toLatin1();
    if (const auto wait = pastLimit(address))
        return refuse(tooMany(*wait));
    if (!known || place->needs != Route::Needs::Nobody) {
        auto identity = admit(call->request);
        if (!identity)
            return refuse(errorResponse(identity.error()));
        call->who = *std::move(identity);
        if (const auto wait = call->who.open ? std::nullopt : pastLimit(call->who.token))
            return refuse(tooMany(*wait));
    }
    const auto now = RateLimiter::Clock::now();
    m_bytes.charge(address, double(call->request.body.size()), now);
    if (!call->who.token.isEmpty())
        m_bytes.charge(call->who.token, double(call->request.body.size()), now);
    call->responder = metered(*call, pattern, responder);
    call->query = QUrlQuery(QString::fromUtf8(call->request.query));
    take(call, segments);
}

void TreeService::take(const std::shared_ptr<Call> &call, const QByteArrayList &segments)
{
    const auto refuse = [&call](const Error &error) { call->responder->respond(errorResponse(error)); };
    const HttpRequest &request = call->request;
    QByteArrayList allowed;
    for (const Route &route : routes()) {
        if (!route.matches(segments))
            continue;
        for (qsizetype i = 0; i < route.words.size(); ++i) {
            const QByteArray &word = route.words[i];
            if (word == "*")
                call->tree = decoded(segments[i]);
            else if (word.startsWith('*') && word != "**")
                call->subject = decoded(segments[i]);
        }
        // A tree out of reach is told apart from one that is not there by nothing, not even by its methods.
        if (!call->tree.isEmpty()) {
            if (const auto name = Routes::checkTreeName(call->tree); !name)
                return refuse(name.error());
            if (!call->who.trees.covers(call->tree))
                return refuse(noSuchTree(call->tree));
        }
        if (route.method != request.method) {
            allowed.append(route.method);
            continue;
        }
        if (const auto may = authorize(*call, route); !may)
            return refuse(may.error());
        if (route.words.last() == "**")
            call->segments = segments.mid(route.words.size() - 1);
        if (request.body.size() > route.bodyBytes)
            return call->responder->respond(problemResponse(
                413, u"The body is longer than %1 bytes, which this address does not take."_s.arg(
                         route.bodyBytes)));
        const QByteArray type = request.header("Content-Type").split(';').first().trimmed().toLower();
        if (!request.body.isEmpty() && !type.isEmpty() && type != "application/json" &&
            !type.endsWith("+json"))
            return call->responder->respond(
                problemResponse(415, u"The body must be JSON: Content-Type: application/json."_s));
        if (const auto asked = call->updateRequest(); !asked) // before anything is written
            return refuse(asked.error());
        if (const QByteArray client = request.header("GenMirror-Client"); ClientBook::isId(client))
            call->client = client;
        return dispatch(call, route);
    }
    if (allowed.isEmpty())
        return call->responder->respond(problemResponse(
            404,
            u"There is nothing at this address. The trees are at /v1/trees; docs/protocol.md lists all addresses."_s));
    const QByteArray methods = allowed.join(", ");
    call->responder->respond(problemResponse(
        405, u"This address takes %1."_s.arg(QString::fromLatin1(methods)), {{"Allow", methods}}));
}

/// The role, and for what concerns the whole server that all trees are in reach. A tree's own reach has been
/// asked.
Result<void> TreeService::authorize(const Call &call, const Route &route)
{
    if (route.needs == Route::Needs::Nobody)
        return {};
    if (call.who.role < route.role())
        return failure(Error::Kind::Forbidden,
                       u"This needs the role %1; your token \"%2\" is a %3's."_s.arg(
                           nameOf(route.role()), call.who.name, nameOf(call.who.role)));
    if (route.isWholeServer() && !call.who.trees.isEverything())
        return failure(
            Error::Kind::Forbidden,
            u"This is about the server as a whole; your token \"%1\" reaches some trees only."_s.arg(
                call.who.name));
    return {};
}

void TreeService::dispatch(const std::shared_ptr<Call> &call, const Route &route)
{
    TreeWorker &worker = route.on == Route::On::Writer ? m_writer : reader();
    worker.post([this, call, &route](TreeWorker &on) {
        if (call->responder->isDisconnected())
            return;
        Answer answer;
        // It may have waited for its turn, or for news, while the token was revoked.
        if (route.needs != Route::Needs::Nobody &&
            !m_access.isStillValid(call->who, QDateTime::currentDateTimeUtc()))
            answer = failure(Error::Kind::Unauthorized,
                             u"The token that this was asked with has been changed or revoked. Ask again."_s);
        else
            answer = (this->*route.work)(*call, on);
        if (!answer)
            answer = errorResponse(answer.error());
        if (answer->status != 0) // 0: it has been answered, or will be later
            call->responder->respond(*std::move(answer));
    });
}

} // namespace GenMirror
