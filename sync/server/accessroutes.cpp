// Who gets in, what the audit log holds, and tokens.
#include "model/core/jsontext.h"
#include "sync/protocol/batchreader.h"
#include "sync/server/call.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QByteArray treesJson(const TreeScope &scope)
{
    return QJsonDocument(QJsonArray::fromStringList(scope.patterns())).toJson(QJsonDocument::Compact);
}

QByteArray tokenJson(const Token &token)
{
    return "\"id\":\"" + token.id + "\",\"name\":" + jsonString(token.name) + ",\"role\":\"" +
           nameOf(token.role).latin1() + "\",\"trees\":" + treesJson(token.trees) +
           ",\"created\":" + jsonTime(token.created) + ",\"expires\":" + jsonTime(token.expires);
}

QString textOf(const Token &token)
{
    const QString end =
        token.expires.isValid() ? u", until "_s + token.expires.toString(Qt::ISODate) : QString();
    return u"%1: %2 \"%3\" for %4%5"_s.arg(QString::fromLatin1(token.id), nameOf(token.role), token.name,
                                           token.trees.patterns().join(u' '), end);
}

/// Changes `token` as a body says; "expires" null: never.
Result<void> readToken(const QByteArray &body, Token &token)
{
    constexpr qsizetype longestName = 100; // characters
    const auto members = membersOf(body);
    if (!members)
        return failureOf(members);
    for (const JsonMember &member : *members) {
        const QString text = stringOfJson(member.value);
        if (member.name == "name" && !text.trimmed().isEmpty() && text.size() <= longestName) {
            token.name = text.trimmed();
        } else if (member.name == "role" && roleOf(text)) {
            token.role = *roleOf(text);
        } else if (member.name == "trees") {
            QStringList patterns;
            const QJsonArray list = QJsonDocument::fromJson(member.value.toByteArray()).array();
            for (const QJsonValue value : list)
                patterns.append(value.toString());
            auto scope = TreeScope::of(patterns);
            if (!scope)
                return failureOf(scope);
            token.trees = *std::move(scope);
        } else if (member.name == "expires" && member.value == "null") {
            token.expires = {};
        } else if (const auto end = QDateTime::fromString(text, Qt::ISODate);
                   member.name == "expires" && end.isValid() && end > QDateTime::currentDateTimeUtc()) {
            token.expires = end.toUTC();
        } else {
            return failure(
                Error::Kind::InvalidArgument,
                u"\"%1\" is not valid here. A token takes a name (1 to %2 characters), a role (reader, "
                "editor or admin), trees (a list of names and patterns), and expires (a time to "
                "come such as 2030-01-31T12:00:00Z, or null)."_s.arg(QString::fromUtf8(member.name))
                    .arg(longestName));
        }
    }
    if (token.name.isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       u"A token needs a name that tells whose it is or what for: \"name\"."_s);
    return {};
}

bool isServerAdmin(const Token &token, const QDateTime &now)
{
    return token.role == Role::Admin && token.trees.isEverything() && token.isValidAt(now);
}

} // namespace

Result<Identity> TreeService::admit(const HttpRequest &request)
{
    const Credentials credentials{.authorization = request.header("Authorization"),
                                  .peer = request.peer,
                                  .host = request.header("Host"),
                                  .origin = request.header("Origin")};
    const auto now = QDateTime::currentDateTimeUtc();
    auto identity = m_access.admit(credentials, now);
    if (identity || credentials.authorization.isNull())
        return identity;
    // A wrong token. Who keeps trying is not even heard any more; those with a good one at the same address
    // are.
    const auto clock = RateLimiter::Clock::now();
    const QByteArray address = request.peer.toLatin1();
    if (const auto wait = m_failedLogins.waitFor(address, clock))
        return failure(
            Error::Kind::TooManyRequests,
            u"Too many wrong tokens came from this address. Try again in %1 s."_s.arg(wait->count()));
    m_failedLogins.charge(address, 1, clock);
    const auto known = TokenText::parse(credentials.authorization.mid(7).trimmed());
    const bool isKnown = known && m_access.find(known->id);
    m_writer.post([this, peer = request.peer, id = isKnown ? known->id : QByteArray(), now](TreeWorker &) {
        const auto token = m_access.find(id);
        (void)m_store->append({.at = now,
                               .who = token ? token->name : QString(),
                               .token = id,
                               .address = peer,
                               .action = u"failed-login"_s,
                               .detail = !token                   ? u"an unknown token"_s
                                         : !token->isValidAt(now) ? u"the token has expired"_s
                                                                  : u"a wrong secret"_s});
    });
    return identity;
}

