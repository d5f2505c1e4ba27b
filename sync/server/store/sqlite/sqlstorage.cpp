#include "sync/server/store/sqlite/sqlstorage.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Error SqlStorage::damaged(const QString &what) const
{
    return {.kind = Error::Kind::Damaged,
            .detail =
                u"%1 is damaged: %2. Restore the tree from a backup."_s.arg(m_database->fileName(), what)};
}

std::optional<SetRecord> SqlStorage::setOf(const SqlStatement &row)
{
    auto path = SetPath::fromJson(row.view(2));
    auto setKey = SetKey::fromJson(row.view(3));
    if (!path || !setKey) {
        m_database->fail(damaged(u"the path or the key of a set makes no sense"_s));
        return {};
    }
    return SetRecord{.key = row.integer(0),
                     .parent = row.integer(1),
                     .path = *std::move(path),
                     .setKey = *std::move(setKey),
                     .maximumRemovals = row.integer(4),
                     .members = row.integer(5),
                     .removals = row.integer(6),
                     .floor = {row.integer(7)},
                     .created = {row.integer(8)},
                     .changed = {row.integer(9)},
                     .removed = {row.integer(10)},
                     .alive = row.integer(11) != 0};
}

std::optional<ObjectId> SqlStorage::idOf(QByteArray text)
{
    if (!text.isEmpty() && text.size() <= ObjectId::MaximumLength)
        return ObjectId::fromCanonical(std::move(text));
    m_database->fail(damaged(u"the id of an object makes no sense"_s));
    return {};
}

Result<qint64> SqlStorage::numberOf(SqlStatement row)
{
    const qint64 number = row.next() ? row.integer(0) : 0;
    return unlessFailed<qint64>(*m_database, number);
}

TreeState SqlStorage::state()
{
    TreeState state{.generation = {}};
    SqlStatement row = m_database->statement(u"state"_s);
    if (!row.next()) { // also where reading it failed: then that is the error
        m_database->fail(damaged(u"it holds no tree"_s));
        return state;
    }
    const auto collection = CollectionId::fromHex(row.bytes(0));
    const auto digest = Digest::fromHex(row.bytes(2));
    if (!collection || !digest || row.integer(1) < 1) {
        m_database->fail(damaged(u"the state of its tree makes no sense"_s));
        return state;
    }
    return {.collection = *collection, .generation = {row.integer(1)}, .digest = *digest};
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
    if (row.next())
        return setOf(row);
    if (path.isRoot()) // also where reading it failed: then that is the error
        m_database->fail(damaged(u"it holds no root set"_s));
    return {};
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
    while (row.next()) {
        const auto set = setOf(row);
        if (!set || !visit(*set))
            break;
    }
}

QList<SetRecord> SqlStorage::rememberedChildren(const SetRecord &parent, qint64 limit)
{
    QList<SetRecord> children;
    SqlStatement row = m_database->statement(u"remembered_children"_s);
    row.bind(parent.key).bind(limit);
    while (row.next()) {
        auto set = setOf(row);
        if (!set)
            break;
        children.append(*std::move(set));
    }
    return children;
}

void SqlStorage::visitSets(const std::function<bool(const SetRecord &)> &visit)
{
    SqlStatement row = m_database->statement(u"sets"_s);
    bool hasRoot = false; // which comes first
    while (row.next()) {
        const auto set = setOf(row);
        hasRoot = hasRoot || (set && set->path.isRoot());
        if (!set || !hasRoot || !visit(*set))
            break;
    }
    if (!hasRoot) // also where reading it failed: then that is the error
        m_database->fail(damaged(u"it holds no root set"_s));
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
    while (row.next()) {
        const auto id = idOf(row.bytes(0));
        if (!id || !visit({{row.integer(1)}, {*id, row.bytes(2)}}))
            break;
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
    while (row.next()) {
        const auto id = idOf(row.bytes(0));
        if (!id || !visit(*id, {row.integer(1)}))
            break;
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

std::optional<Generation> SqlStorage::nthChange(Generation after, Generation removalsAfter, qint64 n)
{
    std::vector<Generation> changes;
    for (const auto &[name, from] :
         {std::pair(u"next_members"_s, after), std::pair(u"next_removals"_s, removalsAfter),
          std::pair(u"next_sets"_s, after)}) {
        SqlStatement row = m_database->statement(name);
        row.bind(from.value).bind(n);
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
        .bind(m_time.wall().toMSecsSinceEpoch())
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

Result<TreeTotals> SqlStorage::totals()
{
    TreeTotals totals;
    SqlStatement row = m_database->statement(u"totals"_s);
    const bool hasRoot = row.next() && row.integer(4) == 0;
    if (hasRoot)
        totals = {.sets = row.integer(0),
                  .members = row.integer(1),
                  .removals = row.integer(2),
                  .floor = {row.integer(3)}};
    else // also where reading it failed: then that is the error
        m_database->fail(damaged(u"it holds no root set"_s));
    return unlessFailed<TreeTotals>(*m_database, totals);
}

Result<qint64> SqlStorage::bytesOfSet(qint64 setKey)
{
    SqlStatement row = m_database->statement(u"bytes_of_set"_s);
    row.bind(setKey);
    return numberOf(std::move(row));
}

Result<Generation> SqlStorage::newestOlderThan(qint64 days, const QDateTime &now)
{
    SqlStatement row = m_database->statement(u"newest_older"_s);
    row.bind(now.addDays(-days).toMSecsSinceEpoch()).bind(now.toMSecsSinceEpoch());
    return numberOf(std::move(row)).map([](qint64 value) { return Generation{value}; });
}

Result<std::optional<qint64>> SqlStorage::firstAfter(Generation generation)
{
    SqlStatement row = m_database->statement(u"next_old"_s);
    row.bind(generation.value);
    std::optional<qint64> at;
    if (row.next() && !row.view(0).isNull())
        at = row.integer(0);
    if (const auto error = m_database->error())
        return tl::make_unexpected(*error);
    return at;
}

} // namespace GenMirror
