// Copies of a running server, and the way back. A backup is a folder of the data directory:
// backups/NAME/TREE.sqlite, each tree as it was at one moment.
#include "model/core/generationaltree.h"
#include "model/core/jsontext.h"
#include "sync/protocol/batchreader.h"
#include "sync/protocol/routes.h"
#include "sync/server/call.h"
#include "sync/sql/sqlbackup.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr auto Unfinished = "~unfinished"_L1; // of a folder's name, while it is being written

QByteArray backupJson(const QFileInfo &folder)
{
    QByteArray json = "\"backup\":" + jsonString(folder.fileName()) +
                      ",\"at\":" + jsonTime(folder.lastModified().toUTC()) + ",\"trees\":[";
    const QFileInfoList files =
        QDir(folder.filePath()).entryInfoList({u"*.sqlite"_s}, QDir::Files, QDir::Name);
    qint64 bytes = 0;
    for (const QFileInfo &file : files) {
        if (!json.endsWith('['))
            json += ',';
        json += jsonString(file.completeBaseName());
        bytes += file.size();
    }
    return json + "],\"bytes\":" + QByteArray::number(bytes);
}

/// The string fields of a body; InvalidArgument if there are others.
Result<QMap<QByteArray, QString>> readFields(const QByteArray &body, const QByteArrayList &known)
{
    QMap<QByteArray, QString> fields;
    if (body.isEmpty())
        return fields;
    const auto members = membersOf(body);
    if (!members)
        return failureOf(members);
    for (const JsonMember &member : *members) {
        const QString text = stringOfJson(member.value);
        if (!known.contains(member.name) || text.isEmpty())
            return failure(Error::Kind::InvalidArgument,
                           u"\"%1\" is not valid here. What may be given, as strings: %2."_s.arg(
                               QString::fromUtf8(member.name), QString::fromUtf8(known.join(", "))));
        fields.insert(member.name, text);
    }
    return fields;
}

Error noSuchBackup(const QString &name)
{
    return {.kind = Error::Kind::NotFound,
            .detail = u"There is no backup \"%1\". GET /v1/admin/backups tells which there are."_s.arg(name)};
}

} // namespace

QString TreeService::backupFolder(const QString &name) const
{
    return m_directory + "/backups/"_L1 + name;
}

TreeService::Answer TreeService::listBackups(Call &, TreeWorker &)
{
    QByteArray json = "{\"backups\":[";
    const QFileInfoList folders =
        QDir(backupFolder({})).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo &folder : folders) {
        if (folder.fileName().endsWith(Unfinished))
            continue;
        if (!json.endsWith('['))
            json += ',';
        json += '{' + backupJson(folder) + '}';
    }
    return jsonResponse(json + "]}");
}

