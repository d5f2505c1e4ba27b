// genmirrorctl admin: compaction, reset, verification, backup and restore.
#include "app/genmirrorctl/adminoutput.h"
#include "app/genmirrorctl/command.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Parser = QCommandLineParser;

QString setText(const SetPath &set)
{
    QStringList names;
    for (const ObjectId &id : set.ids())
        names.append(id.toDisplay());
    return names.isEmpty() ? u"(root)"_s : names.join(u'/');
}

void printCompaction(const CompactionListing &report, bool dryRun)
{
    const qint64 dropped = report.dropped;
    printLine(u"%1 %2."_s
                  .arg(counted(dropped, u"removal"_s, u"removals"_s),
                       dryRun ? u"would be dropped"_s : (dropped == 1 ? u"was dropped"_s : u"were dropped"_s))
                  .toUtf8());
    QList<QStringList> rows;
    for (const CompactionListing::Set &set : report.sets)
        rows.append({setText(set.set), QString::number(set.dropped), QString::number(set.floor.value)});
    if (!rows.isEmpty())
        printTable({u"SET"_s, u"DROPPED"_s, u"NEW FLOOR"_s}, rows);
    printLine(report.clients.isEmpty()
                  ? u"No known client has to reload."_s.toUtf8()
                  : u"%1 to reload, %2 in all:"_s
                        .arg(counted(report.clients.size(), u"client has"_s, u"clients have"_s),
                             bytesText(report.bytes))
                        .toUtf8());
    rows.clear();
    for (const ReloadingClient &client : report.clients)
        rows.append({client.client, QString::number(client.sent.value), bytesText(client.bytes),
                     client.certain ? u"yes"_s : u"perhaps"_s, timeText(client.lastSeen), client.name});
    if (!rows.isEmpty())
        printTable({u"CLIENT"_s, u"GENERATION"_s, u"BYTES"_s, u"RELOADS"_s, u"LAST SEEN"_s, u"NAME"_s}, rows);
}

Result<int> compact(const Parser &parser, const QStringList &arguments)
{
    using Compaction = CompactionOrder;
    Compaction compaction{.dryRun = parser.isSet(u"dry-run"_s)};
    int ways = 0;
    for (const auto &[option, way] :
         {std::pair(u"keep"_s, Compaction::By::KeepRemovals), std::pair(u"before"_s, Compaction::By::Before),
          std::pair(u"older-than-days"_s, Compaction::By::OlderThanDays)}) {
        if (!parser.isSet(option))
            continue;
        const auto value = integerOption(parser, option, 0);
        if (!value)
            return failureOf(value);
        ++ways;
        compaction.by = way;
        compaction.value = *value;
    }
    if (ways != 1)
        return failure(
            Error::Kind::InvalidArgument,
            u"Say how much to keep, by one of --keep N, --before GENERATION and --older-than-days N."_s);
    if (parser.isSet(u"set"_s)) {
        auto set = setOfPath(parser.value(u"set"_s));
        if (!set)
            return failureOf(set);
        compaction.set = *std::move(set);
    }
    compaction.reason = parser.value(u"reason"_s);
    const auto answer =
        askServer(parser, [&](Api &api) { return api.wait(api->compact(arguments[0], compaction)); });
    if (!answer)
        return failureOf(answer);
    if (parser.isSet(u"json"_s))
        printLine(answer->text);
    else
        printCompaction(answer->value, compaction.dryRun);
    return 0;
}

/// What a reset or a restore made.
Result<int> remade(const Parser &parser, const Result<Answer<TreePlace>> &answer, const QString &what)
{
    if (!answer)
        return failureOf(answer);
    const TreePlace &place = answer->value;
    printLine(parser.isSet(u"json"_s)
                  ? answer->text
                  : u"%1. It is at generation %2 of the new collection %3; every mirror fetches it anew."_s
                        .arg(what)
                        .arg(place.generation.value)
                        .arg(QString::fromLatin1(place.collection.toHex()))
                        .toUtf8());
    if (!place.setAside.isEmpty())
        say(u"Its files could not be used; they are in the server's data directory, in %1, with the reason."_s
                .arg(place.setAside));
    return 0;
}

Result<int> reset(const Parser &parser, const QStringList &arguments)
{
    if (parser.value(u"reason"_s).trimmed().isEmpty())
        return failure(Error::Kind::InvalidArgument, u"Say why: --reason TEXT"_s);
    const bool drop = parser.isSet(u"drop-objects"_s);
    const auto sure = confirmed(
        parser, arguments[0],
        drop ? u"All objects of the tree \"%1\" will be dropped, and every mirror will drop its copy."_s.arg(
                   arguments[0])
             : u"The tree \"%1\" gets a new collection, and every mirror fetches all of it anew."_s.arg(
                   arguments[0]));
    if (!sure)
        return failureOf(sure);
    return remade(parser,
                  askServer(parser,
                            [&](Api &api) {
                                return api.wait(api->reset(arguments[0], parser.value(u"reason"_s), drop));
                            }),
                  u"The tree \"%1\" is reset"_s.arg(arguments[0]));
}

/// 1 if it is not what its digest says, or its file not sound.
Result<int> verifyTree(const Parser &parser, const QStringList &arguments)
{
    qint64 seconds = 0;
    if (parser.isSet(u"seconds"_s)) {
        const auto wanted = integerOption(parser, u"seconds"_s, 1);
        if (!wanted)
            return failureOf(wanted);
        seconds = *wanted;
    }
    const auto answer =
        askServer(parser, [&](Api &api) { return api.wait(api->verify(arguments[0], seconds)); });
    if (!answer)
        return failureOf(answer);
    const TreeVerification &found = answer->value;
    if (parser.isSet(u"json"_s)) {
        printLine(answer->text);
        return found.isSound() ? 0 : 1;
    }
    if (found.isSound())
        printLine(u"verified: %1 at generation %2, digest %3"_s
                      .arg(counted(found.objects, u"object"_s, u"objects"_s))
                      .arg(found.generation.value)
                      .arg(QString::fromLatin1(found.digest.toHex()))
                      .toUtf8());
    else
        printLine(u"The tree \"%1\" is damaged on the server. Restore it from a backup."_s.arg(arguments[0])
                      .toUtf8());
    for (const QString &problem : found.problems)
        printText(u"  "_s + problem);
    return found.isSound() ? 0 : 1;
}

