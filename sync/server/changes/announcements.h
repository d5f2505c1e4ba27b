#pragma once

#include "sync/protocol/eventstream.h"
#include "sync/server/access/clientbook.h"
#include "sync/server/changes/writerate.h"
#include "sync/server/push/eventhub.h"
#include "sync/server/push/waiters.h"
#include "sync/server/store/treestore.h"

namespace GenMirror
{

/// Tells all who wait what was committed: readers of events, requests that wait for news, and the book of
/// clients. Called by the one who writes the tree.
class Announcements
{
public:
    Announcements(WriteRate &writes, ClientBook &clients, EventHub &events, Waiters &waiters)
        : m_writes(writes)
        , m_clients(clients)
        , m_events(events)
        , m_waiters(waiters)
    {
    }

    /// Changes were committed.
    void changed(const QString &tree, SqlStorage &storage, const TreeStep &step) const;
    /// A tree that is new, or under a new collection.
    void collection(const QString &tree, const TreeState &state) const;
    void removed(const QString &tree) const;

private:
    WriteRate &m_writes;
    ClientBook &m_clients;
    EventHub &m_events;
    Waiters &m_waiters;
};

/// Where a tree is.
[[nodiscard]] TreeEvent eventOf(const QString &tree, const TreeState &state);
/// The text of the event that leads from `since` to where the tree is; empty if it is too long, if it is no
/// simple step, or if the stream could not carry its bytes exactly. In a transaction, which tells how it
/// went.
[[nodiscard]] QByteArray updateEventOf(const QString &name, SqlStorage &storage, const TreeState &state,
                                       Generation since);

} // namespace GenMirror
