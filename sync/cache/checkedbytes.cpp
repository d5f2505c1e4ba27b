#include "sync/cache/checkedbytes.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>

namespace GenMirror
{

namespace
{

constexpr qsizetype SumBytes = 16;

QByteArray sumOf(QByteArrayView bytes, qint64 of, qint64 part)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_160);
    const qint64 place[] = {qToLittleEndian(of), qToLittleEndian(part)};
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(place), sizeof place));
    hash.addData(bytes);
    return hash.result().first(SumBytes);
}

} // namespace

void CheckedWriter::number(quint64 value)
{
    for (; value >= 0x80; value >>= 7)
        m_bytes.append(char(0x80 | (value & 0x7f)));
    m_bytes.append(char(value));
}

void CheckedWriter::difference(qint64 value)
{
    number((quint64(value) << 1) ^ quint64(value >> 63));
}

void CheckedWriter::bytes(const QByteArray &bytes)
{
    number(quint64(bytes.size()));
    m_bytes += bytes;
}

QByteArray CheckedWriter::sealed(qint64 of, qint64 part) const
{
    return sumOf(m_bytes, of, part) + m_bytes;
}

CheckedReader::CheckedReader(QByteArray sealed, qint64 of, qint64 part)
    : m_bytes(std::move(sealed))
    , m_at(SumBytes)
{
    if (m_bytes.size() < SumBytes ||
        sumOf(QByteArrayView(m_bytes).sliced(SumBytes), of, part) != QByteArrayView(m_bytes).first(SumBytes))
        fail();
}

void CheckedReader::fail()
{
    m_hasFailed = true;
    m_at = m_bytes.size();
}

quint64 CheckedReader::number()
{
    quint64 value = 0;
    for (int shift = 0; m_at < m_bytes.size() && shift < 64; shift += 7) {
        const auto byte = uchar(m_bytes[m_at++]);
        value |= quint64(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    fail();
    return 0;
}

qint64 CheckedReader::difference()
{
    const quint64 value = number();
    return qint64(value >> 1) ^ -qint64(value & 1);
}

QByteArray CheckedReader::bytes()
{
    const quint64 size = number();
    if (size > quint64(m_bytes.size() - m_at)) {
        fail();
        return {};
    }
    QByteArray bytes = m_bytes.mid(m_at, qsizetype(size));
    m_at += qsizetype(size);
    return bytes;
}

} // namespace GenMirror
