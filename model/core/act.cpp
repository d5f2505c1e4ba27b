#include "model/core/act.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

QString nameOf(Act act)
{
    switch (act) {
    case Act::ChangeObjects:
        return u"change objects"_s;
    case Act::MakeTree:
        return u"make a tree"_s;
    case Act::RemoveTree:
        return u"remove a tree"_s;
    case Act::Compact:
        return u"compact"_s;
    case Act::Reset:
        return u"reset"_s;
    case Act::Restore:
        return u"restore"_s;
    case Act::BackUp:
        return u"back up"_s;
    case Act::RemoveBackup:
        return u"remove a backup"_s;
    case Act::ForgetClient:
        return u"forget a client"_s;
    case Act::MakeToken:
        return u"make a token"_s;
    case Act::ChangeToken:
        return u"change a token"_s;
    case Act::RevokeToken:
        return u"revoke a token"_s;
    case Act::Administer:
        return u"look at the server page"_s;
    }
    return {};
}

} // namespace GenMirror
