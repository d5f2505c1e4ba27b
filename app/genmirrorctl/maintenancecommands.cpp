// genmirrorctl admin: compaction, reset, verification, backup and restore.
#include "app/genmirrorctl/adminoutput.h"
#include "app/genmirrorctl/command.h"
#include "model/core/jsontext.h"
#include "sync/protocol/routes.h"

#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Parser = QCommandLineParser;

QByteArray adminPath(const QString &tree, const QByteArray &act)
{
    return "/v1/admin/trees/" + tree.toUtf8().toPercentEncoding() + '/' + act;
}

/// The ids that PATH names, as JSON.
Result<QJsonArray> setOf(const QString &path)
{
    QJsonArray ids;
    for (const QString &segment : path.split(u'/', Qt::SkipEmptyParts)) {
        const auto id = Routes::idOfSegment(segment.toUtf8());
        if (!id)
            return failureOf(id);
        ids.append(QJsonDocument::fromJson('[' + id->toJson() + ']').array().at(0));
    }
    return ids;
}

QString setText(const QJsonValue &set)
{
    QStringList names;
    const QJsonArray ids = set.toArray();
    for (const QJsonValue id : ids)
        names.append(id.toVariant().toString());
    return names.isEmpty() ? u"(root)"_s : names.join(u'/');
}

void printCompaction(const QJsonObject &report, bool dryRun)
{
    const qint64 dropped = report["dropped"_L1].toInteger();
    printLine(u"%1 %2."_s
                  .arg(counted(dropped, u"removal"_s, u"removals"_s),
                       dryRun ? u"would be dropped"_s : (dropped == 1 ? u"was dropped"_s : u"were dropped"_s))
                  .toUtf8());
    QList<QStringList> rows;
    const QJsonArray sets = report["sets"_L1].toArray();
    for (const QJsonValue set : sets)
        rows.append({setText(set["set"_L1]), QString::number(set["dropped"_L1].toInteger()),
                     QString::number(set["floor"_L1].toInteger())});
    if (!rows.isEmpty())
        printTable({u"SET"_s, u"DROPPED"_s, u"NEW FLOOR"_s}, rows);
    const QJsonArray clients = report["clients"_L1].toArray();
    printLine(clients.isEmpty() ? u"No known client has to reload."_s.toUtf8()
                                : u"%1 to reload, %2 in all:"_s
                                      .arg(counted(clients.size(), u"client has"_s, u"clients have"_s),
                                           bytesText(report["bytes"_L1].toInteger()))
                                      .toUtf8());
    rows.clear();
    for (const QJsonValue client : clients)
        rows.append({client["client"_L1].toString(), QString::number(client["generation"_L1].toInteger()),
                     bytesText(client["bytes"_L1].toInteger()),
                     client["certain"_L1].toBool() ? u"yes"_s : u"perhaps"_s,
                     timeText(client["last_seen"_L1]), client["name"_L1].toString()});
    if (!rows.isEmpty())
        printTable({u"CLIENT"_s, u"GENERATION"_s, u"BYTES"_s, u"RELOADS"_s, u"LAST SEEN"_s, u"NAME"_s}, rows);
}

Result<int> compact(const Parser &parser, const QStringList &arguments)
{
    QJsonObject body;
    for (const auto &[option, member] :
         {std::pair(u"keep"_s, "keep_removals"_L1), std::pair(u"before"_s, "before"_L1),
          std::pair(u"older-than-days"_s, "older_than_days"_L1)}) {
        if (!parser.isSet(option))
            continue;
        const auto value = integerOption(parser, option, 0);
        if (!value)
            return failureOf(value);
        body[member] = *value;
    }
    if (body.size() != 1)
        return failure(
            Error::Kind::InvalidArgument,
            u"Say how much to keep, by one of --keep N, --before GENERATION and --older-than-days N."_s);
    if (parser.isSet(u"set"_s)) {
        const auto set = setOf(parser.value(u"set"_s));
        if (!set)
            return failureOf(set);
        body["set"_L1] = *set;
    }
    const bool dryRun = parser.isSet(u"dry-run"_s);
    if (dryRun)
        body["dry_run"_L1] = true;
    if (parser.isSet(u"reason"_s))
        body["reason"_L1] = parser.value(u"reason"_s);
    const auto answer = askAdmin(parser, "POST", adminPath(arguments[0], "compact"), body);
    if (!answer)
        return failureOf(answer);
    if (parser.isSet(u"json"_s))
        printLine(*answer);
    else
        printCompaction(QJsonDocument::fromJson(*answer).object(), dryRun);
    return 0;
}

