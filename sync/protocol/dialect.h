#pragma once

#include <QByteArray>

namespace GenMirror
{

/// The two spellings of an update (docs/protocol.md, "Dialects").
enum class Dialect {
    Native,  ///< application/vnd.genmirror+json: nested sets under "sets", with digest and collection.
    Classic, ///< application/json: the original's shape, nested sets among "adds" and "contents".
};

[[nodiscard]] QByteArray mediaTypeOf(Dialect dialect);
/// What an Accept header asks for; without a preference the classic dialect, for clients in any language.
[[nodiscard]] Dialect dialectFor(QByteArrayView acceptHeader);

} // namespace GenMirror
