#include "sync/cache/mirrorfiles.h"

#include "model/core/sentences.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

const QString Suffix = u".genmirror"_s;

} // namespace

QString mirrorFileName(const QString &directory, const QString &tree)
{
    return directory + u'/' + tree + Suffix;
}

QStringList mirroredTrees(const QString &directory)
{
    QStringList trees;
    for (const QString &file : QDir(directory).entryList({u'*' + Suffix}, QDir::Files, QDir::Name))
        trees.append(file.chopped(Suffix.size()));
    return trees;
}

Result<void> removeMirror(const QString &directory, const QString &tree)
{
    const QString fileName = mirrorFileName(directory, tree);
    for (const QString &suffix :
         {u""_s, u"-wal"_s, u"-shm"_s, u".lock"_s, u".index"_s, u".index-wal"_s, u".index-shm"_s}) {
        const QString name = fileName + suffix;
        if (QFile::exists(name) && !QFile::remove(name))
            return failure(Error::Kind::Storage,
                           Sentences::tr("The file %1 cannot be removed. Check its rights.").arg(name));
    }
    return {};
}

Result<QString> setMirrorAside(const QString &directory, const QString &tree)
{
    const QString fileName = mirrorFileName(directory, tree);
    QString aside = fileName + ".damaged"_L1;
    for (int number = 2; QFile::exists(aside); ++number)
        aside = u"%1.damaged-%2"_s.arg(fileName).arg(number);
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
        const QString name = fileName + suffix;
        if (QFile::exists(name) && !QFile::rename(name, aside + suffix))
            return failure(
                Error::Kind::Storage,
                Sentences::tr("The file %1 cannot be moved away. Check the rights of its folder.").arg(name));
    }
    for (const QString &suffix : {u".index"_s, u".index-wal"_s, u".index-shm"_s})
        QFile::remove(fileName + suffix); // of the damaged one
    return aside;
}

Result<std::unique_ptr<SqlDatabase>> openToRead(const QString &directory, const QString &tree)
{
    auto database =
        SqlDatabase::open(mirrorFileName(directory, tree), {.resources = u":/sql/cache"_s, .readOnly = true});
    if (!database && database.error().kind == Error::Kind::NotFound)
        return failure(
            Error::Kind::NotFound,
            Sentences::tr(
                "There is no mirror of \"%1\" in %2. It is made by mirroring the tree into that directory.")
                .arg(tree, directory));
    if (!database)
        return failureOf(database);
    return database;
}

MirrorState mirrorStateOf(SqlDatabase &database)
{
    MirrorState state;
    SqlStatement row = database.statement(u"state"_s);
    if (!row.next())
        return state;
    state.collection = CollectionId::fromHex(row.bytes(0)).value_or(CollectionId());
    state.generation = {row.integer(1)};
    state.digest = Digest::fromHex(row.bytes(2)).value_or(Digest());
    state.catchingUp = row.integer(3) != 0;
    state.base = {row.integer(4)};
    return state;
}

MirrorSet mirrorSetOf(const SqlStatement &row)
{
    return {.key = row.integer(0),
            .parent = row.integer(1),
            .path = SetPath::fromJson(row.bytes(2)).value_or(SetPath()),
            .setKey = SetKey::fromJson(row.bytes(3)).value_or(SetKey()),
            .objects = row.integer(4)};
}

HistoryRecord historyRecordOf(const SqlStatement &row)
{
    return {.id = row.integer(0),
            .collection = CollectionId::fromHex(row.bytes(1)).value_or(CollectionId()),
            .from = {row.integer(2)},
            .to = {row.integer(3)},
            .at = QDateTime::fromMSecsSinceEpoch(row.integer(4), Qt::UTC),
            .cause = UpdateCause(row.integer(5)),
            .added = row.integer(6),
            .changed = row.integer(7),
            .removed = row.integer(8),
            .bytes = row.integer(9),
            .milliseconds = row.integer(10),
            .verified = row.integer(11) != 0,
            .digest = Digest::fromHex(row.bytes(13)).value_or(Digest()),
            .reason = row.text(14),
            .keptBytes = row.integer(15),
            .lastChange = row.integer(16),
            .sets = setCountsOf(row.bytes(12))};
}

std::optional<HistoryRecord> historyRecordAt(SqlDatabase &database, qint64 id)
{
    SqlStatement row = database.statement(u"history_at"_s);
    row.bind(id);
    return row.next() ? std::optional(historyRecordOf(row)) : std::nullopt;
}

HistoryExtent historyExtentOf(SqlDatabase &database)
{
    SqlStatement row = database.statement(u"history_extent"_s);
    if (!row.next())
        return {};
    return {.records = row.integer(0),
            .bytes = row.integer(1),
            .oldest = row.integer(2),
            .oldestGeneration = {row.integer(3)}};
}

} // namespace GenMirror
