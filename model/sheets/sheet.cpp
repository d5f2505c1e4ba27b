#include "model/sheets/sheet.h"

#include "model/core/jsontext.h"
#include "model/core/plaintext.h"
#include "model/core/utf8.h"
#include "model/sheets/columnnames.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// Takes digits from the front; false: there are none.
bool takeDigits(QStringView &text)
{
    const auto end = std::ranges::find_if_not(text, isDigit);
    const auto count = qsizetype(end - text.begin());
    text = text.sliced(count);
    return count > 0;
}

/// As RFC 8259 has numbers. What only begins like one could be a formula.
bool isJsonNumber(QStringView text)
{
    if (text.startsWith(u'-'))
        text = text.sliced(1);
    const bool hasLeadingZero = text.size() > 1 && text[0] == u'0' && isDigit(text[1]);
    if (hasLeadingZero || !takeDigits(text))
        return false;
    if (text.startsWith(u'.')) {
        text = text.sliced(1);
        if (!takeDigits(text))
            return false;
    }
    if (text.startsWith(u'e') || text.startsWith(u'E')) {
        text = text.sliced(1);
        if (text.startsWith(u'+') || text.startsWith(u'-'))
            text = text.sliced(1);
        if (!takeDigits(text))
            return false;
    }
    return text.isEmpty();
}

bool isLiteral(QStringView text)
{
    return text == "null"_L1 || text == "true"_L1 || text == "false"_L1 || isJsonNumber(text);
}

/// Blanks, and what is not seen: readers skip some of these before they look for a formula.
bool isPassedOver(QChar c)
{
    return c.isSpace() || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
}

bool beginsFormula(QChar c)
{
    const auto isSign = [](QChar sign) { return u"=+-@"_s.contains(sign); };
    constexpr QChar minusSign(0x2212);
    const QString decomposed = c.decomposition(); // of ＝ or ﹦ it is =
    return isSign(c) || c == minusSign || (decomposed.size() == 1 && isSign(decomposed.front()));
}

} // namespace

SheetCell SheetCell::ofText(const QString &text)
{
    return {Kind::Text, text};
}

SheetCell SheetCell::ofTextIfAny(const QString &text)
{
    return text.isEmpty() ? SheetCell() : ofText(text);
}

SheetCell SheetCell::ofNumber(qint64 number)
{
    return {Kind::Literal, QString::number(number)};
}

SheetCell SheetCell::ofJson(QByteArrayView value)
{
    if (auto text = jsonStringText(value))
        return {Kind::Text, *std::move(text)};
    QString text = textOfUtf8(value);
    const Kind kind = isLiteral(text) ? Kind::Literal : Kind::Text;
    return {kind, std::move(text)};
}

bool looksLikeFormula(const QString &text)
{
    const auto afterApostrophes = std::ranges::find_if_not(text, [](QChar c) { return c == u'\''; });
    if (afterApostrophes == text.end())
        return false;
    if (u"\t\r\n"_s.contains(*afterApostrophes))
        return true;
    const auto first = std::find_if_not(afterApostrophes, text.end(), isPassedOver);
    return first != text.end() && beginsFormula(*first);
}

QByteArray SheetWriter::head(const QStringList &names) const
{
    QList<SheetCell> cells;
    for (const QString &name : columnNames(names))
        cells.append(SheetCell::ofText(name));
    const QByteArray mark = m_style.hasMark && !m_style.isOnTerminal ? "\xef\xbb\xbf"_ba : QByteArray();
    return mark + line(cells);
}

QByteArray SheetWriter::line(const QList<SheetCell> &cells) const
{
    const QChar separator = m_style.separator == SheetStyle::Separator::Tab ? u'\t' : u',';
    QString text;
    for (const SheetCell &cell : cells) {
        if (&cell != &cells.first())
            text += separator;
        text += written(cell);
    }
    text += m_style.lineEnd == SheetStyle::LineEnd::CrLf ? "\r\n"_L1 : "\n"_L1;
    return text.toUtf8();
}

QString SheetWriter::written(const SheetCell &cell) const
{
    if (cell.m_kind != SheetCell::Kind::Text)
        return cell.m_text;
    QString text =
        m_style.guardsFormulas && looksLikeFormula(cell.m_text) ? u'\'' + cell.m_text : cell.m_text;
    if (m_style.isOnTerminal)
        text = visibly(text);
    const bool hasMeaning = std::ranges::any_of(text, [](QChar c) { return u"\t\"\r\n"_s.contains(c); });
    // What is pasted has as few quotation marks as can be: not every program takes them away then.
    if (m_style.separator == SheetStyle::Separator::Tab && !text.isEmpty() && !hasMeaning && !isLiteral(text))
        return text;
    return u'"' + text.replace(u'"', u"\"\""_s) + u'"';
}

} // namespace GenMirror
