#include "sync/server/changes/auditlog.h"

namespace GenMirror
{

AuditEntry AuditLog::signedBy(const Call &call, AuditEntry entry)
{
    entry.at = QDateTime::currentDateTimeUtc();
    entry.who = call.who.name;
    entry.token = call.who.token;
    entry.address = call.request.peer.text();
    return entry;
}

Result<void> AuditLog::write(const Call &call, const AuditEntry &entry) const
{
    return m_accessStore.append(signedBy(call, entry));
}

} // namespace GenMirror
