#include "sync/server/sqlstorage.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// A row of the columns that the statements on sets select.
SetRecord setOf(const SqlStatement &row)
{
    SetRecord set;
    set.key = row.integer(0);
    set.parent = row.integer(1);
    set.path = SetPath::fromJson(row.bytes(2)).value_or(SetPath());
    set.setKey = SetKey::fromJson(row.bytes(3)).value_or(SetKey());
    set.maximumRemovals = row.integer(4);
    set.members = row.integer(5);
    set.removals = row.integer(6);
    set.floor = {row.integer(7)};
    set.created = {row.integer(8)};
    set.changed = {row.integer(9)};
    set.removed = {row.integer(10)};
    set.alive = row.integer(11) != 0;
    return set;
}

} // namespace

Result<std::unique_ptr<SqlStorage>> SqlStorage::open(const QString &fileName, const Options &options)
{
    auto database = SqlDatabase::open(fileName, {.resources = u":/sql/server"_s,
                                                 .readOnly = options.readOnly,
                                                 .maximumPages = options.maximumPages,
                                                 .givesSpaceBack = true,
                                                 .tidiesLog = true});
    if (!database)
        return failureOf(database);
    return std::unique_ptr<SqlStorage>(new SqlStorage(*std::move(database)));
}

bool SqlStorage::holdsTree()
{
    return !state().generation.isNone();
}

TreeState SqlStorage::state()
{
    TreeState state{.generation = {}};
    SqlStatement row = m_database->statement(u"state"_s);
    if (!row.next())
        return state;
    state.collection = CollectionId::fromHex(row.bytes(0)).value_or(CollectionId());
    state.generation = {row.integer(1)};
    state.digest = Digest::fromHex(row.bytes(2)).value_or(Digest());
    return state;
}

void SqlStorage::setState(const TreeState &state)
{
    m_database->statement(u"set_state"_s)
        .bind(state.collection.toHex())
        .bind(state.generation.value)
        .bind(state.digest.toHex())
        .run();
}

std::optional<SetRecord> SqlStorage::findSet(const SetPath &path)
{
    SqlStatement row = m_database->statement(u"find_set"_s);
    row.bind(path.toJson());
    return row.next() ? std::optional(setOf(row)) : std::nullopt;
}

void SqlStorage::putSet(SetRecord &set)
{
    SqlStatement statement = m_database->statement(set.key == 0 ? u"insert_set"_s : u"update_set"_s);
    statement.bind(set.parent)
        .bind(qint64(set.path.depth()))
        .bind(set.path.toJson())
        .bind(set.setKey.toJson())
        .bind(set.maximumRemovals)
        .bind(set.members)
        .bind(set.removals)
        .bind(set.floor.value)
        .bind(set.created.value)
        .bind(set.changed.value)
        .bind(set.removed.value)
        .bind(qint64(set.alive));
    if (set.key != 0)
        statement.bind(set.key).run();
    else if (statement.run())
        set.key = statement.lastInsertId();
}

/// Of the indexes only that by `changed` is touched.
void SqlStorage::putCounts(const SetRecord &set)
{
    m_database->statement(u"update_counts"_s)
        .bind(set.members)
        .bind(set.removals)
        .bind(set.floor.value)
        .bind(set.changed.value)
        .bind(set.key)
        .run();
}

void SqlStorage::visitChildren(const SetRecord &parent, Generation after,
                               const std::function<bool(const SetRecord &)> &visit)
{
    SqlStatement row = m_database->statement(u"children"_s);
    row.bind(parent.key).bind(after.value);
    while (row.next() && visit(setOf(row))) {
    }
}

QList<SetRecord> SqlStorage::rememberedChildren(const SetRecord &parent, qint64 limit)
{
    QList<SetRecord> children;
    SqlStatement row = m_database->statement(u"remembered_children"_s);
    row.bind(parent.key).bind(limit);
    while (row.next())
        children.append(setOf(row));
    return children;
}

void SqlStorage::visitSets(const std::function<bool(const SetRecord &)> &visit)
{
    SqlStatement row = m_database->statement(u"sets"_s);
    while (row.next() && visit(setOf(row))) {
    }
}

void SqlStorage::forgetSet(const SetRecord &set)
{
    m_database->statement(u"forget_set"_s).bind(set.key).run();
}

std::optional<MemberRecord> SqlStorage::member(const SetRecord &set, const ObjectId &id)
{
    SqlStatement row = m_database->statement(u"member"_s);
    row.bind(set.key).bind(id.toJson());
    if (!row.next())
        return {};
    return MemberRecord{{row.integer(0)}, {id, row.bytes(1)}};
}

void SqlStorage::putMember(const SetRecord &set, const MemberRecord &member)
{
    m_database->statement(u"put_member"_s)
        .bind(set.key)
        .bind(member.object.id.toJson())
        .bind(member.generation.value)
        .bind(member.object.text)
        .run();
}

void SqlStorage::eraseMember(const SetRecord &set, const ObjectId &id)
{
    m_database->statement(u"erase_member"_s).bind(set.key).bind(id.toJson()).run();
}

void SqlStorage::eraseAll(const SetRecord &set)
{
    m_database->statement(u"erase_members"_s).bind(set.key).run();
    m_database->statement(u"erase_removals"_s).bind(set.key).run();
}

void SqlStorage::visitMembers(const SetRecord &set, Generation after, Generation upTo,
                              const std::function<bool(const MemberRecord &)> &visit)
{
    SqlStatement row = m_database->statement(u"members"_s);
    row.bind(set.key).bind(after.value).bind(upTo.value);
    while (row.next() && visit({{row.integer(1)}, {ObjectId::fromCanonical(row.bytes(0)), row.bytes(2)}})) {
    }
}

