#include "sync/server/routes/objectroutes.h"

#include "model/core/generationaltree.h"
#include "sync/protocol/answers.h"
#include "sync/protocol/batchreader.h"
#include "sync/protocol/problem.h"
#include "sync/server/changes/changeanswers.h"
#include "sync/server/request/body.h"
#include "sync/server/request/conditionsofcalls.h"
#include "sync/sql/readtransaction.h"

#include <QCryptographicHash>

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Result<HttpResponse> conflictResponse(const Error &error, SqlStorage &storage, const SetPath &set,
                                      const ObjectId &id)
{
    const auto current =
        inReadTransaction(storage.database(), [&] { return GenerationalTree(storage).get(set, id); });
    if (!current && current.error().kind != Error::Kind::NotFound)
        return failureOf(current);
    Problem problem = Problem::of(error);
    if (current) {
        problem.generation = current->generation;
        problem.current = current->object.text;
    }
    return HttpResponse{.status = problem.status,
                        .headers = {{"Content-Type", "application/problem+json"}},
                        .body = problem.toJson()};
}

TreeHistoryRecord changesOf(const Commit &commit)
{
    return {.collection = commit.collection,
            .first = commit.first,
            .last = commit.last,
            .what = u"changes"_s,
            .sets = commit.sets};
}

/// In the form that files have: without the braces.
QByteArray remembered(const ChangeRange &range)
{
    const QByteArray json = toJson(range);
    return json.sliced(1, json.size() - 2);
}

/// A reset forgets such answers, so the collection is the one that they were of.
Result<Changed> answeredBefore(const Call &call, const CollectionId &collection, const QByteArray &answer)
{
    const auto range = readChangeRange('{' + answer + '}');
    if (!range)
        return failure(Error::Kind::Damaged,
                       u"What was answered to this batch cannot be read: %1"_s.arg(range.error().detail));
    return Changed{.answer = [&call, json = toJson(BatchDone{collection, *range})](SqlStorage &now) {
        return written(call, now, 200, json);
    }};
}

Result<QList<Operation>> readOperations(const QByteArray &body)
{
    auto operations = readBatch(body);
    if (!operations)
        return operations;
    for (const Operation &operation : *operations) {
        if (operation.object.size() > MaximumObjectBytes)
            return failure(Error::Kind::TooLarge, ErrorCode::ObjectTooLong,
                           u"An object may have at most %1 bytes."_s.arg(MaximumObjectBytes));
    }
    return operations;
}

} // namespace

std::vector<Route> ObjectRoutes::routes() const
{
    using Needs = Route::Needs;
    constexpr auto anyLength = std::numeric_limits<qsizetype>::max(); // up to the server's own limit
    const QByteArrayList updateParameters{"since", "collection", "base", "limit"};
    return {
        Route{"GET", {"v1", "trees", "*", "objects", "**"}, by(this, &ObjectRoutes::getObject)}.quick(),
        Route{"PUT", {"v1", "trees", "*", "objects", "**"}, by(this, &ObjectRoutes::putObject), Needs::Editor}
            .withBody(MaximumObjectBytes)
            .taking(updateParameters),
        Route{"DELETE",
              {"v1", "trees", "*", "objects", "**"},
              by(this, &ObjectRoutes::removeObject),
              Needs::Editor}
            .taking(updateParameters),
        Route{"POST", {"v1", "trees", "*", "batch"}, by(this, &ObjectRoutes::batch), Needs::Editor}
            .withBody(anyLength)
            .taking(updateParameters)
            .preparedBy([](Call &call) { call.operations = readOperations(call.request.body); }),
    };
}

Answer ObjectRoutes::getObject(Call &call) const
{
    return m_trees.reading(call.tree, [&](SqlStorage &storage) -> Answer {
        const auto object = call.object(storage);
        if (!object)
            return failureOf(object);
        const auto member = GenerationalTree(storage, call.tree).get(object->first, object->second);
        if (!member)
            return failureOf(member);
        const EntityTag tag = EntityTag::of(member->generation);
        if (auto instead = answeredByConditions(call, tag, {{"Vary", "Accept-Encoding"}}))
            return *std::move(instead);
        return jsonResponse(member->object.text, 200,
                            {{"ETag", tag.toHeader()}, {"Vary", "Accept-Encoding"}});
    });
}

