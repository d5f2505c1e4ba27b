#pragma once

#include "sync/protocol/adminanswers.h"
#include "sync/protocol/requests.h"
#include "sync/server/access/token.h"

namespace GenMirror
{

/// Without its text.
[[nodiscard]] TokenListing listingOf(const Token &token);
/// For the audit log.
[[nodiscard]] QString textOf(const Token &token);
/// InvalidArgument: the token would have no name, or reach what can be no tree's.
[[nodiscard]] Result<void> apply(const TokenChange &change, Token &token);

} // namespace GenMirror
