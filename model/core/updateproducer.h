#pragma once

#include "model/core/generationaltree.h"

#include <vector>

namespace GenMirror
{

/// Walks a tree and tells a visitor what a request has not seen: the rules of updates.
///
/// Made for one update. Memory: one open cursor for each level of nesting.
class UpdateProducer
{
public:
    UpdateProducer(TreeStorage &storage, QString treeName, const UpdateRequest &request);

    /// What the update's header will be, without walking.
    [[nodiscard]] UpdateHeader header() const { return m_header; }
    /// False if the visitor stopped it.
    [[nodiscard]] bool run(UpdateVisitor &visitor, GenerationalTree::Order order);

private:
    struct PendingSet {
        ObjectId id;
        SetKey key;
    };

    void decideHeader();
    [[nodiscard]] qint64 objectCount() const;
    [[nodiscard]] Generation pageEnd(Generation current) const;
    [[nodiscard]] bool behindFloor(const SetRecord &set) const;
    [[nodiscard]] bool visitSet(const SetRecord &set);
    [[nodiscard]] bool visitNested(const SetRecord &set, bool listed);
    [[nodiscard]] bool visitObjects(const SetRecord &set, Generation after, Generation upTo);
    [[nodiscard]] bool visitRemovals(const SetRecord &set);
    [[nodiscard]] bool openPending();

    TreeStorage &m_storage;
    QString m_treeName;
    UpdateRequest m_request;
    UpdateHeader m_header;
    Generation m_current; ///< The tree's generation now.
    Generation m_end;     ///< Where this page ends.
    Generation m_seen;    ///< Removals up to here do not concern the client.
    UpdateVisitor *m_visitor = nullptr;
    GenerationalTree::Order m_order = GenerationalTree::Order::SetsLast;
    std::vector<PendingSet> m_pending; ///< Nested sets that have not yet shown anything.
};

} // namespace GenMirror