Result<Changed> ObjectRoutes::changeObject(const Call &call, SqlStorage &storage,
                                           const Operation &operation) const
{
    if (const auto held = checkConditions(call, storage, operation); !held) {
        if (held.error().kind != Error::Kind::Conflict)
            return failureOf(held);
        return unchanged(conflictResponse(held.error(), storage, operation.set, *operation.id));
    }
    const auto done = GenerationalTree(storage, call.tree)
                          .apply({&operation, 1}, [&](const Commit &commit) -> Result<void> {
                              m_history.record(call, storage, changesOf(commit));
                              return {};
                          });
    if (!done) {
        Error error = done.error();
        error.operationIndex = -1;
        return tl::make_unexpected(error);
    }
    return changed(call, *done, done->counts.added > 0 ? 201 : 200,
                   toJson(TreePlace{.collection = done->collection, .generation = done->last}));
}

Result<Changed> ObjectRoutes::putObject(Call &call, SqlStorage &storage) const
{
    const auto object = call.object(storage);
    if (!object)
        return failureOf(object);
    return changeObject(call, storage,
                        {.kind = Operation::Kind::Add,
                         .set = object->first,
                         .id = object->second,
                         .object = call.request.body.trimmed()});
}

Result<Changed> ObjectRoutes::removeObject(Call &call, SqlStorage &storage) const
{
    const auto object = call.object(storage);
    if (!object)
        return failureOf(object);
    return changeObject(call, storage,
                        {.kind = Operation::Kind::Remove, .set = object->first, .id = object->second});
}

Result<Changed> ObjectRoutes::batch(Call &call, SqlStorage &storage) const
{
    constexpr qsizetype longestKey = 255;
    QByteArray key = call.request.header("Idempotency-Key");
    if (key.size() > longestKey)
        return failure(Error::Kind::InvalidArgument,
                       u"An Idempotency-Key has at most %1 bytes."_s.arg(longestKey));
    if (!key.isEmpty() && !call.who.token.isEmpty()) // a key is its token's; no header holds a line feed
        key.prepend(call.who.token + '\n');
    const QByteArray hash =
        key.isEmpty() ? QByteArray()
                      : QCryptographicHash::hash(call.request.body, QCryptographicHash::Blake2b_256);
    if (!key.isEmpty()) {
        const auto before = storage.journal().remembered(key);
        if (!before)
            return failureOf(before);
        if (*before && (*before)->bodyHash != hash)
            return unchanged(
                problemResponse(422, u"This Idempotency-Key was used for another batch. Take a new one."_s));
        if (*before)
            return answeredBefore(call, storage.state().collection, (*before)->answer);
    }
    if (const auto held = checkTreeConditions(call, storage.state()); !held)
        return failureOf(held);
    if (!call.operations)
        call.operations = readOperations(call.request.body);
    const auto &operations = *call.operations;
    if (!operations)
        return failureOf(operations);
    GenerationalTree tree(storage, call.tree);
    const auto rangeOf = [](const Commit &commit) {
        return ChangeRange{.first = commit.first, .last = commit.last};
    };
    const auto done = tree.apply(*operations, [&](const Commit &commit) -> Result<void> {
        if (!key.isEmpty()) // in the batch's own transaction: either both are kept or none
            storage.journal().remember(key, {hash, remembered(rangeOf(commit))});
        if (!commit.generations.isEmpty())
            m_history.record(call, storage, changesOf(commit));
        return {};
    });
    if (!done)
        return failureOf(done);
    return changed(call, *done, 200,
                   toJson(BatchDone{.collection = done->collection, .range = rangeOf(*done)}));
}

} // namespace GenMirror
