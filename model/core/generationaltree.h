#pragma once

#include "model/core/operation.h"
#include "model/core/treestorage.h"
#include "model/core/update.h"

#include <functional>
#include <memory>
#include <span>

namespace GenMirror
{

/// How much a compaction keeps. Exactly one of the two is given.
struct CompactionRequest {
    std::optional<qint64> keepRemovals; ///< At most this many removals for each set.
    std::optional<Generation> before;   ///< Drop the removals older than this generation.
    std::optional<SetPath> set;         ///< Only this set; all sets if not given.
    bool dryRun = false;                ///< Only tell what would be done.
};

/// What a compaction drops, set by set; sets that lose nothing are left out.
struct CompactionReport {
    struct Set {
        SetPath path;
        qint64 dropped = 0;
        Generation floor; ///< After it.
    };
    QList<Set> sets;
    qint64 dropped = 0;
};

/// The rules of a tree of generational sets: what a mutation does to the generation, what an update holds.
///
/// The one place where they stand; storages only store. Not thread-safe: it lives where its storage does.
/// Rules are those of docs/protocol.md, cited by number where the code keeps them.
class GenerationalTree
{
public:
    /// Works on `storage`, which must outlive it and holds at least the root set.
    explicit GenerationalTree(TreeStorage &storage, QString name = {});
    ~GenerationalTree();
    GenerationalTree(const GenerationalTree &) = delete;
    GenerationalTree &operator=(const GenerationalTree &) = delete;

    /// Makes the root set and a random collection in an empty storage.
    [[nodiscard]] static Result<void> initialize(TreeStorage &storage, const SetKey &rootKey = {},
                                                 qint64 maximumRemovals = Operation::DefaultMaximumRemovals);

    /// Called after each commit and reset with the tree's new generation.
    void setListener(std::function<void(Generation)> listener) { m_listener = std::move(listener); }

    /// Applies all operations in one transaction, or none: the error names the index of the refused one.
    [[nodiscard]] Result<Commit> apply(std::span<const Operation> batch);
    /// As apply(); `beforeCommit` runs inside the transaction, and its error rolls all of it back.
    [[nodiscard]] Result<Commit> apply(std::span<const Operation> batch,
                                       const std::function<Result<void>(const Commit &)> &beforeCommit);
    /// Single mutations, for embedding and tests.
    [[nodiscard]] Result<Generation> add(const SetPath &set, const QByteArray &object);
    [[nodiscard]] Result<Generation> changed(const SetPath &set, const QByteArray &object);
    [[nodiscard]] Result<Generation> remove(const SetPath &set, const ObjectId &id);
    [[nodiscard]] Result<Generation> createSet(const SetPath &set, const SetKey &key = {},
                                               qint64 maximumRemovals = Operation::DefaultMaximumRemovals);
    [[nodiscard]] Result<Generation> removeSet(const SetPath &set);

    [[nodiscard]] Result<TreeState> state();
    /// The set at a path; NotFound if there is none alive.
    [[nodiscard]] Result<SetRecord> set(const SetPath &path);
    /// All living sets, parents first.
    [[nodiscard]] Result<QList<SetRecord>> sets();
    [[nodiscard]] Result<MemberRecord> get(const SetPath &set, const ObjectId &id);
    [[nodiscard]] Result<bool> contains(const SetPath &set, const ObjectId &id);
    /// Members of a set: objects and nested sets.
    [[nodiscard]] Result<qint64> size(const SetPath &set);
    /// Objects of a set with a generation above `after`, in generation order; false stops.
    [[nodiscard]] Result<void> visitObjects(const SetPath &set, Generation after,
                                            const std::function<bool(const MemberRecord &)> &visit);

    /// In which order a set's objects and nested sets are visited.
    enum class Order {
        SetsLast,    ///< Objects, removals, nested sets: the native dialect.
        Interleaved, ///< Objects and nested sets in one generation order, then removals: the classic dialect.
    };
    /// What `request` has not seen, streamed to the visitor: bounded memory (protocol, "Updates").
    /// Returns the header. If the visitor stops it, that is Canceled. Run it in a read transaction of the
    /// storage where others write.
    [[nodiscard]] Result<UpdateHeader> updates(const UpdateRequest &request, UpdateVisitor &visitor,
                                               Order order = Order::SetsLast);
    /// The header alone of what updates() would answer; cheap.
    [[nodiscard]] Result<UpdateHeader> header(const UpdateRequest &request);

    /// Drops removals and raises floors. The generation stays; no mirror becomes wrong by it, only slower.
    /// `beforeCommit` runs inside the transaction; not for a dry run.
    [[nodiscard]] Result<CompactionReport>
    compact(const CompactionRequest &request,
            const std::function<void(const CompactionReport &)> &beforeCommit = {});
    /// A new collection with the same objects (or none), generations from 1 on (protocol, rule 7).
    enum class ResetObjects { Keep, Drop };
    [[nodiscard]] Result<TreeState> reset(ResetObjects objects,
                                          const std::function<void(const TreeState &)> &beforeCommit = {});
    /// Adds the digest up anew from all members: O(n), to check the kept one.
    [[nodiscard]] Result<Digest> recomputeDigest();

private:
    QString m_name;
    TreeStorage &m_storage;
    std::function<void(Generation)> m_listener;
};

} // namespace GenMirror
