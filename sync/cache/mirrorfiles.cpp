#include "sync/cache/mirrorfiles.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"
#include "sync/files/durablefiles.h"
#include "sync/files/filelock.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

const QString Suffix = u".genmirror"_s;

/// Where nothing is written there is none: a mirror that has seen nothing yet, a classic server's.
CollectionId collectionOf(SqlDatabase &database, const QByteArray &hex)
{
    const auto collection =
        hex.isEmpty() && !hex.isNull() ? Result<CollectionId>(CollectionId()) : CollectionId::fromHex(hex);
    if (!collection)
        failAsDamaged(database, Sentences::tr("What it calls a collection is none."));
    return collection.value_or(CollectionId());
}

/// Where nothing is written nothing was added up yet.
Digest digestOf(SqlDatabase &database, const QByteArray &hex)
{
    const auto digest = hex.isEmpty() && !hex.isNull() ? Result<Digest>(Digest()) : Digest::fromHex(hex);
    if (!digest)
        failAsDamaged(database, Sentences::tr("What it calls a digest is none."));
    return digest.value_or(Digest());
}

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

/// The log first: without a database it would be taken for the log of the next one.
Result<void> removeMirror(const QString &directory, const QString &tree)
{
    const QString fileName = mirrorFileName(directory, tree);
    const auto lock = FileLock::take(fileName + ".lock"_L1);
    if (!lock)
        return failureOf(lock);
    for (const QLatin1StringView suffix :
         {"-wal"_L1, "-shm"_L1, ""_L1, ".index"_L1, ".index-wal"_L1, ".index-shm"_L1, ".lock"_L1}) {
        if (auto removed = removeDurably(fileName + suffix); !removed)
            return removed;
    }
    return {};
}

Result<QString> setMirrorAside(const QString &directory, const QString &tree)
{
    const QString fileName = mirrorFileName(directory, tree);
    const auto lock = FileLock::take(fileName + ".lock"_L1);
    if (!lock)
        return failureOf(lock);
    QString aside = fileName + ".damaged"_L1;
    for (int number = 2; QFile::exists(aside); ++number)
        aside = u"%1.damaged-%2"_s.arg(fileName).arg(number);
    // The database last: a log without one would be taken for the log of the next one.
    for (const QLatin1StringView suffix : {"-shm"_L1, "-wal"_L1, ""_L1}) {
        const auto moved = renameDurably(fileName + suffix, aside + suffix);
        if (!moved && moved.error().kind != Error::Kind::NotFound)
            return failureOf(moved);
    }
    for (const QLatin1StringView suffix : {".index"_L1, ".index-wal"_L1, ".index-shm"_L1}) {
        if (auto removed = removeDurably(fileName + suffix); !removed) // of the damaged one
            return failureOf(removed);
    }
    return aside;
}

