#include "sync/server/request/dispatcher.h"

#include "sync/server/request/conditionsofcalls.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<bool> Dispatcher::isStillWanted(const Call &call) const
{
    if (call.responder->isDisconnected())
        return false;
    if (call.route->needs != Route::Needs::Nobody &&
        !m_access.isStillValid(call.who, QDateTime::currentDateTimeUtc()))
        return failure(Error::Kind::Unauthorized, ErrorCode::TokenEnded,
                       u"The token that this was asked with has been changed or revoked. Ask again."_s);
    return true;
}

void Dispatcher::respond(const Call &call, Answer answer) const
{
    if (!answer)
        answer = errorResponse(m_redaction.shown(call, answer.error()));
    if (answer->status != 0) // 0: it has been answered, or will be later
        call.responder->respond(*std::move(answer));
}

TreeChange Dispatcher::changeOf(const std::shared_ptr<Call> &call) const
{
    const auto changed = std::make_shared<Result<Changed>>();
    const auto apply = [this, call, changed](SqlStorage &storage) -> std::optional<TreeStep> {
        const auto wanted = isStillWanted(*call);
        if (!wanted)
            *changed = failureOf(wanted);
        else if (*wanted)
            *changed = std::get<Change>(call->route->work)(*call, storage);
        return *changed ? (*changed)->step : std::nullopt;
    };
    const auto done = [this, call, changed](SqlStorage *storage, const Error *failure) {
        if (failure)
            respond(*call, tl::make_unexpected(*failure));
        else if (!*changed)
            respond(*call, failureOf(*changed));
        else if ((*changed)->answer) // else the client has left
            respond(*call, (*changed)->answer(*storage));
    };
    return {
        .apply = apply, .done = done, .bytes = call->request.body.size(), .account = call->accounts.last()};
}

void Dispatcher::change(const std::shared_ptr<Call> &call) const
{
    constexpr qsizetype quicklyRead = 16 * 1024, soonRead = 1024 * 1024; // bytes
    const auto write = [this, call] { m_trees.write(call->tree, changeOf(call)); };
    if (!call->route->prepare || call->request.body.size() <= quicklyRead)
        return write();
    const bool isSoonRead = call->request.body.size() <= soonRead;
    const auto lane = isSoonRead ? TreeStore::Lane::Short : TreeStore::Lane::Long;
    return m_trees.post(lane, call->accounts.last(), [call, write] { // before others wait for it
        call->route->prepare(*call);
        write();
    });
}

void Dispatcher::dispatch(const std::shared_ptr<Call> &call) const
{
    const Route &route = *call->route;
    if (std::holds_alternative<Change>(route.work))
        return change(call);
    const auto answer = [this, call](auto &&work) {
        const auto wanted = isStillWanted(*call);
        if (!wanted)
            respond(*call, failureOf(wanted));
        else if (*wanted)
            respond(*call, work());
    };
    if (const auto *act = std::get_if<Act>(&route.work))
        return m_trees.write(call->tree, [this, call, answer, act](TreeWriter &writer) {
            answer([&]() -> Answer {
                if (const auto held = checkConditions(*call, m_trees, writer); !held)
                    return failureOf(held);
                return (*act)(*call, writer);
            });
        });
    const auto lane = route.isQuick && !call->isLong ? TreeStore::Lane::Short : TreeStore::Lane::Long;
    m_trees.post(lane, call->accounts.last(),
                 [call, answer] { answer([&] { return std::get<Look>(call->route->work)(*call); }); });
}

} // namespace GenMirror
