#pragma once

#include <QByteArray>

#include <functional>

namespace GenMirror
{

/// A stream for RapidJSON that pulls chunks from a source, knows where it is, and captures raw text.
///
/// Memory: one chunk, plus what a capture spans beyond it.
class PullStream
{
public:
    using Ch = char;

    /// `source` gives an empty array at its end. `maximumRun`: bytes without a token's end, then it ends by
    /// itself.
    PullStream(const std::function<QByteArray()> &source, qsizetype maximumRun)
        : m_source(source)
        , m_maximumRun(maximumRun)
    {
    }

    [[nodiscard]] char Peek() { return m_at != m_end || refill() ? *m_at : '\0'; }
    char Take() { return m_at != m_end || refill() ? *m_at++ : '\0'; }
    [[nodiscard]] size_t Tell() const { return size_t(m_before + (m_at - m_chunk.constData())); }

    /// A token ended here: the run starts anew.
    void progress() { m_lastProgress = qsizetype(Tell()); }
    [[nodiscard]] bool ranTooLong() const { return m_ranTooLong; }
    /// Whether the source has no more; reads on to find out.
    [[nodiscard]] bool atEnd() { return m_at == m_end && !refill(); }

    /// From here on the text is kept.
    void startCapture();
    /// The text since startCapture, good until the stream is read on.
    [[nodiscard]] QByteArrayView captured();
    [[nodiscard]] qsizetype capturedSize() const { return m_spill.size() + (m_at - m_captureFrom); }
    /// The value captured, without its first `skip` bytes and without white space and one separator before
    /// it.
    [[nodiscard]] QByteArrayView capturedValue(qsizetype skip, char separator);
    void stopCapture();

    // For RapidJSON's in-situ mode, which is not used.
    char *PutBegin() { return nullptr; }
    void Put(char) {}
    void Flush() {}
    size_t PutEnd(char *) { return 0; }

private:
    bool refill();

    const std::function<QByteArray()> &m_source;
    qsizetype m_maximumRun;
    QByteArray m_chunk;
    const char *m_at = nullptr;
    const char *m_end = nullptr;
    qsizetype m_before = 0; ///< Bytes of the chunks before this one.
    qsizetype m_lastProgress = 0;
    bool m_ended = false;
    bool m_ranTooLong = false;
    bool m_capturing = false;
    const char *m_captureFrom = nullptr;
    QByteArray m_spill; ///< What was captured of chunks that are gone.
};

} // namespace GenMirror