Result<std::unique_ptr<SqlDatabase>> openToRead(const QString &directory, const QString &tree)
{
    auto database = SqlDatabase::open(
        mirrorFileName(directory, tree),
        {.resources = u":/sql/cache"_s, .mode = SqlDatabase::Mode::ReadOnly, .readsCopies = true});
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

void failIfReplaced(SqlDatabase &database)
{
    if (database.wasMoved())
        database.fail(
            {.kind = Error::Kind::Storage,
             .detail = Sentences::tr("%1 was moved, removed or replaced while it was open. Try again.")
                           .arg(database.fileName())});
}

void failAsDamaged(SqlDatabase &database, const QString &what)
{
    database.fail({.kind = Error::Kind::Damaged,
                   .detail = Sentences::tr("%1 is damaged: %2 Repair the mirror from its server.")
                                 .arg(database.fileName(), what)});
}

MirrorState mirrorStateOf(SqlDatabase &database)
{
    SqlStatement row = database.statement(u"state"_s);
    if (!row.next()) {
        failAsDamaged(database, Sentences::tr("It does not say which state it holds."));
        return {};
    }
    if (row.integer(1) < 0 || row.integer(4) < 0)
        failAsDamaged(database, Sentences::tr("What it calls a generation is none."));
    return {.collection = collectionOf(database, row.bytes(0)),
            .generation = {row.integer(1)},
            .digest = digestOf(database, row.bytes(2)),
            .catchingUp = row.integer(3) != 0,
            .base = {row.integer(4)}};
}

MirrorSet mirrorSetOf(SqlDatabase &database, const SqlStatement &row)
{
    const auto path = SetPath::fromJson(row.bytes(2));
    const QByteArray keyJson = row.bytes(3);
    const auto setKey =
        keyJson.isEmpty() && !keyJson.isNull() ? Result<SetKey>(SetKey()) : SetKey::fromJson(keyJson);
    const qint64 objects = row.integer(4);
    if (!path || !setKey || objects < 0)
        failAsDamaged(database, Sentences::tr("A set in it makes no sense."));
    return {.key = row.integer(0),
            .parent = row.integer(1),
            .path = path.value_or(SetPath()),
            .setKey = setKey.value_or(SetKey()),
            .objects = objects};
}

bool mayBeJson(QByteArrayView text)
{
    if (text.isEmpty() || text.contains('\0'))
        return false;
    const char first = text.front();
    const char last = text.back();
    if (first == '"' || first == '{' || first == '[')
        return text.size() > 1 && last == (first == '"' ? '"' : first == '{' ? '}' : ']');
    const auto isOfWord = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); };
    return (first == '-' || isOfWord(first)) && isOfWord(last);
}

MirrorObject mirrorObjectOf(SqlDatabase &database, qint64 row, QByteArray id, QByteArray text)
{
    if (!mayBeJson(id) || !mayBeJson(text))
        failAsDamaged(database, Sentences::tr("An object in it makes no sense."));
    return {row, {ObjectId::fromCanonical(std::move(id)), std::move(text)}};
}

HistoryRecord historyRecordOf(SqlDatabase &database, const SqlStatement &row)
{
    const qint64 cause = row.integer(5);
    const QByteArray sets = row.bytes(12);
    if (cause < 0 || cause > qint64(UpdateCause::Repair) || !elementsOf(sets))
        failAsDamaged(database, Sentences::tr("Its history makes no sense."));
    return {.id = row.integer(0),
            .collection = collectionOf(database, row.bytes(1)),
            .from = {row.integer(2)},
            .to = {row.integer(3)},
            .at = QDateTime::fromMSecsSinceEpoch(row.integer(4), Qt::UTC),
            .cause = UpdateCause(cause),
            .added = row.integer(6),
            .changed = row.integer(7),
            .removed = row.integer(8),
            .bytes = row.integer(9),
            .milliseconds = row.integer(10),
            .verified = row.integer(11) != 0,
            .digest = digestOf(database, row.bytes(13)),
            .reason = row.text(14),
            .keptBytes = row.integer(15),
            .lastChange = row.integer(16),
            .sets = setCountsOf(sets)};
}

std::optional<HistoryRecord> historyRecordAt(SqlDatabase &database, qint64 id)
{
    SqlStatement row = database.statement(u"history_at"_s);
    row.bind(id);
    return row.next() ? std::optional(historyRecordOf(database, row)) : std::nullopt;
}

HistoryExtent historyExtentOf(SqlDatabase &database)
{
    SqlStatement row = database.statement(u"history_extent"_s);
    if (!row.next()) // an aggregate always has a row: it failed
        return {};
    return {.records = row.integer(0),
            .bytes = row.integer(1),
            .oldest = row.integer(2),
            .oldestGeneration = {row.integer(3)}};
}

HistorySpan historySpanOf(SqlDatabase &database)
{
    SqlStatement row = database.statement(u"history_span"_s);
    if (!row.next())
        return {};
    return {.oldest = row.integer(0),
            .newest = row.integer(1),
            .oldestFrom = {row.integer(2)},
            .oldestTo = {row.integer(3)}};
}

} // namespace GenMirror
