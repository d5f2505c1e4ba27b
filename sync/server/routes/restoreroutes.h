#pragma once

#include "sync/server/changes/announcements.h"
#include "sync/server/changes/auditlog.h"
#include "sync/server/changes/freespace.h"
#include "sync/server/changes/historyrecorder.h"
#include "sync/server/changes/treeplacement.h"
#include "sync/server/request/route.h"
#include "sync/server/store/datadirectory.h"

namespace GenMirror
{

/// The way back from a backup: a tree gets its objects under a new collection. It is in the audit log before
/// it is done.
class RestoreRoutes
{
public:
    RestoreRoutes(TreeStore &trees, const DataDirectory &directory, const TreePlacement &placement,
                  const Announcements &announcements, const AuditLog &auditLog,
                  const HistoryRecorder &history, const FreeSpace &space,
                  const SqlStorage::Options &storageOptions)
        : m_trees(trees)
        , m_directory(directory)
        , m_placement(placement)
        , m_announcements(announcements)
        , m_auditLog(auditLog)
        , m_history(history)
        , m_space(space)
        , m_storageOptions(storageOptions)
    {
    }

    [[nodiscard]] std::vector<Route> routes() const;

private:
    struct Restored {
        TreeState state;
        QString aside; ///< Where the files are that were there before; empty if they could be used.
    };

    [[nodiscard]] Answer restore(Call &call, TreeWriter &writer) const;
    /// A tree becomes what a prepared file holds.
    [[nodiscard]] Result<Restored> takeOver(const Call &call, TreeWriter &writer, const QString &prepared,
                                            const QString &reason) const;
    [[nodiscard]] Result<TreeState> replaceContents(const Call &call, SqlStorage &storage,
                                                    const QString &prepared, const QString &reason) const;
    [[nodiscard]] Result<Restored> replaceFile(const Call &call, TreeWriter &writer, const QString &prepared,
                                               const QString &reason, const QString &why) const;

    TreeStore &m_trees;
    const DataDirectory &m_directory;
    const TreePlacement &m_placement;
    const Announcements &m_announcements;
    const AuditLog &m_auditLog;
    const HistoryRecorder &m_history;
    const FreeSpace &m_space;
    const SqlStorage::Options &m_storageOptions;
};

} // namespace GenMirror
