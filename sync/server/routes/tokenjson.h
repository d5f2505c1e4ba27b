#pragma once

#include "model/core/result.h"
#include "sync/server/access/token.h"

namespace GenMirror
{

/// A list of names and patterns.
[[nodiscard]] QByteArray treesJson(const TreeScope &scope);
/// A token's fields, without the braces, and without its text.
[[nodiscard]] QByteArray tokenJson(const Token &token);
/// For the audit log.
[[nodiscard]] QString textOf(const Token &token);
/// Changes `token` as a body says; "expires" null: never. Error: InvalidArgument.
[[nodiscard]] Result<void> readToken(const QByteArray &body, Token &token);

} // namespace GenMirror
