#include "sync/server/http/gzipencoder.h"

#include <zlib.h>

namespace GenMirror
{

namespace
{

constexpr int GzipFormat = 15 + 16; // zlib: the largest window, with a gzip header

} // namespace

GzipEncoder::GzipEncoder()
    : m_stream(std::make_unique<z_stream_s>())
{
    *m_stream = {};
    if (deflateInit2(m_stream.get(), Z_BEST_SPEED, Z_DEFLATED, GzipFormat, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib cannot be used");
}

GzipEncoder::~GzipEncoder()
{
    deflateEnd(m_stream.get());
}

QByteArray GzipEncoder::encode(QByteArrayView bytes, bool last)
{
    QByteArray encoded;
    m_stream->next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    m_stream->avail_in = uInt(bytes.size());
    do {
        const qsizetype before = encoded.size();
        encoded.resize(before + 32768);
        m_stream->next_out = reinterpret_cast<Bytef *>(encoded.data() + before);
        m_stream->avail_out = 32768;
        deflate(m_stream.get(), last ? Z_FINISH : Z_NO_FLUSH);
        encoded.chop(m_stream->avail_out);
    } while (m_stream->avail_out == 0);
    return encoded;
}

} // namespace GenMirror
