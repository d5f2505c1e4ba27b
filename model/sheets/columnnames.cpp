#include "model/sheets/columnnames.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

bool isUnseen(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
        return true;
    default:
        return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef); // variation selectors
    }
}

bool isBlank(char32_t c)
{
    constexpr std::u32string_view blankLetters = U"\u115f\u1160\u2800\u3164\uffa0"; // of Hangul and Braille
    return QChar::isSpace(c) || blankLetters.find(c) != std::u32string_view::npos;
}

/// What a person sees of a name.
QString lookOf(const QString &name)
{
    std::u32string seen;
    const auto characters = name.normalized(QString::NormalizationForm_C).toStdU32String();
    for (const char32_t c : characters) {
        if (isBlank(c))
            seen += U' ';
        else if (!isUnseen(c))
            seen += c;
    }
    return QString::fromStdU32String(seen).simplified();
}

} // namespace

QStringList columnNames(const QStringList &names)
{
    QStringList columns;
    QSet<QString> looks;
    QList<qsizetype> alike; // those that need another name
    for (const QString &name : names) {
        const QString column = lookOf(name).isEmpty() ? u"(empty)"_s : name;
        const QString look = lookOf(column);
        if (looks.contains(look))
            alike.append(columns.size());
        looks.insert(look);
        columns.append(column);
    }
    QHash<QString, int> numbers; // where to go on counting, so that a thousand equal names are no trouble
    for (const qsizetype column : std::as_const(alike)) {
        const QString look = lookOf(columns[column]);
        int &number = numbers[look];
        number = std::max(number, 2);
        while (looks.contains(u"%1 (%2)"_s.arg(look, QString::number(number))))
            ++number;
        looks.insert(u"%1 (%2)"_s.arg(look, QString::number(number)));
        columns[column] += u" (%1)"_s.arg(number);
    }
    return columns;
}

} // namespace GenMirror
