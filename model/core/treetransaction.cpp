#include "model/core/treetransaction.h"

#include "model/core/jsontext.h"
#include "model/core/utf8.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qint64 All = std::numeric_limits<qint64>::max();

Result<ObjectId> idFor(const Operation &operation, const SetKey &key)
{
    if (key.kind == SetKey::Kind::Explicit) {
        if (!operation.id)
            return key.idOf(operation.object);
        if (auto named = operation.id->checkIsName(); !named)
            return failureOf(named);
        return checkJson(operation.object).map([&] { return *operation.id; });
    }
    auto id = key.idOf(operation.object);
    if (id && operation.id && *operation.id != *id)
        return failure(Error::Kind::InvalidArgument,
                       u"The id %1 was given, but the object's own is %2."_s.arg(
                           textOfUtf8(operation.id->toJson()), textOfUtf8(id->toJson())));
    return id;
}

tl::unexpected<Error> noSuchObject(const ObjectId &id, const SetPath &set)
{
    return failure(Error::Kind::NotFound, ErrorCode::NoObject,
                   u"The set %1 has no object %2."_s.arg(textOfUtf8(set.toJson()), textOfUtf8(id.toJson())));
}

Result<void> checkGeneration(std::optional<Generation> expected, Generation actual)
{
    if (!expected || *expected == actual)
        return {};
    return failure(
        Error::Kind::Conflict,
        u"It was changed meanwhile: its generation is %1, not %2."_s.arg(actual.value).arg(expected->value));
}

} // namespace

TreeTransaction::TreeTransaction(TreeStorage &storage)
    : m_storage(storage)
{
    m_begun = m_storage.begin();
    if (m_begun)
        m_state = m_storage.state();
    m_commit.first = m_commit.last = m_state.generation;
    m_commit.collection = m_state.collection;
    m_commit.digest = m_state.digest;
}

TreeTransaction::~TreeTransaction()
{
    if (m_open)
        m_storage.rollback();
}

Result<void> TreeTransaction::apply(const Operation &operation)
{
    if (!m_begun)
        return m_begun;
    Result<void> result;
    switch (operation.kind) {
    case Operation::Kind::Add:
    case Operation::Kind::Changed:
        result = put(operation);
        break;
    case Operation::Kind::Remove:
        result = remove(operation);
        break;
    case Operation::Kind::CreateSet:
        result = createSet(operation);
        break;
    case Operation::Kind::RemoveSet:
        result = removeSet(operation.set, operation.ifGeneration);
        break;
    }
    if (!result)
        return result;
    if (auto error = m_storage.error())
        return tl::make_unexpected(*error);
    if (m_commit.generations.isEmpty())
        m_commit.first = m_state.generation;
    m_commit.last = m_state.generation;
    m_commit.digest = m_state.digest;
    m_commit.generations.append(m_state.generation);
    return {};
}

Result<TreeTransaction::Touched *> TreeTransaction::living(const SetPath &path)
{
    auto found = m_touched.find(path);
    if (found == m_touched.end()) {
        auto record = m_storage.findSet(path);
        if (!record || !record->alive)
            return failure(
                Error::Kind::NotFound, ErrorCode::NoSet,
                u"There is no set %1. Make it first (create-set)."_s.arg(textOfUtf8(path.toJson())));
        found = m_touched.emplace(path, Touched{*std::move(record), path.toJson(), {}}).first;
    }
    return &found->second;
}

Result<void> TreeTransaction::put(const Operation &operation)
{
    const auto found = living(operation.set);
    if (!found)
        return failureOf(found);
    Touched &set = **found;
    const auto id = idFor(operation, set.record.setKey);
    if (!id)
        return failureOf(id);
    if (hasNestedSet(set, *id))
        return failure(
            Error::Kind::AlreadyExists, ErrorCode::IdIsSet,
            u"The id %1 names a nested set of %2. Remove that set first, or choose another id."_s.arg(
                textOfUtf8(id->toJson()), textOfUtf8(set.pathJson)));

    const auto before = m_storage.member(set.record, *id);
    if (!before && operation.kind == Operation::Kind::Changed)
        return noSuchObject(*id, operation.set);
    // What would be refused without a condition is refused as it would be, so only now:
    if (!before && operation.ifGeneration)
        return failure(Error::Kind::Conflict, u"It is not there, and should be at generation %1."_s.arg(
                                                  operation.ifGeneration->value));
    if (before && operation.ifAbsent)
        return failure(Error::Kind::Conflict, u"The set %1 has an object %2 already."_s.arg(
                                                  textOfUtf8(set.pathJson), textOfUtf8(id->toJson())));
    if (before) {
        if (auto ok = checkGeneration(operation.ifGeneration, before->generation); !ok)
            return ok;
        m_state.digest -= Digest::ofObject(set.pathJson, *id, before->object.text);
        ++m_commit.counts.changed;
        ++countsOf(operation.set).changed;
    } else {
        ++set.record.members;
        ++m_commit.counts.added;
        ++countsOf(operation.set).added;
        // Rule 3: an id is among the objects or among the removals, never in both.
        if (set.record.removals > 0 && m_storage.eraseRemoval(set.record, *id))
            --set.record.removals;
    }
    m_state.digest += Digest::ofObject(set.pathJson, *id, operation.object);
    const Generation generation = advance(operation.set);
    m_storage.putMember(set.record, {generation, {*id, operation.object}});
    return {};
}

