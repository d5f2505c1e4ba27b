#include "ui/jobbar.h"
#include "ui/foreigntext.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

namespace GenMirror
{

namespace
{

constexpr int Steps = 1000;
constexpr qint64 FirstEstimate = 1000; // milliseconds: earlier it is a guess

} // namespace

JobBar::JobBar(QWidget *parent)
    : QWidget(parent)
    , m_what(new PlainLabel(this))
    , m_progress(new QProgressBar(this))
    , m_estimate(new PlainLabel(this))
{
    m_what->setMaximumWidth(fontMetrics().averageCharWidth() * 24); // the mirror's state is beside it
    m_progress->setRange(0, Steps);
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    m_progress->setAccessibleName(tr("Progress"));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 0, 6, 0);
    layout->addWidget(m_what);
    layout->addWidget(m_progress);
    layout->addWidget(m_estimate);
    layout->addWidget(cancel);
    connect(cancel, &QAbstractButton::clicked, this, &JobBar::cancelRequested);
    hide();
}

void JobBar::begin(const QString &what)
{
    m_what->setText(what);
    m_estimate->clear();
    m_progress->setValue(0);
    m_clock.start();
    show();
}

void JobBar::setProgress(qint64 done, qint64 all)
{
    if (all <= 0)
        return;
    m_progress->setValue(int(done * Steps / all));
    const qint64 elapsed = m_clock.elapsed();
    if (elapsed >= FirstEstimate && done > 0) {
        const qint64 left = (elapsed * (all - done) / done + 999) / 1000;
        m_estimate->setText(left < 90 ? tr("%1 s left").arg(left) : tr("%1 min left").arg((left + 59) / 60));
    }
}

void JobBar::end()
{
    hide();
}

} // namespace GenMirror
