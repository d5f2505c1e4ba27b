#pragma once

#include "model/core/treestorage.h"

#include <QHash>
#include <QMap>

namespace GenMirror
{

/// A TreeStorage in memory, for embedding and tests. A transaction keeps a copy of what it touches
/// (implicitly shared containers), so rolling back is exact.
class MemoryTreeStorage final : public TreeStorage
{
public:
    [[nodiscard]] std::optional<Error> error() const override { return {}; }
    [[nodiscard]] Result<void> begin() override;
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;

    [[nodiscard]] TreeState state() override { return m_data.state; }
    void setState(const TreeState &state) override { m_data.state = state; }
    [[nodiscard]] std::optional<SetRecord> findSet(const SetPath &path) override;
    void putSet(SetRecord &set) override;
    void putCounts(const SetRecord &set) override;
    void visitChildren(const SetRecord &parent, Generation after,
                       const std::function<bool(const SetRecord &)> &visit) override;
    [[nodiscard]] QList<SetRecord> rememberedChildren(const SetRecord &parent, qint64 limit) override;
    void visitSets(const std::function<bool(const SetRecord &)> &visit) override;
    void forgetSet(const SetRecord &set) override;
    [[nodiscard]] std::optional<MemberRecord> member(const SetRecord &set, const ObjectId &id) override;
    void putMember(const SetRecord &set, const MemberRecord &member) override;
    void eraseMember(const SetRecord &set, const ObjectId &id) override;
    void eraseAll(const SetRecord &set) override;
    void visitMembers(const SetRecord &set, Generation after, Generation upTo,
                      const std::function<bool(const MemberRecord &)> &visit) override;
    void renumberMembers(const SetRecord &set, Generation first) override;
    void putRemoval(const SetRecord &set, const ObjectId &id, Generation generation) override;
    bool eraseRemoval(const SetRecord &set, const ObjectId &id) override;
    void visitRemovals(const SetRecord &set, Generation after, Generation upTo,
                       const std::function<bool(const ObjectId &, Generation)> &visit) override;
    Generation dropRemovals(const SetRecord &set, qint64 keep) override;
    [[nodiscard]] std::optional<Generation> nthChange(Generation after, Generation removalsAfter,
                                                      qint64 n) override;
    [[nodiscard]] Generation highestFloor() override;
    void recordTransaction(Generation first, Generation last) override;
    [[nodiscard]] std::optional<std::pair<Generation, Generation>>
    transactionAt(Generation generation) override;
    void forgetTransactions() override { m_data.transactions.clear(); }

private:
    struct SetContents {
        QHash<ObjectId, MemberRecord> members;
        QMap<Generation, ObjectId> order;
        QHash<ObjectId, Generation> removals;
        QMap<Generation, ObjectId> removalOrder;
    };
    struct Data {
        TreeState state;
        qint64 lastKey = 0;
        QMap<SetPath, SetRecord> sets; ///< By path, so that parents come first.
        QHash<qint64, SetContents> contents;
        QMap<Generation, Generation> transactions; ///< Last to first.
    };
    Data m_data;
    std::optional<Data> m_before;
};

} // namespace GenMirror
