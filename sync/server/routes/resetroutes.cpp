#include "sync/server/routes/resetroutes.h"

#include "model/core/generationaltree.h"
#include "sync/protocol/batchreader.h"
#include "sync/server/request/body.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::vector<Route> ResetRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"POST", {"v1", "admin", "trees", "*", "reset"}, by(this, &ResetRoutes::reset), Needs::Admin}
            .withBody(),
    };
}

Answer ResetRoutes::reset(Call &call, TreeWriter &writer) const
{
    const auto members = fieldsOf(call.request.body);
    if (!members)
        return failureOf(members);
    QString reason;
    auto objects = GenerationalTree::ResetObjects::Keep;
    for (const JsonMember &member : *members) {
        if (member.name == "reason") {
            auto given = plainTextOf(member);
            if (!given)
                return failureOf(given);
            reason = *std::move(given);
        } else if (member.name == "objects" && member.value == "\"drop\"")
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
    if (auto written = m_auditLog.write(call, entry); !written)
        return failureOf(written);
    const auto state = writer.writing([&](SqlStorage &storage) {
        return GenerationalTree(storage, call.tree).reset(objects, [&](const TreeState &now) {
            storage.journal().forgetAnswers(); // they tell generations of the collection before
            m_history.record(call, storage, actOf(now, u"reset"_s, reason));
        });
    });
    if (!state)
        return failureOf(state);
    m_announcements.collection(call.tree, *state);
    m_space.giveBack(call.tree);
    return jsonResponse("{\"collection\":\"" + state->collection.toHex() +
                        "\",\"generation\":" + QByteArray::number(state->generation.value) + '}');
}

} // namespace GenMirror
