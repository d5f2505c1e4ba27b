#include "ui/statusline.h"

#include "model/items/plaintip.h"
#include "model/items/words.h"
#include "ui/age.h"
#include "ui/foreigntext.h"
#include "ui/problemline.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QMessageBox>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype MostSaid = 2000; // characters

QString stateText(const MirrorStatus &status)
{
    switch (status.state) {
    case MirrorStatus::State::Opening:
        return StatusLine::tr("Opening…");
    case MirrorStatus::State::Connecting:
        return StatusLine::tr("Connecting…");
    case MirrorStatus::State::CatchingUp:
        return StatusLine::tr("Catching up");
    case MirrorStatus::State::Live:
        return status.link == MirrorStatus::Link::Push ? StatusLine::tr("Live (push)")
                                                       : StatusLine::tr("Live (polling)");
    case MirrorStatus::State::Offline:
        return status.refused ? StatusLine::tr("No access") : StatusLine::tr("Offline");
    case MirrorStatus::State::Paused:
        return StatusLine::tr("Paused");
    case MirrorStatus::State::Blocked:
        return StatusLine::tr("Cannot store");
    case MirrorStatus::State::Failed:
        return StatusLine::tr("Stopped");
    }
    return {};
}

} // namespace

QIcon stateIcon(MirrorStatus::State state, const QPalette &palette)
{
    const Theme &theme = Theme::current();
    const bool filled = state == MirrorStatus::State::Live || state == MirrorStatus::State::CatchingUp;
    QColor colour = palette.color(QPalette::Text);
    if (state == MirrorStatus::State::Live)
        colour = theme.colour(Colour::Live);
    else if (state == MirrorStatus::State::CatchingUp)
        colour = theme.colour(Colour::Accent);
    else if (state == MirrorStatus::State::Offline || state == MirrorStatus::State::Blocked ||
             state == MirrorStatus::State::Failed)
        colour = theme.colour(Colour::Danger);
    QPixmap pixmap(48, 48);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 7));
    painter.setBrush(filled ? QBrush(colour) : Qt::NoBrush);
    painter.drawEllipse(8, 8, 32, 32);
    return QIcon(pixmap);
}

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
    , m_dot(new PlainLabel(this))
    , m_state(new PlainLabel(this))
    , m_generation(new PlainLabel(this))
    , m_objects(new PlainLabel(this))
    , m_verified(new PlainLabel(this))
    , m_updated(new PlainLabel(this))
    , m_progress(new QProgressBar(this))
    , m_next(new QPushButton(this))
    , m_again(new QPushButton(tr("Try again"), this))
    , m_repair(new QPushButton(tr("Repair"), this))
    , m_replace(new QPushButton(tr("Fetch anew"), this))
    , m_details(new QPushButton(tr("Details…"), this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 0, 6, 0);
    layout->setSpacing(14);
    m_progress->setMaximumWidth(160);
    m_progress->setMaximum(0);
    m_progress->setAccessibleName(tr("Catching up"));
    for (QWidget *part :
         std::initializer_list<QWidget *>{m_dot, m_state, m_progress, m_generation, m_objects, m_verified,
                                          m_next, m_again, m_repair, m_replace, m_details})
        layout->addWidget(part);
    connect(m_next, &QPushButton::clicked, this,
            [this] { Q_EMIT stepRequested(nextStepAfter(m_status.problemCode)); });
    m_again->setToolTip(tr("Reads the mirror's file again"));
    connect(m_again, &QPushButton::clicked, this, &StatusLine::readAgainRequested);
    m_repair->setToolTip(tr("Fetches everything from the server and compares; what is the same stays"));
    connect(m_repair, &QPushButton::clicked, this, &StatusLine::repairRequested);
    m_replace->setToolTip(tr("Moves the damaged file aside and fetches everything from the server"));
    connect(m_replace, &QPushButton::clicked, this, &StatusLine::replaceRequested);
    connect(m_details, &QPushButton::clicked, this, &StatusLine::showDetails);
    layout->addStretch();
    layout->addWidget(m_updated);
    m_state->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // no window is wider for what it says
    clear();
}

void StatusLine::clear()
{
    m_shown = false;
    m_past.reset();
    for (QLabel *label : {m_dot, m_generation, m_objects, m_verified, m_updated})
        label->clear();
    for (QLabel *label : {m_state, m_verified, m_updated})
        label->setToolTip(plainTip({}));
    m_state->setText(tr("No mirror selected"));
    m_readProblem.clear();
    for (QWidget *part :
         std::initializer_list<QWidget *>{m_progress, m_next, m_again, m_repair, m_replace, m_details})
        part->hide();
}

void StatusLine::setReadProblem(const QString &problem, bool isDamaged)
{
    m_readProblem = problem;
    m_isDamaged = isDamaged;
    if (m_shown)
        tell();
}

void StatusLine::setStatus(const MirrorStatus &status)
{
    m_status = status;
    m_shown = true;
    tell();
}

