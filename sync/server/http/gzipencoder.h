#pragma once

#include <QByteArray>

#include <memory>

struct z_stream_s;

namespace GenMirror
{

/// Compresses a stream of bytes as gzip, at zlib's fastest level: on a local network more costs more than it
/// saves.
class GzipEncoder
{
public:
    GzipEncoder();
    ~GzipEncoder();
    GzipEncoder(const GzipEncoder &) = delete;
    GzipEncoder &operator=(const GzipEncoder &) = delete;

    /// What is ready after these bytes; may be empty.
    [[nodiscard]] QByteArray encode(QByteArrayView bytes, bool last);

private:
    std::unique_ptr<z_stream_s> m_stream;
};

} // namespace GenMirror
