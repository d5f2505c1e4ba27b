#include "ui/filterline.h"

#include "ui/clearbutton.h"
#include "ui/foreigntext.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QStringListModel>
#include <QVBoxLayout>

namespace GenMirror
{

FilterLine::FilterLine(QWidget *parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
    , m_problem(new PlainLabel(this))
    , m_completer(new QCompleter(this))
    , m_attributes(new QStringListModel(this))
{
    m_line->setPlaceholderText(tr("Filter: text, attribute:value, attribute>value"));
    addClearButton(m_line);
    m_line->setAccessibleName(tr("Filter objects"));
    addFieldIcon(m_line, QStringLiteral("filter"));
    m_line->setToolTip(
        tr("<p>Terms with spaces between them; all must hold.</p>"
           "<table><tr><td><b>word</b></td><td>&nbsp;the object holds the word</td></tr>"
           "<tr><td><b>\"two words\"</b></td><td>&nbsp;the object holds both, side by side</td></tr>"
           "<tr><td><b>name:ann</b></td><td>&nbsp;the attribute holds the text</td></tr>"
           "<tr><td><b>age&gt;=18</b></td><td>&nbsp;= != &lt; &lt;= &gt; &gt;= compare</td></tr>"
           "<tr><td><b>address.city:bonn</b></td><td>&nbsp;inside nested objects</td></tr>"
           "<tr><td><b>-word</b></td><td>&nbsp;turns a term round</td></tr></table>"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_completer->setModel(m_attributes);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setWidget(m_line);
    m_completer->popup()->setAccessibleName(tr("Attributes"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_line);
    layout->addWidget(m_problem);
    setFocusProxy(m_line);
    connect(m_line, &QLineEdit::textChanged, this, &FilterLine::parse);
    connect(m_line, &QLineEdit::textEdited, this, &FilterLine::complete);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this,
            &FilterLine::takeCompletion);
}

QString FilterLine::text() const
{
    return m_line->text();
}

void FilterLine::setText(const QString &text)
{
    m_line->setText(text);
}

void FilterLine::setAttributes(const QStringList &attributes)
{
    m_attributes->setStringList(attributes);
}

void FilterLine::takeFocus()
{
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

void FilterLine::parse(const QString &text)
{
    const auto filter = ObjectFilter::parse(text);
    m_problem->setVisible(!filter);
    if (!filter) {
        m_problem->setText(tr("⚠ %1").arg(filter.error().sentence));
        return;
    }
    Q_EMIT filterChanged(*filter);
}

qsizetype FilterLine::wordStart() const
{
    const QString before = m_line->text().left(m_line->cursorPosition());
    qsizetype start = before.size();
    while (start > 0 && !before[start - 1].isSpace())
        --start;
    if (start < before.size() && before[start] == u'-')
        ++start;
    const QStringView word = QStringView(before).mid(start);
    const bool isName = !word.isEmpty() && word.indexOf(u':') < 0 && word.indexOf(u'"') < 0 &&
                        word.indexOf(u'=') < 0 && word.indexOf(u'<') < 0 && word.indexOf(u'>') < 0;
    return isName ? start : -1;
}

void FilterLine::complete(const QString &)
{
    const qsizetype start = wordStart();
    if (start < 0)
        return m_completer->popup()->hide();
    const QString prefix = m_line->text().mid(start, m_line->cursorPosition() - start);
    m_completer->setCompletionPrefix(prefix);
    if (m_completer->completionCount() == 0 || m_completer->currentCompletion() == prefix)
        return m_completer->popup()->hide();
    QRect at = m_line->rect();
    at.setWidth(m_line->fontMetrics().averageCharWidth() * 32);
    at.moveLeft(m_line->fontMetrics().horizontalAdvance(m_line->text().left(start)));
    m_completer->complete(at);
}

void FilterLine::takeCompletion(const QString &attribute)
{
    const qsizetype start = wordStart();
    if (start < 0)
        return;
    const bool needsQuotes = attribute.contains(u' ');
    const QString name = needsQuotes ? u'"' + attribute + u'"' : attribute;
    QString text = m_line->text();
    text.replace(start, m_line->cursorPosition() - start, QString(name + u':'));
    m_line->setText(text);
    m_line->setCursorPosition(int(start + name.size() + 1));
}

} // namespace GenMirror
