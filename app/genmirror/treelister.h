#pragma once

#include "sync/client/servercredentials.h"

#include <QNetworkAccessManager>

#include <functional>

namespace GenMirror
{

/// Asks a server which trees it has, page by page, without waiting. At most 20,000 are told.
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
    /// One page, after those that are known.
    void fetch(const QUrl &server, const ServerCredentials &credentials, const QStringList &known);

    QNetworkAccessManager m_network;
};

} // namespace GenMirror
