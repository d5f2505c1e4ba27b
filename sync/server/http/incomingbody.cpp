#include "sync/server/http/incomingbody.h"

#include <algorithm>

namespace GenMirror
{

namespace
{

/// The value of a hexadecimal digit; -1: it is none.
int digitOf(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    const char lower = static_cast<char>(character | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// What may stand in an extension or a trailer.
bool isText(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return (byte >= 0x20 && byte != 0x7f) || character == '\t';
}

} // namespace

IncomingBody::IncomingBody(std::optional<qint64> declared, qsizetype most, qsizetype mostFraming)
    : m_most(most)
    , m_mostFraming(mostFraming)
    , m_chunked(!declared)
{
    if (m_chunked)
        return;
    m_left = *declared;
    m_at = At::Content;
    if (m_left > m_most)
        m_state = State::TooLong;
    else if (m_left == 0)
        m_state = State::Complete;
    else
        m_bytes.reserve(m_left); // costs nothing before it is used
}

qsizetype IncomingBody::take(QByteArrayView bytes)
{
    qsizetype used = 0;
    while (m_state == State::Wanting && used < bytes.size()) {
        if (m_at == At::Content)
            used += takeContent(bytes.sliced(used));
        else
            takeFraming(bytes[used++]);
    }
    return used;
}

qsizetype IncomingBody::takeContent(QByteArrayView bytes)
{
    const auto count = std::min<qsizetype>(bytes.size(), m_left);
    m_bytes.append(bytes.first(count));
    m_left -= count;
    if (m_left == 0 && m_chunked)
        m_at = At::ContentReturn;
    else if (m_left == 0)
        m_state = State::Complete;
    return count;
}

void IncomingBody::takeFraming(char character)
{
    constexpr qsizetype forEach = 8; // bytes: chunks of a single one take five
    if (++m_framing > m_mostFraming + forEach * m_bytes.size()) {
        m_state = State::TooMuchFraming;
        return;
    }
    const auto expect = [&](char expected, At next) {
        if (character == expected)
            m_at = next;
        else
            m_state = State::Malformed;
    };
    switch (m_at) {
    case At::Size:
        return takeSize(character);
    case At::Extension:
        if (character == '\r')
            m_at = At::SizeEnd;
        else if (!isText(character))
            m_state = State::Malformed;
        return;
    case At::SizeEnd:
        expect('\n', At::Content);
        if (m_state == State::Wanting)
            sizeIsKnown();
        return;
    case At::ContentReturn:
        return expect('\r', At::ContentEnd);
    case At::ContentEnd:
        return expect('\n', At::Size);
    case At::Trailer:
        return takeTrailer(character);
    case At::TrailerEnd:
        if (character == '\n' && m_lineIsEmpty)
            m_state = State::Complete;
        expect('\n', At::Trailer);
        m_lineIsEmpty = true;
        return;
    case At::Content:
        return;
    }
}

void IncomingBody::takeSize(char character)
{
    constexpr int mostDigits = 15; // fits into 64 bits
    if (const int digit = digitOf(character); digit >= 0) {
        if (++m_digits > mostDigits)
            m_state = State::Malformed;
        else
            m_left = m_left * 16 + digit;
    } else if (m_digits > 0 && character == '\r') {
        m_at = At::SizeEnd;
    } else if (m_digits > 0 && character == ';') {
        m_at = At::Extension;
    } else {
        m_state = State::Malformed;
    }
}

void IncomingBody::sizeIsKnown()
{
    m_digits = 0;
    if (m_left == 0)
        m_at = At::Trailer;
    else if (m_left > m_most - m_bytes.size())
        m_state = State::TooLong;
}

void IncomingBody::takeTrailer(char character)
{
    if (character == '\r')
        m_at = At::TrailerEnd;
    else if (!isText(character) || (m_lineIsEmpty && (character == ' ' || character == '\t')))
        m_state = State::Malformed;
    else
        m_lineIsEmpty = false;
}

} // namespace GenMirror
