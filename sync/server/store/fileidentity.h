#pragma once

#include "model/core/result.h"

#include <optional>

#include <sys/types.h>

namespace GenMirror
{

/// Which file a name stands for: another one under the same name is told apart.
struct FileIdentity {
    dev_t device = 0;
    ino_t number = 0;

    [[nodiscard]] bool operator==(const FileIdentity &) const = default;

    /// None where nothing has the name, or a link leads to nothing.
    [[nodiscard]] static Result<std::optional<FileIdentity>> of(const QString &fileName);
};

} // namespace GenMirror
