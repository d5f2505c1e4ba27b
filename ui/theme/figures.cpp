#include "ui/theme/figures.h"

#include <QFontMetrics>
#include <QHash>
#include <QPainter>

#include <algorithm>

namespace GenMirror
{

namespace
{

struct Widths {
    int widest = 0;
    bool areEqual = true;
};

/// Few fonts are in use; each is measured once.
const Widths &widthsOf(const QFont &font)
{
    constexpr qsizetype mostFonts = 64;
    static QHash<QString, Widths> known;
    if (known.size() > mostFonts)
        known.clear();
    const QString key = font.toString();
    if (const auto found = known.constFind(key); found != known.constEnd())
        return *found;
    const QFontMetrics metrics(font);
    Widths widths;
    const int first = metrics.horizontalAdvance(u'0');
    for (char16_t digit = u'0'; digit <= u'9'; ++digit) {
        const int width = metrics.horizontalAdvance(digit);
        widths.widest = std::max(widths.widest, width);
        widths.areEqual = widths.areEqual && width == first;
    }
    return *known.insert(key, widths);
}

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

} // namespace

bool hasTabularFigures(const QFont &font)
{
    return widthsOf(font).areEqual;
}

int widthOfFigures(const QString &text, const QFont &font)
{
    const QFontMetrics metrics(font);
    const int widest = widthsOf(font).widest;
    int width = 0;
    for (const QChar character : text)
        width += isDigit(character) ? widest : metrics.horizontalAdvance(character);
    return width;
}

void drawFigures(QPainter &painter, const QRect &rect, const QString &text)
{
    const QFontMetrics metrics(painter.font());
    const int widest = widthsOf(painter.font()).widest;
    const QString shown = widthOfFigures(text, painter.font()) <= rect.width()
                              ? text
                              : metrics.elidedText(text, Qt::ElideRight, rect.width());
    int x = rect.right() + 1 - std::min(rect.width(), widthOfFigures(shown, painter.font()));
    const int baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    for (const QChar character : shown) {
        const int width = metrics.horizontalAdvance(character);
        const int room = isDigit(character) ? widest : width;
        painter.drawText(x + (room - width) / 2, baseline, QString(character));
        x += room;
    }
}

} // namespace GenMirror
