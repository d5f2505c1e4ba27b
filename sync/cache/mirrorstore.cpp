#include "sync/cache/mirrorstore.h"

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

    QLockFile lock;
    std::unique_ptr<SqlDatabase> database;
};

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
            u"The cache directory %1 cannot be made. Check the rights of the folder above it."_s.arg(
                directory));
    const QString fileName = mirrorFileName(directory, tree);
    auto d = std::make_unique<Private>(fileName);
    if (!d->lock.tryLock()) {
        if (d->lock.error() == QLockFile::LockFailedError)
            return failure(
                Error::Kind::Conflict,
                u"Another GenMirror process keeps the mirror of \"%1\" in %2 up to date already. Stop it, or "
                "choose another directory."_s.arg(tree, directory));
        return failure(Error::Kind::Storage, u"The cache directory %1 is not writable."_s.arg(directory));
    }
    auto database =
        SqlDatabase::open(fileName, {.resources = u":/sql/cache"_s, .maximumPages = maximumPages});
    if (!database)
        return failureOf(database);
    d->database = *std::move(database);
    d->statement(u"make_marks"_s).run();
    d->statement(u"set_tree"_s).bind(tree).run();
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
    return d->database->commit();
}

void MirrorStore::rollback()
{
    d->database->rollback();
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

qint64 MirrorStore::putObject(const MirrorSet &set, const MirrorObject &object)
{
    if (object.row != 0) {
        d->statement(u"update_object"_s).bind(object.object.text).bind(object.row).run();
        return object.row;
    }
    SqlStatement statement = d->statement(u"insert_object"_s);
    statement.bind(set.key).bind(object.object.id.toJson()).bind(object.object.text);
    return statement.run() ? statement.lastInsertId() : 0;
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
    d->statement(u"append_history"_s)
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
        .run();
}

} // namespace GenMirror
