#pragma once

#include "sync/server/changes/auditlog.h"
#include "sync/server/changes/freespace.h"
#include "sync/server/changes/historyrecorder.h"
#include "sync/server/request/serverstatus.h"
#include "sync/server/store/treestore.h"

#include <chrono>

namespace GenMirror
{

/// What the server drops by itself.
struct CompactionPolicy {
    qint64 keepRemovals = -1; ///< Of each set; -1: all.
    qint64 olderThanDays = 0; ///< 0: of any age.
    std::chrono::milliseconds every{3'600'000};

    [[nodiscard]] bool doesAnything() const { return keepRemovals >= 0 || olderThanDays > 0; }
};

/// Compacts as the server's settings say. Thread-safe.
class PolicyCompaction
{
public:
    PolicyCompaction(const CompactionPolicy &policy, TreeStore &trees, const AuditLog &auditLog,
                     const HistoryRecorder &history, const FreeSpace &space, const ServerStatus &status)
        : m_policy(policy)
        , m_trees(trees)
        , m_auditLog(auditLog)
        , m_history(history)
        , m_space(space)
        , m_status(status)
    {
    }

    /// Looks which trees may have something to drop; each is compacted when it is its turn.
    void run() const;

private:
    /// When the policy may find something in a tree that does not change, in milliseconds since 1970; none
    /// where that is not known.
    [[nodiscard]] std::optional<qint64> nextDue(SqlStorage &storage) const;
    [[nodiscard]] Result<void> compact(const QString &name, SqlStorage &storage) const;
    [[nodiscard]] Result<void> compactAs(const QString &name, SqlStorage &storage,
                                         CompactionRequest request) const;

    const CompactionPolicy m_policy;
    TreeStore &m_trees;
    const AuditLog &m_auditLog;
    const HistoryRecorder &m_history;
    const FreeSpace &m_space;
    const ServerStatus &m_status;
};

} // namespace GenMirror
