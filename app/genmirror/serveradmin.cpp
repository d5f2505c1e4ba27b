#include "app/genmirror/serveradmin.h"

#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"

#include <QJsonDocument>
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace GenMirror
{

ServerAdmin::ServerAdmin(QUrl server, ServerCredentials credentials, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_credentials(std::move(credentials))
{
}

void ServerAdmin::ask(const QByteArray &method, const QByteArray &path, const QJsonObject &body,
                      const Told &told)
{
    constexpr int longest = 60'000; // milliseconds without a byte: a backup takes its time
    constexpr qint64 mostBytes = 64 * 1024 * 1024;
    QNetworkRequest request(Routes::resolve(m_server, path));
    if (const auto applied = m_credentials.apply(request); !applied) {
        QMetaObject::invokeMethod(
            this, [told, error = applied.error()] { told(tl::make_unexpected(error)); },
            Qt::QueuedConnection);
        return;
    }
    request.setRawHeader("User-Agent", "GenMirror/" GENMIRROR_VERSION);
    request.setTransferTimeout(longest);
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const QByteArray text =
        body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    QNetworkReply *reply = m_network.sendCustomRequest(request, method, text);
    connect(reply, &QNetworkReply::finished, this, [this, reply, told] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const QByteArray answer = reply->read(mostBytes);
        if (status == 0)
            told(failure(Error::Kind::Network, describeFailure(*reply, m_server.toDisplayString())));
        else if (status < 200 || status >= 300)
            told(tl::make_unexpected(Problem::fromAnswer(status, answer).toError()));
        else
            told(QJsonDocument::fromJson(answer).object());
    });
}

} // namespace GenMirror
