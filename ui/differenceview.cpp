#include "ui/differenceview.h"

#include "model/core/textdifference.h"
#include "model/core/utf8.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QFontDatabase>
#include <QScopedValueRollback>
#include <QTextCursor>

namespace GenMirror
{

DifferenceView::DifferenceView(const QString &accessibleName, QWidget *parent)
    : QTextBrowser(parent)
{
    setAccessibleName(accessibleName);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setOpenLinks(false);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
}

void DifferenceView::setTexts(const std::optional<QByteArray> &before, const std::optional<QByteArray> &after)
{
    m_before = before;
    m_after = after;
    render();
}

void DifferenceView::setText(const QByteArray &text)
{
    setTexts(text, text);
}

void DifferenceView::render()
{
    const Theme &theme = Theme::of(this);
    QTextCharFormat removed;
    removed.setFontStrikeOut(true);
    removed.setForeground(theme.colour(Colour::Danger));
    removed.setBackground(theme.colour(Colour::DangerSoft));
    QTextCharFormat added;
    added.setFontUnderline(true);
    added.setForeground(theme.colour(Colour::Live));
    added.setBackground(theme.colour(Colour::LiveSoft));
    const QScopedValueRollback rendering(m_rendering, true);
    clear();
    QTextCursor cursor(document());
    if (!m_before && !m_after)
        return;
    const auto pieces =
        differenceOf(textOfUtf8(m_before.value_or(QByteArray())), textOfUtf8(m_after.value_or(QByteArray())));
    for (const TextPiece &piece : pieces)
        cursor.insertText(piece.text, piece.kind == TextPiece::Kind::Removed ? removed
                                      : piece.kind == TextPiece::Kind::Added ? added
                                                                             : QTextCharFormat());
    moveCursor(QTextCursor::Start);
}

/// Colours follow the palette.
void DifferenceView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_rendering)
        render();
}

} // namespace GenMirror
