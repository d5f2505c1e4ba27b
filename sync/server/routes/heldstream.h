#pragma once

#include "sync/server/http/httpmessage.h"

namespace GenMirror
{

/// An answer as a stream whose beginning is held back: what fails until then is answered with its error, and
/// not with a connection that breaks off, which looks like a bad network.
class HeldStream
{
public:
    /// One that is not `isLong` ends where it would become so, and nothing of it has gone out.
    HeldStream(HttpResponder &responder, bool isLong)
        : m_responder(responder)
        , m_isLong(isLong)
    {
    }

    HttpResponse head;

    [[nodiscard]] bool write(QByteArrayView bytes)
    {
        constexpr qsizetype most = 64 * 1024;
        if (m_isOut)
            return m_responder.write(bytes);
        m_held += bytes;
        if (m_held.size() <= most)
            return true;
        m_isTooLong = !m_isLong;
        return m_isLong && letGo();
    }
    [[nodiscard]] bool isTooLong() const { return m_isTooLong; }
    [[nodiscard]] bool isOut() const { return m_isOut; }
    void end()
    {
        if (m_isOut || letGo())
            m_responder.end();
    }

private:
    [[nodiscard]] bool letGo()
    {
        m_isOut = true;
        m_responder.beginStream(std::move(head));
        return m_responder.write(std::exchange(m_held, {}));
    }

    HttpResponder &m_responder;
    const bool m_isLong;
    QByteArray m_held;
    bool m_isOut = false;
    bool m_isTooLong = false;
};

} // namespace GenMirror
