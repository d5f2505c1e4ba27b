#include "ui/start/answerline.h"

#include "ui/foreigntext.h"

#include <QEvent>
#include <QStyle>

#include <algorithm>

namespace GenMirror
{

AnswerLine::AnswerLine(QWidget *parent)
    : QLineEdit(parent)
    , m_answer(new PlainLabel(this))
{
    m_answer->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_answer->hide();
}

void AnswerLine::setAnswer(const QString &answer)
{
    m_answer->setText(answer);
    m_answer->setVisible(!answer.isEmpty());
    setAccessibleDescription(answer);
    place();
}

void AnswerLine::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    place();
}

void AnswerLine::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::FontChange)
        place();
}

/// At the end in which the language reads, on at most half of the line.
void AnswerLine::place()
{
    constexpr int gap = 8; // pixels
    if (m_answer->isHidden())
        return setTextMargins({});
    const int room = std::min(m_answer->sizeHint().width(), width() / 2);
    const QRect whole(width() - room - gap, 0, room, height());
    m_answer->setGeometry(QStyle::visualRect(layoutDirection(), rect(), whole));
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    setTextMargins(isMirrored ? room + gap : 0, 0, isMirrored ? 0 : room + gap, 0);
}

} // namespace GenMirror
