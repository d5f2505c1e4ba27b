#pragma once

#include "model/core/result.h"
#include "model/core/update.h"

namespace GenMirror
{

/// Puts the field `name` of an update, `text` being its JSON value, into the header; fields that are not
/// known change nothing. Errors: Protocol, with what the field must be.
[[nodiscard]] Result<void> readHeaderField(const QByteArray &name, const QByteArray &text,
                                           UpdateHeader &header);

} // namespace GenMirror
