#pragma once

#include "model/core/generationaltree.h"

namespace GenMirror
{

/// What a body asks to compact.
struct AskedCompaction {
    CompactionRequest request;
    std::optional<qint64> olderThanDays; ///< In place of a generation.
    QString reason;

    /// InvalidArgument, with a sentence that says what a compaction takes.
    [[nodiscard]] static Result<AskedCompaction> read(const QByteArray &body);
};

} // namespace GenMirror
