#include "model/items/plaintip.h"

#include "model/core/plaintext.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace GenMirror
{

QString visibleLines(const QString &text)
{
    QStringList lines = text.split(u'\n');
    for (QString &line : lines)
        line = visibly(line);
    return lines.join(u'\n');
}

QString plainTip(const QString &text)
{
    constexpr qsizetype mostLines = 20;
    constexpr qsizetype mostCharacters = 2000;
    QStringList lines = text.first(std::min(text.size(), mostCharacters)).split(u'\n');
    const bool isShortened = text.size() > mostCharacters || lines.size() > mostLines;
    lines.resize(std::min(lines.size(), mostLines));
    QString shown = visibleLines(lines.join(u'\n'));
    if (isShortened)
        shown += u'…';
    if (!shown.contains(u'<') && !shown.contains(u'&'))
        return shown;
    return u"<p style=\"white-space:pre-wrap\">"_s + shown.toHtmlEscaped() + u"</p>"_s;
}

} // namespace GenMirror
