// The routes that write. All run on the one writer, each answered when its transaction is on the disk.
#include "model/core/generationaltree.h"
#include "model/core/jsontext.h"
#include "sync/protocol/batchreader.h"
#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"
#include "sync/protocol/updatewriter.h"
#include "sync/server/call.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

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

/// A JSON string's value; empty if it is none.
QString stringOfJson(QByteArrayView json)
{
    return QJsonDocument::fromJson('[' + json.toByteArray() + ']').array().at(0).toString();
}

TreeHistoryRecord changesOf(SqlStorage &storage, const Commit &commit)
{
    return {.collection = storage.state().collection,
            .first = commit.first,
            .last = commit.last,
            .what = u"changes"_s,
            .sets = commit.sets};
}

TreeHistoryRecord actOf(const TreeState &state, const QString &what, const QString &reason = {})
{
    return {.collection = state.collection,
            .first = state.generation,
            .last = state.generation,
            .what = what,
            .reason = reason};
}

} // namespace

/// Adds when, who and with which program.
void TreeService::record(const Call &call, SqlStorage &storage, TreeHistoryRecord done) const
{
    constexpr qsizetype longestAgent = 200;
    done.at = QDateTime::currentDateTimeUtc();
    done.who = call.request.peer;
    done.agent = QString::fromUtf8(call.request.header("User-Agent").left(longestAgent));
    storage.appendHistory(done, m_options.history);
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

Result<void> TreeService::makeTreeFile(const QString &tree, const TreeOptions &options) const
{
    const auto storage =
        SqlStorage::open(m_registry.fileName(tree), {.maximumPages = m_options.maximumPages});
    if (!storage)
        return failureOf(storage);
    return GenerationalTree::initialize(**storage, options.key, options.maximumRemovals);
}

TreeService::Answer TreeService::createTree(Call &call, TreeWorker &worker)
{
    const auto options = readTreeOptions(call.request.body);
    if (!options)
        return failureOf(options);
    if (m_registry.find(call.tree))
        return failure(Error::Kind::AlreadyExists, u"There is a tree \"%1\" already."_s.arg(call.tree));
    if (auto made = makeTreeFile(call.tree, *options); !made) {
        (void)m_registry.removeFiles(call.tree);
        return failureOf(made);
    }
    (void)m_registry.add(call.tree); // from here on readers see it
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const TreeState state = (*storage)->state();
    (*storage)->begin();
    record(call, **storage, actOf(state, u"created"_s));
    if (const auto committed = (*storage)->commit(); !committed)
        return failureOf(committed);
    announce(call.tree, **storage, {});
    return jsonResponse("{\"tree\":\"" + call.tree.toLatin1() + "\",\"collection\":\"" +
                            state.collection.toHex() +
                            "\",\"generation\":" + QByteArray::number(state.generation.value) + '}',
                        201);
}

TreeService::Answer TreeService::removeTree(Call &call, TreeWorker &worker)
{
    if (const auto storage = worker.storage(call.tree); !storage)
        return failureOf(storage);
    worker.close(call.tree);
    if (auto removed = m_registry.removeFiles(call.tree); !removed)
        return failureOf(removed);
    announceRemoval(call.tree);
    return HttpResponse{.status = 204};
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
    if (const auto before = key.isEmpty() ? std::nullopt : (*storage)->remembered(key, now)) {
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
            (*storage)->remember(key, {hash, fieldsOf(commit)}, now);
        if (!commit.generations.isEmpty())
            record(call, **storage, changesOf(**storage, commit));
        return {};
    });
    if (!done)
        return failureOf(done);
    announce(call.tree, **storage, done->before());
    return written(call, **storage, 200, fieldsOf(*done));
}

TreeService::Answer TreeService::compact(Call &call, TreeWorker &worker)
{
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const auto members = membersOf(call.request.body);
    if (!members)
        return failureOf(members);
    CompactionRequest request;
    for (const JsonMember &member : *members) {
        bool ok = true;
        if (member.name == "keep_removals")
            request.keepRemovals = member.value.toLongLong(&ok);
        else if (member.name == "before")
            request.before = Generation{member.value.toLongLong(&ok)};
        else if (member.name == "dry_run")
            ok = (request.dryRun = member.value == "true") || member.value == "false";
        else if (member.name == "set")
            ok = bool(request.set = SetPath::fromJson(member.value)
                                        .map([](SetPath path) { return std::optional(path); })
                                        .value_or(std::nullopt));
        else
            ok = false;
        if (!ok)
            return failure(
                Error::Kind::InvalidArgument,
                u"\"%1\" is not valid here. A compaction takes keep_removals or before, and dry_run and set."_s
                    .arg(QString::fromUtf8(member.name)));
    }
    GenerationalTree tree(**storage, call.tree);
    const auto report = tree.compact(request, [&](const CompactionReport &done) {
        TreeHistoryRecord act = actOf((*storage)->state(), u"compaction"_s);
        for (const CompactionReport::Set &set : done.sets)
            act.sets.append({.path = set.path, .removed = set.dropped}); // removals, not objects
        record(call, **storage, std::move(act));
    });
    if (!report)
        return failureOf(report);
    QByteArray json = "{\"dropped\":" + QByteArray::number(report->dropped) + ",\"sets\":[";
    for (const CompactionReport::Set &set : report->sets) {
        if (!json.endsWith('['))
            json += ',';
        json += "{\"set\":" + set.path.toJson() + ",\"dropped\":" + QByteArray::number(set.dropped) +
                ",\"floor\":" + QByteArray::number(set.floor.value) + '}';
    }
    return jsonResponse(json + "]}");
}

TreeService::Answer TreeService::reset(Call &call, TreeWorker &worker)
{
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    const auto members = membersOf(call.request.body);
    if (!members)
        return failureOf(members);
    QString reason;
    auto objects = GenerationalTree::ResetObjects::Keep;
    for (const JsonMember &member : *members) {
        if (member.name == "reason")
            reason = stringOfJson(member.value);
        else if (member.name == "objects" && member.value == "\"drop\"")
            objects = GenerationalTree::ResetObjects::Drop;
        else if (member.name != "objects" || member.value != "\"keep\"")
            return failure(Error::Kind::InvalidArgument,
                           u"A reset takes a reason, and objects: \"keep\" or \"drop\"."_s);
    }
    if (reason.isEmpty())
        return failure(Error::Kind::InvalidArgument, u"Say why: a reset needs a \"reason\"."_s);
    GenerationalTree tree(**storage, call.tree);
    const auto state = tree.reset(
        objects, [&](const TreeState &now) { record(call, **storage, actOf(now, u"reset"_s, reason)); });
    if (!state)
        return failureOf(state);
    m_waiters.wake(call.tree, Generation()); // under the new collection any generation is news
    announce(call.tree, **storage, {});
    return jsonResponse("{\"collection\":\"" + state->collection.toHex() +
                        "\",\"generation\":" + QByteArray::number(state->generation.value) + '}');
}

} // namespace GenMirror
