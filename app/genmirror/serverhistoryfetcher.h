#pragma once

#include "model/items/serverhistorymodel.h"
#include "sync/client/serverapi.h"

#include <memory>

namespace GenMirror
{

/// Asks a server for the newest of a tree's own history, without waiting; one request at a time.
class ServerHistoryFetcher : public QObject
{
    Q_OBJECT
public:
    static constexpr int Most = 500; // entries

    using QObject::QObject;

    /// What was asked before and is not answered yet is dropped.
    void fetch(const ApiServer &server, const QString &tree);
    /// The same, and asks nothing.
    void cancel() { m_server.reset(); }

Q_SIGNALS:
    void fetched(const QList<GenMirror::ServerHistoryEntry> &entries);
    void failed(const QString &problem);

private:
    /// What there is before the last of these; a page is as long as the server likes.
    void fetchOn(const QString &tree, const QList<ServerHistoryEntry> &before);

    std::unique_ptr<ServerApi> m_server;
};

} // namespace GenMirror
