#include "sync/server/http/clientaddress.h"

#include <QHostAddress>

namespace GenMirror
{

ClientAddress::ClientAddress(const QString &text)
    : m_text(text)
    , m_group(text.toLatin1())
{
    constexpr int bytesOfANetwork = 8; // what one household or machine is given
    const QHostAddress host(text);
    bool isIpv4 = false;
    const quint32 ipv4 = host.toIPv4Address(&isIpv4); // also one that is written as IPv6
    if (isIpv4) {
        m_text = QHostAddress(ipv4).toString();
        m_group = m_text.toLatin1();
    } else if (host.protocol() == QAbstractSocket::IPv6Protocol) {
        const Q_IPV6ADDR bytes = host.toIPv6Address();
        m_group = QByteArray(reinterpret_cast<const char *>(bytes.c), bytesOfANetwork).toHex() + "/64";
    }
}

} // namespace GenMirror
