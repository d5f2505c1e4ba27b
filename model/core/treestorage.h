#pragma once

#include "model/core/collectionid.h"
#include "model/core/digest.h"
#include "model/core/generation.h"
#include "model/core/setkey.h"
#include "model/core/setpath.h"

#include <functional>
#include <optional>
#include <utility>

namespace GenMirror
{

/// What a tree is as a whole.
struct TreeState {
    CollectionId collection;
    Generation generation{1};
    Digest digest;
};

/// One set of a tree, alive or remembered after its removal.
struct SetRecord {
    qint64 key = 0;    ///< The storage's own number for it; 0: not stored yet.
    qint64 parent = 0; ///< The parent's number; 0 for the root.
    SetPath path;
    SetKey setKey;
    qint64 maximumRemovals = 99;
    qint64 members = 0;  ///< Objects and nested sets in it.
    qint64 removals = 0; ///< Removals that it keeps.
    Generation floor;    ///< The newest removal generation dropped; 0 if none. Stored, never derived.
    Generation created;  ///< When it was made (the last time).
    Generation changed;  ///< Of the last mutation in it or in a set nested in it.
    Generation removed;  ///< When it was last removed; 0 if it never was.
    bool alive = true;   ///< False: only remembered, so that a set made again knows (protocol, rule 6).
};

/// An object as a storage keeps it.
struct MemberRecord {
    Generation generation;
    Object object;
};

/// Where a GenerationalTree keeps its data: a port with an implementation in memory and one in SQL.
///
/// It knows no rule: it stores, finds and counts what it is told. One tree each. Failures are sticky, as in
/// QDataStream: after one, functions do nothing and return empty values, and `error()` tells; commit()
/// refuses and rolls back; rollback() clears it. All functions on one thread, the storage's own. Mutations
/// only between begin() and commit() or rollback().
class TreeStorage
{
public:
    virtual ~TreeStorage() = default;

    [[nodiscard]] virtual std::optional<Error> error() const = 0;
    /// Begins a transaction for writing.
    [[nodiscard]] virtual Result<void> begin() = 0;
    /// Durable when it returns. On failure nothing of the transaction is kept.
    [[nodiscard]] virtual Result<void> commit() = 0;
    virtual void rollback() = 0;

    [[nodiscard]] virtual TreeState state() = 0;
    virtual void setState(const TreeState &state) = 0;

    /// The set at a path, alive or remembered. The root is always there.
    [[nodiscard]] virtual std::optional<SetRecord> findSet(const SetPath &path) = 0;
    /// Inserts (key 0: the number is filled in) or updates a set.
    virtual void putSet(SetRecord &set) = 0;
    /// Of a set that is there, what its objects make of it: members, removals, floor, changed.
    virtual void putCounts(const SetRecord &set) = 0;
    /// Living sets nested directly in `parent` with changed > after, by `changed` upwards. The callback
    /// returns false to stop. The storage may be read, not changed, inside it.
    virtual void visitChildren(const SetRecord &parent, Generation after,
                               const std::function<bool(const SetRecord &)> &visit) = 0;
    /// Sets nested directly in `parent` that are only remembered; at most `limit`.
    [[nodiscard]] virtual QList<SetRecord> rememberedChildren(const SetRecord &parent, qint64 limit) = 0;
    /// All sets of the tree, living and remembered, parents before what is nested in them.
    virtual void visitSets(const std::function<bool(const SetRecord &)> &visit) = 0;
    /// Forgets a remembered set for good.
    virtual void forgetSet(const SetRecord &set) = 0;

    [[nodiscard]] virtual std::optional<MemberRecord> member(const SetRecord &set, const ObjectId &id) = 0;
    virtual void putMember(const SetRecord &set, const MemberRecord &member) = 0;
    virtual void eraseMember(const SetRecord &set, const ObjectId &id) = 0;
    /// Erases all objects and removals of a set.
    virtual void eraseAll(const SetRecord &set) = 0;
    /// Objects with after < generation <= upTo in generation order. False stops. The storage may be read,
    /// not changed, inside it.
    virtual void visitMembers(const SetRecord &set, Generation after, Generation upTo,
                              const std::function<bool(const MemberRecord &)> &visit) = 0;

    /// Gives the objects of a set the generations first, first + 1, … in their present order: used by reset.
    virtual void renumberMembers(const SetRecord &set, Generation first) = 0;

    virtual void putRemoval(const SetRecord &set, const ObjectId &id, Generation generation) = 0;
    /// Returns whether there was one.
    virtual bool eraseRemoval(const SetRecord &set, const ObjectId &id) = 0;
    /// Removals with after < generation <= upTo in generation order. False stops.
    virtual void visitRemovals(const SetRecord &set, Generation after, Generation upTo,
                               const std::function<bool(const ObjectId &, Generation)> &visit) = 0;
    /// Keeps the newest `keep` removals; returns the newest generation dropped, 0 if none was.
    virtual Generation dropRemovals(const SetRecord &set, qint64 keep) = 0;

    /// The generation of the n-th (n >= 1) object, living nested set's creation or removal of the whole tree
    /// after `after`, in generation order; none if there are fewer. Of removals those after `removalsAfter`
    /// count, which is not below `after`.
    [[nodiscard]] virtual std::optional<Generation> nthChange(Generation after, Generation removalsAfter,
                                                              qint64 n) = 0;
    /// The highest floor of all living sets; 0 if none has dropped a removal.
    [[nodiscard]] virtual Generation highestFloor() = 0;
    /// Remembers that first..last was one transaction.
    virtual void recordTransaction(Generation first, Generation last) = 0;
    /// The transaction that a generation belongs to; none if it is not known (then any cut is good).
    [[nodiscard]] virtual std::optional<std::pair<Generation, Generation>>
    transactionAt(Generation generation) = 0;
    /// Forgets all transactions: used by reset.
    virtual void forgetTransactions() = 0;
};

} // namespace GenMirror
