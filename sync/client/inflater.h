#pragma once

#include "model/core/result.h"

#include <QByteArray>

#include <memory>

namespace GenMirror
{

/// Takes the compression (gzip, or zlib's own) off an answer, piece by piece, and knows whether all of it
/// came: Qt does not tell a stream that was cut from a whole one. On one thread.
class Inflater
{
public:
    Inflater();
    ~Inflater();

    /// Further compressed bytes; those that were fed before must be used up.
    void feed(QByteArray bytes);
    /// The next bytes, at most 256 KiB; none: more have to be fed, or that was all. Errors: Protocol (it is
    /// no such stream, or damaged).
    [[nodiscard]] Result<QByteArray> next();
    /// Whether next() has nothing to give without further bytes.
    [[nodiscard]] bool isUsedUp() const;
    /// Whether the last stream has come to its end, checksum included.
    [[nodiscard]] bool isWhole() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
