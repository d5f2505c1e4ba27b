#include "model/core/memorytreestorage.h"

#include <algorithm>
#include <vector>

namespace GenMirror
{

Result<void> MemoryTreeStorage::begin()
{
    m_before = m_data;
    return {};
}

Result<void> MemoryTreeStorage::commit()
{
    m_before.reset();
    return {};
}

void MemoryTreeStorage::rollback()
{
    if (m_before)
        m_data = *std::exchange(m_before, {});
}

std::optional<SetRecord> MemoryTreeStorage::findSet(const SetPath &path)
{
    const auto found = m_data.sets.constFind(path);
    return found == m_data.sets.constEnd() ? std::nullopt : std::optional(*found);
}

void MemoryTreeStorage::putSet(SetRecord &set)
{
    if (set.key == 0)
        set.key = ++m_data.lastKey;
    m_data.sets.insert(set.path, set);
}

void MemoryTreeStorage::putCounts(const SetRecord &set)
{
    m_data.sets.insert(set.path, set);
}

void MemoryTreeStorage::visitChildren(const SetRecord &parent, Generation after,
                                      const std::function<bool(const SetRecord &)> &visit)
{
    std::vector<SetRecord> children;
    for (const SetRecord &set : std::as_const(m_data.sets)) {
        if (set.alive && set.parent == parent.key && set.changed > after)
            children.push_back(set);
    }
    std::ranges::sort(children, {}, &SetRecord::changed);
    std::ranges::find_if_not(children, visit);
}

QList<SetRecord> MemoryTreeStorage::rememberedChildren(const SetRecord &parent, qint64 limit)
{
    QList<SetRecord> children;
    for (const SetRecord &set : std::as_const(m_data.sets)) {
        if (!set.alive && set.parent == parent.key && children.size() < limit)
            children.append(set);
    }
    return children;
}

void MemoryTreeStorage::visitSets(const std::function<bool(const SetRecord &)> &visit)
{
    const auto sets = m_data.sets;
    std::ranges::find_if_not(sets, visit);
}

void MemoryTreeStorage::forgetSet(const SetRecord &set)
{
    m_data.sets.remove(set.path);
    m_data.contents.remove(set.key);
}

std::optional<MemberRecord> MemoryTreeStorage::member(const SetRecord &set, const ObjectId &id)
{
    const SetContents contents = m_data.contents.value(set.key);
    const auto found = contents.members.constFind(id);
    return found == contents.members.constEnd() ? std::nullopt : std::optional(*found);
}

void MemoryTreeStorage::putMember(const SetRecord &set, const MemberRecord &member)
{
    eraseMember(set, member.object.id);
    SetContents &contents = m_data.contents[set.key];
    contents.members.insert(member.object.id, member);
    contents.order.insert(member.generation, member.object.id);
}

void MemoryTreeStorage::eraseMember(const SetRecord &set, const ObjectId &id)
{
    SetContents &contents = m_data.contents[set.key];
    const auto found = contents.members.constFind(id);
    if (found == contents.members.constEnd())
        return;
    contents.order.remove(found->generation);
    contents.members.erase(found);
}

void MemoryTreeStorage::eraseAll(const SetRecord &set)
{
    m_data.contents.remove(set.key);
}

void MemoryTreeStorage::visitMembers(const SetRecord &set, Generation after, Generation upTo,
                                     const std::function<bool(const MemberRecord &)> &visit)
{
    const SetContents contents = m_data.contents.value(set.key);
    for (auto it = contents.order.upperBound(after); it != contents.order.cend() && it.key() <= upTo; ++it) {
        if (!visit(*contents.members.constFind(*it)))
            return;
    }
}

void MemoryTreeStorage::renumberMembers(const SetRecord &set, Generation first)
{
    SetContents &contents = m_data.contents[set.key];
    QMap<Generation, ObjectId> order;
    for (const ObjectId &id : std::as_const(contents.order)) {
        contents.members[id].generation = first;
        order.insert(first, id);
        first = first.next();
    }
    contents.order = order;
}

void MemoryTreeStorage::putRemoval(const SetRecord &set, const ObjectId &id, Generation generation)
{
    SetContents &contents = m_data.contents[set.key];
    contents.removals.insert(id, generation);
    contents.removalOrder.insert(generation, id);
}

bool MemoryTreeStorage::eraseRemoval(const SetRecord &set, const ObjectId &id)
{
    SetContents &contents = m_data.contents[set.key];
    const auto found = contents.removals.constFind(id);
    if (found == contents.removals.constEnd())
        return false;
    contents.removalOrder.remove(*found);
    contents.removals.erase(found);
    return true;
}

void MemoryTreeStorage::visitRemovals(const SetRecord &set, Generation after, Generation upTo,
                                      const std::function<bool(const ObjectId &, Generation)> &visit)
{
    const SetContents contents = m_data.contents.value(set.key);
    for (auto it = contents.removalOrder.upperBound(after);
         it != contents.removalOrder.cend() && it.key() <= upTo; ++it) {
        if (!visit(*it, it.key()))
            return;
    }
}

Generation MemoryTreeStorage::dropRemovals(const SetRecord &set, qint64 keep)
{
    SetContents &contents = m_data.contents[set.key];
    Generation newest;
    while (contents.removalOrder.size() > keep) {
        newest = contents.removalOrder.firstKey();
        contents.removals.remove(contents.removalOrder.take(newest));
    }
    return newest;
}

std::optional<Generation> MemoryTreeStorage::nthChange(Generation after, Generation removalsAfter, qint64 n)
{
    std::vector<Generation> changes;
    for (const SetRecord &set : std::as_const(m_data.sets)) {
        if (!set.alive)
            continue;
        if (!set.path.isRoot() && set.created > after)
            changes.push_back(set.created);
        const SetContents contents = m_data.contents.value(set.key);
        for (auto it = contents.order.upperBound(after); it != contents.order.cend(); ++it)
            changes.push_back(it.key());
        for (auto it = contents.removalOrder.upperBound(removalsAfter); it != contents.removalOrder.cend();
             ++it)
            changes.push_back(it.key());
    }
    if (qint64(changes.size()) < n)
        return {};
    std::ranges::nth_element(changes, changes.begin() + n - 1);
    return changes[size_t(n - 1)];
}

Generation MemoryTreeStorage::highestFloor()
{
    Generation highest;
    for (const SetRecord &set : std::as_const(m_data.sets)) {
        if (set.alive)
            highest = std::max(highest, set.floor);
    }
    return highest;
}

void MemoryTreeStorage::recordTransaction(Generation first, Generation last)
{
    m_data.transactions.insert(last, first);
}

std::optional<std::pair<Generation, Generation>> MemoryTreeStorage::transactionAt(Generation generation)
{
    const auto found = m_data.transactions.lowerBound(generation);
    if (found == m_data.transactions.end() || *found > generation)
        return {};
    return std::pair(*found, found.key());
}

} // namespace GenMirror
