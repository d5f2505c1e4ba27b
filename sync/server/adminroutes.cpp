// The routes that an admin needs for one tree: make, remove, compact, reset. All run on the writer; each is
// in the audit log before it is done.
#include "model/core/generationaltree.h"
#include "model/core/jsontext.h"
#include "sync/protocol/batchreader.h"
#include "sync/server/call.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype LongestReason = 2000; // characters

TreeHistoryRecord actOf(const TreeState &state, const QString &what, const QString &reason = {})
{
    return {.collection = state.collection,
            .first = state.generation,
            .last = state.generation,
            .what = what,
            .reason = reason};
}

/// What a body asks to compact.
struct AskedCompaction {
    CompactionRequest request;
    std::optional<qint64> olderThanDays; ///< In place of a generation.
    QString reason;
};

Result<AskedCompaction> readCompaction(const QByteArray &body)
{
    const auto members = membersOf(body);
    if (!members)
        return failureOf(members);
    AskedCompaction asked;
    for (const JsonMember &member : *members) {
        bool ok = true;
        if (member.name == "keep_removals")
            asked.request.keepRemovals = member.value.toLongLong(&ok);
        else if (member.name == "before")
            asked.request.before = Generation{member.value.toLongLong(&ok)};
        else if (member.name == "older_than_days")
            asked.olderThanDays = member.value.toLongLong(&ok);
        else if (member.name == "dry_run")
            ok = (asked.request.dryRun = member.value == "true") || member.value == "false";
        else if (member.name == "reason")
            asked.reason = stringOfJson(member.value).left(LongestReason);
        else if (member.name == "set")
            ok = bool(asked.request.set = SetPath::fromJson(member.value)
                                              .map([](SetPath path) { return std::optional(path); })
                                              .value_or(std::nullopt));
        else
            ok = false;
        if (!ok)
            return failure(
                Error::Kind::InvalidArgument,
                u"\"%1\" is not valid here. A compaction takes one of keep_removals, before and "
                "older_than_days; and dry_run, set and reason."_s.arg(QString::fromUtf8(member.name)));
    }
    const int given = int(asked.request.keepRemovals.has_value()) + int(asked.request.before.has_value()) +
                      int(asked.olderThanDays.has_value());
    constexpr qint64 mostDays = 36500;
    if (given != 1 || asked.request.keepRemovals.value_or(0) < 0 || asked.olderThanDays.value_or(0) < 0 ||
        asked.olderThanDays.value_or(0) > mostDays)
        return failure(
            Error::Kind::InvalidArgument,
            u"A compaction needs one of keep_removals (0 or more), before (a generation) and older_than_days "
            "(0 to %1)."_s.arg(mostDays));
    return asked;
}

/// What came later than this many days ago stays.
Generation firstToKeep(SqlStorage &storage, qint64 days)
{
    return storage.generationAt(QDateTime::currentDateTimeUtc().addDays(-days)).next();
}

QString textOf(const CompactionRequest &request)
{
    const QString set =
        request.set ? u" of the set "_s + QString::fromUtf8(request.set->toJson()) : QString();
    return request.keepRemovals
               ? u"keep %1 removals%2"_s.arg(*request.keepRemovals).arg(set)
               : u"drop removals%2 before generation %1"_s.arg(request.before->value).arg(set);
}

} // namespace

Result<void> TreeService::makeTreeFile(const QString &tree, const TreeOptions &options) const
{
    const auto storage = SqlStorage::open(m_registry.fileName(tree), storageOptions());
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
    if (auto written = audit(call, {.action = u"create-tree"_s, .tree = call.tree}); !written)
        return failureOf(written);
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
    if (!m_registry.find(call.tree)) // one that is damaged can be removed, too
        return tl::make_unexpected(noSuchTree(call.tree));
    if (auto written = audit(call, {.action = u"remove-tree"_s, .tree = call.tree}); !written)
        return failureOf(written);
    worker.close(call.tree);
    if (auto removed = m_registry.removeFiles(call.tree); !removed)
        return failureOf(removed);
    m_clients.forgetTree(call.tree);
    announceRemoval(call.tree);
    return HttpResponse{.status = 204};
}

