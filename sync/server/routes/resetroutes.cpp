#include "sync/server/routes/resetroutes.h"

#include "model/core/generationaltree.h"
#include "sync/protocol/answers.h"
#include "sync/protocol/requests.h"

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
    const auto order = readResetOrder(call.request.body);
    if (!order)
        return failureOf(order);
    const QString &reason = order->reason;
    using Objects = GenerationalTree::ResetObjects;
    const AuditEntry entry{.action = u"reset"_s,
                           .tree = call.tree,
                           .reason = reason,
                           .detail = order->dropsObjects ? u"all objects are dropped"_s
                                                         : u"the objects are kept"_s};
    if (auto written = m_auditLog.write(call, entry); !written)
        return failureOf(written);
    const auto state = writer.writing([&](SqlStorage &storage) {
        const auto objects = order->dropsObjects ? Objects::Drop : Objects::Keep;
        return GenerationalTree(storage, call.tree).reset(objects, [&](const TreeState &now) {
            storage.journal().forgetAnswers(); // they tell generations of the collection before
            m_history.record(call, storage, actOf(now, u"reset"_s, reason));
        });
    });
    if (!state)
        return failureOf(state);
    m_announcements.collection(call.tree, *state);
    m_space.giveBack(call.tree);
    return jsonResponse(toJson(TreePlace{.collection = state->collection, .generation = state->generation}));
}

} // namespace GenMirror
