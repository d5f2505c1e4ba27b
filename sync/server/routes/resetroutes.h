#pragma once

#include "sync/server/changes/announcements.h"
#include "sync/server/changes/auditlog.h"
#include "sync/server/changes/freespace.h"
#include "sync/server/changes/historyrecorder.h"
#include "sync/server/request/route.h"

namespace GenMirror
{

/// Begins a new collection of a tree. It is in the audit log before it is done.
class ResetRoutes
{
public:
    ResetRoutes(const Announcements &announcements, const AuditLog &auditLog, const HistoryRecorder &history,
                const FreeSpace &space)
        : m_announcements(announcements)
        , m_auditLog(auditLog)
        , m_history(history)
        , m_space(space)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer reset(Call &call, TreeWriter &writer) const;

    const Announcements &m_announcements;
    const AuditLog &m_auditLog;
    const HistoryRecorder &m_history;
    const FreeSpace &m_space;
};

} // namespace GenMirror