void SqlStorage::renumberMembers(const SetRecord &set, Generation first)
{
    m_database->statement(u"renumber_members"_s).bind(first.value).bind(set.key).run();
}

void SqlStorage::putRemoval(const SetRecord &set, const ObjectId &id, Generation generation)
{
    m_database->statement(u"put_removal"_s).bind(set.key).bind(id.toJson()).bind(generation.value).run();
}

bool SqlStorage::eraseRemoval(const SetRecord &set, const ObjectId &id)
{
    SqlStatement statement = m_database->statement(u"erase_removal"_s);
    return statement.bind(set.key).bind(id.toJson()).run() && statement.rowsAffected() > 0;
}

void SqlStorage::visitRemovals(const SetRecord &set, Generation after, Generation upTo,
                               const std::function<bool(const ObjectId &, Generation)> &visit)
{
    SqlStatement row = m_database->statement(u"removals"_s);
    row.bind(set.key).bind(after.value).bind(upTo.value);
    while (row.next() && visit(ObjectId::fromCanonical(row.bytes(0)), {row.integer(1)})) {
    }
}

Generation SqlStorage::dropRemovals(const SetRecord &set, qint64 keep)
{
    Generation newest;
    {
        SqlStatement row = m_database->statement(u"newest_dropped"_s);
        row.bind(set.key).bind(keep);
        if (!row.next())
            return newest;
        newest = {row.integer(0)};
    }
    m_database->statement(u"drop_removals"_s).bind(set.key).bind(newest.value).run();
    return newest;
}

std::optional<Generation> SqlStorage::nthChange(Generation after, qint64 n)
{
    std::vector<Generation> changes;
    for (const QString &name : {u"next_members"_s, u"next_removals"_s, u"next_sets"_s}) {
        SqlStatement row = m_database->statement(name);
        row.bind(after.value).bind(n);
        while (row.next())
            changes.push_back({row.integer(0)});
    }
    if (qint64(changes.size()) < n)
        return {};
    std::ranges::nth_element(changes, changes.begin() + n - 1);
    return changes[size_t(n - 1)];
}

Generation SqlStorage::highestFloor()
{
    SqlStatement row = m_database->statement(u"highest_floor"_s);
    return row.next() ? Generation{row.integer(0)} : Generation();
}

void SqlStorage::recordTransaction(Generation first, Generation last)
{
    m_database->statement(u"record_transaction"_s)
        .bind(last.value)
        .bind(first.value)
        .bind(QDateTime::currentMSecsSinceEpoch())
        .run();
}

std::optional<std::pair<Generation, Generation>> SqlStorage::transactionAt(Generation generation)
{
    SqlStatement row = m_database->statement(u"transaction_at"_s);
    row.bind(generation.value);
    if (!row.next() || row.integer(0) > generation.value)
        return {};
    return std::pair(Generation{row.integer(0)}, Generation{row.integer(1)});
}

void SqlStorage::forgetTransactions()
{
    m_database->statement(u"forget_transactions"_s).run();
}

TreeTotals SqlStorage::totals()
{
    SqlStatement row = m_database->statement(u"totals"_s);
    if (!row.next())
        return {};
    return {.sets = row.integer(0),
            .members = row.integer(1),
            .removals = row.integer(2),
            .floor = {row.integer(3)}};
}

qint64 SqlStorage::bytesOfSet(qint64 setKey)
{
    SqlStatement row = m_database->statement(u"bytes_of_set"_s);
    row.bind(setKey);
    return row.next() ? row.integer(0) : 0;
}

qint64 SqlStorage::fileBytes()
{
    SqlStatement row = m_database->statement(u"file_bytes"_s);
    return row.next() ? row.integer(0) : 0;
}

Generation SqlStorage::generationAt(const QDateTime &time)
{
    SqlStatement row = m_database->statement(u"generation_at"_s);
    row.bind(time.toMSecsSinceEpoch());
    return row.next() ? Generation{row.integer(0)} : Generation();
}

bool SqlStorage::giveSpaceBack(qint64 pages)
{
    {
        SqlStatement step = m_database->prepare(u"PRAGMA incremental_vacuum(%1)"_s.arg(pages));
        while (step.next()) { // a page each
        }
    }
    SqlStatement row = m_database->statement(u"free_pages"_s);
    const bool more = row.next() && row.integer(0) > 0 && row.integer(1) == 2; // of auto_vacuum: incremental
    if (m_database->error()) {
        m_database->rollback();
        return false;
    }
    if (!more)
        m_database->log().wantPutAway();
    return more;
}

Result<void> SqlStorage::replaceWith(const QString &fileName, const std::function<void()> &beforeCommit)
{
    m_database->prepare(u"ATTACH ? AS saved"_s).bind(fileName).run();
    m_database->begin();
    for (const QString &table : {u"tree"_s, u"sets"_s, u"members"_s, u"removals"_s, u"transactions"_s}) {
        m_database->prepare(u"DELETE FROM main.%1"_s.arg(table)).run();
        m_database->prepare(u"INSERT INTO main.%1 SELECT * FROM saved.%1"_s.arg(table)).run();
    }
    m_database->prepare(u"DELETE FROM main.idempotency"_s).run(); // answers that are not true any more
    beforeCommit();
    auto committed = m_database->commit();
    m_database->prepare(u"DETACH saved"_s).run();
    if (m_database->error())
        m_database->rollback();
    return committed;
}

} // namespace GenMirror
