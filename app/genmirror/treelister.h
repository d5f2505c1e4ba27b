#pragma once

#include "sync/client/servercredentials.h"

#include <QNetworkAccessManager>

#include <functional>

namespace GenMirror
{

/// Asks a server which trees it has, without waiting.
class TreeLister : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    void list(const QUrl &server, const ServerCredentials &credentials);

Q_SIGNALS:
    void listed(const QStringList &trees);
    void failed(const QString &problem);

private:
    QNetworkAccessManager m_network;
};

} // namespace GenMirror
