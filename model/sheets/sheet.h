// Tables in text for spreadsheets: CSV as RFC 4180 has it, or the same with tabs. Nothing else in GenMirror
// writes either (tests/architecture/check_texts.py). What a cell looks like: docs/decisions.md, "One writer
// of spreadsheets".
#pragma once

#include <QByteArray>
#include <QStringList>

namespace GenMirror
{

/// How a table is written.
struct SheetStyle {
    enum class Separator { Comma, Tab };
    enum class LineEnd { CrLf, Lf };
    Separator separator = Separator::Comma;
    LineEnd lineEnd = LineEnd::CrLf;
    /// A text that a spreadsheet would calculate gets an apostrophe before it.
    bool guardsFormulas = true;
    bool hasMark = false;      ///< UTF-8's byte order mark at the beginning, by which Excel knows UTF-8.
    bool isOnTerminal = false; ///< What could change how a terminal shows the rest stands as \uXXXX; no mark.
};

/// One cell. Texts, and all else that JSON has, stay apart for readers that look at the quotation marks.
class SheetCell
{
public:
    /// There is no value here.
    SheetCell() = default;
    [[nodiscard]] static SheetCell ofText(const QString &text);
    /// The same; an empty text is no value.
    [[nodiscard]] static SheetCell ofTextIfAny(const QString &text);
    [[nodiscard]] static SheetCell ofNumber(qint64 number);
    /// Numbers, true, false and null as they stand; strings as texts, of any length; arrays and objects, and
    /// what is no JSON, as the text of their JSON.
    [[nodiscard]] static SheetCell ofJson(QByteArrayView value);

private:
    friend class SheetWriter;
    enum class Kind { Missing, Literal, Text };
    SheetCell(Kind kind, QString text)
        : m_kind(kind)
        , m_text(std::move(text))
    {
    }

    Kind m_kind = Kind::Missing;
    QString m_text; ///< Nothing is escaped here.
};

/// Makes the lines of a table. Has no state: lines may be made in any order, by any thread.
class SheetWriter
{
public:
    explicit SheetWriter(const SheetStyle &style = {})
        : m_style(style)
    {
    }

    /// The first line, UTF-8 with its end: the names of the columns, each once (columnNames()).
    [[nodiscard]] QByteArray head(const QStringList &names) const;
    /// A line, UTF-8 with its end. It is longer than one line of text where a cell has line ends in it.
    [[nodiscard]] QByteArray line(const QList<SheetCell> &cells) const;

private:
    [[nodiscard]] QString written(const SheetCell &cell) const;

    SheetStyle m_style;
};

/// Whether a spreadsheet may take a text for a formula: = + - @, their other widths and forms, or a minus
/// sign, comes first, be it after blanks or what cannot be seen; or a tab or a line's end does. Apostrophes
/// before that do not count, so that taking one away from each such text gives what was there before
/// guarding.
[[nodiscard]] bool looksLikeFormula(const QString &text);

} // namespace GenMirror
