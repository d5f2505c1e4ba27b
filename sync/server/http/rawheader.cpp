#include "sync/server/http/rawheader.h"

namespace GenMirror
{

RawHeader::Fault RawHeader::take(QByteArrayView bytes)
{
    for (const char character : bytes) {
        if (isComplete())
            break;
        ++m_size;
        if (const Fault fault = take(character); fault != Fault::None)
            return fault;
    }
    return Fault::None;
}

RawHeader::Fault RawHeader::take(char character)
{
    constexpr char space = 0x20; // all below are controls
    constexpr char rubout = 0x7f;
    if (m_return) {
        if (character != '\n')
            return Fault::BareReturn;
        m_return = false;
        if (m_at == At::LineBegin)
            m_at = At::End;
        else if (m_at != At::Before)
            m_at = At::LineBegin;
        return Fault::None;
    }
    if (character == '\n')
        return Fault::BareLineFeed;
    if (character == '\r') {
        m_return = true;
        return Fault::None;
    }
    if (m_at == At::LineBegin && (character == ' ' || character == '\t'))
        return Fault::Folded;
    if (m_at == At::Before)
        m_at = At::RequestLine;
    else if (m_at == At::LineBegin)
        m_at = At::Line;
    const auto byte = static_cast<unsigned char>(character);
    const bool isTab = character == '\t' && m_at == At::Line;
    return (byte < space && !isTab) || character == rubout ? Fault::ControlCharacter : Fault::None;
}

} // namespace GenMirror
