#include "sync/server/changes/announcements.h"

#include "model/core/generationaltree.h"
#include "sync/protocol/updatewriter.h"
#include "sync/sql/readtransaction.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype LongestPushedUpdate = 64 * 1024; // bytes; what is longer is worth a request of its own

} // namespace

TreeEvent eventOf(const QString &tree, const TreeState &state)
{
    return {
        .tree = tree, .collection = state.collection, .generation = state.generation, .digest = state.digest};
}

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

/// What was committed stays: where its update cannot be read again a signal is sent, and who asks is told
/// why.
void Announcements::changed(const QString &tree, SqlStorage &storage, const TreeStep &step) const
{
    const TreeState &now = step.now;
    m_writes.add(tree, now.generation.value - step.before.value, WriteRate::Clock::now());
    m_clients.published(tree, now.collection, now.generation);
    Result<QByteArray> update;
    if (m_events.wantsUpdates(tree))
        update = inReadTransaction(storage.database(),
                                   [&] { return updateEventOf(tree, storage, now, step.before); });
    m_events.publish(eventOf(tree, now), update.value_or(QByteArray()));
    m_waiters.wake(tree, now.generation);
}

void Announcements::collection(const QString &tree, const TreeState &state) const
{
    m_waiters.wake(tree, Generation()); // under a new collection any generation is news
    m_clients.published(tree, state.collection, state.generation);
    m_events.publish(eventOf(tree, state), {});
    m_waiters.wake(tree, state.generation);
}

void Announcements::removed(const QString &tree) const
{
    m_events.publish({.tree = tree});
    m_waiters.wake(tree, Generation());
}

} // namespace GenMirror