void StatusLine::tell()
{
    const MirrorStatus &status = m_status;
    const QLocale locale;
    // A cache that is not opened at all has a way out of its own.
    const QString problem = m_readProblem.isEmpty() || status.cacheDamaged
                                ? status.problem
                                : tr("Cannot be read: %1").arg(m_readProblem);
    m_dot->setPixmap(stateIcon(status.state, palette()).pixmap(12, 12));
    m_state->setText(problem.isEmpty() ? stateText(status) : tr("%1: %2").arg(stateText(status), problem));
    m_state->setToolTip(plainTip(!problem.isEmpty()             ? problem
                                 : status.linkProblem.isEmpty() ? QString()
                                                                : tr("No push: %1").arg(status.linkProblem)));
    m_progress->setVisible(status.state == MirrorStatus::State::CatchingUp);
    const bool knowsTotal = status.expectedObjects > 0;
    m_progress->setMaximum(knowsTotal ? 1000 : 0);
    m_progress->setValue(
        knowsTotal ? int(std::min(status.objects, status.expectedObjects) * 1000 / status.expectedObjects)
                   : -1);
    const NextStep step = nextStepAfter(status.problemCode);
    m_next->setText(nameOf(step));
    m_next->setVisible(step != NextStep::None && !status.problem.isEmpty());
    m_replace->setVisible(status.cacheDamaged);
    m_again->setVisible(!m_readProblem.isEmpty() && !status.cacheDamaged);
    m_repair->setVisible(m_again->isVisibleTo(this) && m_isDamaged);
    m_details->setVisible(!problem.isEmpty() || !status.linkProblem.isEmpty() ||
                          !status.movedAside.isEmpty());
    m_generation->setText(generationText());
    m_objects->setText(tr("%Ln object(s)", nullptr, int(m_past ? m_pastObjects : status.objects)));
    const bool isVerified = m_past ? m_past->verified : status.verified;
    m_verified->setText(!status.verifiable ? tr("not verifiable")
                        : isVerified       ? tr("verified ✓")
                                           : QString());
    tick(); // the tool tips, too
    fit();
}

void StatusLine::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void StatusLine::fit()
{
    const QList<QWidget *> lessAndLess{m_objects, m_generation, m_updated, m_verified, m_dot};
    for (QWidget *part : lessAndLess)
        part->show();
    for (QWidget *part : lessAndLess) {
        layout()->activate(); // else a longer text is cut for a moment, and here texts change all the time
        if (layout()->minimumSize().width() <= width())
            return;
        part->hide();
    }
    layout()->activate();
}

QString StatusLine::generationText() const
{
    const QLocale locale;
    const QString newest = locale.toString(m_status.generation.value);
    if (m_past)
        return tr("viewing generation %1 of %2").arg(locale.toString(m_past->to.value), newest);
    // Who is live is there again at once: that would flicker.
    const bool isLive = m_status.state == MirrorStatus::State::Live;
    const qint64 lag = isLive ? 0 : m_status.serverGeneration.value - m_status.generation.value;
    return lag > 0 ? tr("generation %1, %2 behind").arg(newest, locale.toString(lag))
                   : tr("generation %1").arg(newest);
}

void StatusLine::setPast(const std::optional<HistoryRecord> &record, qint64 objects)
{
    m_past = record;
    m_pastObjects = objects;
    if (m_shown)
        tell();
}

void StatusLine::showDetails()
{
    QStringList lines{m_readProblem, m_status.problem};
    if (!m_status.problemSaid.isEmpty())
        lines.append(tr("In the server's words: %1").arg(shortName(m_status.problemSaid, MostSaid)));
    if (!m_status.linkProblem.isEmpty())
        lines.append(tr("No push: %1").arg(m_status.linkProblem));
    if (!m_status.movedAside.isEmpty())
        lines.append(tr("The damaged file was moved to %1").arg(m_status.movedAside));
    lines.append(u"state: %1, %2"_s.arg(nameOf(m_status.state), nameOf(m_status.link)));
    lines.append(
        u"generation: %1 of %2"_s.arg(m_status.generation.value).arg(m_status.serverGeneration.value));
    lines.append(u"collection: "_s + QString::fromLatin1(m_status.collection.toHex()));
    lines.append(u"digest: "_s + QString::fromLatin1(m_status.digest.toHex()));
    for (const auto &[name, time] : {std::pair(u"last contact: "_s, m_status.lastContact),
                                     std::pair(u"rows verified: "_s, m_status.rowsVerified),
                                     std::pair(u"next attempt: "_s, m_status.nextAttempt)}) {
        if (time.isValid())
            lines.append(name + time.toString(Qt::ISODateWithMs));
    }
    lines.removeAll(QString());
    auto *box =
        new PlainBox(QMessageBox::Information, tr("Details"), lines.join(u'\n'), QMessageBox::Close, this);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void StatusLine::tick()
{
    if (!m_shown)
        return;
    const bool contact = m_status.lastContact.isValid();
    m_updated->setText(contact ? tr("as of %1").arg(ageOf(m_status.lastContact))
                               : tr("as stored, no contact yet"));
    m_updated->setToolTip(plainTip(
        contact ? tr("The server's last sign of life: %1").arg(timeText(m_status.lastContact)) : QString()));
    const QString proof =
        m_status.verifiable
            ? tr("Digest %1").arg(QString::fromLatin1((m_past ? m_past->digest : m_status.digest).toHex()))
            : tr("A server of this kind tells neither digest nor collection: whether this copy "
                 "is the same cannot be proved.");
    const QString read =
        m_status.rowsVerified.isValid()
            ? tr("All objects were last read and added up: %1").arg(ageOf(m_status.rowsVerified))
            : tr("Not all objects have been read and added up yet.");
    m_verified->setToolTip(plainTip(proof + u'\n' + read));
}

} // namespace GenMirror
