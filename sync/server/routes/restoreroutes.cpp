#include "sync/server/routes/restoreroutes.h"

#include "model/core/generationaltree.h"
#include "sync/protocol/answers.h"
#include "sync/protocol/requests.h"
#include "sync/server/store/soundreset.h"
#include "sync/sql/sqlbackup.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(restoreLog, "genmirror.admin")

/// A copy of a backup's copy is brought to this version's schema and gets its new collection.
Result<void> prepareRestore(const QString &file, const QString &prepared)
{
    if (auto sound = checkIntegrity(file); !sound)
        return sound;
    if (auto copied = backUp(file, prepared); !copied)
        return copied;
    const auto storage = SqlStorage::open(prepared, {.mode = SqlDatabase::Mode::Open});
    if (!storage)
        return failureOf(storage);
    return resetSound(**storage, file, {}).and_then([&](const TreeState &) { return (*storage)->finish(); });
}

} // namespace

std::vector<Route> RestoreRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"POST",
              {"v1", "admin", "trees", "*", "restore"},
              by(this, &RestoreRoutes::restore),
              Needs::ServerAdmin}
            .withBody()
            .making(Route::Makes::TreeOrContents),
    };
}

/// The tree gets the backup's objects under a new collection: every mirror notices (protocol, rule 7), and
/// none can take the old generations for the new ones.
Answer RestoreRoutes::restore(Call &call, TreeWriter &writer) const
{
    const auto order = readRestoreOrder(call.request.body);
    if (!order)
        return failureOf(order);
    const QString &backup = order->backup; // Clang 14 lets no lambda capture structured bindings
    const QString &reason = order->reason;
    const auto file = m_directory.backups().fileOf(backup, call.tree);
    if (!file)
        return failureOf(file);
    const AuditEntry entry{.action = u"restore"_s, .tree = call.tree, .reason = reason, .detail = backup};
    if (auto written = m_auditLog.write(call, entry); !written)
        return failureOf(written);
    const auto work = m_directory.work();
    if (!work)
        return failureOf(work);
    const QString prepared = (*work)->filePath(u"tree.sqlite"_s);
    const auto done =
        prepareRestore(*file, prepared).and_then([&] { return takeOver(call, writer, prepared, reason); });
    if (!done)
        return failureOf(done);
    m_trees.health().foundSound(call.tree);
    m_announcements.collection(call.tree, done->state);
    m_space.giveBack(call.tree);
    return jsonResponse(toJson(TreePlace{.collection = done->state.collection,
                                         .generation = done->state.generation,
                                         .setAside = done->aside}));
}

/// In one transaction, as long as the tree's file is sound: who reads goes on. A file that is not is what a
/// backup is for: it is set aside, and the prepared one takes its place.
Result<RestoreRoutes::Restored> RestoreRoutes::takeOver(const Call &call, TreeWriter &writer,
                                                        const QString &prepared, const QString &reason) const
{
    const QString file = m_directory.treeFile(call.tree);
    bool sound = false;
    const auto replace = [&] {
        return writer.writing([&](SqlStorage &storage) {
            return checkIntegrity(file).and_then([&] {
                sound = true;
                return replaceContents(call, storage, prepared, reason);
            });
        });
    };
    auto replaced = replace();
    if (!replaced && !sound && replaced.error().kind == Error::Kind::Storage)
        replaced = replace(); // what passes is no reason to set a file aside
    if (replaced)
        return Restored{.state = *replaced};
    const bool unusable =
        sound ? replaced.error().kind == Error::Kind::Damaged : replaced.error().kind != Error::Kind::Full;
    if (!unusable)
        return failureOf(replaced);
    return replaceFile(call, writer, prepared, reason, replaced.error().detail);
}

Result<TreeState> RestoreRoutes::replaceContents(const Call &call, SqlStorage &storage,
                                                 const QString &prepared, const QString &reason) const
{
    TreeState state;
    return storage
        .replaceWith(prepared,
                     [&] {
                         state = storage.state();
                         m_history.record(call, storage, actOf(state, u"restored"_s, reason));
                     })
        .map([&state] { return state; });
}

Result<RestoreRoutes::Restored> RestoreRoutes::replaceFile(const Call &call, TreeWriter &writer,
                                                           const QString &prepared, const QString &reason,
                                                           const QString &why) const
{
    const QString file = m_directory.treeFile(call.tree);
    Restored restored;
    {
        const auto storage = SqlStorage::open(prepared, m_storageOptions);
        if (!storage)
            return failureOf(storage);
        auto done = (*storage)->begin();
        if (done) {
            // Its history goes on from what can be read of it, else from that of the backup.
            const auto before = SqlStorage::open(file, {.mode = SqlDatabase::Mode::ReadOnly});
            const auto kept = before ? (*storage)->journal().takeOver((*before)->journal())
                                     : Result<void>(failureOf(before));
            if (!kept)
                qCWarning(restoreLog,
                          "The history of the tree %s before its restore is lost, or a part of it: %s",
                          qUtf8Printable(call.tree), qUtf8Printable(kept.error().detail));
            restored.state = (*storage)->state();
            m_history.record(call, **storage, actOf(restored.state, u"restored"_s, reason));
            done = (*storage)->commit().and_then([&] { return (*storage)->finish(); });
        }
        if (!done)
            return failureOf(done);
    }
    writer.close();
    const auto made = FileIdentity::of(prepared);
    const auto aside = m_directory.replaceTree(prepared, call.tree, why);
    if (!aside) {
        m_placement.serveIfPlaced(call.tree, made, restored.state);
        return failureOf(aside);
    }
    restored.aside = *aside;
    m_trees.placed(call.tree);
    return restored;
}

} // namespace GenMirror
