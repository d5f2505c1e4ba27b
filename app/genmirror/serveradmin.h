#pragma once

#include "sync/client/servercredentials.h"

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QUrl>

#include <functional>

namespace GenMirror
{

/// Asks one server for what an admin may, without waiting. Answers that come after its end are dropped.
class ServerAdmin : public QObject
{
    Q_OBJECT
public:
    using Told = std::function<void(const Result<QJsonObject> &)>;

    ServerAdmin(QUrl server, ServerCredentials credentials, QObject *parent = nullptr);

    /// `path` with its query; an empty body is none. An answer without a body tells an empty object.
    void ask(const QByteArray &method, const QByteArray &path, const QJsonObject &body, const Told &told);
    [[nodiscard]] const QUrl &server() const { return m_server; }

private:
    QUrl m_server;
    ServerCredentials m_credentials;
    QNetworkAccessManager m_network;
};

} // namespace GenMirror
