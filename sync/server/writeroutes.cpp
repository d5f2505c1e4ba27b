// The routes that write. All run on the one writer, each answered when its transaction is on the disk.
#include "model/core/generationaltree.h"
#include "model/core/jsontext.h"
#include "sync/protocol/batchreader.h"
#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"
#include "sync/protocol/updatewriter.h"
#include "sync/server/call.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// 412 with the object as it is now, so that the editor can choose.
HttpResponse conflictResponse(const Error &error, GenerationalTree &tree, const SetPath &set,
                              const ObjectId &id)
{
    QByteArray json = Problem::of(error).toJson();
    if (const auto current = tree.get(set, id)) {
        json.chop(1);
        json += ",\"generation\":" + QByteArray::number(current->generation.value) +
                ",\"current\":" + current->object.text + '}';
    }
    return {.status = 412, .headers = {{"Content-Type", "application/problem+json"}}, .body = json};
}

TreeHistoryRecord changesOf(SqlStorage &storage, const Commit &commit)
{
    return {.collection = storage.state().collection,
            .first = commit.first,
            .last = commit.last,
            .what = u"changes"_s,
            .sets = commit.sets};
}

} // namespace

/// Adds when, who and with which program.
void TreeService::record(const Call &call, SqlStorage &storage, TreeHistoryRecord done) const
{
    constexpr qsizetype longestAgent = 200;
    done.at = QDateTime::currentDateTimeUtc();
    done.who = call.who.open ? call.request.peer : call.who.name;
    done.agent = QString::fromUtf8(call.request.header("User-Agent").left(longestAgent));
    storage.journal().append(done, m_options.history);
}

TreeService::Answer TreeService::written(Call &call, SqlStorage &storage, int status, QByteArray fields)
{
    GenerationalTree tree(storage, call.tree);
    if (call.query.hasQueryItem(u"since"_s)) {
        auto request = call.updateRequest();
        if (!request)
            return failureOf(request);
        QByteArray update;
        UpdateWriter writer(call.dialect(), [&update](QByteArrayView bytes) {
            update += bytes;
            return true;
        });
        constexpr qint64 mostMembers = 10'000; // this answer is held in memory; the client asks on from there
        request->limit = request->limit > 0 ? std::min(request->limit, mostMembers) : mostMembers;
        const auto order = call.dialect() == Dialect::Native ? GenerationalTree::Order::SetsLast
                                                             : GenerationalTree::Order::Interleaved;
        if (const auto told = tree.updates(*request, writer, order); !told)
            return failureOf(told);
        fields += ",\"updates\":" + update;
    }
    return jsonResponse('{' + fields + '}', status);
}

TreeService::Answer TreeService::putObject(Call &call, TreeWorker &worker)
{
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const auto object = call.object();
    if (!object)
        return failureOf(object);
    const auto ifMatch = call.ifMatch();
    if (!ifMatch)
        return failureOf(ifMatch);
    const QByteArray ifNoneMatch = call.request.header("If-None-Match");
    if (!ifNoneMatch.isNull() && ifNoneMatch != "*")
        return failure(Error::Kind::InvalidArgument,
                       u"If-None-Match may only be * here: add, but do not change."_s);
    const Operation operation{.kind = Operation::Kind::Add,
                              .set = object->first,
                              .id = object->second,
                              .object = call.request.body.trimmed(),
                              .ifGeneration = *ifMatch,
                              .ifAbsent = !ifNoneMatch.isNull()};
    GenerationalTree tree(**storage, call.tree);
    const auto done = tree.apply({&operation, 1}, [&](const Commit &commit) -> Result<void> {
        record(call, **storage, changesOf(**storage, commit));
        return {};
    });
    if (!done) {
        Error error = done.error();
        error.operationIndex = -1;
        const bool precondition =
            error.kind == Error::Kind::Conflict || error.kind == Error::Kind::AlreadyExists ||
            (error.kind == Error::Kind::NotFound && *ifMatch && tree.set(object->first));
        if (precondition && (operation.ifAbsent || *ifMatch)) {
            error.kind = Error::Kind::Conflict;
            return conflictResponse(error, tree, object->first, object->second);
        }
        if (error.kind == Error::Kind::Conflict)
            error.kind = Error::Kind::AlreadyExists; // the id names a nested set: no condition would help
        return tl::make_unexpected(error);
    }
    announce(call.tree, **storage, done->before());
    return written(call, **storage, done->counts.added > 0 ? 201 : 200,
                   "\"generation\":" + QByteArray::number(done->last.value));
}

TreeService::Answer TreeService::removeObject(Call &call, TreeWorker &worker)
{
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const auto object = call.object();
    if (!object)
        return failureOf(object);
    const auto ifMatch = call.ifMatch();
    if (!ifMatch)
        return failureOf(ifMatch);
    const Operation operation{.kind = Operation::Kind::Remove,
                              .set = object->first,
                              .id = object->second,
                              .ifGeneration = *ifMatch};
    GenerationalTree tree(**storage, call.tree);
    const auto done = tree.apply({&operation, 1}, [&](const Commit &commit) -> Result<void> {
        record(call, **storage, changesOf(**storage, commit));
        return {};
    });
    if (!done) {
        Error error = done.error();
        error.operationIndex = -1;
        if (error.kind == Error::Kind::Conflict)
            return conflictResponse(error, tree, object->first, object->second);
        return tl::make_unexpected(error);
    }
    announce(call.tree, **storage, done->before());
    return written(call, **storage, 200, "\"generation\":" + QByteArray::number(done->last.value));
}

TreeService::Answer TreeService::batch(Call &call, TreeWorker &worker)
{
    constexpr qsizetype longestKey = 255;
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const QByteArray key = call.request.header("Idempotency-Key");
    if (key.size() > longestKey)
        return failure(Error::Kind::InvalidArgument,
                       u"An Idempotency-Key has at most %1 bytes."_s.arg(longestKey));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QByteArray hash =
        key.isEmpty() ? QByteArray()
                      : QCryptographicHash::hash(call.request.body, QCryptographicHash::Blake2b_256);
    if (const auto before = key.isEmpty() ? std::nullopt : (*storage)->journal().remembered(key, now)) {
        if (before->bodyHash != hash)
            return problemResponse(422,
                                   u"This Idempotency-Key was used for another batch. Take a new one."_s);
        return written(call, **storage, 200, before->answer);
    }
    const auto operations = readBatch(call.request.body);
    if (!operations)
        return failureOf(operations);
    for (const Operation &operation : *operations) {
        if (operation.object.size() > MaximumObjectBytes)
            return failure(Error::Kind::TooLarge,
                           u"An object may have at most %1 bytes."_s.arg(MaximumObjectBytes));
    }
    GenerationalTree tree(**storage, call.tree);
    const auto fieldsOf = [](const Commit &commit) {
        return QByteArray("\"first\":" + QByteArray::number(commit.first.value) +
                          ",\"generation\":" + QByteArray::number(commit.last.value));
    };
    const auto done = tree.apply(*operations, [&](const Commit &commit) -> Result<void> {
        if (!key.isEmpty()) // in the batch's own transaction: either both are kept or none
            (*storage)->journal().remember(key, {hash, fieldsOf(commit)}, now);
        if (!commit.generations.isEmpty())
            record(call, **storage, changesOf(**storage, commit));
        return {};
    });
    if (!done)
        return failureOf(done);
    announce(call.tree, **storage, done->before());
    return written(call, **storage, 200, fieldsOf(*done));
}

} // namespace GenMirror
