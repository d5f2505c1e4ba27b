#pragma once

#include <QByteArray>
#include <QString>

namespace GenMirror
{

/// Where a client is: as it is shown, and as it counts for limits and shares. Nothing else of an address may
/// count, so this is the only way to it.
class ClientAddress
{
public:
    /// Unknown.
    ClientAddress() = default;
    explicit ClientAddress(const QString &text);

    /// Numeric; an IPv4 address that came as IPv6 (::ffff:192.0.2.1) as what it is.
    [[nodiscard]] const QString &text() const { return m_text; }
    /// One for all that belong together: the address, of IPv6 its first 64 bits, since a household or a
    /// machine has all that follow.
    [[nodiscard]] const QByteArray &group() const { return m_group; }

private:
    QString m_text;
    QByteArray m_group;
};

} // namespace GenMirror
