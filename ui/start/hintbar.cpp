#include "ui/start/hintbar.h"

#include "ui/foreigntext.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace GenMirror
{

HintBar::HintBar(QWidget *parent)
    : QFrame(parent)
    , m_hints({tr("What changes glows for a moment. Select a row: the inspector shows the object and all its "
                  "versions."),
               tr("Click into the timeline below: the whole window shows that state. Alt+Home returns to the "
                  "live one."),
               tr("Pause the mirror, or pull the network cable: all of it stays here. Ctrl+K finds every "
                  "command.")})
    , m_text(new PlainLabel(this))
    , m_next(new QPushButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setBackgroundRole(QPalette::ToolTipBase);
    setAutoFillBackground(true);
    m_text->setForegroundRole(QPalette::ToolTipText);
    m_text->setWordWrap(true);
    m_next->setAutoDefault(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_next);
    connect(m_next, &QPushButton::clicked, this, [this] { showHint(m_hint + 1); });
    hide();
}

void HintBar::start()
{
    showHint(0);
}

void HintBar::showHint(qsizetype hint)
{
    m_hint = hint;
    setVisible(hint < m_hints.size());
    if (hint >= m_hints.size())
        return;
    m_text->setText(tr("%1 of %2: %3").arg(hint + 1).arg(m_hints.size()).arg(m_hints[hint]));
    m_next->setText(hint + 1 < m_hints.size() ? tr("Ne&xt hint") : tr("Close the hint&s"));
}

} // namespace GenMirror
