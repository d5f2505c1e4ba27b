#include "model/core/digest.h"

#include "model/core/sentences.h"

#include <QCryptographicHash>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype WordBytes = sizeof(quint64);

void addPart(QCryptographicHash &hash, QByteArrayView part)
{
    const quint64 length = qToLittleEndian(quint64(part.size()));
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(&length), WordBytes));
    hash.addData(part);
}

} // namespace

Digest Digest::ofObject(QByteArrayView canonicalPath, const ObjectId &id, QByteArrayView text)
{
    // One hash object a thread: making one costs more than hashing a short object.
    static thread_local QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    hash.reset();
    addPart(hash, canonicalPath);
    addPart(hash, id.toJson());
    addPart(hash, text);
    const QByteArray sum = hash.result();
    Digest digest;
    for (size_t i = 0; i < digest.m_words.size(); ++i)
        digest.m_words[i] = qFromLittleEndian<quint64>(sum.constData() + qsizetype(i) * WordBytes);
    return digest;
}

Digest Digest::ofNestedSet(QByteArrayView canonicalParentPath, const ObjectId &id)
{
    return ofObject(canonicalParentPath, id, {});
}

Result<Digest> Digest::fromHex(QByteArrayView hex)
{
    const QByteArray bytes = QByteArray::fromHex(hex.toByteArray());
    if (hex.size() != 64 || bytes.size() != 32 || bytes.toHex() != hex.toByteArray().toLower())
        return failure(Error::Kind::InvalidArgument, Sentences::tr("A digest is 64 hexadecimal digits."));
    Digest digest;
    for (size_t i = 0; i < digest.m_words.size(); ++i)
        digest.m_words[i] = qFromBigEndian<quint64>(bytes.constData() + qsizetype(3 - i) * WordBytes);
    return digest;
}

QByteArray Digest::toHex() const
{
    QByteArray bytes(32, Qt::Uninitialized);
    for (size_t i = 0; i < m_words.size(); ++i)
        qToBigEndian(m_words[i], bytes.data() + qsizetype(3 - i) * WordBytes);
    return bytes.toHex();
}

Digest &Digest::operator+=(const Digest &other)
{
    quint64 carry = 0;
    for (size_t i = 0; i < m_words.size(); ++i) {
        const quint64 partial = m_words[i] + other.m_words[i];
        const quint64 sum = partial + carry;
        carry = quint64(partial < m_words[i]) + quint64(sum < partial);
        m_words[i] = sum;
    }
    return *this;
}

Digest &Digest::operator-=(const Digest &other)
{
    quint64 borrow = 0;
    for (size_t i = 0; i < m_words.size(); ++i) {
        const quint64 partial = m_words[i] - other.m_words[i];
        const quint64 difference = partial - borrow;
        borrow = quint64(m_words[i] < other.m_words[i]) + quint64(partial < borrow);
        m_words[i] = difference;
    }
    return *this;
}

} // namespace GenMirror
