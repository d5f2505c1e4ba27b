#pragma once

#include "model/core/result.h"
#include "model/items/differencemodel.h"

#include <atomic>

namespace GenMirror
{

/// What differs between two states, as far as a person can look through.
struct FoundDifferences {
    static constexpr qsizetype Most = 5000;          ///< Objects.
    static constexpr qsizetype MostBytes = 64 << 20; ///< Of their texts, about.
    static constexpr qsizetype MostAttributes = 100; ///< Of an object.

    QList<ObjectDifference> differences; ///< By set and id.
    bool isAll = true;
};

/// On any thread; Canceled once `interrupted`.
[[nodiscard]] Result<FoundDifferences> findDifferences(const QString &directory, const QString &tree,
                                                       qint64 from, qint64 to,
                                                       const std::atomic<bool> &interrupted);

} // namespace GenMirror
