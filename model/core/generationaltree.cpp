#include "model/core/generationaltree.h"

#include "model/core/treetransaction.h"
#include "model/core/updateproducer.h"
#include "model/core/utf8.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr Generation Newest{std::numeric_limits<qint64>::max()};

} // namespace

GenerationalTree::GenerationalTree(TreeStorage &storage, QString name)
    : m_name(std::move(name))
    , m_storage(storage)
{
}

GenerationalTree::~GenerationalTree() = default;

Result<void> GenerationalTree::initialize(TreeStorage &storage, const SetKey &rootKey, qint64 maximumRemovals)
{
    if (maximumRemovals < 0)
        return failure(Error::Kind::InvalidArgument, u"maximum_removals must be 0 or more."_s);
    if (auto begun = storage.begin(); !begun)
        return begun;
    SetRecord root;
    root.setKey = rootKey;
    root.maximumRemovals = maximumRemovals;
    root.created = root.changed = Generation{1};
    storage.putSet(root);
    storage.setState({.collection = CollectionId::random(), .generation = {1}, .digest = {}});
    return storage.commit();
}

Result<Commit> GenerationalTree::apply(std::span<const Operation> batch)
{
    return apply(batch, {});
}

Result<Commit> GenerationalTree::apply(std::span<const Operation> batch,
                                       const std::function<Result<void>(const Commit &)> &beforeCommit)
{
    TreeTransaction transaction(m_storage);
    for (const Operation &operation : batch) {
        if (auto done = unlessFailed(m_storage, transaction.apply(operation)); !done) {
            Error error = done.error();
            error.operationIndex = &operation - batch.data();
            return tl::make_unexpected(std::move(error));
        }
    }
    if (beforeCommit) {
        if (auto ok = beforeCommit(transaction.done()); !ok)
            return failureOf(ok);
    }
    if (batch.empty() && !beforeCommit)
        return transaction.done();
    if (auto committed = transaction.commit(); !committed)
        return failureOf(committed);
    if (m_listener && !batch.empty())
        m_listener(transaction.done().last);
    return transaction.done();
}

Result<Generation> GenerationalTree::add(const SetPath &set, const QByteArray &object)
{
    return apply({{Operation{.kind = Operation::Kind::Add, .set = set, .object = object}}})
        .map(&Commit::last);
}

Result<Generation> GenerationalTree::changed(const SetPath &set, const QByteArray &object)
{
    return apply({{Operation{.kind = Operation::Kind::Changed, .set = set, .object = object}}})
        .map(&Commit::last);
}

Result<Generation> GenerationalTree::remove(const SetPath &set, const ObjectId &id)
{
    return apply({{Operation{.kind = Operation::Kind::Remove, .set = set, .id = id}}}).map(&Commit::last);
}

Result<Generation> GenerationalTree::createSet(const SetPath &set, const SetKey &key, qint64 maximumRemovals)
{
    return apply({{Operation{.kind = Operation::Kind::CreateSet,
                             .set = set,
                             .key = key,
                             .maximumRemovals = maximumRemovals}}})
        .map(&Commit::last);
}

Result<Generation> GenerationalTree::removeSet(const SetPath &set)
{
    return apply({{Operation{.kind = Operation::Kind::RemoveSet, .set = set}}}).map(&Commit::last);
}

Result<TreeState> GenerationalTree::state()
{
    return unlessFailed<TreeState>(m_storage, m_storage.state());
}

Result<SetRecord> GenerationalTree::set(const SetPath &path)
{
    auto record = m_storage.findSet(path);
    Result<SetRecord> found;
    if (record && record->alive)
        found = *std::move(record);
    else
        found = failure(Error::Kind::NotFound, ErrorCode::NoSet,
                        u"There is no set %1. Make it first (create-set)."_s.arg(textOfUtf8(path.toJson())));
    return unlessFailed(m_storage, std::move(found));
}

Result<QList<SetRecord>> GenerationalTree::sets()
{
    QList<SetRecord> sets;
    m_storage.visitSets([&](const SetRecord &set) {
        if (set.alive)
            sets.append(set);
        return true;
    });
    return unlessFailed<QList<SetRecord>>(m_storage, std::move(sets));
}

Result<MemberRecord> GenerationalTree::get(const SetPath &path, const ObjectId &id)
{
    const auto found = set(path);
    if (!found)
        return failureOf(found);
    auto member = m_storage.member(*found, id);
    if (auto error = m_storage.error())
        return tl::make_unexpected(*std::move(error));
    if (!member)
        return failure(
            Error::Kind::NotFound, ErrorCode::NoObject,
            u"The set %1 has no object %2."_s.arg(textOfUtf8(path.toJson()), textOfUtf8(id.toJson())));
    return *std::move(member);
}

Result<bool> GenerationalTree::contains(const SetPath &path, const ObjectId &id)
{
    const bool found = get(path, id).has_value() || set(path.child(id)).has_value();
    return unlessFailed<bool>(m_storage, found);
}

Result<qint64> GenerationalTree::size(const SetPath &path)
{
    return set(path).map(&SetRecord::members);
}

Result<void> GenerationalTree::visitObjects(const SetPath &path, Generation after,
                                            const std::function<bool(const MemberRecord &)> &visit)
{
    const auto found = set(path);
    if (!found)
        return failureOf(found);
    m_storage.visitMembers(*found, after, Newest, visit);
    if (auto error = m_storage.error())
        return tl::make_unexpected(*std::move(error));
    return {};
}

Result<UpdateHeader> GenerationalTree::updates(const UpdateRequest &request, UpdateVisitor &visitor,
                                               Order order)
{
    UpdateProducer producer(m_storage, m_name, request);
    const bool finished = producer.run(visitor, order);
    if (auto error = m_storage.error())
        return tl::make_unexpected(*std::move(error));
    if (!finished)
        return failure(Error::Kind::Canceled, u"The update was given up by its receiver."_s);
    return producer.header();
}

Result<UpdateHeader> GenerationalTree::header(const UpdateRequest &request)
{
    UpdateHeader header = UpdateProducer(m_storage, m_name, request).header();
    if (auto error = m_storage.error())
        return tl::make_unexpected(*std::move(error));
    return header;
}

} // namespace GenMirror