/// On the writer only as far as it has to be there: the name is taken and the act written down. The copying
/// itself runs on a reader, so that writing goes on.
TreeService::Answer TreeService::makeBackup(Call &call, TreeWorker &)
{
    const auto fields = readFields(call.request.body, {"name", "reason"});
    if (!fields)
        return failureOf(fields);
    const QString now = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz"_s);
    const auto name = Routes::checkTreeName(fields->value("name", now));
    if (!name || name->endsWith(Unfinished))
        return failure(
            Error::Kind::InvalidArgument,
            u"A backup's name has 1 to 128 of A-Z a-z 0-9 . _ - ~, does not begin with a dot and does "
            "not end with %1."_s.arg(Unfinished));
    const QString unfinished = backupFolder(*name) + Unfinished;
    if (QFileInfo::exists(backupFolder(*name)) || QFileInfo::exists(unfinished))
        return failure(Error::Kind::AlreadyExists, u"There is a backup \"%1\" already."_s.arg(*name));
    const AuditEntry entry{.action = u"backup"_s, .reason = fields->value("reason"), .detail = *name};
    if (auto written = audit(call, entry); !written)
        return failureOf(written);
    if (!QDir().mkpath(unfinished))
        return failure(
            Error::Kind::Storage,
            u"The folder %1 cannot be made. Check the rights of the data directory, and the room on its "
            "disk."_s.arg(unfinished));
    QFile::setPermissions(backupFolder({}), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    reader().post([this, name = *name, unfinished, responder = call.responder](TreeWorker &) {
        for (const QString &tree : m_registry.names()) {
            const auto copied = backUp(m_registry.fileName(tree), u"%1/%2.sqlite"_s.arg(unfinished, tree));
            if (copied || !m_registry.find(tree)) // removed meanwhile
                continue;
            QDir(unfinished).removeRecursively();
            return responder->respond(errorResponse(copied.error()));
        }
        if (!QDir().rename(unfinished, backupFolder(name)))
            return responder->respond(errorResponse(
                {.kind = Error::Kind::Storage, .detail = u"The backup could not be given its name."_s}));
        responder->respond(jsonResponse('{' + backupJson(QFileInfo(backupFolder(name))) + '}', 201));
    });
    return HttpResponse{.status = 0};
}

TreeService::Answer TreeService::removeBackup(Call &call, TreeWorker &)
{
    if (!Routes::checkTreeName(call.subject) || !QFileInfo::exists(backupFolder(call.subject)))
        return tl::make_unexpected(noSuchBackup(call.subject));
    if (auto written = audit(call, {.action = u"remove-backup"_s, .detail = call.subject}); !written)
        return failureOf(written);
    if (!QDir(backupFolder(call.subject)).removeRecursively())
        return failure(Error::Kind::Storage,
                       u"Not all of the backup \"%1\" could be removed."_s.arg(call.subject));
    return HttpResponse{.status = 204};
}

/// The tree gets the backup's objects under a new collection, in one transaction: every mirror notices
/// (protocol, rule 7), and none can take the old generations for the new ones.
TreeService::Answer TreeService::restore(Call &call, TreeWorker &worker)
{
    const auto fields = readFields(call.request.body, {"backup", "reason"});
    if (!fields)
        return failureOf(fields);
    const QString backup = fields->value("backup");
    const QString reason = fields->value("reason").trimmed();
    if (backup.isEmpty() || reason.isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       u"Say which and why: a restore needs \"backup\" and \"reason\"."_s);
    const QString file = u"%1/%2.sqlite"_s.arg(backupFolder(backup), call.tree);
    if (!Routes::checkTreeName(backup) || !QFile::exists(file))
        return failure(
            Error::Kind::NotFound,
            u"There is no backup \"%1\" that holds the tree \"%2\". GET /v1/admin/backups tells which "
            "there are."_s.arg(backup, call.tree));
    const AuditEntry entry{.action = u"restore"_s, .tree = call.tree, .reason = reason, .detail = backup};
    if (auto written = audit(call, entry); !written)
        return failureOf(written);
    // A copy of the copy is brought to this version's schema and to its new collection.
    const QString prepared = m_directory + "/restoring~"_L1 + call.tree;
    const auto removePrepared = [&prepared] {
        for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
            QFile::remove(prepared + suffix);
    };
    removePrepared(); // of a crash
    const auto done =
        prepareRestore(file, prepared).and_then([&] { return takeOver(call, worker, prepared, reason); });
    removePrepared();
    if (!done)
        return failureOf(done);
    return jsonResponse("{\"collection\":\"" + done->collection.toHex() +
                        "\",\"generation\":" + QByteArray::number(done->generation.value) + '}');
}

Result<void> TreeService::prepareRestore(const QString &file, const QString &prepared)
{
    if (auto sound = checkIntegrity(file); !sound)
        return sound;
    if (auto copied = backUp(file, prepared); !copied)
        return copied;
    const auto storage = SqlStorage::open(prepared, {});
    if (!storage)
        return failureOf(storage);
    if (!(*storage)->holdsTree())
        return failure(Error::Kind::Damaged, u"%1 holds no tree."_s.arg(file));
    GenerationalTree tree(**storage);
    return tree.reset(GenerationalTree::ResetObjects::Keep).map([](const TreeState &) {});
}

Result<TreeState> TreeService::takeOver(const Call &call, TreeWorker &worker, const QString &prepared,
                                        const QString &reason)
{
    const bool isNew = !m_registry.find(call.tree);
    if (isNew) {
        if (auto made = makeTreeFile(call.tree, {}); !made) {
            (void)m_registry.removeFiles(call.tree);
            return failureOf(made);
        }
        (void)m_registry.add(call.tree);
    }
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const auto replaced = (*storage)->replaceWith(prepared, [&] {
        const TreeState state = (*storage)->state();
        record(call, **storage,
               {.collection = state.collection,
                .first = state.generation,
                .last = state.generation,
                .what = u"restored"_s,
                .reason = reason});
    });
    if (!replaced)
        return failureOf(replaced);
    const TreeState state = (*storage)->state();
    m_waiters.wake(call.tree, Generation());
    announce(call.tree, **storage, {});
    giveSpaceBack(call.tree);
    return state;
}

} // namespace GenMirror
