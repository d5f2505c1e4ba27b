#pragma once

#include "sync/server/access/clientbook.h"
#include "sync/server/changes/announcements.h"
#include "sync/server/changes/auditlog.h"
#include "sync/server/changes/historyrecorder.h"
#include "sync/server/changes/treeplacement.h"
#include "sync/server/request/route.h"
#include "sync/server/store/datadirectory.h"

namespace GenMirror
{

struct TreeOptions;

/// Makes and removes trees. Each act is in the audit log before it is done.
class TreeMakingRoutes
{
public:
    TreeMakingRoutes(TreeStore &trees, const DataDirectory &directory, const TreePlacement &placement,
                     const Announcements &announcements, ClientBook &clients, const AuditLog &auditLog,
                     const HistoryRecorder &history, const SqlStorage::Options &storageOptions)
        : m_trees(trees)
        , m_directory(directory)
        , m_placement(placement)
        , m_announcements(announcements)
        , m_clients(clients)
        , m_auditLog(auditLog)
        , m_history(history)
        , m_storageOptions(storageOptions)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer createTree(Call &call, TreeWriter &writer) const;
    [[nodiscard]] Answer removeTree(Call &call, TreeWriter &writer) const;
    /// Makes a tree in full, and only then gives it its name.
    [[nodiscard]] Result<TreeState> makeTree(const Call &call, const TreeOptions &options) const;

    TreeStore &m_trees;
    const DataDirectory &m_directory;
    const TreePlacement &m_placement;
    const Announcements &m_announcements;
    ClientBook &m_clients;
    const AuditLog &m_auditLog;
    const HistoryRecorder &m_history;
    const SqlStorage::Options &m_storageOptions;
};

} // namespace GenMirror
