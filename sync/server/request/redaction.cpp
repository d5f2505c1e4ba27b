#include "sync/server/request/redaction.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

QString Redaction::shown(const Call &call, QString text) const
{
    if (call.who.role >= Role::Admin)
        return text;
    return text.replace(m_path + "/"_L1, QString()).replace(m_path, u"the data directory"_s);
}

Error Redaction::shown(const Call &call, Error error) const
{
    error.detail = shown(call, error.detail);
    return error;
}

} // namespace GenMirror
