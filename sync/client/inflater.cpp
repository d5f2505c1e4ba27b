#include "sync/client/inflater.h"

#include "model/core/sentences.h"

#include <zlib.h>

namespace GenMirror
{

class Inflater::Private
{
public:
    Private()
    {
        constexpr int either = 32; // zlib looks which of both it is
        isUsable = inflateInit2(&stream, MAX_WBITS + either) == Z_OK;
    }
    ~Private()
    {
        if (isUsable)
            inflateEnd(&stream);
    }
    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;

    z_stream stream = {};
    QByteArray input;
    bool isUsable = false;
    bool isUsedUp = true;
    bool hasEnded = false; ///< The stream; another may follow (RFC 1952, 2.2).
};

Inflater::Inflater()
    : d(std::make_unique<Private>())
{
}

Inflater::~Inflater() = default;

void Inflater::feed(QByteArray bytes)
{
    d->input = std::move(bytes);
    d->stream.next_in = reinterpret_cast<Bytef *>(d->input.data());
    d->stream.avail_in = uInt(d->input.size());
    d->isUsedUp = d->input.isEmpty();
}

Result<QByteArray> Inflater::next()
{
    const auto damaged = [] {
        return failure(Error::Kind::Protocol, Sentences::tr("The answer's compression is damaged."));
    };
    constexpr uInt most = 256 * 1024;
    QByteArray output(most, Qt::Uninitialized);
    d->stream.next_out = reinterpret_cast<Bytef *>(output.data());
    d->stream.avail_out = most;
    while (!d->isUsedUp && d->stream.avail_out > 0) {
        if (d->hasEnded && (!d->isUsable || inflateReset(&d->stream) != Z_OK))
            return damaged();
        const int code = d->isUsable ? inflate(&d->stream, Z_NO_FLUSH) : Z_STREAM_ERROR;
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return damaged();
        d->hasEnded = code == Z_STREAM_END;
        // With room left, all that the input gives was given.
        d->isUsedUp = d->stream.avail_in == 0 && (d->hasEnded || d->stream.avail_out > 0);
    }
    output.truncate(qsizetype(most - d->stream.avail_out));
    return output;
}

bool Inflater::isUsedUp() const
{
    return d->isUsedUp;
}

bool Inflater::isWhole() const
{
    return d->hasEnded && d->isUsedUp;
}

} // namespace GenMirror
