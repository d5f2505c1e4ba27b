// Push: who listens to events, and what each commit tells them (docs/protocol.md, "Push").
#include "model/core/generationaltree.h"
#include "sync/protocol/routes.h"
#include "sync/protocol/updatewriter.h"
#include "sync/server/call.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype LongestPushedUpdate = 64 * 1024; // bytes; what is longer is worth a request of its own

TreeEvent eventOf(const QString &tree, const TreeState &state)
{
    return {.tree = tree, .collection = state.collection, .generation = state.generation};
}

/// The text of the event that leads from `since` to where the tree is; empty if it is too long, if it is no
/// simple step, or if the stream could not carry its bytes exactly.
QByteArray updateEventOf(const QString &name, SqlStorage &storage, const TreeState &state, Generation since)
{
    const UpdateRequest request{.since = since, .collection = state.collection};
    QByteArray update;
    UpdateWriter writer(Dialect::Native, [&update](QByteArrayView bytes) {
        update += bytes;
        return update.size() <= LongestPushedUpdate;
    });
    GenerationalTree tree(storage, name);
    if (!tree.updates(request, writer) || update.size() > LongestPushedUpdate ||
        !ServerEvent::canCarry(update))
        return {};
    return ServerEvent{.name = "update",
                       .id = eventOf(name, state).id(),
                       .data =
                           "{\"since\":" + QByteArray::number(since.value) + ",\"updates\":" + update + '}'}
        .toText();
}

} // namespace

void TreeService::announce(const QString &tree, SqlStorage &storage, Generation before)
{
    const TreeState state = storage.state();
    if (!before.isNone())
        m_writes.add(tree, state.generation.value - before.value, WriteRate::Clock::now());
    m_clients.published(tree, state.collection, state.generation);
    const bool wanted = !before.isNone() && m_events.wantsUpdates(tree);
    m_events.publish(eventOf(tree, state),
                     wanted ? updateEventOf(tree, storage, state, before) : QByteArray());
    m_waiters.wake(tree, state.generation);
}

void TreeService::announceRemoval(const QString &tree)
{
    m_events.publish({.tree = tree});
    m_waiters.wake(tree, Generation());
}

TreeService::Answer TreeService::events(Call &call, TreeWorker &worker)
{
    QString only = call.query.queryItemValue(u"tree"_s, QUrl::FullyDecoded);
    const QString deliver = call.query.queryItemValue(u"deliver"_s);
    if (!deliver.isEmpty() && deliver != "updates"_L1)
        return failure(
            Error::Kind::InvalidArgument,
            u"The parameter \"deliver\" may only be \"updates\"; without it signals alone are sent."_s);
    if (only.isEmpty() && !deliver.isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       u"deliver=updates is for one tree at a time: say which with tree=NAME."_s);
    if (!only.isEmpty()) {
        const auto name = Routes::checkTreeName(only);
        if (!name)
            return failureOf(name);
        if (!call.who.trees.covers(only))
            return tl::make_unexpected(noSuchTree(only));
        if (const auto storage = worker.storage(only); !storage)
            return failureOf(storage);
    }
    const auto last = TreeEvent::fromId(call.request.header("Last-Event-ID")); // none is no error
    Subscription subscription{
        .tree = only, .updates = !deliver.isEmpty(), .reach = call.who.trees, .token = call.who.token};
    if (!only.isEmpty() && !call.client.isEmpty()) {
        call.tree = only;
        noteClient(call);
        m_clients.connected(call.client, only, subscription.updates);
        subscription.ended = [this, only, client = call.client, updates = subscription.updates] {
            m_clients.disconnected(client, only, updates, QDateTime::currentDateTimeUtc());
        };
    }
    const auto feed = m_events.subscribe(subscription, call.responder);
    for (const QString &name : only.isEmpty() ? m_registry.names() : QStringList{only}) {
        if (!call.who.trees.covers(name))
            continue;
        const auto storage = worker.storage(name);
        if (!storage)
            continue; // removed since
        (*storage)->beginRead();
        const TreeState state = (*storage)->state();
        QByteArray update; // what the reader missed, if it says where it was and that is not far away
        if (!deliver.isEmpty() && last && last->tree == name && last->collection == state.collection &&
            !last->generation.isNone() && last->generation < state.generation)
            update = updateEventOf(name, **storage, state, last->generation);
        (*storage)->rollback();
        m_events.tellFirst(*feed, *call.responder, eventOf(name, state), update);
    }
    return HttpResponse{.status = 0};
}

} // namespace GenMirror
