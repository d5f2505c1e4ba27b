#include "sync/server/routes/tokenroutes.h"

#include "sync/server/changes/auditlog.h"
#include "sync/server/routes/tokenlistings.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Who can look after the server with a token, and for how long. One that does not expire must be left.
enum class Keeps { Nothing, ForATime, ForGood };

Keeps keepsServer(const Token &token, const QDateTime &now)
{
    if (token.role != Role::Admin || !token.trees.isEverything() || !token.isValidAt(now))
        return Keeps::Nothing;
    return token.expires.isValid() ? Keeps::ForATime : Keeps::ForGood;
}

} // namespace

std::vector<Route> TokenRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"GET", {"v1", "me"}, by(this, &TokenRoutes::showMe)}.quick(),
        Route{"GET", {"v1", "admin", "tokens"}, by(this, &TokenRoutes::listTokens), Needs::ServerAdmin},
        Route{"POST", {"v1", "admin", "tokens"}, by(this, &TokenRoutes::makeToken), Needs::ServerAdmin}
            .withBody(),
        Route{"PATCH",
              {"v1", "admin", "tokens", "*token"},
              by(this, &TokenRoutes::changeToken),
              Needs::ServerAdmin}
            .withBody(),
        Route{"DELETE",
              {"v1", "admin", "tokens", "*token"},
              by(this, &TokenRoutes::revokeToken),
              Needs::ServerAdmin},
    };
}

Answer TokenRoutes::showMe(Call &call) const
{
    return jsonResponse(toJson(WhoAmI{.name = call.who.name,
                                      .role = nameOf(call.who.role),
                                      .trees = call.who.trees.patterns(),
                                      .isOpen = call.who.open}));
}

Answer TokenRoutes::listTokens(Call &) const
{
    QList<TokenListing> listing;
    const QList<Token> tokens = m_access.tokens();
    for (const Token &token : tokens)
        listing.append(listingOf(token));
    return jsonResponse(toJson(listing));
}

Answer TokenRoutes::makeToken(Call &call) const
{
    Token token{.trees = TreeScope::everything(), .created = QDateTime::currentDateTimeUtc()};
    const auto wanted = readTokenChange(call.request.body, token.created);
    if (!wanted)
        return failureOf(wanted);
    if (auto applied = apply(*wanted, token); !applied)
        return failureOf(applied);
    const std::scoped_lock lock(m_mutex);
    if (m_access.isOpen() && keepsServer(token, token.created) != Keeps::ForGood)
        return failure(Error::Kind::AlreadyExists, ErrorCode::FirstAdmin,
                       u"The first token has to be an admin's for all trees that "
                       u"does not expire: as soon as there is one, "
                       "nobody gets in without. Make that first."_s);
    const TokenText text = TokenText::random();
    token.id = text.id;
    token.hash = text.hash();
    const AuditEntry entry = AuditLog::signedBy(call, {.action = u"make-token"_s, .detail = textOf(token)});
    if (auto stored = m_accessStore.put(token, entry); !stored)
        return failureOf(stored);
    const bool wasOpen = m_access.isOpen();
    m_access.put(token);
    if (wasOpen)
        letGoOf({}); // those who came in without
    TokenListing made = listingOf(token);
    made.text = text.text();
    return jsonResponse(newTokenToJson(made), 201, {{"Cache-Control", "no-store"}});
}

Result<Token> TokenRoutes::tokenToChange(const QString &id, const std::optional<Token> &becomes) const
{
    const auto found = m_access.find(id.toLatin1());
    if (!found)
        return failure(Error::Kind::NotFound, ErrorCode::NoToken,
                       u"There is no token with this id. GET /v1/admin/tokens tells which there are."_s);
    const auto now = QDateTime::currentDateTimeUtc();
    const QList<Token> tokens = m_access.tokens();
    auto left = becomes ? keepsServer(*becomes, now) : Keeps::Nothing;
    for (const Token &token : tokens) {
        if (token.id != found->id)
            left = std::max(left, keepsServer(token, now));
    }
    if (left < keepsServer(*found, now))
        return failure(Error::Kind::AlreadyExists, ErrorCode::LastAdmin,
                       u"This is the last admin's token for all trees that does "
                       u"not expire. Make another one first: without "
                       "it nobody could look after the server some day."_s);
    return *found;
}

Answer TokenRoutes::changeToken(Call &call) const
{
    const std::scoped_lock lock(m_mutex);
    auto token = m_access.find(call.subject.toLatin1()).value_or(Token());
    if (!token.id.isEmpty()) {
        const auto change = readTokenChange(call.request.body, QDateTime::currentDateTimeUtc());
        if (!change)
            return failureOf(change);
        if (auto applied = apply(*change, token); !applied)
            return failureOf(applied);
    }
    if (const auto before = tokenToChange(call.subject, token); !before)
        return failureOf(before);
    const AuditEntry entry = AuditLog::signedBy(call, {.action = u"change-token"_s, .detail = textOf(token)});
    if (auto stored = m_accessStore.put(token, entry); !stored)
        return failureOf(stored);
    m_access.put(token);
    letGoOf(token.id);
    return jsonResponse(toJson(listingOf(token)));
}

Answer TokenRoutes::revokeToken(Call &call) const
{
    const std::scoped_lock lock(m_mutex);
    const auto token = tokenToChange(call.subject, {});
    if (!token)
        return failureOf(token);
    const AuditEntry entry =
        AuditLog::signedBy(call, {.action = u"revoke-token"_s, .detail = textOf(*token)});
    if (auto removed = m_accessStore.remove(token->id, entry); !removed)
        return failureOf(removed);
    m_access.remove(token->id);
    letGoOf(token->id);
    return removedResponse(call.subject);
}

void TokenRoutes::letGoOf(const QByteArray &token) const
{
    m_permits.end(token);
    m_events.endOf(token);
    m_waiters.wakeThoseWhoWait();
}

} // namespace GenMirror
