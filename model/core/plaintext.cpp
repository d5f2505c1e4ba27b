#include "model/core/plaintext.h"

#include <algorithm>

namespace GenMirror
{

namespace
{

bool setsDirection(QChar c)
{
    const char16_t unit = c.unicode();
    return unit == 0x061c || unit == 0x200e || unit == 0x200f || (unit >= 0x202a && unit <= 0x202e) ||
           (unit >= 0x2066 && unit <= 0x2069);
}

/// With it two ids look the same. Joiners are none of these: scripts and emojis need them.
bool isInvisible(QChar c)
{
    const char16_t unit = c.unicode();
    return unit == 0x00ad || unit == 0x180e || unit == 0x200b || (unit >= 0x2060 && unit <= 0x2064) ||
           unit == 0xfeff;
}

/// Of the one that the text begins with; a half of a pair by itself is 1, too.
qsizetype unitsOfPlainCharacter(QStringView text)
{
    const QChar c = text.front();
    if (c.isHighSurrogate() && text.size() > 1 && text[1].isLowSurrogate())
        return 2;
    const bool separates =
        c.category() == QChar::Separator_Line || c.category() == QChar::Separator_Paragraph;
    return c.isSurrogate() || c.category() == QChar::Other_Control || separates || setsDirection(c) ? 0 : 1;
}

} // namespace

bool isPlainText(QStringView text)
{
    while (!text.isEmpty()) {
        const qsizetype units = unitsOfPlainCharacter(text);
        if (units == 0)
            return false;
        text = text.sliced(units);
    }
    return true;
}

QString visibly(const QString &text)
{
    if (isPlainText(text) && std::ranges::none_of(text, isInvisible))
        return text;
    QString shown;
    shown.reserve(text.size() + 16);
    for (QStringView rest = text; !rest.isEmpty();) {
        const qsizetype units = unitsOfPlainCharacter(rest);
        if (units > 0 && !isInvisible(rest.front()))
            shown += rest.first(units);
        else
            shown += QStringLiteral("\\u%1").arg(uint(rest.front().unicode()), 4, 16, QLatin1Char('0'));
        rest = rest.sliced(std::max<qsizetype>(units, 1));
    }
    return shown;
}

} // namespace GenMirror
