#include "ui/pastbanner.h"

#include "ui/age.h"
#include "ui/foreigntext.h"
#include "ui/theme/icon.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace GenMirror
{

PastBanner::PastBanner(QWidget *parent)
    : QFrame(parent)
    , m_text(new PlainLabel(this))
{
    setFrameShape(QFrame::NoFrame);
    auto *older = new QToolButton(this);
    older->setIcon(icon(QStringLiteral("back")));
    older->setToolTip(tr("The state before (Alt+Left)"));
    older->setAccessibleName(tr("Older state"));
    auto *newer = new QToolButton(this);
    newer->setIcon(icon(QStringLiteral("forward")));
    newer->setToolTip(tr("The state after (Alt+Right)"));
    newer->setAccessibleName(tr("Newer state"));
    auto *live = new QPushButton(tr("Return to &live"), this);
    live->setIcon(icon(QStringLiteral("live")));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(units(16), units(8), units(8), units(8));
    layout->addWidget(m_text, 1);
    layout->addWidget(older);
    layout->addWidget(newer);
    layout->addWidget(live);
    connect(older, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
    connect(newer, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
    connect(live, &QPushButton::clicked, this, &PastBanner::liveRequested);
    hide();
}

void PastBanner::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::of(this).colour(Colour::Banner));
}

void PastBanner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takeColours();
}

/// The text lies on the banner's colour, whose own is no role of a palette.
void PastBanner::takeColours()
{
    QPalette palette = m_text->palette();
    palette.setColor(QPalette::WindowText, Theme::of(this).colour(Colour::OnBanner));
    m_text->setPalette(palette);
}

void PastBanner::showRecord(const HistoryRecord &record)
{
    m_record = record;
    m_isOpening = false;
    takeColours();
    tick();
    show();
}

void PastBanner::showOpening(const HistoryRecord *record)
{
    m_record = record ? *record : HistoryRecord();
    m_isOpening = true;
    takeColours();
    tick();
    show();
}

void PastBanner::tick()
{
    const QString generation = QLocale().toString(m_record.to.value);
    if (m_isOpening)
        return m_text->setText(m_record.id == 0 ? tr("Opening an earlier state…")
                                                : tr("Opening generation %1…").arg(generation));
    m_text->setText(tr("Viewing generation %1, %2").arg(generation, ageOf(m_record.at)));
}

} // namespace GenMirror
