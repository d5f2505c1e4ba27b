#include "sync/server/http/gzipencoder.h"

#include <zlib.h>

namespace GenMirror
{

namespace
{

constexpr int GzipFormat = 15 + 16; // zlib: the largest window, with a gzip header
// Bytes that are sent on at once, for a few more on the wire. By itself zlib holds back some 400 KB: all that
// the client could work on meanwhile.
constexpr qsizetype SentAtOnce = 32 * 1024;

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
    const int flush = last ? Z_FINISH : bytes.size() >= SentAtOnce ? Z_SYNC_FLUSH : Z_NO_FLUSH;
    do {
        const qsizetype before = encoded.size();
        encoded.resize(before + 32768);
        m_stream->next_out = reinterpret_cast<Bytef *>(encoded.data() + before);
        m_stream->avail_out = 32768;
        deflate(m_stream.get(), flush);
        encoded.chop(m_stream->avail_out);
    } while (m_stream->avail_out == 0);
    return encoded;
}

} // namespace GenMirror
