#include "sync/server/changes/changeanswers.h"

#include "model/core/generationaltree.h"
#include "sync/protocol/updatewriter.h"
#include "sync/sql/readtransaction.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

TreeStep stepOf(const Commit &commit)
{
    return {.before = commit.before(),
            .now = {.collection = commit.collection, .generation = commit.last, .digest = commit.digest}};
}

/// The first page of what the client has not seen, with fewer members until it is short: this answer is held
/// in memory, and the client asks on from there. TooLarge if what one transaction changed is too long by
/// itself.
Result<QByteArray> shortUpdate(const Call &call, SqlStorage &storage)
{
    constexpr qsizetype longest = 1024 * 1024; // bytes
    constexpr qint64 mostMembers = 10'000;
    auto request = call.updateRequest();
    if (!request)
        return failureOf(request);
    request->limit = request->limit > 0 ? std::min(request->limit, mostMembers) : mostMembers;
    for (; request->limit > 0; request->limit /= 2) {
        QByteArray text;
        UpdateWriter writer(call.dialect(), [&text](QByteArrayView bytes) {
            text += bytes;
            return text.size() <= longest;
        });
        const auto done = GenerationalTree(storage, call.tree).updates(*request, writer, call.order());
        if (done && text.size() <= longest)
            return text;
        if (!done && done.error().kind != Error::Kind::Canceled)
            return failureOf(done);
    }
    return failure(Error::Kind::TooLarge, u"The update is longer than %1 bytes."_s.arg(longest));
}

} // namespace

HttpResponse written(const Call &call, SqlStorage &storage, int status, QByteArray json)
{
    if (!call.query.hasQueryItem(u"since"_s))
        return jsonResponse(std::move(json), status);
    const auto update = inReadTransaction(storage.database(), [&] { return shortUpdate(call, storage); });
    if (update) {
        json.chop(1);
        json += ",\"updates\":" + *update + '}';
    }
    return jsonResponse(std::move(json), status);
}

Changed changed(const Call &call, const Commit &commit, int status, const QByteArray &json)
{
    return {.step = commit.generations.isEmpty() ? std::nullopt : std::optional(stepOf(commit)),
            .answer = [&call, status, json](SqlStorage &storage) {
                return written(call, storage, status, json);
            }};
}

Result<Changed> unchanged(Answer answer)
{
    return answer.map([](const HttpResponse &response) {
        return Changed{.answer = [response](SqlStorage &) { return response; }};
    });
}

} // namespace GenMirror
