#pragma once

#include "model/items/serverhistorymodel.h"
#include "sync/client/serverapi.h"

#include <memory>

namespace GenMirror
{

/// Asks a server for a tree's own history in pieces, without waiting; one request at a time.
class ServerHistoryFetcher : public QObject
{
    Q_OBJECT
public:
    static constexpr int Most = 200; ///< Entries of a piece.

    using QObject::QObject;

    /// Those whose numbers are below `before`, newest first; 0: the newest. As many as the server likes, but
    /// no more than Most. What was asked before and is not answered yet is dropped.
    void fetch(const ApiServer &server, const QString &tree, qint64 before = 0);
    /// The same, and asks nothing.
    void cancel() { m_server.reset(); }

Q_SIGNALS:
    /// `hasOlder`: there are others before the last; `before` as it was asked.
    void fetched(const QList<GenMirror::ServerHistoryEntry> &entries, bool hasOlder, qint64 before);
    void failed(const QString &problem, qint64 before);

private:
    std::unique_ptr<ServerApi> m_server;
};

} // namespace GenMirror
