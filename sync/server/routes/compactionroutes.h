#pragma once

#include "sync/protocol/requests.h"
#include "sync/server/access/clientbook.h"
#include "sync/server/changes/auditlog.h"
#include "sync/server/changes/freespace.h"
#include "sync/server/changes/historyrecorder.h"
#include "sync/server/request/route.h"

namespace GenMirror
{

/// Drops removals of a tree, or tells what that would come to. It is in the audit log before it is done.
class CompactionRoutes
{
public:
    CompactionRoutes(const ClientBook &clients, const AuditLog &auditLog, const HistoryRecorder &history,
                     const FreeSpace &space)
        : m_clients(clients)
        , m_auditLog(auditLog)
        , m_history(history)
        , m_space(space)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer compact(Call &call, TreeWriter &writer) const;
    [[nodiscard]] Answer compactNow(Call &call, SqlStorage &storage, const CompactionOrder &asked) const;

    const ClientBook &m_clients;
    const AuditLog &m_auditLog;
    const HistoryRecorder &m_history;
    const FreeSpace &m_space;
};

} // namespace GenMirror
