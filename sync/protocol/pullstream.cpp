#include "sync/protocol/pullstream.h"

namespace GenMirror
{

bool PullStream::refill()
{
    if (m_ended)
        return false;
    if (m_capturing)
        m_spill.append(m_captureFrom, m_end - m_captureFrom);
    m_before += m_chunk.size();
    m_ranTooLong = m_before - m_lastProgress > m_maximumRun || m_spill.size() > m_maximumRun;
    m_chunk = m_ranTooLong ? QByteArray() : m_source();
    m_at = m_captureFrom = m_chunk.constData();
    m_end = m_at + m_chunk.size();
    m_ended = m_chunk.isEmpty();
    return !m_ended;
}

void PullStream::startCapture()
{
    m_capturing = true;
    m_captureFrom = m_at;
    m_spill.resize(0);
}

QByteArrayView PullStream::captured()
{
    if (m_spill.isEmpty())
        return {m_captureFrom, m_at - m_captureFrom};
    m_spill.append(m_captureFrom, m_at - m_captureFrom);
    m_captureFrom = m_at;
    return m_spill;
}

QByteArrayView PullStream::capturedValue(qsizetype skip, char separator)
{
    // Only what stands before the value is cut off: white space before its closing bracket is the value's
    // own.
    QByteArrayView text = captured().sliced(skip);
    const auto skipSpace = [&text] {
        while (!text.isEmpty() && QByteArrayView(" \t\r\n").contains(text.front()))
            text = text.sliced(1);
    };
    skipSpace();
    if (text.startsWith(separator))
        text = text.sliced(1);
    skipSpace();
    return text;
}

void PullStream::stopCapture()
{
    m_capturing = false;
    m_spill.resize(0);
}

} // namespace GenMirror