AuditEntry TreeService::signedBy(const Call &call, AuditEntry entry)
{
    entry.at = QDateTime::currentDateTimeUtc();
    entry.who = call.who.name;
    entry.token = call.who.token;
    entry.address = call.request.peer;
    return entry;
}

Result<void> TreeService::audit(const Call &call, const AuditEntry &entry)
{
    return m_store->append(signedBy(call, entry));
}

TreeService::Answer TreeService::showMe(Call &call, TreeWorker &)
{
    return jsonResponse("{\"name\":" + jsonString(call.who.name) + ",\"role\":\"" +
                        nameOf(call.who.role).latin1() + "\",\"trees\":" + treesJson(call.who.trees) +
                        ",\"open\":" + (call.who.open ? "true" : "false") + '}');
}

TreeService::Answer TreeService::listTokens(Call &, TreeWorker &)
{
    QByteArray json = "{\"tokens\":[";
    const QList<Token> tokens = m_access.tokens();
    for (const Token &token : tokens) {
        if (!json.endsWith('['))
            json += ',';
        json += '{' + tokenJson(token) + '}';
    }
    return jsonResponse(json + "]}");
}

TreeService::Answer TreeService::makeToken(Call &call, TreeWorker &)
{
    Token token{.trees = TreeScope::everything(), .created = QDateTime::currentDateTimeUtc()};
    if (auto read = readToken(call.request.body, token); !read)
        return failureOf(read);
    if (m_access.isOpen() && !isServerAdmin(token, token.created))
        return failure(
            Error::Kind::AlreadyExists,
            u"The first token has to be an admin's for all trees: as soon as there is one, nobody gets "
            "in without. Make that first."_s);
    const TokenText text = TokenText::random();
    token.id = text.id;
    token.hash = text.hash();
    const AuditEntry entry = signedBy(call, {.action = u"make-token"_s, .detail = textOf(token)});
    if (auto stored = m_store->put(token, entry); !stored)
        return failureOf(stored);
    const bool wasOpen = m_access.isOpen();
    m_access.put(token);
    if (wasOpen)
        letGoOf({}); // those who came in without
    return jsonResponse('{' + tokenJson(token) + ",\"token\":\"" + text.text() + "\"}", 201,
                        {{"Cache-Control", "no-store"}});
}

/// The token with the id that the path names; changed or removed, somebody must be left to let others in.
Result<Token> TreeService::tokenToChange(const QString &id, const std::optional<Token> &becomes) const
{
    const auto found = m_access.find(id.toLatin1());
    if (!found)
        return failure(Error::Kind::NotFound,
                       u"There is no token with this id. GET /v1/admin/tokens tells which there are."_s);
    const auto now = QDateTime::currentDateTimeUtc();
    const QList<Token> tokens = m_access.tokens();
    const bool another = std::ranges::any_of(
        tokens, [&](const Token &token) { return token.id != found->id && isServerAdmin(token, now); });
    if (!another && isServerAdmin(*found, now) && !(becomes && isServerAdmin(*becomes, now)))
        return failure(
            Error::Kind::AlreadyExists,
            u"This is the last admin's token for all trees. Make another one first: without it nobody "
            "could look after the server."_s);
    return *found;
}

