#include "app/genmirror/serverpagerows.h"

#include "model/items/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <array>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

struct RowWords {
    Q_DECLARE_TR_FUNCTIONS(GenMirror::RowWords)
};

QString number(qint64 value)
{
    return QLocale().toString(value);
}

QString bytes(qint64 value)
{
    return QLocale().formattedDataSize(value, 1);
}

QString time(const std::optional<QDateTime> &time)
{
    return time && time->isValid() ? timeText(*time) : RowWords::tr("never");
}

QString roleText(const QString &role)
{
    return role == "admin"_L1    ? RowWords::tr("admin")
           : role == "editor"_L1 ? RowWords::tr("editor")
                                 : RowWords::tr("reader");
}

/// Trees that could not be copied.
QString missingTrees(const BackupListing &backup)
{
    QStringList names;
    for (const BackupListing::Missing &missing : backup.missing)
        names.append(nameOfMissing(missing));
    return names.join(u' ');
}

/// What both the list of clients and the preview of a compaction say of one.
struct ClientWords {
    QString name;
    QString generation;
    QString lastSeen;
};

template <typename Client>
ClientWords wordsOf(const Client &client)
{
    return {.name = client.name.isEmpty() ? RowWords::tr("without a token") : client.name,
            .generation = number(client.sent.value),
            .lastSeen = time(client.lastSeen)};
}

} // namespace

QString nameOfMissing(const BackupListing::Missing &missing)
{
    return missing.tree.isEmpty() ? RowWords::tr("unknown") : missing.tree;
}

TextRows::Row rowOfTree(const TreeListing &tree)
{
    if (!tree.isUsable())
        return {.key = tree.tree, .texts = {tree.tree, tree.problem}};
    return {.key = tree.tree,
            .texts = {tree.tree, number(tree.generation.value), number(tree.objects), number(tree.sets),
                      number(tree.removals), number(tree.floor.value), bytes(tree.bytes),
                      number(tree.writesAMinute)},
            .right = {1, 2, 3, 4, 5, 6, 7}};
}

TextRows::Row rowOfClient(const ClientListing &client)
{
    const ClientWords words = wordsOf(client);
    return {.key = client.client + u' ' + client.tree,
            .texts = {words.name, client.tree, words.generation,
                      client.isOfThisCollection ? number(client.lag) : RowWords::tr("everything"),
                      client.isConnected ? (client.pushes ? RowWords::tr("push") : RowWords::tr("yes"))
                                         : RowWords::tr("no"),
                      words.lastSeen, bytes(client.bytes), client.address, client.agent},
            .right = {2, 3, 6}};
}

TextRows::Row rowOfToken(const TokenListing &token)
{
    return {.key = token.id,
            .texts = {token.name, roleText(token.role), token.trees.join(u' '), time(token.expires),
                      time(token.created), token.id}};
}

TextRows::Row rowOfBackup(const BackupListing &backup)
{
    return {.key = backup.backup,
            .texts = {backup.backup, time(backup.at), bytes(backup.bytes), backup.trees.join(u' '),
                      missingTrees(backup)},
            .right = {2}};
}

TextRows::Row rowOfAudit(const AuditListing &entry)
{
    return {.key = QString::number(entry.number),
            .texts = {time(entry.at), entry.who, entry.address, entry.action, entry.tree, entry.detail,
                      entry.reason}};
}

CompactionPreview previewOf(const CompactionListing &report)
{
    CompactionPreview preview{
        .dropped = report.dropped, .sets = report.sets.size(), .bytes = bytes(report.bytes)};
    for (const ReloadingClient &client : report.clients) {
        const ClientWords words = wordsOf(client);
        preview.clients.append({.name = words.name,
                                .generation = words.generation,
                                .bytes = bytes(client.bytes),
                                .lastSeen = words.lastSeen,
                                .address = client.address,
                                .certain = client.certain});
    }
    return preview;
}

CompactionOrder compactionOf(const CompactionChoice &choice, bool dryRun)
{
    using By = CompactionOrder::By;
    constexpr std::array ways{By::KeepRemovals, By::OlderThanDays, By::Before};
    CompactionOrder compaction{.by = ways[size_t(choice.by)],
                               .value = choice.value,
                               .set = {},
                               .reason = choice.reason,
                               .dryRun = dryRun};
    if (!choice.set.isEmpty())
        compaction.set = SetPath::fromJson(choice.set).value_or(SetPath());
    return compaction;
}

QByteArray sheetOf(const QStringList &head, const QList<TextRows::Row> &rows, const SheetStyle &style)
{
    const SheetWriter writer(style);
    QByteArray sheet = writer.head(head);
    for (const TextRows::Row &row : rows) {
        QList<SheetCell> cells;
        for (const QString &text : row.texts)
            cells.append(SheetCell::ofTextIfAny(text));
        sheet += writer.line(cells);
    }
    return sheet;
}

} // namespace GenMirror
