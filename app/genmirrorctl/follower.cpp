#include "app/genmirrorctl/follower.h"

#include "app/genmirrorctl/command.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace GenMirror
{

using State = MirrorStatus::State;

Follower::Follower(MirrorSession &session, const Options &options)
    : m_session(session)
    , m_options(options)
{
    connect(&session, &MirrorSession::statusChanged, this, &Follower::statusChanged);
    connect(&session, &MirrorSession::updateApplied, this, &Follower::updateApplied);
    connect(&session, &MirrorSession::rowsChecked, this, &Follower::rowsChecked);
}

void Follower::statusChanged(const MirrorStatus &status)
{
    if (std::exchange(m_movedAside, status.movedAside) != status.movedAside)
        tell(u"the cache is damaged: it was moved to %1, and everything is fetched anew"_s.arg(m_movedAside));
    tellProgress(status);
    if (status.state == State::Opening) {
        m_isVerifying = false; // what was asked of the cache before is not answered any more
        m_isSuspect = m_isSuspect || m_beganEmpty;
    }
    if (!m_beganEmpty)
        m_isEmpty = status.generation.isNone() && status.objects == 0;
    QString said = nameOf(status.state);
    if (status.state == State::Live)
        said += u" ("_s + nameOf(status.link) + u')';
    if (!status.problem.isEmpty())
        said += u": "_s + status.problem;
    const bool isGone = status.state == State::Offline && !waits(status);
    const bool isEnd =
        status.state == State::Failed || (m_options.once && (status.state == State::Blocked || isGone));
    if (said != m_lastSaid && !m_progress && !isEnd) // else the command says it as it ends
        tell(said);
    m_lastSaid = said;
    if (status.state == State::Failed && status.cacheDamaged && !m_session.config().replaceDamaged)
        fail(Error::Kind::Damaged, status.problem + u" Say genmirrorctl repair, or --replace-damaged."_s);
    else if (status.state == State::Failed || (m_options.once && status.state == State::Blocked))
        fail(Error::Kind::Storage, status.problem);
    else if (m_options.once && isGone)
        fail(Error::Kind::Network, status.problem);
    else if (m_options.once && status.state == State::Live)
        prove();
}

/// Whether the server said when it wants to be asked again, and that is soon enough.
bool Follower::waits(const MirrorStatus &status)
{
    constexpr std::chrono::seconds patience(60);
    if (!status.askedToWait)
        return false;
    if (!m_waitsUntil.isValid())
        m_waitsUntil = QDateTime::currentDateTimeUtc().addSecs(patience.count());
    return status.nextAttempt <= m_waitsUntil;
}

void Follower::prove()
{
    if (m_wroteAll && !m_options.readsBack && !m_isSuspect && m_movedAside.isEmpty()) {
        m_isDone = true;
        QCoreApplication::quit();
    } else if (!std::exchange(m_isVerifying, true)) {
        m_session.verify();
    }
}

void Follower::fail(Error::Kind kind, const QString &sentence)
{
    const QString aside =
        m_movedAside.isEmpty() ? QString() : u" The damaged cache is at %1."_s.arg(m_movedAside);
    if (!m_problem)
        m_problem = Error{.kind = kind, .detail = sentence + aside};
    QCoreApplication::quit();
}

void Follower::rowsChecked(const Verification &verification)
{
    using Finding = Verification::Finding;
    m_verification = verification;
    const bool isProved = verification.finding == Finding::Equal ||
                          (verification.finding == Finding::NotComparable && m_session.config().classic);
    if (!isProved && (!m_options.once || verification.finding == Finding::Different))
        tell(verification.sentence);
    m_isSuspect = m_isSuspect || verification.finding == Finding::Different;
    if (verification.finding == Finding::Different)
        m_isVerifying = false; // it is repaired by itself, and verified again then
    else if (m_options.once && isProved) {
        m_isDone = true;
        QCoreApplication::quit();
    } else if (m_options.once)
        fail(Error::Kind::Storage, verification.sentence);
}

void Follower::tellProgress(const MirrorStatus &status)
{
    const bool catchingUp = status.state == State::CatchingUp && status.expectedObjects > 0;
    if (catchingUp && !m_progress && !m_options.quiet)
        m_progress.emplace(u"catching up"_s, status.expectedObjects);
    if (m_progress)
        m_progress->update(status.objects);
    if (!catchingUp)
        m_progress.reset();
}

void Follower::updateApplied(const std::shared_ptr<const AppliedUpdate> &update)
{
    if (update->cause == UpdateCause::Repair && !update->more)
        m_repair = update;
    if (update->cause == UpdateCause::FirstSync) {
        const bool isProved = update->verification == AppliedUpdate::Verification::Equal ||
                              m_session.config().classic.has_value();
        m_beganEmpty = m_beganEmpty || (m_isEmpty && update->from.isNone());
        m_wroteAll = m_beganEmpty && !update->more && isProved;
    }
    const bool isNothing = update->isEmpty() && update->from == update->to;
    if (m_options.printsUpdates && !m_options.quiet && !update->more && !isNothing)
        print(*update);
}

void Follower::print(const AppliedUpdate &update) const
{
    const QByteArray from = QByteArray::number(update.from.value);
    const QByteArray to = QByteArray::number(update.to.value);
    const QByteArray counts[] = {QByteArray::number(update.addedCount()),
                                 QByteArray::number(update.changedCount()),
                                 QByteArray::number(update.removedCount())};
    if (m_options.json)
        printLine("{\"from\":" + from + ",\"to\":" + to + ",\"cause\":\"" + nameOf(update.cause).toLatin1() +
                  "\",\"added\":" + counts[0] + ",\"changed\":" + counts[1] + ",\"removed\":" + counts[2] +
                  '}');
    else
        printLine("generation " + from + " → " + to + "  +" + counts[0] + " ~" + counts[1] + " -" +
                  counts[2]);
    std::fflush(stdout);
}

/// What is a part of what was said last is not said again.
void Follower::tell(const QString &sentence)
{
    if (m_options.quiet || m_lastTold.contains(sentence))
        return;
    m_lastTold = sentence;
    say(sentence);
}

} // namespace GenMirror
