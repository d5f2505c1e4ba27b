#pragma once

#include "sync/server/changes/auditlog.h"
#include "sync/server/request/route.h"
#include "sync/server/store/datadirectory.h"

namespace GenMirror
{

/// Copies of a running server. A backup is a folder of the data directory: backups/NAME/TREE.sqlite, each
/// tree as it was at one moment.
class BackupRoutes
{
public:
    BackupRoutes(TreeStore &trees, const DataDirectory &directory, const AuditLog &auditLog)
        : m_trees(trees)
        , m_directory(directory)
        , m_auditLog(auditLog)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    [[nodiscard]] Answer listBackups(Call &call) const;
    [[nodiscard]] Answer makeBackup(Call &call) const;
    [[nodiscard]] Answer removeBackup(Call &call) const;

    TreeStore &m_trees;
    const DataDirectory &m_directory;
    const AuditLog &m_auditLog;
};

} // namespace GenMirror
