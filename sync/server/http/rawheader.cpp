#include "sync/server/http/rawheader.h"

#include <algorithm>

namespace GenMirror
{

namespace
{

constexpr char Space = 0x20; // all below are controls
constexpr char Rubout = 0x7f;

bool isPlain(char character)
{
    return static_cast<unsigned char>(character) >= Space && character != Rubout;
}

} // namespace

/// Most bytes stand within a line and mean nothing here: those are passed over at once.
RawHeader::Fault RawHeader::take(QByteArrayView bytes)
{
    for (auto at = bytes.cbegin(); at != bytes.cend() && !isComplete();) {
        if (!m_return && (m_at == At::Line || m_at == At::RequestLine)) {
            const auto end = std::find_if_not(at, bytes.cend(), isPlain);
            m_size += end - at;
            at = end;
            if (at == bytes.cend())
                break;
        }
        ++m_size;
        if (const Fault fault = take(*at++); fault != Fault::None)
            return fault;
    }
    return Fault::None;
}

RawHeader::Fault RawHeader::take(char character)
{
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
    const bool isTab = character == '\t' && m_at == At::Line;
    return isPlain(character) || isTab ? Fault::None : Fault::ControlCharacter;
}

} // namespace GenMirror
