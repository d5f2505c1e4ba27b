#pragma once

#include "model/core/update.h"

#include <functional>

namespace GenMirror
{

/// Limits of what a reader accepts; past them it answers TooLarge and what was read is void.
struct UpdateReaderLimits {
    qsizetype maximumObjectBytes = 16 * 1024 * 1024;
    qsizetype maximumDepth = 600;                    ///< JSON nesting, the update's own included.
    qint64 maximumBytes = 64LL * 1024 * 1024 * 1024; ///< Of one answer: some 200 million objects.
};

/// Reads an update in the native dialect from a stream of bytes and hands it to a visitor piece by piece,
/// with the raw text of each object. Memory: one object. Runs to the end on the calling thread; the source
/// may block.
class UpdateReader
{
public:
    /// Gives the next bytes; an empty array at the end or when the source was given up.
    using Source = std::function<QByteArray()>;

    explicit UpdateReader(UpdateReaderLimits limits = {})
        : m_limits(limits)
    {
    }

    /// Reads one document: an update, or an object that holds one under the key "updates".
    /// Errors: Protocol (not JSON, cut short, wrong types; names the byte), TooLarge, and Canceled if the
    /// visitor stopped it.
    [[nodiscard]] Result<UpdateHeader> read(const Source &source, UpdateVisitor &visitor) const;

private:
    UpdateReaderLimits m_limits;
};

} // namespace GenMirror