Result<void> TreeTransaction::remove(const Operation &operation)
{
    const auto found = living(operation.set);
    if (!found)
        return failureOf(found);
    Touched &set = **found;
    if (!operation.id)
        return failure(Error::Kind::InvalidArgument, u"To remove, give the \"id\" of what is removed."_s);
    if (set.record.setKey.kind != SetKey::Kind::Value) {
        if (auto named = operation.id->checkIsName(); !named)
            return named;
    }
    const auto before = m_storage.member(set.record, *operation.id);
    if (!before && hasNestedSet(set, *operation.id))
        return removeSet(operation.set.child(*operation.id), operation.ifGeneration);
    if (!before)
        return noSuchObject(*operation.id, operation.set);
    if (auto ok = checkGeneration(operation.ifGeneration, before->generation); !ok)
        return ok;

    m_state.digest -= Digest::ofObject(set.pathJson, *operation.id, before->object.text);
    m_storage.eraseMember(set.record, *operation.id);
    const Generation generation = advance(operation.set);
    --set.record.members;
    addRemoval(set.record, *operation.id, generation);
    removeRemembered(set, *operation.id, generation);
    ++m_commit.counts.removed;
    ++countsOf(operation.set).removed;
    return {};
}

Result<void> TreeTransaction::createSet(const Operation &operation)
{
    const SetPath &path = operation.set;
    if (path.isRoot())
        return failure(Error::Kind::AlreadyExists, u"The root set is there from the start."_s);
    if (path.depth() > SetPath::MaximumDepth)
        return failure(Error::Kind::TooLarge, u"Sets nest at most %1 deep."_s.arg(SetPath::MaximumDepth));
    if (operation.maximumRemovals < 0)
        return failure(Error::Kind::InvalidArgument, u"maximum_removals must be 0 or more."_s);
    const auto parent = living(path.parent());
    if (!parent)
        return failureOf(parent);
    const ObjectId id = path.ids().constLast();
    if (hasNestedSet(**parent, id))
        return failure(Error::Kind::AlreadyExists, ErrorCode::SetThere,
                       u"The set %1 is there already."_s.arg(textOfUtf8(path.toJson())));
    if (m_storage.member((*parent)->record, id))
        return failure(Error::Kind::AlreadyExists, ErrorCode::IdIsObject,
                       u"An object of %1 has the id %2. Remove it first, or choose another id."_s.arg(
                           textOfUtf8((*parent)->pathJson), textOfUtf8(id.toJson())));

    const Generation generation = advance(path.parent());
    SetRecord &parentRecord = (*parent)->record;
    ++parentRecord.members;
    if (parentRecord.removals > 0 && m_storage.eraseRemoval(parentRecord, id))
        --parentRecord.removals;
    (*parent)->hasNestedSets = true;

    SetRecord record = m_storage.findSet(path).value_or(SetRecord{});
    record.parent = parentRecord.key;
    record.path = path;
    record.setKey = operation.key;
    record.maximumRemovals = operation.maximumRemovals;
    record.members = record.removals = 0;
    record.floor = record.removed; // rule 6: older clients must not keep what the earlier set held
    record.created = record.changed = generation;
    record.alive = true;
    m_storage.putSet(record);
    m_state.digest += Digest::ofNestedSet(parentRecord.path.toJson(), id);
    m_touched.emplace(path, Touched{record, path.toJson(), false});
    ++m_commit.counts.setsCreated;
    ++countsOf(path.parent()).setsCreated;
    return {};
}

Result<void> TreeTransaction::removeSet(const SetPath &path, std::optional<Generation> ifGeneration)
{
    if (path.isRoot())
        return failure(
            Error::Kind::InvalidArgument,
            u"The root set cannot be removed. Remove the tree, or reset it without its objects."_s);
    const auto found = living(path);
    if (!found)
        return failureOf(found);
    if (auto ok = checkGeneration(ifGeneration, (*found)->record.changed); !ok)
        return ok;
    const auto parent = living(path.parent());
    if (!parent)
        return failureOf(parent);

    const Generation generation = advance(path.parent());
    flush(); // what follows reads the nested sets from the storage
    const SetRecord record = (*found)->record;
    buryNestedSets(record, generation);
    bury(record, generation);

    SetRecord &parentRecord = (*parent)->record;
    --parentRecord.members;
    addRemoval(parentRecord, path.ids().constLast(), generation);
    (*parent)->hasNestedSets.reset();
    (*parent)->hasRememberedSets = true;
    ++m_commit.counts.setsRemoved;
    ++countsOf(path.parent()).setsRemoved;
    return {};
}

