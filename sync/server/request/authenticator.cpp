#include "sync/server/request/authenticator.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(accessLog, "genmirror.access")

} // namespace

Result<Identity> Authenticator::identify(const HttpHead &request) const
{
    const Credentials credentials{.authorization = request.header("Authorization"),
                                  .peer = request.peer.text(),
                                  .host = request.header("Host"),
                                  .foreignPage = m_origins.isForeign(request)};
    const auto now = QDateTime::currentDateTimeUtc();
    auto identity = m_access.admit(credentials, now);
    if (identity || credentials.authorization.isNull())
        return identity;
    // A wrong token. Who keeps trying is not even heard any more; those with a good one at the same address
    // are.
    if (const auto wait = m_usage.failedLogin(request.peer.group()))
        return failure(
            Error::Kind::TooManyRequests, ErrorCode::WrongTokens,
            u"Too many wrong tokens came from this address. Try again in %1 s."_s.arg(wait->count()));
    writeFailure(request, credentials.authorization, now);
    return identity;
}

void Authenticator::writeFailure(const HttpHead &request, const QByteArray &authorization,
                                 const QDateTime &now) const
{
    const auto known = TokenText::parse(authorization.mid(7).trimmed());
    const bool isKnown = known && m_access.find(known->id);
    m_trees.post(TreeStore::Lane::Long, request.peer.group(),
                 [this, peer = request.peer.text(), id = isKnown ? known->id : QByteArray(), now] {
                     const auto token = m_access.find(id);
                     const auto written =
                         m_accessStore.append({.at = now,
                                               .who = token ? token->name : QString(),
                                               .token = id,
                                               .address = peer,
                                               .action = u"failed-login"_s,
                                               .detail = !token                   ? u"an unknown token"_s
                                                         : !token->isValidAt(now) ? u"the token has expired"_s
                                                                                  : u"a wrong secret"_s});
                     if (!written && !m_status.accessProblem.exchange(true))
                         qCCritical(accessLog, "A failed login from %s could not be written down: %s",
                                    qUtf8Printable(peer), qUtf8Printable(written.error().detail));
                 });
}

std::shared_ptr<HttpPermit> Authenticator::permitOf(const Identity &who) const
{
    if (who.open)
        return m_permits.of({});
    const auto token = m_access.find(who.token);
    return token ? m_permits.of(token) : nullptr; // whoever is not let in, or has just been put out
}

} // namespace GenMirror
