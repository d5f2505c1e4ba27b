#pragma once

#include "model/core/result.h"
#include "model/core/update.h"

#include <functional>

namespace GenMirror
{

class UpdateApplier;

/// Reads a long answer on a thread of its own, ahead of the calling one, which stores it: parsing and digests
/// go on while SQLite works. A bounded queue is between.
///
/// `read` runs on that thread and hands what it reads to the visitor that it is given; `applier` gets the
/// same, in the same order, on the calling thread. `giveUp` makes a `read` that waits for bytes return; it is
/// called when the applier wants nothing more. Errors: the applier's, if it has one; else those of `read`.
[[nodiscard]] Result<UpdateHeader> readAhead(const std::function<Result<UpdateHeader>(UpdateVisitor &)> &read,
                                             const std::function<void()> &giveUp, UpdateApplier &applier);

} // namespace GenMirror
