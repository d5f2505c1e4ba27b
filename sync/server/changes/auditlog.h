#pragma once

#include "sync/server/access/accessstore.h"
#include "sync/server/request/call.h"

namespace GenMirror
{

/// What admins do, and the policy: written down before it is done. Thread-safe.
class AuditLog
{
public:
    explicit AuditLog(AccessStore &accessStore)
        : m_accessStore(accessStore)
    {
    }

    /// An entry with when, who and from where.
    [[nodiscard]] static AuditEntry signedBy(const Call &call, AuditEntry entry);
    /// Before the act, which must not be done where this fails.
    [[nodiscard]] Result<void> write(const Call &call, const AuditEntry &entry) const;

private:
    AccessStore &m_accessStore;
};

} // namespace GenMirror
