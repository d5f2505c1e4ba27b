#pragma once

#include <QByteArrayView>

namespace GenMirror
{

/// Watches the bytes of a request's header as they come, for what a parser may hide: two programs on the way
/// could understand it differently (RFC 9112, sections 2.2 and 5.2).
class RawHeader
{
public:
    enum class Fault {
        None,
        BareLineFeed,     ///< A line ends with LF alone.
        BareReturn,       ///< CR stands within a line.
        Folded,           ///< A line begins with a space or a tab.
        ControlCharacter, ///< In a name, a value (but for tabs), or the request's line.
    };

    /// The next bytes. What comes after the empty line that ends the header is not looked at.
    [[nodiscard]] Fault take(QByteArrayView bytes);
    [[nodiscard]] bool isComplete() const { return m_at == At::End; }
    /// Bytes of the header so far.
    [[nodiscard]] qsizetype size() const { return m_size; }

private:
    enum class At { Before, RequestLine, LineBegin, Line, End };

    [[nodiscard]] Fault take(char character);

    At m_at = At::Before;
    qsizetype m_size = 0;
    bool m_return = false; ///< The byte before was CR.
};

} // namespace GenMirror
