#include "sync/client/rowwatch.h"

#include "sync/client/mirrorsession.h"

#include <algorithm>

namespace GenMirror
{

namespace
{

// Milliseconds.
constexpr int Portion = 2;       ///< An update may have to wait so long.
constexpr int Pause = 20;        ///< Between two portions, when nothing comes in.
constexpr int LongPause = 250;   ///< When something does.
constexpr int QuietFrom = 5000;  ///< Since the last update.
constexpr int LookAgain = 60000; ///< Whether it is due.
constexpr qint64 RowsAtOnce = 100;

} // namespace

RowWatch::RowWatch(QObject *parent)
    : QObject(parent)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &RowWatch::next);
}

void RowWatch::start(const MirrorConfig &config, const QDateTime &verified)
{
    m_directory = config.directory;
    m_tree = config.tree;
    m_every = config.verifyEveryMilliseconds;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_due = verified.isValid() && verified <= now ? verified.addMSecs(m_every) : now; // a clock may go back
    m_quiet.start();
    m_isRunning = true;
    wake();
}

void RowWatch::stop()
{
    m_isRunning = false;
    m_timer.stop();
    m_pass.reset();
}

void RowWatch::verified()
{
    m_due = QDateTime::currentDateTimeUtc().addMSecs(m_every);
    m_pass.reset();
}

void RowWatch::makeDue()
{
    m_due = QDateTime::currentDateTimeUtc();
    wake();
}

bool RowWatch::isIdle() const
{
    return m_quiet.hasExpired(std::min<qint64>(QuietFrom, m_every));
}

void RowWatch::wake()
{
    if (!m_isRunning) // who was told of a failure stopped it
        return;
    m_timer.start(m_pass ? (isIdle() ? Pause : LongPause) : int(std::min<qint64>(LookAgain, m_every)));
}

/// A day late it begins however much comes in.
void RowWatch::next()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (m_pass) {
        readOn();
    } else if (now >= m_due && (isIdle() || now >= m_due.addMSecs(m_every))) {
        auto pass = MirrorVerifier::open(m_directory, m_tree);
        if (pass)
            m_pass = *std::move(pass);
        else
            Q_EMIT failed(pass.error());
    } else {
        Q_EMIT idle();
    }
    wake();
}

void RowWatch::readOn()
{
    QElapsedTimer clock;
    clock.start();
    Result<bool> more = true;
    while (more && *more && !clock.hasExpired(Portion))
        more = m_pass->readOn(RowsAtOnce);
    if (more && *more)
        return;
    const auto verification = more ? m_pass->finish() : failureOf(more);
    m_pass.reset();
    if (verification)
        Q_EMIT found(*verification);
    else
        Q_EMIT failed(verification.error());
}

void RowWatch::note(const UpdateApplier::ObjectChange &change)
{
    if (m_pass)
        m_pass->note(change);
}

void RowWatch::kept(bool everything)
{
    m_quiet.start();
    if (everything)
        m_pass.reset();
    if (m_pass)
        m_pass->keep();
}

void RowWatch::dropped()
{
    if (m_pass)
        m_pass->drop();
}

} // namespace GenMirror
