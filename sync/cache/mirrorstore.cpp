#include "sync/cache/mirrorstore.h"

#include "model/core/sentences.h"
#include "sync/cache/mirrorfiles.h"

#include <QDir>
#include <QLockFile>

using namespace Qt::StringLiterals;

namespace GenMirror
{

class MirrorStore::Private
{
public:
    explicit Private(const QString &fileName)
        : lock(fileName + ".lock"_L1)
    {
        lock.setStaleLockTime(0);
    }

    [[nodiscard]] SqlStatement statement(const QString &name) const { return database->statement(name); }
    /// In portions, so that what is visited may be erased meanwhile.
    void visit(const QString &statementName, qint64 set,
               const std::function<bool(const MirrorObject &)> &visitor) const;

    void restoreNextHistory();

    QLockFile lock;
    std::unique_ptr<SqlDatabase> database;
    qint64 nextHistory = 1; ///< The record that the update under way will be.
    /// Counted once, and then with each record: counting takes the longer the more there are.
    std::optional<HistoryExtent> extent;
};

void MirrorStore::Private::restoreNextHistory()
{
    SqlStatement last = statement(u"last_history"_s);
    nextHistory = last.next() ? last.integer(0) + 1 : 1;
    extent.reset();
}

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
    if (!QDir().mkpath(directory))
        return failure(
            Error::Kind::Storage,
            Sentences::tr("The cache directory %1 cannot be made. Check the rights of the folder above it.")
                .arg(directory));
    const QString fileName = mirrorFileName(directory, tree);
    auto d = std::make_unique<Private>(fileName);
    if (!d->lock.tryLock()) {
        if (d->lock.error() == QLockFile::LockFailedError)
            return failure(Error::Kind::Conflict,
                           Sentences::tr("Another GenMirror process keeps the mirror of \"%1\" in %2 up to "
                                         "date already. Stop it, or "
                                         "choose another directory.")
                               .arg(tree, directory));
        return failure(Error::Kind::Storage,
                       Sentences::tr("The cache directory %1 is not writable.").arg(directory));
    }
    constexpr qint64 wholeFile = 1 << 30; // an update of objects here and there reads most of it
    auto database = SqlDatabase::open(fileName, {.resources = u":/sql/cache"_s,
                                                 .maximumPages = maximumPages,
                                                 .tidiesLog = true,
                                                 .mappedBytes = wholeFile});
    if (!database)
        return failureOf(database);
    d->database = *std::move(database);
    d->statement(u"make_marks"_s).run();
    d->statement(u"set_tree"_s).bind(tree).run();
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

void MirrorStore::begin()
{
    d->database->begin();
}

Result<void> MirrorStore::commit()
{
    auto committed = d->database->commit();
    if (!committed)
        d->restoreNextHistory();
    return committed;
}

void MirrorStore::rollback()
{
    d->database->rollback();
    d->restoreNextHistory();
}

bool MirrorStore::hasUntidyLog() const
{
    return d->database->log().isUntidy();
}

void MirrorStore::tidyLog()
{
    d->database->log().tidy();
    d->database->unmap(); // or it would count as this program's memory
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
    return row.next() ? mirrorSetOf(row) : MirrorSet{};
}

std::optional<MirrorSet> MirrorStore::child(const MirrorSet &parent, const ObjectId &id)
{
    SqlStatement row = d->statement(u"set_by_path"_s);
    row.bind(parent.path.child(id).toJson());
    return row.next() ? std::optional(mirrorSetOf(row)) : std::nullopt;
}

QList<MirrorSet> MirrorStore::children(const MirrorSet &parent)
{
    QList<MirrorSet> children;
    SqlStatement row = d->statement(u"children"_s);
    row.bind(parent.key);
    while (row.next())
        children.append(mirrorSetOf(row));
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

void MirrorStore::appendHistory(const HistoryRecord &record)
{
    if (d->extent && d->extent->records > 0) {
        ++d->extent->records;
        d->extent->bytes += record.keptBytes;
    } else {
        d->extent.reset();
    }
    d->statement(u"append_history"_s)
        .bind(d->nextHistory++)
        .bind(record.collection.toHex())
        .bind(record.from.value)
        .bind(record.to.value)
        .bind(record.at.toMSecsSinceEpoch())
        .bind(qint64(record.cause))
        .bind(record.added)
        .bind(record.changed)
        .bind(record.removed)
        .bind(record.bytes)
        .bind(record.milliseconds)
        .bind(qint64(record.verified))
        .bind(toJson(record.sets))
        .bind(record.digest.toHex())
        .bind(record.reason)
        .bind(record.keptBytes)
        .run();
}

void MirrorStore::recordChange(const UpdateApplier::ObjectChange &change)
{
    SqlStatement statement = d->statement(change.before ? u"put_change"_s : u"put_new"_s);
    statement.bind(d->nextHistory).bind(change.set.key).bind(change.row).bind(change.id.toJson());
    if (change.before)
        statement.bind(*change.before).bind(qint64(!change.after));
    statement.run();
}

void MirrorStore::recordSet(const MirrorSet &set, bool created)
{
    d->statement(u"put_set_change"_s)
        .bind(d->nextHistory)
        .bind(set.key)
        .bind(set.parent)
        .bind(qint64(set.path.depth()))
        .bind(set.path.toJson())
        .bind(set.setKey.toJson())
        .bind(qint64(created))
        .run();
}

HistoryRecord MirrorStore::pendingRecord()
{
    HistoryRecord record;
    SqlStatement last = d->statement(u"history_at"_s);
    last.bind(d->nextHistory - 1);
    if (last.next())
        record.from = {last.integer(3)};
    SqlStatement row = d->statement(u"pending_counts"_s);
    row.bind(d->nextHistory);
    while (row.next()) {
        const SetCounts set{.path = SetPath::fromJson(row.bytes(0)).value_or(SetPath()),
                            .added = row.integer(1),
                            .changed = row.integer(2),
                            .removed = row.integer(3)};
        record.added += set.added;
        record.changed += set.changed;
        record.removed += set.removed;
        record.keptBytes += row.integer(4);
        record.sets.append(set);
    }
    return record;
}

HistoryExtent MirrorStore::historyExtent()
{
    if (!d->extent)
        d->extent = historyExtentOf(*d->database);
    return *d->extent;
}

Result<bool> MirrorStore::pruneHistory(const HistoryLimits &limits)
{
    const HistoryExtent extent = historyExtent();
    qint64 upTo = extent.oldest;
    {
        SqlStatement row = d->statement(u"prune_from"_s);
        row.bind(limits.records - 1)
            .bind(QDateTime::currentDateTimeUtc().addDays(-limits.days).toMSecsSinceEpoch());
        if (row.next())
            upTo = std::max(upTo, row.integer(0));
    }
    if (extent.bytes > limits.bytes) { // only then all records have to be looked at
        SqlStatement row = d->statement(u"prune_from_bytes"_s);
        row.bind(limits.bytes);
        if (row.next())
            upTo = std::max(upTo, row.integer(0));
    }
    bool hasOlder = false;
    {
        SqlStatement row = d->statement(u"oldest_change"_s);
        hasOlder = row.next() && row.integer(0) <= upTo;
    }
    if (const auto failed = error()) {
        rollback();
        return tl::make_unexpected(*failed);
    }
    if (upTo <= extent.oldest && !hasOlder)
        return false;
    begin();
    d->extent.reset();
    // First the records, so that nobody is shown a state whose changes are half gone.
    d->statement(u"prune_history"_s).bind(upTo).run();
    d->statement(u"forget_kept_bytes"_s).bind(upTo).run();
    d->statement(u"prune_set_changes"_s).bind(upTo).run();
    SqlStatement changes = d->statement(u"prune_changes"_s);
    const bool more = changes.bind(upTo).run() && changes.rowsAffected() > 0;
    return commit().map([more] { return more; });
}

} // namespace GenMirror
