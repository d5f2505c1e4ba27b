#include "app/genmirrorctl/api.h"

#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"

#include <QEventLoop>
#include <QNetworkReply>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

void waitFor(int milliseconds)
{
    QEventLoop wait;
    QTimer::singleShot(milliseconds, &wait, &QEventLoop::quit);
    wait.exec();
}

} // namespace

Result<Api::Server> Api::serverOf(const QCommandLineParser &parser)
{
    const auto url = Routes::checkServerUrl(parser.value(u"server"_s));
    if (!url)
        return failureOf(url);
    Server server{.url = *url};
    if (parser.isSet(u"token-file"_s)) {
        auto token = ServerCredentials::readToken(parser.value(u"token-file"_s));
        if (!token)
            return failureOf(token);
        server.credentials.token = *std::move(token);
    } else {
        auto token = ServerCredentials::checkToken(qEnvironmentVariable("GENMIRROR_TOKEN"));
        if (!token)
            return failure(Error::Kind::InvalidArgument, u"GENMIRROR_TOKEN: "_s + token.error().detail);
        server.credentials.token = *std::move(token);
    }
    if (parser.isSet(u"ca"_s)) {
        auto authority = ServerCredentials::readAuthority(parser.value(u"ca"_s));
        if (!authority)
            return failureOf(authority);
        server.credentials.authority = *std::move(authority);
    }
    return server;
}

Result<QByteArray> Api::ask(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                            const Headers &headers)
{
    constexpr int longestWait = 60; // seconds in all
    int waited = 0;
    while (true) {
        int retryAfter = 0;
        auto answer = askOnce(method, path, body, headers, retryAfter);
        if (answer || answer.error().kind != Error::Kind::TooManyRequests || waited >= longestWait)
            return answer;
        retryAfter = std::clamp(retryAfter, 1, longestWait - waited);
        waited += retryAfter;
        waitFor(retryAfter * 1000);
    }
}

Result<QByteArray> Api::askOnce(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                                const Headers &headers, int &retryAfter)
{
    QNetworkRequest request(Routes::resolve(m_server.url, path));
    if (auto applied = m_server.credentials.apply(request); !applied)
        return failureOf(applied);
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("User-Agent", "genmirrorctl/" GENMIRROR_VERSION);
    request.setTransferTimeout(60'000);
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, body));
    QEventLoop loop; // commands run without another
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return failure(Error::Kind::Network, describeFailure(*reply, m_server.url.toDisplayString()) +
                                                 (reply->error() == QNetworkReply::SslHandshakeFailedError
                                                      ? QString()
                                                      : u" Is genmirrord running there?"_s));
    const QByteArray answer = reply->readAll();
    if (status >= 300 && status < 400)
        return failure(Error::Kind::Protocol,
                       u"%1 sends us elsewhere (status %2). Use that address instead: %3"_s
                           .arg(m_server.url.toDisplayString())
                           .arg(status)
                           .arg(reply->header(QNetworkRequest::LocationHeader).toString()));
    retryAfter = reply->rawHeader("Retry-After").toInt();
    if (status == 401 && m_server.credentials.token.isEmpty())
        return failure(
            Error::Kind::Unauthorized,
            u"%1 asks for a token. Put it into GENMIRROR_TOKEN, or into a file for --token-file."_s.arg(
                m_server.url.toDisplayString()));
    if (status >= 400)
        return tl::make_unexpected(Problem::fromAnswer(status, answer).toError());
    if (reply->error() != QNetworkReply::NoError)
        return failure(Error::Kind::Network, u"The answer was cut off: %1."_s.arg(reply->errorString()));
    return answer;
}

Result<QByteArray> Api::postBatch(const QString &tree, const QByteArray &body,
                                  const QByteArray &idempotencyKey)
{
    constexpr int attempts = 6;
    for (int attempt = 1;; ++attempt) {
        auto answer = ask("POST", Routes::batch(tree), body, {{"Idempotency-Key", idempotencyKey}});
        if (answer || answer.error().kind != Error::Kind::Network || attempt == attempts)
            return answer;
        waitFor(500 << attempt);
    }
}

} // namespace GenMirror
