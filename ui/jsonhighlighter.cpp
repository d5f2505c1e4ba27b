#include "ui/jsonhighlighter.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QPlainTextEdit>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// A text and whether a colon follows, a number, or a word.
const QRegularExpression &parts()
{
    static const QRegularExpression pattern(
        u"(\"(?:[^\"\\\\]|\\\\.)*+\"?)(\\s*:)?|-?\\d[\\d.eE+-]*+|\\b(?:true|false)\\b|\\b(null)\\b"_s);
    return pattern;
}

} // namespace

JsonHighlighter::JsonHighlighter(QPlainTextEdit *text)
    : QSyntaxHighlighter(text->document())
    , m_text(text)
{
    text->installEventFilter(this);
}

bool JsonHighlighter::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        rehighlight();
    return QSyntaxHighlighter::eventFilter(watched, event);
}

void JsonHighlighter::highlightBlock(const QString &text)
{
    if (text.size() > LongestLine)
        return;
    const Theme &theme = Theme::of(m_text);
    auto found = parts().globalMatch(text);
    while (found.hasNext()) {
        const QRegularExpressionMatch part = found.next();
        const QChar first = text[part.capturedStart()];
        const bool isText = first == u'"';
        const Colour colour = isText && part.capturedLength(2) > 0 ? Colour::JsonName
                              : isText                             ? Colour::JsonString
                              : part.capturedLength(3) > 0         ? Colour::Text3
                              : first == u't' || first == u'f'     ? Colour::JsonKeyword
                                                                   : Colour::JsonNumber;
        setFormat(int(part.capturedStart()), int(isText ? part.capturedLength(1) : part.capturedLength()),
                  theme.colour(colour));
    }
}

} // namespace GenMirror
