#pragma once

#include <QByteArrayView>
#include <QString>

namespace GenMirror
{

/// The text of UTF-8, each character of it. QString::fromUtf8() takes a U+FEFF at the beginning for a byte
/// order mark and drops it: then one id would become another. What is no UTF-8 becomes U+FFFD.
[[nodiscard]] QString textOfUtf8(QByteArrayView utf8);

} // namespace GenMirror
