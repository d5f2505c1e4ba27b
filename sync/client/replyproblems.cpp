#include "sync/client/replyproblems.h"

#include "model/core/sentences.h"
#include "sync/protocol/problem.h"

#include <QNetworkReply>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype LongestAddress = 1000; // characters

/// OpenSSL's words for a peer that answers a handshake with something else.
bool speaksNoTls(const QString &reason)
{
    constexpr std::array words{"wrong version number"_L1, "unknown protocol"_L1, "packet length too long"_L1,
                               "http request"_L1};
    return std::ranges::any_of(words, [&reason](QLatin1StringView word) { return reason.contains(word); });
}

} // namespace

int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

QByteArray typeOf(const QNetworkReply &reply)
{
    return reply.rawHeader("Content-Type").split(';').constFirst().trimmed().toLower();
}

Error notOurServer(const QString &server)
{
    return {
        .kind = Error::Kind::Protocol,
        .detail =
            Sentences::tr("%1 answers, but not as a GenMirror server does. Check the address.").arg(server),
        .code = ErrorCode::NotOurServer};
}

Error notReached(const QNetworkReply &reply, const QString &server)
{
    QString reason = reply.errorString();
    if (reply.error() != QNetworkReply::SslHandshakeFailedError)
        return {.kind = Error::Kind::Network,
                .detail = Sentences::tr("%1 cannot be reached: %2.").arg(server, reason)};
    if (speaksNoTls(reason))
        return {.kind = Error::Kind::Network,
                .detail =
                    Sentences::tr("%1 does not speak https. If you trust the network on the way to it, use "
                                  "http:// instead.")
                        .arg(server),
                .code = ErrorCode::NotTls};
    return {.kind = Error::Kind::Network,
            .detail = Sentences::tr(
                          "%1 cannot prove that it is that server: %2. If its certificate was made by an "
                          "authority of your own, "
                          "give that authority's certificate: Mirror ▸ Token and authority… in the window, "
                          "--ca FILE on the "
                          "command line.")
                          .arg(server, reason.replace(u'\n', u"; "_s)),
            .code = ErrorCode::CertificateNotBelieved};
}

/// Only to where a server can be: whoever answers may name anything.
static Error sentElsewhere(const QNetworkReply &reply, const QString &server, int status)
{
    const QByteArray location = reply.rawHeader("Location").left(LongestAddress);
    const QUrl there = reply.url().resolved(QUrl::fromEncoded(location, QUrl::StrictMode));
    const bool isWeb = there.scheme() == "http"_L1 || there.scheme() == "https"_L1;
    if (location.isEmpty() || !there.isValid() || !isWeb || there.host().isEmpty())
        return {.kind = Error::Kind::Protocol,
                .detail =
                    Sentences::tr("%1 sends us elsewhere (status %2), to no address of a server. Check the "
                                  "address.")
                        .arg(server)
                        .arg(status)};
    return {.kind = Error::Kind::Protocol,
            .detail = Sentences::tr("%1 sends us elsewhere (status %2). Use that address instead: %3")
                          .arg(server)
                          .arg(status)
                          .arg(there.toDisplayString(QUrl::RemoveUserInfo))};
}

Error refusal(const QNetworkReply &reply, const QByteArray &body, const QString &server, bool isClassic)
{
    const int status = statusOf(reply);
    if (status >= 300 && status < 400 && status != 304)
        return sentElsewhere(reply, server, status);
    const bool isProblem = typeOf(reply) == "application/problem+json";
    if (status < 400 || (status < 500 && !isProblem && !isClassic))
        return notOurServer(server);
    Error error = Problem::fromAnswer(status, isProblem ? body : QByteArray()).toError();
    if (!isProblem) // of what stands before the server, too
        error.detail = u"%1: %2"_s.arg(server, error.detail);
    return error;
}

} // namespace GenMirror
