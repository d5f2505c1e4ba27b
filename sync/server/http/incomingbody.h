#pragma once

#include <QByteArray>

#include <optional>

namespace GenMirror
{

/// A request's body on its way in, of a length that was declared or in chunks (RFC 9112, section 7.1).
///
/// Chunks are read strictly: lines end with CRLF, what is no chunk is refused. Their extensions and trailers
/// are passed over, and bounded.
class IncomingBody
{
public:
    enum class State {
        Wanting, ///< More has to come.
        Complete,
        Malformed,      ///< These are no chunks.
        TooLong,        ///< More than `most` bytes.
        TooMuchFraming, ///< Beside `mostFraming` bytes they may have eight for each of the body's own.
    };

    /// `declared`: its length; none: it comes in chunks. `most` bytes are taken.
    IncomingBody(std::optional<qint64> declared, qsizetype most, qsizetype mostFraming);

    /// The next bytes; returns how many of them belong to this body.
    [[nodiscard]] qsizetype take(QByteArrayView bytes);
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] qsizetype most() const { return m_most; }
    /// Bytes that come at least, as far as is known.
    [[nodiscard]] qint64 wanted() const { return m_at == At::Content ? m_left : 0; }
    /// Bytes of the body itself, so far.
    [[nodiscard]] qsizetype size() const { return m_bytes.size(); }
    [[nodiscard]] QByteArray bytes() && { return std::move(m_bytes); }

private:
    enum class At { Size, Extension, SizeEnd, Content, ContentReturn, ContentEnd, Trailer, TrailerEnd };

    [[nodiscard]] qsizetype takeContent(QByteArrayView bytes);
    void takeFraming(char character);
    void takeSize(char character);
    void takeTrailer(char character);
    void sizeIsKnown();

    const qsizetype m_most;
    const qsizetype m_mostFraming;
    QByteArray m_bytes;
    State m_state = State::Wanting;
    At m_at = At::Size;
    qint64 m_left = 0;       ///< Bytes of the body, or of the chunk.
    int m_digits = 0;        ///< Of the chunk's size.
    qsizetype m_framing = 0; ///< Bytes.
    bool m_chunked;
    bool m_lineIsEmpty = true; ///< Of a trailer, so far.
};

} // namespace GenMirror
