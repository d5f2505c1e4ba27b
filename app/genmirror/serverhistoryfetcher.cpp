#include "app/genmirror/serverhistoryfetcher.h"

#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

ServerHistoryEntry entryOf(const QJsonObject &json)
{
    return {.number = json["number"_L1].toInteger(),
            .first = {json["first"_L1].toInteger()},
            .last = {json["last"_L1].toInteger()},
            .at = QDateTime::fromString(json["at"_L1].toString(), Qt::ISODateWithMs),
            .what = json["what"_L1].toString(),
            .who = json["who"_L1].toString(),
            .agent = json["agent"_L1].toString(),
            .reason = json["reason"_L1].toString(),
            .sets = setCountsOf(QJsonDocument(json["sets"_L1].toArray()).toJson(QJsonDocument::Compact))};
}

} // namespace

void ServerHistoryFetcher::fetch(const QUrl &server, const ServerCredentials &credentials,
                                 const QString &tree)
{
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
    }
    fetchOn(server, credentials, tree, {});
}

void ServerHistoryFetcher::fetchOn(const QUrl &server, const ServerCredentials &credentials,
                                   const QString &tree, const QList<ServerHistoryEntry> &before)
{
    QByteArray path = Routes::history(tree) + "?limit=" + QByteArray::number(Most - before.size());
    if (!before.isEmpty())
        path += "&before=" + QByteArray::number(before.constLast().number);
    QNetworkRequest request(Routes::resolve(server, path));
    if (const auto applied = credentials.apply(request); !applied) {
        Q_EMIT failed(applied.error().detail);
        return;
    }
    request.setTransferTimeout(10'000);
    m_reply = m_network.get(request);
    connect(m_reply, &QNetworkReply::finished, this,
            [this, reply = m_reply.data(), server, credentials, tree, before] {
                reply->deleteLater();
                m_reply = nullptr;
                const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
                const QByteArray body = reply->read(16 * 1024 * 1024);
                if (status == 0) {
                    Q_EMIT failed(describeFailure(*reply, server.toDisplayString()));
                } else if (status != 200) {
                    Q_EMIT failed(Problem::fromAnswer(status, body).detail);
                } else {
                    QList<ServerHistoryEntry> entries = before;
                    const QJsonObject page = QJsonDocument::fromJson(body).object();
                    const QJsonArray list = page["history"_L1].toArray();
                    for (const QJsonValue entry : list)
                        entries.append(entryOf(entry.toObject()));
                    if (page["more"_L1].toBool() && !list.isEmpty() && entries.size() < Most)
                        return fetchOn(server, credentials, tree, entries);
                    Q_EMIT fetched(entries);
                }
            });
}

} // namespace GenMirror
