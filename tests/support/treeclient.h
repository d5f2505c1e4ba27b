#pragma once

#include "model/core/generationaltree.h"
#include "model/core/updateapplier.h"

namespace GenMirror::Test
{

/// A client without a wire: asks a tree for an update and applies it to a mirror's storage.
class TreeClient
{
public:
    explicit TreeClient(MirrorStorage &storage)
        : m_storage(storage)
    {
    }

    [[nodiscard]] UpdateRequest nextRequest(qint64 limit = 0)
    {
        const MirrorState state = m_storage.state();
        return {
            .since = state.generation, .collection = state.collection, .limit = limit, .base = state.base};
    }

    /// One request and its answer, in a transaction.
    [[nodiscard]] Result<AppliedUpdate> poll(GenerationalTree &tree, qint64 limit = 0)
    {
        return ask(tree, nextRequest(limit));
    }

    /// Everything anew, as after a digest that differed.
    [[nodiscard]] Result<AppliedUpdate> repair(GenerationalTree &tree) { return ask(tree, {}); }

    /// Polls until there is no more.
    [[nodiscard]] Result<AppliedUpdate> catchUp(GenerationalTree &tree, qint64 limit = 0)
    {
        auto update = poll(tree, limit);
        while (update && update->more)
            update = poll(tree, limit);
        return update;
    }

private:
    [[nodiscard]] Result<AppliedUpdate> ask(GenerationalTree &tree, const UpdateRequest &request)
    {
        if (!m_storage.begin())
            return {};
        UpdateApplier applier(m_storage, request);
        const auto header = tree.updates(request, applier);
        if (!header) {
            m_storage.rollback();
            return tl::make_unexpected(applier.error().value_or(header.error()));
        }
        if (auto committed = m_storage.commit(); !committed)
            return failureOf(committed);
        return applier.result();
    }

    MirrorStorage &m_storage;
};

} // namespace GenMirror::Test
