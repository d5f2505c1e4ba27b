#include "sync/server/access/token.h"

#include <sodium.h>

namespace GenMirror
{

namespace
{

constexpr qsizetype IdBytes = 6;
constexpr qsizetype SecretBytes = 32;

QByteArray randomBytes(qsizetype count)
{
    static const int ready = sodium_init(); // 1 if it was ready before
    if (ready < 0)
        qFatal("libsodium cannot be initialised: no source of random numbers");
    QByteArray bytes(count, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(count));
    return bytes;
}

} // namespace

TokenText TokenText::random()
{
    return {.id = randomBytes(IdBytes).toHex(),
            .secret = randomBytes(SecretBytes)
                          .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)};
}

std::optional<TokenText> TokenText::parse(QByteArrayView text)
{
    constexpr qsizetype idLength = IdBytes * 2;
    constexpr qsizetype secretLength = (SecretBytes * 8 + 5) / 6;
    constexpr qsizetype prefix = 4;
    if (text.size() != prefix + idLength + 1 + secretLength || !text.startsWith("gmt_") ||
        text[prefix + idLength] != '_')
        return {};
    return TokenText{.id = text.sliced(prefix, idLength).toByteArray(),
                     .secret = text.sliced(prefix + idLength + 1).toByteArray()};
}

QByteArray TokenText::hash() const
{
    const QByteArray whole = text(); // with the id: the same secret under another id has another hash
    QByteArray hash(crypto_generichash_BYTES, Qt::Uninitialized);
    crypto_generichash(reinterpret_cast<unsigned char *>(hash.data()), size_t(hash.size()),
                       reinterpret_cast<const unsigned char *>(whole.constData()), size_t(whole.size()),
                       nullptr, 0);
    return hash;
}

bool TokenText::matches(const QByteArray &storedHash) const
{
    const QByteArray own = hash();
    return own.size() == storedHash.size() &&
           sodium_memcmp(own.constData(), storedHash.constData(), size_t(own.size())) == 0;
}

} // namespace GenMirror
