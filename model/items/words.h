#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/mirrorstatus.h"

namespace GenMirror
{

/// The names of nameOf() in the person's language.
[[nodiscard]] QString wordFor(UpdateCause cause);
[[nodiscard]] QString wordFor(MirrorStatus::State state);
[[nodiscard]] QString wordFor(MirrorStatus::Link link);
/// What a server says that was done: "changes", "created", …; others as they are.
[[nodiscard]] QString wordForAct(const QString &what);

} // namespace GenMirror
