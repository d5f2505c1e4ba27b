#include "tests/faults/deeds.h"

#include "model/core/generationaltree.h"
#include "sync/server/store/sqlite/sqlstorage.h"
#include "sync/sql/readtransaction.h"
#include "tests/faults/filestate.h"
#include "tests/faults/frozen.h"
#include "tests/support/updatetext.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace GenMirror::Test
{

namespace
{

QString fileIn(const QString &folder)
{
    return folder + u"/main.sqlite"_s;
}

QByteArray objectOf(int id, int version, qsizetype bytes = 40)
{
    return "{\"id\":" + QByteArray::number(id) + ",\"v\":" + QByteArray::number(version) + ",\"text\":\"" +
           QByteArray(bytes, char('a' + (id + version) % 26)) + "\"}";
}

Operation adding(const SetPath &set, int id, int version, qsizetype bytes = 40)
{
    return {.kind = Operation::Kind::Add, .set = set, .object = objectOf(id, version, bytes)};
}

const SetPath &nested()
{
    static const SetPath path{ObjectId::ofString(u"nested"_s)};
    return path;
}

std::unique_ptr<SqlStorage> opened(const QString &folder)
{
    auto storage = SqlStorage::open(fileIn(folder), {});
    if (!storage)
        qFatal("%s", qPrintable(storage.error().detail));
    return *std::move(storage);
}

/// Two sets, objects, and removals: something of everything.
void makeTree(const QString &folder)
{
    const auto storage = opened(folder);
    if (!GenerationalTree::initialize(*storage, {}, 5))
        qFatal("no tree");
    GenerationalTree tree(*storage);
    QList<Operation> batch{{.kind = Operation::Kind::CreateSet, .set = nested(), .maximumRemovals = 3}};
    for (int id = 0; id < 30; ++id)
        batch.append(adding(id % 3 == 0 ? nested() : SetPath(), id, 1));
    for (int id = 1; id < 8; ++id)
        batch.append({.kind = Operation::Kind::Remove,
                      .set = id % 3 == 0 ? nested() : SetPath(),
                      .id = ObjectId::ofInteger(id)});
    if (const auto done = tree.apply(batch); !done)
        qFatal("%s", qPrintable(done.error().detail));
    noteCollections(folder, {tree.state().value().collection.toHex()});
}

/// The file's rows, and whether its digest is that of its objects.
QByteArray stateOf(const QString &folder)
{
    QByteArray state = rowsOf(fileIn(folder), notedCollections(folder));
    const auto storage = SqlStorage::open(fileIn(folder), {.mode = SqlDatabase::Mode::ReadOnly});
    if (!storage)
        return state + "damaged: " + storage.error().detail.toUtf8();
    GenerationalTree tree(**storage);
    const auto digest = tree.recomputeDigest();
    if (!digest)
        state += "damaged: " + digest.error().detail.toUtf8() + '\n';
    else if (const auto now = tree.state(); !now || *digest != now->digest)
        state += "damaged: the digest is another\n";
    return state;
}

using Work = std::function<Result<void>(SqlStorage &, QByteArray &told)>;

/// Works on a tree that was opened before; after a failure on the same, or, where that has an error, on one
/// that is opened anew, as TreeWorker does.
class TreeActor final : public Actor
{
public:
    TreeActor(const QString &folder, Work work)
        : m_folder(folder)
        , m_storage(opened(folder))
        , m_work(std::move(work))
    {
    }
    Result<void> act(int) override
    {
        m_told.clear();
        if (m_storage->error()) {
            m_storage.reset();
            m_storage = opened(m_folder);
        }
        return m_work(*m_storage, m_told);
    }
    QByteArray told() const override { return m_told; }

private:
    QString m_folder;
    std::unique_ptr<SqlStorage> m_storage;
    Work m_work;
    QByteArray m_told;
};

Deed onTree(const char *name, Work work)
{
    return {.name = name,
            .prepare = makeTree,
            .open = [work = std::move(work)](const QString &folder) -> std::unique_ptr<Actor> {
                return std::make_unique<TreeActor>(folder, work);
            },
            .state = stateOf};
}

Result<void> applied(SqlStorage &storage, const QList<Operation> &batch)
{
    GenerationalTree tree(storage);
    // As the server does: the history and the answer that is remembered are part of it.
    return tree
        .apply(batch,
               [&storage](const Commit &commit) -> Result<void> {
                   storage.journal().append({.first = commit.first,
                                             .last = commit.last,
                                             .at = QDateTime::currentDateTimeUtc(),
                                             .what = u"changes"_s,
                                             .who = u"somebody"_s,
                                             .sets = commit.sets},
                                            {});
                   storage.journal().remember("key", {.bodyHash = "hash", .answer = "answer"});
                   return {};
               })
        .map([](const Commit &) {});
}

QList<Operation> someOf(int count, qsizetype bytes)
{
    QList<Operation> batch;
    for (int id = 0; id < count; ++id)
        batch.append(adding(id % 2 == 0 ? nested() : SetPath(), 100 + id, 2, bytes));
    for (int id = 9; id < 20; ++id)
        batch.append({.kind = Operation::Kind::Remove,
                      .set = id % 3 == 0 ? nested() : SetPath(),
                      .id = ObjectId::ofInteger(id)});
    return batch;
}

Result<void> reset(SqlStorage &storage, GenerationalTree::ResetObjects objects)
{
    GenerationalTree tree(storage);
    return tree.reset(objects).map([](const TreeState &) {});
}

/// All that a client is told which has nothing, and one that is behind.
Result<void> read(SqlStorage &storage, QByteArray &told)
{
    GenerationalTree tree(storage);
    ReadTransaction transaction(storage.database());
    Result<void> done;
    for (const qint64 since : {0, 20}) {
        UpdateText text;
        const auto header = tree.updates({.since = {since}}, text);
        if (!header && done)
            done = failureOf(header);
        told += text.text() + '\n';
    }
    if (auto ended = transaction.end(); !ended)
        return ended;
    return done;
}

Result<void> lookUp(SqlStorage &storage, QByteArray &told)
{
    GenerationalTree tree(storage);
    const auto member = tree.get(nested(), ObjectId::ofInteger(12));
    told = member ? member->object.text : QByteArray();
    return member ? Result<void>() : failureOf(member);
}

/// Opens a tree's file in the act.
class OpeningActor final : public Actor
{
public:
    explicit OpeningActor(QString folder)
        : m_folder(std::move(folder))
    {
    }
    Result<void> act(int) override
    {
        return SqlStorage::open(fileIn(m_folder), {}).map([](const auto &) {});
    }

private:
    QString m_folder;
};

Deed opening(const char *name, std::function<void(const QString &)> prepare)
{
    return {.name = name,
            .prepare = std::move(prepare),
            .open = [](const QString &folder) -> std::unique_ptr<Actor> {
                return std::make_unique<OpeningActor>(folder);
            },
            .state = [](const QString &folder) { return rowsOf(fileIn(folder)); },
            .mayBeDone = true};
}

} // namespace

std::vector<Deed> deeds()
{
    return {
        onTree("commit", [](SqlStorage &s, QByteArray &) { return applied(s, {adding({}, 3, 2)}); }),
        onTree("batch", [](SqlStorage &s, QByteArray &) { return applied(s, someOf(40, 200)); }),
        onTree("large batch", [](SqlStorage &s, QByteArray &) { return applied(s, someOf(60, 5000)); }),
        onTree("compaction",
               [](SqlStorage &s, QByteArray &) {
                   return GenerationalTree(s).compact({.keepRemovals = 1}).map([](const auto &) {});
               }),
        onTree("reset, keeping",
               [](SqlStorage &s, QByteArray &) { return reset(s, GenerationalTree::ResetObjects::Keep); }),
        onTree("reset, dropping",
               [](SqlStorage &s, QByteArray &) { return reset(s, GenerationalTree::ResetObjects::Drop); }),
        onTree("updates", read),
        onTree("object", lookUp),
        opening("make a file", [](const QString &) {}),
        opening("open a file", makeTree),
        opening("upgrade from 1", [](const QString &folder) { thaw(u"server-1"_s, fileIn(folder)); }),
    };
}

} // namespace GenMirror::Test
