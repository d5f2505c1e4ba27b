#include "model/core/utf8.h"

namespace GenMirror
{

QString textOfUtf8(QByteArrayView utf8)
{
    constexpr QByteArrayView mark("\xEF\xBB\xBF");
    constexpr QChar zeroWidthNoBreakSpace(0xFEFF);
    qsizetype marks = 0;
    while (utf8.startsWith(mark)) {
        utf8 = utf8.sliced(mark.size());
        ++marks;
    }
    return QString(marks, zeroWidthNoBreakSpace) + QString::fromUtf8(utf8);
}

} // namespace GenMirror
