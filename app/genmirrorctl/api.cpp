#include "app/genmirrorctl/api.h"

#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"

#include <QEventLoop>
#include <QNetworkReply>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<QUrl> Api::serverOf(const QCommandLineParser &parser)
{
    return Routes::checkServerUrl(parser.value(u"server"_s));
}

Result<QByteArray> Api::ask(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                            const Headers &headers)
{
    QNetworkRequest request(Routes::resolve(m_server, path));
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("User-Agent", "genmirrorctl/" GENMIRROR_VERSION);
    request.setTransferTimeout(60'000);
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, body));
    QEventLoop loop; // the only one: commands run without another
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return failure(Error::Kind::Network, u"%1 cannot be reached: %2. Is genmirrord running there?"_s.arg(
                                                 m_server.toDisplayString(), reply->errorString()));
    const QByteArray answer = reply->readAll();
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
        QEventLoop wait;
        QTimer::singleShot(500 << attempt, &wait, &QEventLoop::quit);
        wait.exec();
    }
}

} // namespace GenMirror
