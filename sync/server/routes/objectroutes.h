#pragma once

#include "sync/server/changes/historyrecorder.h"
#include "sync/server/request/route.h"

namespace GenMirror
{

/// Objects and sets: read, put, removed, or many at once. Each change is answered when it is on the disk,
/// also where several share a transaction.
class ObjectRoutes
{
public:
    ObjectRoutes(TreeStore &trees, const HistoryRecorder &history)
        : m_trees(trees)
        , m_history(history)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer getObject(Call &call) const;
    [[nodiscard]] Result<Changed> putObject(Call &call, SqlStorage &storage) const;
    [[nodiscard]] Result<Changed> removeObject(Call &call, SqlStorage &storage) const;
    [[nodiscard]] Result<Changed> changeObject(const Call &call, SqlStorage &storage,
                                               const Operation &operation) const;
    [[nodiscard]] Result<Changed> batch(Call &call, SqlStorage &storage) const;

    TreeStore &m_trees;
    const HistoryRecorder &m_history;
};

} // namespace GenMirror
