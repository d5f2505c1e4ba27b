#pragma once

#include <QSyntaxHighlighter>

class QPlainTextEdit;

namespace GenMirror
{

/// Gives the names and values of a JSON text the theme's colours, in a text that is read or written. A line
/// of more than LongestLine characters stays plain: it would hold up who types.
class JsonHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    static constexpr qsizetype LongestLine = 100'000;

    explicit JsonHighlighter(QPlainTextEdit *text);

protected:
    void highlightBlock(const QString &text) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QPlainTextEdit *m_text;
};

} // namespace GenMirror