/// What a reset or a restore made.
Result<int> remade(const Parser &parser, const Result<QByteArray> &answer, const QString &what)
{
    if (!answer)
        return failureOf(answer);
    const QJsonObject state = QJsonDocument::fromJson(*answer).object();
    printLine(parser.isSet(u"json"_s)
                  ? *answer
                  : u"%1. It is at generation %2 of the new collection %3; every mirror fetches it anew."_s
                        .arg(what)
                        .arg(state["generation"_L1].toInteger())
                        .arg(state["collection"_L1].toString())
                        .toUtf8());
    if (const QString aside = state["set_aside"_L1].toString(); !aside.isEmpty())
        std::fprintf(
            stderr,
            "Its files could not be used; they are in the server's data directory, in %s, with the reason.\n",
            qUtf8Printable(aside));
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
    return remade(
        parser,
        askAdmin(parser, "POST", adminPath(arguments[0], "reset"),
                 {{u"reason"_s, parser.value(u"reason"_s)}, {u"objects"_s, drop ? u"drop"_s : u"keep"_s}}),
        u"The tree \"%1\" is reset"_s.arg(arguments[0]));
}

/// 1 if it is not what its digest says, or its file not sound.
Result<int> verifyTree(const Parser &parser, const QStringList &arguments)
{
    QByteArray path = adminPath(arguments[0], "verify");
    if (parser.isSet(u"seconds"_s)) {
        const auto seconds = integerOption(parser, u"seconds"_s, 1);
        if (!seconds)
            return failureOf(seconds);
        path += "?seconds=" + QByteArray::number(*seconds);
    }
    const auto answer = askAdmin(parser, "POST", path);
    if (!answer)
        return failureOf(answer);
    const QJsonObject found = QJsonDocument::fromJson(*answer).object();
    const QJsonArray problems = found["problems"_L1].toArray();
    const bool isSound = found["equal"_L1].toBool() && problems.isEmpty();
    if (parser.isSet(u"json"_s)) {
        printLine(*answer);
        return isSound ? 0 : 1;
    }
    if (isSound)
        printLine(u"verified: %1 at generation %2, digest %3"_s
                      .arg(counted(found["objects"_L1].toInteger(), u"object"_s, u"objects"_s))
                      .arg(found["generation"_L1].toInteger())
                      .arg(found["digest"_L1].toString())
                      .toUtf8());
    else
        printLine(u"The tree \"%1\" is damaged on the server. Restore it from a backup."_s.arg(arguments[0])
                      .toUtf8());
    for (const QJsonValue problem : problems)
        printLine("  " + problem.toString().toUtf8());
    return isSound ? 0 : 1;
}

/// Of the trees that a backup does not hold: their names.
QString missingText(const QJsonObject &backup)
{
    QStringList names;
    const QJsonArray missing = backup["missing"_L1].toArray();
    for (const QJsonValue tree : missing)
        names.append(tree["tree"_L1].toString(u"(unknown)"_s));
    return names.join(u' ');
}

/// 1 if a tree could not be copied.
Result<int> backup(const Parser &parser, const QStringList &arguments)
{
    QJsonObject body;
    if (!arguments.isEmpty())
        body["name"_L1] = arguments[0];
    if (parser.isSet(u"reason"_s))
        body["reason"_L1] = parser.value(u"reason"_s);
    const auto answer = askAdmin(parser, "POST", "/v1/admin/backups", body);
    if (!answer)
        return failureOf(answer);
    const QJsonObject made = QJsonDocument::fromJson(*answer).object();
    printLine(parser.isSet(u"json"_s)
                  ? *answer
                  : u"Backup %1: %2, %3, in the server's data directory under backups/%1."_s
                        .arg(made["backup"_L1].toString(),
                             counted(made["trees"_L1].toArray().size(), u"tree"_s, u"trees"_s),
                             bytesText(made["bytes"_L1].toInteger()))
                        .toUtf8());
    const QJsonArray missing = made["missing"_L1].toArray();
    if (missing.isEmpty())
        return 0;
    std::fprintf(stderr, "genmirrorctl: The backup is partial: %s could not be copied.\n",
                 qUtf8Printable(counted(missing.size(), u"tree"_s, u"trees"_s)));
    for (const QJsonValue tree : missing)
        std::fprintf(stderr, "  %s: %s\n", qUtf8Printable(tree["tree"_L1].toString()),
                     qUtf8Printable(tree["problem"_L1].toString()));
    return 1;
}

Result<int> backups(const Parser &parser, const QStringList &)
{
    return listed(parser, askAdmin(parser, "GET", "/v1/admin/backups"), u"backups"_s,
                  {u"BACKUP"_s, u"AT"_s, u"SIZE"_s, u"TREES"_s, u"MISSING"_s}, [](const QJsonObject &backup) {
                      return QStringList{backup["backup"_L1].toString(), timeText(backup["at"_L1]),
                                         bytesText(backup["bytes"_L1].toInteger()),
                                         joined(backup["trees"_L1]), missingText(backup)};
                  });
}

Result<int> removeBackup(const Parser &parser, const QStringList &arguments)
{
    const auto sure =
        confirmed(parser, arguments[0], u"The backup \"%1\" will be removed for good."_s.arg(arguments[0]));
    if (!sure)
        return failureOf(sure);
    const auto answer =
        askAdmin(parser, "DELETE", "/v1/admin/backups/" + arguments[0].toUtf8().toPercentEncoding());
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
                  askAdmin(parser, "POST", adminPath(arguments[0], "restore"),
                           {{u"backup"_s, arguments[1]}, {u"reason"_s, parser.value(u"reason"_s)}}),
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
