#include "sync/server/routes/eventroutes.h"

#include "sync/protocol/routes.h"
#include "sync/server/changes/announcements.h"
#include "sync/server/routes/clientnotes.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::vector<Route> EventRoutes::routes() const
{
    return {
        Route{"GET", {"v1", "events"}, by(this, &EventRoutes::events)}.taking({"tree", "deliver"}),
    };
}

Answer EventRoutes::events(Call &call) const
{
    QString only = call.query.queryItemValue(u"tree"_s, QUrl::FullyDecoded);
    const QString deliver = call.query.queryItemValue(u"deliver"_s);
    if (!deliver.isEmpty() && deliver != "updates"_L1)
        return failure(
            Error::Kind::InvalidArgument,
            u"The parameter \"deliver\" may only be \"updates\"; without it signals alone are sent."_s);
    if (only.isEmpty() && call.query.hasQueryItem(u"tree"_s))
        return failure(Error::Kind::InvalidArgument,
                       u"The parameter \"tree\" names a tree; without it all trees are told."_s);
    if (only.isEmpty() && !deliver.isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       u"deliver=updates is for one tree at a time: say which with tree=NAME."_s);
    if (!only.isEmpty()) {
        const auto name = Routes::checkTreeName(only);
        if (!name)
            return failureOf(name);
        if (!call.who.trees.covers(only))
            return tl::make_unexpected(noSuchTree(only));
        const auto state = m_trees.reading(only, [](SqlStorage &storage) { return storage.state(); });
        if (!state)
            return failureOf(state);
    }
    const auto last = TreeEvent::fromId(call.request.header("Last-Event-ID")); // none is no error
    Subscription subscription{.tree = only,
                              .updates = !deliver.isEmpty(),
                              .reach = call.who.trees,
                              .token = call.who.token,
                              .accounts = call.accounts};
    if (const auto token = m_access.find(call.who.token))
        subscription.expires = token->expires;
    if (!only.isEmpty() && !call.client.isEmpty()) {
        call.tree = only;
        noteVisit(m_clients, call);
        m_clients.connected(call.client, only, subscription.updates);
        subscription.ended = [this, only, client = call.client, updates = subscription.updates] {
            m_clients.disconnected(client, only, updates, QDateTime::currentDateTimeUtc());
        };
    }
    const auto feed = m_events.subscribe(subscription, call.responder);
    if (only.isEmpty()) {
        for (const QString &name : m_trees.names()) {
            if (!call.who.trees.covers(name))
                continue;
            // One that was removed since, or cannot be read now: its next event tells where it is, and asking
            // tells why.
            if (const auto summary = m_trees.summary(name))
                m_events.tellFirst(*feed, *call.responder, eventOf(name, summary->state));
        }
        return HttpResponse{.status = 0};
    }
    TreeState state;
    const auto update = m_trees.reading(only, [&](SqlStorage &storage) {
        state = storage.state();
        // What the reader missed, if it says where it was and that is not far away.
        const bool follows = !deliver.isEmpty() && last && last->tree == only &&
                             last->collection == state.collection && !last->generation.isNone() &&
                             last->generation < state.generation;
        return follows ? updateEventOf(only, storage, state, last->generation) : QByteArray();
    });
    if (update)
        m_events.tellFirst(*feed, *call.responder, eventOf(only, state), *update);
    return HttpResponse{.status = 0};
}

} // namespace GenMirror
