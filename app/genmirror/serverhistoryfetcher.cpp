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
    QNetworkRequest request(
        Routes::resolve(server, Routes::history(tree) + "?limit=" + QByteArray::number(Most)));
    if (const auto applied = credentials.apply(request); !applied) {
        Q_EMIT failed(applied.error().detail);
        return;
    }
    request.setTransferTimeout(10'000);
    m_reply = m_network.get(request);
    connect(m_reply, &QNetworkReply::finished, this, [this, reply = m_reply.data(), server] {
        reply->deleteLater();
        m_reply = nullptr;
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const QByteArray body = reply->read(16 * 1024 * 1024);
        if (status == 0) {
            Q_EMIT failed(describeFailure(*reply, server.toDisplayString()));
        } else if (status != 200) {
            Q_EMIT failed(Problem::fromAnswer(status, body).detail);
        } else {
            QList<ServerHistoryEntry> entries;
            const QJsonArray list = QJsonDocument::fromJson(body)["history"_L1].toArray();
            for (const QJsonValue entry : list)
                entries.append(entryOf(entry.toObject()));
            Q_EMIT fetched(entries);
        }
    });
}

} // namespace GenMirror
