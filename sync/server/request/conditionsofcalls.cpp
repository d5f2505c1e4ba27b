#include "sync/server/request/conditionsofcalls.h"

#include "model/core/generationaltree.h"
#include "sync/protocol/routes.h"
#include "sync/sql/readtransaction.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<void> takeConditions(Call &call, const Route &route)
{
    QByteArray ifMatch;
    QByteArray ifNoneMatch;
    for (const auto &[name, value] : call.request.headers) {
        const bool isMatch = name.compare("If-Match", Qt::CaseInsensitive) == 0;
        if (!isMatch && name.compare("If-None-Match", Qt::CaseInsensitive) != 0)
            continue;
        QByteArray &joined = isMatch ? ifMatch : ifNoneMatch; // a list may come in several lines
        joined = joined.isNull() ? QByteArray(value.isNull() ? "" : value) : QByteArray(joined + ',' + value);
    }
    auto conditions = Conditions::parse(ifMatch, ifNoneMatch);
    if (!conditions)
        return failureOf(conditions);
    call.conditions = *std::move(conditions);
    const auto &wanted = call.conditions.ifMatch;
    if (call.request.method != "GET" && !route.isOfATree() && wanted && !wanted->any)
        return failure(Error::Kind::Conflict, u"Nothing at this address has a tag, so no If-Match holds."_s);
    return {};
}

std::optional<Answer> answeredByConditions(const Call &call, const EntityTag &tag, HttpHeaders headers)
{
    const Conditions::Verdict verdict = call.conditions.of(tag);
    if (verdict.holds)
        return {};
    if (!verdict.notModified)
        return failureOf(call.conditions.check(tag));
    headers.prepend({"ETag", verdict.notModified->toHeader()});
    return HttpResponse{.status = 304, .headers = std::move(headers)};
}

Result<void> checkConditions(const Call &call, SqlStorage &storage, const Operation &operation)
{
    if (call.conditions.isEmpty())
        return {};
    return inReadTransaction(storage.database(), [&]() -> Result<void> {
        GenerationalTree tree(storage);
        const bool puts = operation.kind == Operation::Kind::Add;
        if (const auto nested = tree.set(operation.set.child(*operation.id)))
            return puts ? Result<void>() : call.conditions.check(EntityTag::of(nested->changed));
        if (const auto object = tree.get(operation.set, *operation.id))
            return call.conditions.check(EntityTag::of(object->generation));
        return puts ? call.conditions.check({}) : Result<void>();
    });
}

Result<void> checkTreeConditions(const Call &call, const std::optional<TreeState> &now)
{
    return call.conditions.check(
        now ? std::optional(Routes::treeTag(now->collection, now->generation, now->digest)) : std::nullopt);
}

Result<void> checkConditions(const Call &call, const TreeStore &trees, TreeWriter &writer)
{
    if (call.conditions.isEmpty())
        return {};
    using Makes = Route::Makes;
    const Makes makes = call.route->makes;
    const bool isThere = trees.has(call.tree);
    if (isThere && makes == Makes::Tree)
        return {};
    if (!isThere)
        return makes != Makes::Nothing ? checkTreeConditions(call, {}) : Result<void>();
    return writer
        .writing([&](SqlStorage &storage) {
            return inReadTransaction(storage.database(), [&] { return storage.state(); });
        })
        .and_then([&](const TreeState &now) { return checkTreeConditions(call, now); });
}

} // namespace GenMirror
