#pragma once

#include "model/core/setkey.h"
#include "model/core/setpath.h"

#include <QStringList>

namespace GenMirror
{

/// Names sets by their paths, as people type them: "releases/*=releaseCycle" is every set in `releases`, with
/// the key attribute releaseCycle; "tags=." is `tags`, whose objects are their own ids.
struct SetPattern {
    QStringList segments; ///< "*" matches any id.
    SetKey key;

    /// From PATTERN or PATTERN=ATTRIBUTE; InvalidArgument shows how.
    [[nodiscard]] static Result<SetPattern> fromText(const QString &text);
    /// The text that fromText() takes.
    [[nodiscard]] QString toText() const;

    [[nodiscard]] bool matches(const SetPath &path) const;
    /// Whether sets that match are, or may be, nested in the one at `path`.
    [[nodiscard]] bool isBelow(const SetPath &path) const;
};

} // namespace GenMirror