TreeService::Answer TreeService::changeToken(Call &call, TreeWorker &)
{
    auto token = m_access.find(call.subject.toLatin1()).value_or(Token());
    if (!token.id.isEmpty()) {
        if (auto read = readToken(call.request.body, token); !read)
            return failureOf(read);
    }
    if (const auto before = tokenToChange(call.subject, token); !before)
        return failureOf(before);
    const AuditEntry entry = signedBy(call, {.action = u"change-token"_s, .detail = textOf(token)});
    if (auto stored = m_store->put(token, entry); !stored)
        return failureOf(stored);
    m_access.put(token);
    letGoOf(token.id);
    return jsonResponse('{' + tokenJson(token) + '}');
}

TreeService::Answer TreeService::revokeToken(Call &call, TreeWorker &)
{
    const auto token = tokenToChange(call.subject, {});
    if (!token)
        return failureOf(token);
    const AuditEntry entry = signedBy(call, {.action = u"revoke-token"_s, .detail = textOf(*token)});
    if (auto removed = m_store->remove(token->id, entry); !removed)
        return failureOf(removed);
    m_access.remove(token->id);
    letGoOf(token->id);
    return HttpResponse{.status = 204};
}

/// From now on what a token was let in for is over: its streams end, and its waiting requests are asked
/// again.
void TreeService::letGoOf(const QByteArray &token)
{
    m_events.endOf(token);
    m_waiters.wakeThoseWhoWait();
}

TreeService::Answer TreeService::showAudit(Call &call, TreeWorker &)
{
    constexpr qint64 most = 1000; // entries in one answer
    const auto limit = call.integer(u"limit"_s, 100, 1, most);
    const auto before = call.integer(u"before"_s, 0, 1, std::numeric_limits<qint64>::max());
    if (!limit || !before)
        return tl::make_unexpected(limit ? before.error() : limit.error());
    const auto text = [&call](const QString &name) {
        return call.query.queryItemValue(name, QUrl::FullyDecoded);
    };
    const auto entries = m_store->audit({.before = *before,
                                         .limit = *limit + 1,
                                         .who = text(u"who"_s),
                                         .action = text(u"action"_s),
                                         .tree = text(u"tree"_s),
                                         .text = text(u"text"_s)});
    if (!entries)
        return failureOf(entries);
    const bool more = entries->size() > *limit;
    QByteArray json = "{\"more\":"_ba + (more ? "true" : "false") + ",\"audit\":[";
    for (const AuditEntry &entry : entries->first(std::min(*limit, qint64(entries->size())))) {
        if (!json.endsWith('['))
            json += ',';
        json += "{\"number\":" + QByteArray::number(entry.number) + ",\"at\":" + jsonTime(entry.at) +
                ",\"who\":" + jsonString(entry.who) + ",\"token\":\"" + entry.token +
                "\",\"address\":" + jsonString(entry.address) + ",\"action\":" + jsonString(entry.action) +
                ",\"tree\":" + jsonString(entry.tree) + ",\"reason\":" + jsonString(entry.reason) +
                ",\"detail\":" + jsonString(entry.detail) + '}';
    }
    return jsonResponse(json + "]}");
}

Result<QByteArray> TreeService::makeAdminToken(const QString &directory, const QString &name)
{
    if (!QDir().mkpath(directory))
        return failure(Error::Kind::Storage, u"The data directory %1 cannot be made."_s.arg(directory));
    const auto lock = lockDirectory(directory);
    if (!lock)
        return failureOf(lock);
    const auto store = AccessStore::open(directory);
    if (!store)
        return failureOf(store);
    const TokenText text = TokenText::random();
    const Token token{.id = text.id,
                      .name = name,
                      .role = Role::Admin,
                      .trees = TreeScope::everything(),
                      .created = QDateTime::currentDateTimeUtc(),
                      .hash = text.hash()};
    const AuditEntry entry{
        .at = token.created, .who = u"genmirrord init"_s, .action = u"make-token"_s, .detail = textOf(token)};
    if (auto stored = (*store)->put(token, entry); !stored)
        return failureOf(stored);
    return text.text();
}

} // namespace GenMirror