/// Of the trees that a backup does not hold: their names.
QString missingText(const BackupListing &backup)
{
    QStringList names;
    for (const BackupListing::Missing &missing : backup.missing)
        names.append(missing.tree.isEmpty() ? u"(unknown)"_s : missing.tree);
    return names.join(u' ');
}

/// 1 if a tree could not be copied.
Result<int> backup(const Parser &parser, const QStringList &arguments)
{
    const auto answer = askServer(parser, [&](Api &api) {
        return api.wait(api->backUp(arguments.value(0), parser.value(u"reason"_s)));
    });
    if (!answer)
        return failureOf(answer);
    const BackupListing &made = answer->value;
    printLine(
        parser.isSet(u"json"_s)
            ? answer->text
            : u"Backup %1: %2, %3, in the server's data directory under backups/%1."_s
                  .arg(made.backup, counted(made.trees.size(), u"tree"_s, u"trees"_s), bytesText(made.bytes))
                  .toUtf8());
    if (made.missing.isEmpty())
        return 0;
    say(u"genmirrorctl: The backup is partial: %1 could not be copied."_s.arg(
        counted(made.missing.size(), u"tree"_s, u"trees"_s)));
    for (const BackupListing::Missing &missing : made.missing)
        say(u"  %1: %2"_s.arg(missing.tree, missing.problem));
    return 1;
}

Result<int> backups(const Parser &parser, const QStringList &)
{
    return listed(parser, askServer(parser, [](Api &api) { return api.wait(api->backups()); }),
                  {u"BACKUP"_s, u"AT"_s, u"SIZE"_s, u"TREES"_s, u"MISSING"_s},
                  [](const BackupListing &backup) {
                      return QStringList{backup.backup, timeText(backup.at), bytesText(backup.bytes),
                                         backup.trees.join(u' '), missingText(backup)};
                  });
}

Result<int> removeBackup(const Parser &parser, const QStringList &arguments)
{
    const auto sure =
        confirmed(parser, arguments[0], u"The backup \"%1\" will be removed for good."_s.arg(arguments[0]));
    if (!sure)
        return failureOf(sure);
    const auto answer =
        askServer(parser, [&](Api &api) { return api.wait(api->removeBackup(arguments[0])); });
    return answer ? Result<int>(0) : failureOf(answer);
}

Result<int> restore(const Parser &parser, const QStringList &arguments)
{
    if (parser.value(u"reason"_s).trimmed().isEmpty())
        return failure(Error::Kind::InvalidArgument, u"Say why: --reason TEXT"_s);
    const auto sure =
        confirmed(parser, arguments[0],
                  u"The tree \"%1\" becomes what the backup \"%2\" holds; what came later is lost."_s.arg(
                      arguments[0], arguments[1]));
    if (!sure)
        return failureOf(sure);
    return remade(parser,
                  askServer(parser,
                            [&](Api &api) {
                                return api.wait(
                                    api->restore(arguments[0], arguments[1], parser.value(u"reason"_s)));
                            }),
                  u"The tree \"%1\" is restored"_s.arg(arguments[0]));
}

} // namespace

QList<Command> maintenanceCommands()
{
    const QCommandLineOption yes{u"yes"_s, u"Do not ask for the name."_s};
    const QCommandLineOption reason{u"reason"_s, u"Why; stands in history and audit log."_s, u"TEXT"_s};
    return {
        {u"admin compact"_s,
         u"TREE"_s,
         u"Drop remembered removals; --dry-run tells first who would have to reload."_s,
         {{u"keep"_s, u"Keep the newest N removals of each set."_s, u"N"_s},
          {u"before"_s, u"Drop those older than this generation."_s, u"G"_s},
          {u"older-than-days"_s, u"Drop those older than so many days."_s, u"N"_s},
          {u"set"_s, u"Only of this set: SET/…"_s, u"PATH"_s},
          {u"dry-run"_s, u"Only tell what would happen."_s},
          reason},
         1,
         compact},
        {u"admin reset"_s,
         u"TREE"_s,
         u"Begin a new collection; every mirror fetches the tree anew."_s,
         {reason, {u"drop-objects"_s, u"Begin empty."_s}, yes},
         1,
         reset},
        {u"admin verify"_s,
         u"TREE"_s,
         u"Add the server's digest of a tree up anew, and check its file."_s,
         {{u"seconds"_s, u"Give up after so many seconds (60)."_s, u"N"_s}},
         1,
         verifyTree},
        {.name = u"admin backup"_s,
         .arguments = u"[NAME]"_s,
         .summary = u"Copy all trees, while everybody goes on."_s,
         .options = {reason},
         .positional = 0,
         .run = backup,
         .optional = 1},
        {u"admin backups"_s, {}, u"List the backups."_s, {}, 0, backups},
        {u"admin remove-backup"_s, u"BACKUP"_s, u"Remove a backup."_s, {yes}, 1, removeBackup},
        {u"admin restore"_s,
         u"TREE BACKUP"_s,
         u"Let a tree become what a backup holds."_s,
         {reason, yes},
         2,
         restore},
    };
}

} // namespace GenMirror
