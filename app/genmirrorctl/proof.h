#pragma once

#include "sync/cache/mirrorverifier.h"

namespace GenMirror
{

/// What a verification proved, in a line for standard output. Only a mirror that was found equal to its
/// server's digest is called verified; what a classic server's mirror comes to is called not proved.
[[nodiscard]] QByteArray proofLine(const Verification &verification);

/// What `verify` ends with, a code of its own for each finding (docs/genmirrorctl.md, "What is proved").
[[nodiscard]] int exitCodeOf(Verification::Finding finding);

} // namespace GenMirror