TreeService::Answer TreeService::compact(Call &call, TreeWorker &worker)
{
    const auto storage = worker.storage(call.tree);
    if (!storage)
        return failureOf(storage);
    auto asked = readCompaction(call.request.body);
    if (!asked)
        return failureOf(asked);
    CompactionRequest &request = asked->request;
    if (asked->olderThanDays)
        request.before = firstToKeep(**storage, *asked->olderThanDays);

    GenerationalTree tree(**storage, call.tree);
    const auto before = tree.sets();
    if (!before)
        return failureOf(before);
    CompactionRequest look = request;
    look.dryRun = true;
    const auto preview = tree.compact(look);
    if (!preview)
        return failureOf(preview);
    const QByteArray answer = compactionJson(call.tree, **storage, *before, *preview);
    if (request.dryRun)
        return jsonResponse(answer);

    const AuditEntry entry{
        .action = u"compact"_s, .tree = call.tree, .reason = asked->reason, .detail = textOf(request)};
    if (auto written = audit(call, entry); !written)
        return failureOf(written);
    const auto report = tree.compact(request, [&](const CompactionReport &done) {
        recordCompaction(call, **storage, done, asked->reason);
    });
    if (!report)
        return failureOf(report);
    giveSpaceBack(call.tree);
    return jsonResponse(answer); // nobody else writes: what was foreseen was done
}

/// In portions, so that other writes get their turn between them.
void TreeService::giveSpaceBack(const QString &tree)
{
    m_writer.post([this, tree](TreeWorker &worker) {
        constexpr qint64 pages = 2000; // a few milliseconds
        const auto storage = worker.storage(tree);
        if (storage && (*storage)->giveSpaceBack(pages) && !m_stopping)
            giveSpaceBack(tree);
    });
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
            reason = stringOfJson(member.value).trimmed().left(LongestReason);
        else if (member.name == "objects" && member.value == "\"drop\"")
            objects = GenerationalTree::ResetObjects::Drop;
        else if (member.name != "objects" || member.value != "\"keep\"")
            return failure(Error::Kind::InvalidArgument,
                           u"A reset takes a reason, and objects: \"keep\" or \"drop\"."_s);
    }
    if (reason.isEmpty())
        return failure(Error::Kind::InvalidArgument, u"Say why: a reset needs a \"reason\"."_s);
    const bool drops = objects == GenerationalTree::ResetObjects::Drop;
    const AuditEntry entry{.action = u"reset"_s,
                           .tree = call.tree,
                           .reason = reason,
                           .detail = drops ? u"all objects are dropped"_s : u"the objects are kept"_s};
    if (auto written = audit(call, entry); !written)
        return failureOf(written);
    GenerationalTree tree(**storage, call.tree);
    const auto state = tree.reset(
        objects, [&](const TreeState &now) { record(call, **storage, actOf(now, u"reset"_s, reason)); });
    if (!state)
        return failureOf(state);
    m_waiters.wake(call.tree, Generation()); // under the new collection any generation is news
    announce(call.tree, **storage, {});
    giveSpaceBack(call.tree);
    return jsonResponse("{\"collection\":\"" + state->collection.toHex() +
                        "\",\"generation\":" + QByteArray::number(state->generation.value) + '}');
}

/// By the server itself, as its settings say.
void TreeService::compactByPolicy(TreeWorker &worker)
{
    const CompactionPolicy &policy = m_options.compaction;
    for (const QString &name : m_registry.names()) {
        const auto storage = worker.storage(name);
        if (!storage)
            continue; // damaged: whoever asks for it is told
        if (policy.olderThanDays > 0)
            compactAsPolicy(name, **storage, {.before = firstToKeep(**storage, policy.olderThanDays)});
        if (policy.keepRemovals >= 0)
            compactAsPolicy(name, **storage, {.keepRemovals = policy.keepRemovals});
    }
}

void TreeService::compactAsPolicy(const QString &name, SqlStorage &storage, CompactionRequest request)
{
    GenerationalTree tree(storage, name);
    request.dryRun = true;
    const auto preview = tree.compact(request);
    if (!preview || preview->dropped == 0)
        return;
    const Call call{.who = {.name = u"policy"_s}, .tree = name};
    if (!audit(call, {.action = u"compact"_s, .tree = name, .detail = textOf(request)}))
        return;
    request.dryRun = false;
    const auto report = tree.compact(
        request, [&](const CompactionReport &done) { recordCompaction(call, storage, done, u"policy"_s); });
    if (report)
        giveSpaceBack(name);
}

void TreeService::recordCompaction(const Call &call, SqlStorage &storage, const CompactionReport &done,
                                   const QString &reason) const
{
    TreeHistoryRecord act = actOf(storage.state(), u"compaction"_s, reason);
    for (const CompactionReport::Set &set : done.sets)
        act.sets.append({.path = set.path, .removed = set.dropped}); // removals, not objects
    record(call, storage, std::move(act));
}

} // namespace GenMirror
