#include "sync/server/request/route.h"

namespace GenMirror
{

Role Route::role() const
{
    switch (needs) {
    case Needs::Nobody:
    case Needs::Reader:
    case Needs::ServerReader:
        break;
    case Needs::Editor:
        return Role::Editor;
    case Needs::Admin:
    case Needs::ServerAdmin:
        return Role::Admin;
    }
    return Role::Reader;
}

QByteArray Route::pattern() const
{
    QByteArray pattern;
    for (const QByteArray &word : words) {
        if (word == "*")
            pattern += "/{tree}";
        else if (word == "**")
            pattern += "/{path}";
        else
            pattern += word.startsWith('*') ? QByteArray("/{" + word.mid(1) + '}') : QByteArray('/' + word);
    }
    return pattern;
}

bool Route::matches(const QByteArrayList &segments) const
{
    const bool open = words.last() == "**";
    if (open ? segments.size() < words.size() : segments.size() != words.size())
        return false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (!words[i].startsWith('*') && words[i] != segments[i])
            return false;
    }
    return true;
}

} // namespace GenMirror
