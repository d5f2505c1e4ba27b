#pragma once

#include "model/core/result.h"
#include "sync/client/servercredentials.h"

namespace GenMirror
{

/// What a person typed in place of what there is; what is empty stays as it is.
/// Errors: InvalidArgument, those of reading the file.
[[nodiscard]] Result<ServerCredentials> typedCredentials(const QString &token, const QString &authorityFile,
                                                         ServerCredentials credentials);

} // namespace GenMirror
