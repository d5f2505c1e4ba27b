#pragma once

#include "sync/server/access/clientbook.h"
#include "sync/server/request/call.h"

namespace GenMirror
{

/// Writes into the book who asks; the client's name of itself counts from the first request that brings it.
void noteVisit(ClientBook &clients, const Call &call);

} // namespace GenMirror
