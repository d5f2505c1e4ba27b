#include "sync/cache/mirrorstoredata.h"

#include "model/core/sentences.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/files/durablefiles.h"
#include "sync/files/filelock.h"
#include "sync/files/privatefiles.h"
#include "sync/sql/readtransaction.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Written once: a mirror can be opened on a full disk, too.
Result<void> nameTree(SqlDatabase &database, const QString &tree)
{
    {
        SqlStatement row = database.statement(u"tree"_s);
        if (row.next() && row.text(0) == tree)
            return {};
    }
    database.statement(u"set_tree"_s).bind(tree).run();
    if (const auto &error = database.error())
        return tl::make_unexpected(*error);
    return {};
}

} // namespace

void MirrorStore::Private::visit(const QString &statementName, qint64 set,
                                 const std::function<bool(const MirrorObject &)> &visitor) const
{
    qint64 last = 0;
    while (true) {
        QList<MirrorObject> portion;
        {
            SqlStatement row = statement(statementName);
            row.bind(set).bind(last);
            while (row.next())
                portion.append({row.integer(0), {ObjectId::fromCanonical(row.bytes(1)), row.bytes(2)}});
        }
        if (portion.isEmpty())
            return;
        last = portion.last().row;
        for (const MirrorObject &object : std::as_const(portion)) {
            if (!visitor(object))
                return;
        }
    }
}

Result<std::unique_ptr<MirrorStore>> MirrorStore::open(const QString &directory, const QString &tree,
                                                       qint64 maximumPages)
{
    if (auto made = makeFolder(directory); !made)
        return failureOf(made);
    const QString fileName = mirrorFileName(directory, tree);
    if (const QString warning = warningOfReadable({directory, fileName}); !warning.isEmpty())
        qWarning("%s", qUtf8Printable(warning));
    auto lock = FileLock::take(fileName + ".lock"_L1);
    if (!lock && lock.error().kind == Error::Kind::Conflict)
        return failure(Error::Kind::Conflict,
                       Sentences::tr("Another GenMirror process keeps the mirror of \"%1\" in %2 up to date "
                                     "already. Stop it, or choose another directory. %3")
                           .arg(tree, directory, lock.error().detail));
    if (!lock)
        return failureOf(lock);
    auto d = std::make_unique<Private>();
    d->lock = *std::move(lock);
    auto database =
        SqlDatabase::open(fileName, {.resources = u":/sql/cache"_s,
                                     // What a power loss takes, the server has still.
                                     .durability = SqlDatabase::Durability::EachCheckpoint,
                                     .maximumPages = maximumPages,
                                     // An update of objects here and there reads most of the file.
                                     .cacheBytes = 64 << 20,
                                     .tidiesLog = true});
    if (!database)
        return failureOf(database);
    d->database = *std::move(database);
    d->statement(u"make_marks"_s).run();
    if (auto named = nameTree(*d->database, tree); !named)
        return failureOf(named);
    d->restoreNextHistory();
    if (const auto &error = d->database->error())
        return tl::make_unexpected(*error);
    return std::unique_ptr<MirrorStore>(new MirrorStore(std::move(d)));
}

