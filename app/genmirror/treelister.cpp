#include "app/genmirror/treelister.h"

#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace GenMirror
{

void TreeLister::list(const QUrl &server, const ServerCredentials &credentials)
{
    fetch(server, credentials, {});
}

void TreeLister::fetch(const QUrl &server, const ServerCredentials &credentials, const QStringList &known)
{
    QNetworkRequest request(Routes::resolve(server, Routes::trees(known.value(known.size() - 1))));
    if (const auto applied = credentials.apply(request); !applied) {
        Q_EMIT failed(applied.error().detail);
        return;
    }
    request.setTransferTimeout(10'000);
    QNetworkReply *reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply, server, credentials, known] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const QByteArray body = reply->read(4 * 1024 * 1024);
        const QJsonObject page = QJsonDocument::fromJson(body).object();
        const QJsonValue trees = page["trees"_L1];
        if (status == 0)
            Q_EMIT failed(describeFailure(*reply, server.toDisplayString()));
        else if (status != 200)
            Q_EMIT failed(Problem::fromAnswer(status, body).detail);
        else if (!trees.isArray())
            Q_EMIT failed(tr("This is not a GenMirror server. Check the address."));
        else {
            constexpr qsizetype most = 20'000;
            QStringList names = known;
            const QJsonArray list = trees.toArray();
            for (const QJsonValue tree : list)
                names.append(tree.toObject()["tree"_L1].toString());
            const bool more = page["more"_L1].toBool() && names.size() > known.size() && names.size() < most;
            if (more)
                fetch(server, credentials, names);
            else
                Q_EMIT listed(names);
        }
    });
}

} // namespace GenMirror
