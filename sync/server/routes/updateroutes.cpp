#include "sync/server/routes/updateroutes.h"

#include "model/core/generationaltree.h"
#include "sync/protocol/routes.h"
#include "sync/protocol/updatewriter.h"
#include "sync/server/request/conditionsofcalls.h"
#include "sync/server/routes/clientnotes.h"
#include "sync/server/routes/heldstream.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::vector<Route> UpdateRoutes::routes() const
{
    return {
        Route{"GET", {"v1", "trees", "*", "updates"}, by(this, &UpdateRoutes::updates)}.quick().taking(
            {"since", "collection", "base", "limit", "wait"}),
    };
}

Answer UpdateRoutes::updates(Call &call) const
{
    constexpr qint64 longestWait = 60; // seconds
    const auto request = call.updateRequest();
    if (!request)
        return failureOf(request);
    const auto wait = call.integer(u"wait"_s, 0, 0, longestWait);
    if (!wait)
        return failureOf(wait);
    bool waits = false;
    std::optional<UpdateHeader> told;
    HeldStream stream(*call.responder, call.isLong);
    auto answer = m_trees.reading(call.tree, [&](SqlStorage &storage) -> Answer {
        GenerationalTree tree(storage, call.tree);
        const auto header = tree.header(*request);
        if (!header)
            return failureOf(header);
        noteWhatItHas(call, *request, *header);
        const Dialect dialect = call.dialect();
        const Digest digest = header->digest ? *header->digest : storage.state().digest;
        const EntityTag tag = Routes::updateTag(header->collection, header->generation, digest, dialect);
        waits = *wait > 0 && !m_status.stopping && !header->reset && header->generation == request->since &&
                (!call.conditions.ifNoneMatch || call.conditions.of(tag).notModified);
        if (waits)
            return HttpResponse{.status = 0};
        HttpHeaders headers{{"Vary", "Accept, Accept-Encoding"}, {"Content-Type", mediaTypeOf(dialect)}};
        if (auto instead = answeredByConditions(call, tag, headers))
            return *std::move(instead);
        headers.prepend({"ETag", tag.toHeader()});
        stream.head = {.status = 200, .headers = std::move(headers)};
        UpdateWriter writer(dialect, [&stream](QByteArrayView bytes) { return stream.write(bytes); });
        const auto done = tree.updates(*request, writer, call.order());
        if (!done)
            return failureOf(done);
        told = *done;
        return HttpResponse{.status = 0};
    });
    if (answer && waits)
        return waitForNews(call, *request, std::chrono::seconds(*wait));
    if (stream.isTooLong())
        return amongLong(call);
    if (!answer && stream.isOut()) { // only a cut connection tells the client that this is not all
        call.responder->abort();
        return HttpResponse{.status = 0};
    }
    if (!answer || !told)
        return answer;
    if (!call.client.isEmpty()) // first: who has the answer may ask what is known of it
        m_clients.sent(call.client, call.tree, told->collection, std::max(told->generation, told->base));
    stream.end();
    return HttpResponse{.status = 0};
}

void UpdateRoutes::noteWhatItHas(Call &call, const UpdateRequest &request, const UpdateHeader &header) const
{
    if (call.client.isEmpty())
        return;
    noteVisit(m_clients, call);
    // In a series of pages nothing below its beginning concerns it.
    if (request.collection == header.collection && !header.reset)
        m_clients.has(call.client, call.tree, request.collection, std::max(request.since, request.base));
}

/// The same request again, where such wait for each other: what was made of it is less than what is to come.
Answer UpdateRoutes::amongLong(const Call &call) const
{
    auto again = std::make_shared<Call>(call);
    again->isLong = true;
    m_dispatcher.dispatch(again);
    return HttpResponse{.status = 0};
}

/// Rule 9: the same request again, without the wait, when its time comes.
Answer UpdateRoutes::waitForNews(const Call &call, const UpdateRequest &request,
                                 std::chrono::seconds time) const
{
    auto later = std::make_shared<Call>(call);
    later->query.removeQueryItem(u"wait"_s);
    const auto ticket =
        m_waiters.add(call.tree, request.since, time, [this, later] { m_dispatcher.dispatch(later); });
    call.responder->setDisconnectListener([this, ticket] { m_waiters.drop(ticket); });
    return HttpResponse{.status = 0};
}

} // namespace GenMirror
