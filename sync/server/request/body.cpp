#include "sync/server/request/body.h"

#include "model/core/plaintext.h"

namespace GenMirror
{

QString agentOf(const HttpHead &head)
{
    constexpr qsizetype longest = 200;
    return visibly(QString::fromUtf8(head.header("User-Agent").left(longest))).left(longest);
}

} // namespace GenMirror