MirrorStore::MirrorStore(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

MirrorStore::~MirrorStore() = default;

std::optional<Error> MirrorStore::error() const
{
    return d->database->error();
}

Result<void> MirrorStore::begin()
{
    auto begun = d->database->begin();
    if (begun && d->nextHistory == 0)
        d->restoreNextHistory();
    return begun;
}

Result<void> MirrorStore::commit()
{
    auto committed = d->database->commit();
    if (!committed)
        d->forgetNextHistory();
    return committed;
}

void MirrorStore::rollback()
{
    d->database->rollback();
    d->forgetNextHistory();
}

QDateTime MirrorStore::Private::lastRowsVerified()
{
    if (!rowsVerified) {
        SqlStatement row = statement(u"rows_verified"_s);
        const qint64 at = row.next() ? row.integer(0) : 0;
        rowsVerified = at > 0 ? QDateTime::fromMSecsSinceEpoch(at, Qt::UTC) : QDateTime();
    }
    return *rowsVerified;
}

Result<StoredMirror> MirrorStore::stored()
{
    auto stored = inReadTransaction(*d->database, [this] {
        StoredMirror all{.state = state(), .objects = objectCount(), .history = historyExtent()};
        all.verified = lastVerified();
        all.rowsVerified = d->lastRowsVerified();
        return all;
    });
    if (!stored)
        d->forgetNextHistory();
    return stored;
}

Result<void> MirrorStore::noteRowsVerified(const QDateTime &at)
{
    if (auto begun = begin(); !begun)
        return begun;
    d->statement(u"set_rows_verified"_s).bind(at.toMSecsSinceEpoch()).run();
    d->rowsVerified = at;
    return commit();
}

Result<void> MirrorStore::checkPlace()
{
    auto begun = d->database->begin();
    if (begun)
        d->database->rollback();
    return begun;
}

Result<void> MirrorStore::forgetPages()
{
    d->statement(u"forget_pages"_s).run();
    return unlessFailed(*d->database, Result<void>());
}

Result<void> MirrorStore::rebuildIndexes()
{
    if (auto begun = begin(); !begun)
        return begun;
    d->statement(u"rebuild_indexes"_s).run();
    return commit();
}

bool MirrorStore::hasUntidyLog() const
{
    return d->database->log().isUntidy();
}

Result<void> MirrorStore::tidyLog()
{
    return d->database->log().tidy();
}

MirrorState MirrorStore::state()
{
    return mirrorStateOf(*d->database);
}

void MirrorStore::setState(const MirrorState &state)
{
    d->statement(u"set_state"_s)
        .bind(state.collection.toHex())
        .bind(state.generation.value)
        .bind(state.digest.toHex())
        .bind(qint64(state.catchingUp))
        .bind(state.base.value)
        .run();
}

MirrorSet MirrorStore::root()
{
    SqlStatement row = d->statement(u"set_by_path"_s);
    row.bind(SetPath().toJson());
    if (row.next())
        return mirrorSetOf(*d->database, row);
    failAsDamaged(*d->database, Sentences::tr("Its first set is missing."));
    return {};
}

std::optional<MirrorSet> MirrorStore::child(const MirrorSet &parent, const ObjectId &id)
{
    SqlStatement row = d->statement(u"set_by_path"_s);
    row.bind(parent.path.child(id).toJson());
    return row.next() ? std::optional(mirrorSetOf(*d->database, row)) : std::nullopt;
}

QList<MirrorSet> MirrorStore::children(const MirrorSet &parent)
{
    QList<MirrorSet> children;
    SqlStatement row = d->statement(u"children"_s);
    row.bind(parent.key);
    while (row.next())
        children.append(mirrorSetOf(*d->database, row));
    return children;
}

void MirrorStore::putSet(MirrorSet &set)
{
    if (set.key != 0) {
        d->statement(u"update_set"_s).bind(set.setKey.toJson()).bind(set.objects).bind(set.key).run();
        return;
    }
    SqlStatement statement = d->statement(u"insert_set"_s);
    statement.bind(set.parent)
        .bind(qint64(set.path.depth()))
        .bind(set.path.toJson())
        .bind(set.setKey.toJson())
        .bind(set.objects);
    if (statement.run())
        set.key = statement.lastInsertId();
}

void MirrorStore::eraseSet(const MirrorSet &set)
{
    d->statement(u"erase_set"_s).bind(set.key).run();
}

std::optional<MirrorObject> MirrorStore::object(const MirrorSet &set, const ObjectId &id)
{
    SqlStatement row = d->statement(u"object"_s);
    row.bind(set.key).bind(id.toJson());
    if (!row.next())
        return {};
    return MirrorObject{row.integer(0), {id, row.bytes(1)}};
}

bool MirrorStore::hasIdsOf(const MirrorSet &set, bool areStrings)
{
    SqlStatement row = d->statement(u"has_ids"_s);
    // By the first byte of the canonical text: a quotation mark, or a digit or minus.
    row.bind(set.key).bind(QByteArray(areStrings ? "\"" : "-")).bind(QByteArray(areStrings ? "#" : ":"));
    return row.next();
}

qint64 MirrorStore::insertObject(const MirrorSet &set, const Object &object)
{
    SqlStatement statement = d->statement(u"insert_object"_s);
    statement.bind(set.key).bind(object.id.toJson()).bind(object.text);
    return statement.run() && statement.rowsAffected() > 0 ? statement.lastInsertId() : 0;
}

void MirrorStore::replaceObject(const MirrorSet &, const MirrorObject &object)
{
    d->statement(u"update_object"_s).bind(object.object.text).bind(object.row).run();
}

void MirrorStore::eraseObject(const MirrorSet &, const MirrorObject &object)
{
    d->statement(u"erase_object"_s).bind(object.row).run();
}

void MirrorStore::visitObjects(const MirrorSet &set, const std::function<bool(const MirrorObject &)> &visit)
{
    d->visit(u"objects"_s, set.key, visit);
}

void MirrorStore::clearMarks(const MirrorSet &set)
{
    d->statement(u"clear_marks"_s).bind(set.key).run();
}

void MirrorStore::mark(const MirrorSet &set, qint64 row)
{
    d->statement(u"mark"_s).bind(set.key).bind(row).run();
}

void MirrorStore::visitUnmarked(const MirrorSet &set, const std::function<bool(const MirrorObject &)> &visit)
{
    d->visit(u"unmarked"_s, set.key, visit);
}

qint64 MirrorStore::objectCount()
{
    SqlStatement row = d->statement(u"object_count"_s);
    return row.next() ? row.integer(0) : 0;
}

} // namespace GenMirror
