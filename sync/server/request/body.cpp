#include "sync/server/request/body.h"

#include "model/core/plaintext.h"
#include "model/core/utf8.h"

namespace GenMirror
{

QString agentOf(const HttpHead &head)
{
    constexpr qsizetype longest = 200;
    return visibly(textOfUtf8(head.header("User-Agent").left(longest))).left(longest);
}

} // namespace GenMirror
