// Compaction, reset and checking: what an admin does to a whole tree.
#include "model/core/generationaltree.h"

#include <QHash>

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr Generation Newest{std::numeric_limits<qint64>::max()};

struct Dropping {
    qint64 count = 0;
    Generation newest;
};

/// The oldest removals of a set that a request does not keep.
Dropping droppedBy(const CompactionRequest &request, TreeStorage &storage, const SetRecord &set)
{
    Dropping dropping;
    storage.visitRemovals(set, Generation(), Newest, [&](const ObjectId &, Generation generation) {
        const bool kept = request.before ? generation >= *request.before
                                         : set.removals - dropping.count <= *request.keepRemovals;
        if (!kept) {
            ++dropping.count;
            dropping.newest = generation;
        }
        return !kept;
    });
    return dropping;
}

} // namespace

Result<CompactionReport>
GenerationalTree::compact(const CompactionRequest &request,
                          const std::function<void(const CompactionReport &)> &beforeCommit)
{
    if (request.keepRemovals.has_value() == request.before.has_value() ||
        request.keepRemovals.value_or(0) < 0)
        return failure(Error::Kind::InvalidArgument,
                       u"A compaction needs either keep_removals (0 or more) or before (a generation)."_s);
    if (request.set) {
        if (const auto found = set(*request.set); !found)
            return failureOf(found);
    }
    const auto all = sets();
    if (!all)
        return failureOf(all);

    CompactionReport report;
    if (!request.dryRun) {
        if (auto begun = m_storage.begin(); !begun)
            return failureOf(begun);
    }
    for (SetRecord set : *all) {
        if (request.set && set.path != *request.set)
            continue;
        const Dropping dropping = droppedBy(request, m_storage, set);
        if (dropping.count == 0)
            continue;
        if (!request.dryRun)
            m_storage.dropRemovals(set, set.removals - dropping.count);
        set.removals -= dropping.count;
        set.floor = std::max(set.floor, dropping.newest);
        if (!request.dryRun)
            m_storage.putSet(set);
        report.sets.append({set.path, dropping.count, set.floor});
        report.dropped += dropping.count;
    }
    if (!request.dryRun) {
        if (beforeCommit)
            beforeCommit(report);
        if (auto committed = m_storage.commit(); !committed)
            return failureOf(committed);
    }
    if (auto error = m_storage.error())
        return tl::make_unexpected(*std::move(error));
    return report;
}

Result<TreeState> GenerationalTree::reset(ResetObjects objects,
                                          const std::function<void(const TreeState &)> &beforeCommit)
{
    QList<SetRecord> living;
    QList<SetRecord> forgotten;
    m_storage.visitSets([&](const SetRecord &set) {
        const bool kept = set.path.isRoot() || (set.alive && objects == ResetObjects::Keep);
        (kept ? living : forgotten).append(set);
        return true;
    });
    TreeState state = m_storage.state();
    state.collection = CollectionId::random();
    state.generation = Generation{1};

    if (auto begun = m_storage.begin(); !begun) // also where what was read above failed
        return failureOf(begun);
    for (const SetRecord &set : std::as_const(forgotten)) {
        m_storage.eraseAll(set);
        m_storage.forgetSet(set);
    }
    QHash<qint64, qsizetype> indexOfKey;
    for (qsizetype i = 0; i < living.size(); ++i) {
        SetRecord &set = living[i];
        indexOfKey.insert(set.key, i);
        qint64 objectCount = 0;
        if (objects == ResetObjects::Drop) {
            m_storage.eraseAll(set);
            set.members = 0;
            state.digest = Digest();
        } else {
            m_storage.dropRemovals(set, 0);
            m_storage.visitMembers(set, Generation(), Newest,
                                   [&](const MemberRecord &) { return ++objectCount > 0; });
        }
        set.removals = 0;
        set.floor = set.removed = Generation();
        set.created = set.path.isRoot() ? Generation{1} : state.generation.next();
        m_storage.renumberMembers(set, set.created.next());
        state.generation = Generation{set.created.value + objectCount};
        set.changed = state.generation;
    }
    // Children come after their parents, so walking backwards hands each change up to the root.
    for (auto set = living.rbegin(); set != living.rend(); ++set) {
        if (!set->path.isRoot()) {
            SetRecord &parent = living[indexOfKey.value(set->parent)];
            parent.changed = std::max(parent.changed, set->changed);
        }
        m_storage.putSet(*set);
    }
    m_storage.forgetTransactions();
    m_storage.setState(state);
    if (beforeCommit)
        beforeCommit(state);
    if (auto committed = m_storage.commit(); !committed)
        return failureOf(committed);
    if (m_listener)
        m_listener(state.generation);
    return state;
}

Result<Digest> GenerationalTree::recomputeDigest()
{
    const auto all = sets();
    if (!all)
        return failureOf(all);
    Digest digest;
    for (const SetRecord &set : *all) {
        const QByteArray pathJson = set.path.toJson();
        if (!set.path.isRoot())
            digest += Digest::ofNestedSet(set.path.parent().toJson(), set.path.ids().constLast());
        m_storage.visitMembers(set, Generation(), Newest, [&](const MemberRecord &member) {
            digest += Digest::ofObject(pathJson, member.object.id, member.object.text);
            return true;
        });
    }
    if (auto error = m_storage.error())
        return tl::make_unexpected(*std::move(error));
    return digest;
}

} // namespace GenMirror
