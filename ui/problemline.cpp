#include "ui/problemline.h"

#include "ui/foreigntext.h"

#include <QBoxLayout>
#include <QPushButton>

namespace GenMirror
{

QString nameOf(NextStep step)
{
    switch (step) {
    case NextStep::EnterToken:
        return ProblemLine::tr("Enter token…");
    case NextStep::ChooseTree:
        return ProblemLine::tr("Choose another tree…");
    case NextStep::ChooseAuthority:
        return ProblemLine::tr("Choose an authority…");
    case NextStep::UseHttp:
        return ProblemLine::tr("Use http://…");
    case NextStep::UseHttps:
        return ProblemLine::tr("Use https://…");
    case NextStep::None:
        break;
    }
    return {};
}

ProblemLine::ProblemLine(QWidget *parent)
    : QWidget(parent)
    , m_text(new PlainLabel(this))
    , m_button(new QPushButton(this))
    , m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_button->setAutoDefault(false);
    m_button->hide();
    m_layout->setContentsMargins({});
    m_layout->addWidget(m_text, 1);
    m_layout->addWidget(m_button, 0, Qt::AlignTop | Qt::AlignLeading);
    connect(m_button, &QPushButton::clicked, this, [this] { Q_EMIT chosen(m_step); });
}

void ProblemLine::setTrouble(const Trouble &trouble)
{
    m_step = nextStepAfter(trouble.code);
    const bool isOffered = m_steps.contains(m_step);
    m_button->setText(nameOf(m_step));
    m_button->setVisible(isOffered);
    m_text->setText(trouble.sentence);
    fit();
}

void ProblemLine::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void ProblemLine::fit()
{
    constexpr int narrow = 70; // characters, with the button beside the text
    const bool isNarrow = width() < narrow * fontMetrics().averageCharWidth();
    m_layout->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    layout()->activate();
    m_text->setMinimumHeight(m_text->text().isEmpty() ? 0 : m_text->heightForWidth(m_text->width()));
}

} // namespace GenMirror
