#include "sync/server/access/accesscontrol.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

bool namesThisMachine(const QString &host)
{
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || isLoopback(host);
}

} // namespace

bool isLoopback(const QString &address)
{
    return QHostAddress(address).isLoopback();
}

void AccessControl::setTokens(const QList<Token> &tokens)
{
    const std::scoped_lock lock(m_mutex);
    m_tokens.clear();
    for (const Token &token : tokens)
        m_tokens.insert(token.id, token);
}

void AccessControl::put(const Token &token)
{
    const std::scoped_lock lock(m_mutex);
    m_tokens.insert(token.id, token);
}

void AccessControl::remove(const QByteArray &id)
{
    const std::scoped_lock lock(m_mutex);
    m_tokens.remove(id);
}

QList<Token> AccessControl::tokens() const
{
    const std::scoped_lock lock(m_mutex);
    QList<Token> tokens = m_tokens.values();
    std::ranges::sort(tokens, {}, [](const Token &token) { return std::pair(token.created, token.id); });
    return tokens;
}

std::optional<Token> AccessControl::find(const QByteArray &id) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_tokens.constFind(id);
    return found == m_tokens.constEnd() ? std::nullopt : std::optional(*found);
}

bool AccessControl::isOpen() const
{
    const std::scoped_lock lock(m_mutex);
    return m_tokens.isEmpty();
}

Result<Identity> AccessControl::admit(const Credentials &credentials, const QDateTime &now) const
{
    if (isOpen())
        return admitOpen(credentials);
    if (credentials.authorization.isNull())
        return failure(Error::Kind::Unauthorized, ErrorCode::TokenMissing,
                       u"This server asks for a token. Send it as: Authorization: Bearer gmt_…"_s);
    const qsizetype space = credentials.authorization.indexOf(' ');
    const bool bearer = credentials.authorization.left(space).compare("Bearer", Qt::CaseInsensitive) == 0;
    const auto text = bearer && space > 0
                          ? TokenText::parse(credentials.authorization.mid(space + 1).trimmed())
                          : std::nullopt;
    const auto token = text ? find(text->id) : std::nullopt;
    // One sentence for all that is wrong: which part it is, only an admin may know.
    if (!token || !text->matches(token->hash) || !token->isValidAt(now))
        return failure(Error::Kind::Unauthorized, ErrorCode::TokenRefused,
                       u"This token is not valid: it is misspelt, revoked or has "
                       u"expired. Ask an admin of this server for "
                       "another one."_s);
    return identityOf(*token);
}

Result<Identity> AccessControl::admitOpen(const Credentials &credentials)
{
    const QUrl address(u"http://"_s + QString::fromLatin1(credentials.host), QUrl::StrictMode);
    if (!isLoopback(credentials.peer) || !namesThisMachine(address.host()))
        return failure(
            Error::Kind::Forbidden, ErrorCode::NoTokensYet,
            u"This server has no tokens yet, so it answers programs on its own machine alone, under the name "
            "localhost or a loopback address. Make a first token there: genmirrord init"_s);
    if (credentials.foreignPage)
        return failure(
            Error::Kind::Forbidden, ErrorCode::ForeignOrigin,
            u"A page of another origin asks (scheme, host and port count). Whoever runs this server "
            "may let it in: genmirrord --allow-origin, with the page's origin."_s);
    return Identity{.name = u"local"_s, .role = Role::Admin, .trees = TreeScope::everything(), .open = true};
}

Identity AccessControl::identityOf(const Token &token)
{
    return {.token = token.id, .name = token.name, .role = token.role, .trees = token.trees};
}

bool AccessControl::isStillValid(const Identity &identity, const QDateTime &now) const
{
    if (identity.open)
        return isOpen();
    const auto token = find(identity.token);
    return token && token->isValidAt(now) && token->role == identity.role &&
           token->trees.patterns() == identity.trees.patterns();
}

} // namespace GenMirror
