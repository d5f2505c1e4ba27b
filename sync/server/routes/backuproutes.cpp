#include "sync/server/routes/backuproutes.h"

#include "sync/protocol/adminanswers.h"
#include "sync/protocol/requests.h"
#include "sync/server/store/treecopies.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

BackupListing listingOf(const BackupFolders::Backup &backup)
{
    BackupListing listing{
        .backup = backup.name, .at = backup.at, .trees = backup.trees, .bytes = backup.bytes};
    for (const BackupFolders::Missing &tree : backup.missing)
        listing.missing.append({.tree = tree.tree, .problem = tree.problem});
    return listing;
}

} // namespace

std::vector<Route> BackupRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"GET", {"v1", "admin", "backups"}, by(this, &BackupRoutes::listBackups), Needs::ServerAdmin},
        Route{"POST", {"v1", "admin", "backups"}, by(this, &BackupRoutes::makeBackup), Needs::ServerAdmin}
            .withBody(),
        Route{"DELETE",
              {"v1", "admin", "backups", "*backup"},
              by(this, &BackupRoutes::removeBackup),
              Needs::ServerAdmin},
    };
}

Answer BackupRoutes::listBackups(Call &) const
{
    const auto backups = m_directory.backups().list();
    if (!backups)
        return failureOf(backups);
    QList<BackupListing> listing;
    for (const BackupFolders::Backup &backup : *backups)
        listing.append(listingOf(backup));
    return jsonResponse(toJson(listing));
}

/// Each tree as it is at one moment; writing goes on. One that cannot be copied makes it partial, and it says
/// so.
Answer BackupRoutes::makeBackup(Call &call) const
{
    const auto order = readBackupOrder(call.request.body);
    if (!order)
        return failureOf(order);
    const QString now = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz"_s);
    const auto name = BackupFolders::checkName(order->name.isEmpty() ? now : order->name);
    if (!name)
        return failureOf(name);
    const auto taken = m_directory.backups().find(*name);
    if (taken)
        return failure(Error::Kind::AlreadyExists, ErrorCode::BackupThere,
                       u"There is a backup \"%1\" already."_s.arg(*name));
    if (taken.error().kind != Error::Kind::NotFound)
        return failureOf(taken);
    const AuditEntry entry{.action = u"backup"_s, .reason = order->reason, .detail = *name};
    if (auto written = m_auditLog.write(call, entry); !written)
        return failureOf(written);
    return m_directory.backups()
        .begin()
        .and_then([&](const std::unique_ptr<WorkFolder> &folder) -> Result<BackupFolders::Backup> {
            return copyTrees(m_trees, m_directory, *folder)
                .and_then([&](const QList<BackupFolders::Missing> &missing) {
                    return m_directory.backups().finish(*folder, *name, missing);
                });
        })
        .map([](const BackupFolders::Backup &made) { return jsonResponse(toJson(listingOf(made)), 201); });
}

Answer BackupRoutes::removeBackup(Call &call) const
{
    if (const auto found = m_directory.backups().find(call.subject); !found)
        return failureOf(found);
    if (auto written = m_auditLog.write(call, {.action = u"remove-backup"_s, .detail = call.subject});
        !written)
        return failureOf(written);
    if (auto removed = m_directory.backups().remove(call.subject); !removed)
        return failureOf(removed);
    return removedResponse(call.subject);
}

} // namespace GenMirror
