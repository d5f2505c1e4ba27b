#pragma once

#include "model/core/operation.h"
#include "model/core/treestorage.h"

#include <unordered_map>

namespace GenMirror
{

/// The mutations of one transaction: what each does to members, removals, floors, generation and digest.
///
/// Begins the storage's transaction when made and rolls it back when destroyed without commit(). Records of
/// the sets that it touches are kept here and written once, at the end.
class TreeTransaction
{
public:
    explicit TreeTransaction(TreeStorage &storage);
    ~TreeTransaction();
    TreeTransaction(const TreeTransaction &) = delete;
    TreeTransaction &operator=(const TreeTransaction &) = delete;

    /// Does one operation; on failure the transaction is only good to be dropped.
    [[nodiscard]] Result<void> apply(const Operation &operation);
    /// What was done so far.
    [[nodiscard]] const Commit &done() const { return m_commit; }
    /// Writes the touched sets and the state. Before the storage's commit.
    void flush();
    [[nodiscard]] Result<void> commit();

private:
    struct Touched {
        SetRecord record;
        QByteArray pathJson;
        std::optional<bool> hasNestedSets;
        std::optional<bool> hasRememberedSets;
    };

    [[nodiscard]] Result<Touched *> living(const SetPath &path);
    [[nodiscard]] Result<void> put(const Operation &operation);
    [[nodiscard]] Result<void> remove(const Operation &operation);
    [[nodiscard]] Result<void> createSet(const Operation &operation);
    [[nodiscard]] Result<void> removeSet(const SetPath &path, std::optional<Generation> ifGeneration);
    [[nodiscard]] bool hasNestedSet(Touched &set, const ObjectId &id);
    void buryNestedSets(const SetRecord &set, Generation generation);
    void bury(const SetRecord &set, Generation generation);
    void removeRemembered(Touched &parent, const ObjectId &id, Generation generation);
    void removeAgain(SetRecord remembered, Generation generation);
    void addRemoval(SetRecord &set, const ObjectId &id, Generation generation);
    [[nodiscard]] SetCounts &countsOf(const SetPath &path);
    [[nodiscard]] Generation advance(const SetPath &path);

    TreeStorage &m_storage;
    Result<void> m_begun; ///< Without a transaction nothing is read or done.
    TreeState m_state;
    Commit m_commit;
    struct PathHash {
        size_t operator()(const SetPath &path) const noexcept { return qHash(path); }
    };
    std::unordered_map<SetPath, Touched, PathHash> m_touched;  ///< References into it stay good.
    std::unordered_map<SetPath, qsizetype, PathHash> m_counts; ///< Where a set's counts stand in m_commit.
    bool m_open = true;
};

} // namespace GenMirror