void TreeTransaction::buryNestedSets(const SetRecord &set, Generation generation)
{
    QList<SetRecord> children;
    m_storage.visitChildren(set, Generation(), [&](const SetRecord &child) {
        children.append(child);
        return true;
    });
    for (const SetRecord &child : children) {
        buryNestedSets(child, generation);
        bury(child, generation);
    }
}

/// Empties a set and remembers that it was (rule 6).
void TreeTransaction::bury(const SetRecord &set, Generation generation)
{
    const QByteArray pathJson = set.path.toJson();
    m_storage.visitMembers(set, Generation(), generation, [&](const MemberRecord &member) {
        m_state.digest -= Digest::ofObject(pathJson, member.object.id, member.object.text);
        ++m_commit.counts.removed;
        ++countsOf(set.path).removed;
        return true;
    });
    m_state.digest -= Digest::ofNestedSet(set.path.parent().toJson(), set.path.ids().constLast());
    m_storage.eraseAll(set);
    for (const SetRecord &child : m_storage.rememberedChildren(set, All))
        removeAgain(child, generation);
    SetRecord dead = set;
    dead.members = dead.removals = 0;
    dead.removed = generation;
    dead.alive = false;
    m_storage.putSet(dead);
    m_touched.erase(set.path);
}

SetCounts &TreeTransaction::countsOf(const SetPath &path)
{
    auto found = m_counts.find(path);
    if (found == m_counts.end()) {
        found = m_counts.emplace(path, m_commit.sets.size()).first;
        m_commit.sets.append({.path = path});
    }
    return m_commit.sets[found->second];
}

/// Rule 6, with pages: an object took the id of a removed set, and goes now. A client whose page ended in
/// between has heard of neither and still holds that set, so this counts as the set's removal as well.
void TreeTransaction::removeRemembered(Touched &parent, const ObjectId &id, Generation generation)
{
    if (!parent.hasRememberedSets)
        parent.hasRememberedSets = !m_storage.rememberedChildren(parent.record, 1).isEmpty();
    if (!*parent.hasRememberedSets)
        return;
    const auto remembered = m_storage.findSet(parent.record.path.child(id));
    if (remembered && !remembered->alive)
        removeAgain(*remembered, generation);
}

void TreeTransaction::removeAgain(SetRecord remembered, Generation generation)
{
    for (const SetRecord &child : m_storage.rememberedChildren(remembered, All))
        removeAgain(child, generation);
    remembered.removed = generation;
    m_storage.putSet(remembered);
}

bool TreeTransaction::hasNestedSet(Touched &set, const ObjectId &id)
{
    if (!set.hasNestedSets) {
        set.hasNestedSets = false;
        m_storage.visitChildren(set.record, Generation(), [&](const SetRecord &) {
            set.hasNestedSets = true;
            return false;
        });
    }
    if (!*set.hasNestedSets)
        return false;
    const auto nested = m_storage.findSet(set.record.path.child(id));
    return nested && nested->alive;
}

/// Rule 4: a set keeps the newest maximumRemovals removals and stores the newest that it dropped as its
/// floor.
void TreeTransaction::addRemoval(SetRecord &set, const ObjectId &id, Generation generation)
{
    m_storage.putRemoval(set, id, generation);
    if (++set.removals <= set.maximumRemovals)
        return;
    set.floor = std::max(set.floor, m_storage.dropRemovals(set, set.maximumRemovals));
    set.removals = set.maximumRemovals;
}

/// One mutation: the tree's generation goes up by one, and the set and all that it is nested in changed.
Generation TreeTransaction::advance(const SetPath &path)
{
    m_state.generation = m_state.generation.next();
    for (SetPath at = path;; at = at.parent()) {
        if (const auto set = living(at))
            (*set)->record.changed = m_state.generation;
        if (at.isRoot())
            break;
    }
    return m_state.generation;
}

void TreeTransaction::flush()
{
    for (const auto &[path, set] : m_touched) // what else there is of a set, it was made with
        m_storage.putCounts(set.record);
    m_storage.setState(m_state);
}

Result<void> TreeTransaction::commit()
{
    flush();
    if (!m_commit.generations.isEmpty())
        m_storage.recordTransaction(m_commit.first, m_commit.last);
    m_open = false;
    return m_storage.commit();
}

} // namespace GenMirror
