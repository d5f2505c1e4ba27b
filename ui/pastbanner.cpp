#include "ui/pastbanner.h"

#include "ui/age.h"
#include "ui/foreigntext.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>

namespace GenMirror
{

PastBanner::PastBanner(QWidget *parent)
    : QFrame(parent)
    , m_text(new PlainLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Highlight);
    m_text->setForegroundRole(QPalette::HighlightedText);
    auto *older = new QToolButton(this);
    older->setArrowType(Qt::LeftArrow);
    older->setToolTip(tr("The state before (Alt+Left)"));
    older->setAccessibleName(tr("Older state"));
    auto *newer = new QToolButton(this);
    newer->setArrowType(Qt::RightArrow);
    newer->setToolTip(tr("The state after (Alt+Right)"));
    newer->setAccessibleName(tr("Newer state"));
    auto *live = new QPushButton(tr("Return to &live"), this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 6, 4);
    layout->addWidget(m_text, 1);
    layout->addWidget(older);
    layout->addWidget(newer);
    layout->addWidget(live);
    connect(older, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
    connect(newer, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
    connect(live, &QPushButton::clicked, this, &PastBanner::liveRequested);
    hide();
}

void PastBanner::showRecord(const HistoryRecord &record)
{
    m_record = record;
    tick();
    show();
}

void PastBanner::tick()
{
    m_text->setText(
        tr("Viewing generation %1, %2").arg(QLocale().toString(m_record.to.value), ageOf(m_record.at)));
}

} // namespace GenMirror
