#pragma once

#include <QByteArray>

namespace GenMirror
{

/// Numbers one after the other in a few bytes each, with a checksum over them and over where they belong:
/// what stands there is what was written for that place, or nothing.
class CheckedWriter
{
public:
    void number(quint64 value);
    /// May be negative.
    void difference(qint64 value);
    void bytes(const QByteArray &bytes);
    /// What is to be stored as a part of something, both of them numbers that only this has.
    [[nodiscard]] QByteArray sealed(qint64 of, qint64 part) const;

private:
    QByteArray m_bytes;
};

/// Reads what CheckedWriter wrote. After a failure it gives zeros and is at its end.
class CheckedReader
{
public:
    CheckedReader(QByteArray sealed, qint64 of, qint64 part);

    [[nodiscard]] quint64 number();
    [[nodiscard]] qint64 difference();
    [[nodiscard]] QByteArray bytes();
    [[nodiscard]] bool atEnd() const { return m_at >= m_bytes.size(); }
    [[nodiscard]] bool hasFailed() const { return m_hasFailed; }

private:
    void fail();

    QByteArray m_bytes;
    qsizetype m_at = 0;
    bool m_hasFailed = false;
};

} // namespace GenMirror
