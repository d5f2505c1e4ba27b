#pragma once

#include "sync/server/access/accesscontrol.h"
#include "sync/server/request/redaction.h"
#include "sync/server/request/route.h"
#include "sync/server/store/treestore.h"

namespace GenMirror
{

/// Gives a request that is whole to the thread that its route's work belongs on, and answers it.
///
/// It may have waited for its turn, or for news, while its token was revoked or its client left: that is
/// asked again before the work begins. Thread-safe.
class Dispatcher
{
public:
    Dispatcher(TreeStore &trees, const AccessControl &access, const Redaction &redaction)
        : m_trees(trees)
        , m_access(access)
        , m_redaction(redaction)
    {
    }

    /// The call has its route. Returns at once.
    void dispatch(const std::shared_ptr<Call> &call) const;

private:
    [[nodiscard]] Result<bool> isStillWanted(const Call &call) const;
    void change(const std::shared_ptr<Call> &call) const;
    [[nodiscard]] TreeChange changeOf(const std::shared_ptr<Call> &call) const;
    void respond(const Call &call, Answer answer) const;

    TreeStore &m_trees;
    const AccessControl &m_access;
    const Redaction &m_redaction;
};

} // namespace GenMirror
