#include "sync/client/sessionmachine.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

SessionMachine::SessionMachine(const Times &times, Clock clock, Random random)
    : m_times(times)
    , m_clock(std::move(clock))
    , m_random(std::move(random))
    , m_backoff(times.maximumBackOff)
    , m_heardAt(m_clock())
{
}

MirrorStatus::Link SessionMachine::link() const
{
    if (m_state != State::Live && m_state != State::CatchingUp)
        return MirrorStatus::Link::None;
    return m_pushOpen ? MirrorStatus::Link::Push : MirrorStatus::Link::Polling;
}

SessionMachine::Actions SessionMachine::handle(Event event, const Trouble &problem)
{
    if (m_state == State::Failed && event != Event::RefreshAsked && event != Event::CacheReplaced)
        return {};
    const bool isOutcome = event >= Event::PageApplied; // of a request: there has to be one
    if ((m_state == State::Opening) != (event == Event::CacheOpened) &&
        (isOutcome || event == Event::CacheOpened))
        return {};
    if (isOutcome && !m_busy)
        return {};
    switch (event) {
    case Event::CacheOpened:
        m_busy = false;
        m_isOpen = true;
        m_state = m_pauseWhenOpened ? State::Paused : State::Connecting;
        m_problem = {};
        return m_pauseWhenOpened ? Actions() : ask(UpdateCause::Poll);
    case Event::CacheFailed:
        return stop(State::Failed, problem);
    case Event::CacheBlocked:
        return m_state == State::Blocked ? Actions() : block(problem);
    case Event::CacheReplaced: {
        m_pauseWhenOpened = m_pauseWhenOpened || m_state == State::Paused;
        m_repairDue = false;
        Actions actions = stop(State::Opening, {});
        m_busy = true;
        return actions;
    }

    case Event::RefreshAsked:
        return m_state == State::Failed ? openCache() : ask(UpdateCause::Refresh);
    case Event::RepairAsked:
        m_repairDue = true;
        return ask(UpdateCause::Repair);
    case Event::PauseAsked:
        if (m_state != State::Opening)
            return stop(State::Paused, {});
        m_pauseWhenOpened = true; // the cache is shown, the server not asked
        return {};
    case Event::ResumeAsked:
        m_pauseWhenOpened = false;
        if (m_state != State::Paused)
            return {};
        if (!m_isOpen)
            return openCache();
        m_state = State::Connecting;
        return ask(UpdateCause::Refresh);

    case Event::NetworkReturned:
        if (m_state == State::Blocked)
            return {};
        m_backoff.succeeded();
        if (!m_busy || m_state == State::Opening)
            return ask(UpdateCause::Poll);
        m_askAgain = true; // what is under way may wait for an answer that cannot come any more
        return {.abort = true};
    case Event::TimeUp:
        return m_busy ? Actions()
                      : ask(std::exchange(m_signalled, false) ? UpdateCause::Push : UpdateCause::Poll);
    case Event::PushOpened:
        m_pushOpen = true;
        if (m_state == State::Live && !m_busy)
            return {.wakeIn = m_times.pollWithPush};
        return m_state == State::Offline && m_clock() >= m_notBefore ? ask(UpdateCause::Poll) : Actions();
    case Event::PushLost: // perhaps the server is gone: ask and see
        if (!std::exchange(m_pushOpen, false))
            return {};
        return m_state == State::Live ? ask(UpdateCause::Poll) : Actions();
    case Event::Silence:
        if (m_state != State::Live)
            return {};
        m_state = State::Connecting;
        m_problem = problem;
        return ask(UpdateCause::Poll);
    case Event::DifferenceFound:
        m_repairDue = true;
        if (m_state == State::Live || m_state == State::CatchingUp) {
            m_state = State::CatchingUp;
            m_problem = problem;
        }
        return m_isOpen ? ask(UpdateCause::Repair) : Actions();
    case Event::Signalled:
        return hear(false);
    case Event::UpdatePushed:
        return hear(true);

    case Event::PageApplied: {
        m_busy = false;
        m_notBefore = 0;
        if (m_state == State::Paused)
            return {};
        m_state = State::CatchingUp;
        m_problem = {};
        m_repairDue =
            m_repairDue && m_cause != UpdateCause::Repair; // it is under way, and goes on page by page
        Actions actions = ask(UpdateCause::Poll);
        listenOnce(actions);
        return actions;
    }
    case Event::UpdateApplied:
        m_applied.push_back(m_clock());
        if (m_applied.size() > size_t(m_times.burstSize))
            m_applied.pop_front();
        m_repairs = 0;
        m_repairDue = m_repairDue && m_cause != UpdateCause::Repair;
        return upToDate();
    case Event::NothingNew:
        return upToDate();
    case Event::Diverged:
        m_busy = false;
        m_repairDue = true;
        if (++m_repairs > 1) // it did not help: the server contradicts itself, and asking would not end
            return failed(problem);
        if (m_state == State::Paused)
            return {};
        m_state = State::CatchingUp;
        m_problem = problem;
        return ask(UpdateCause::Repair);
    case Event::RequestFailed:
        return failed(problem);
    }
    return {};
}

/// Asks, unless something is under way: then that is followed by another request where one is due.
SessionMachine::Actions SessionMachine::ask(UpdateCause cause)
{
    if (m_state == State::Paused || m_state == State::Failed)
        return {};
    if (m_state == State::Blocked)
        return openCache();
    if (m_busy) {
        m_askAgain = m_askAgain || cause == UpdateCause::Refresh || cause == UpdateCause::Repair;
        return {};
    }
    m_busy = true;
    m_askAgain = false;
    m_cause = m_repairDue ? UpdateCause::Repair : cause;
    return {.ask = m_cause};
}

/// A push. One at a time, and in a burst many at once: at most one request is under way, and changes that
/// come faster than they can be stored are fetched together.
SessionMachine::Actions SessionMachine::hear(bool carriesUpdate)
{
    if (m_state == State::Paused || m_state == State::Blocked)
        return {};
    if (m_busy || m_clock() < m_notBefore) {
        m_signalled = true;
        return {};
    }
    if (const int wait = waitForBurst(); wait > 0) {
        if (std::exchange(m_signalled, true))
            return {}; // the time is running already
        return {.wakeIn = wait};
    }
    m_signalled = false;
    if (carriesUpdate && m_state == State::Live && !m_repairDue) {
        m_busy = true;
        m_cause = UpdateCause::Push;
        return {.applyPushed = true};
    }
    return ask(UpdateCause::Push);
}

/// Milliseconds until the next update may be fetched; 0 unless there were very many just now.
int SessionMachine::waitForBurst()
{
    if (m_applied.size() < size_t(m_times.burstSize))
        return 0;
    const qint64 quiet = m_clock() - m_applied.back();
    if (m_burst)
        m_burst = quiet < 2 * m_times.burstPause;
    else
        m_burst = m_applied.back() - m_applied.front() < m_times.burstWithin && quiet < m_times.burstPause;
    return m_burst ? int(std::max<qint64>(0, m_times.burstPause - quiet)) : 0;
}

SessionMachine::Actions SessionMachine::upToDate()
{
    m_busy = false;
    m_backoff.succeeded();
    m_notBefore = 0;
    if (m_state == State::Paused)
        return {};
    // To store what came may have taken long: whether the server is there still is not known then.
    const bool isSilent = m_clock() - m_heardAt > m_times.lifeSign;
    m_state = isSilent ? State::Connecting : State::Live;
    m_problem = {};
    Actions actions;
    if (m_askAgain || m_repairDue || isSilent) {
        actions = ask(UpdateCause::Refresh);
    } else if (m_signalled) {
        const int wait = waitForBurst();
        if (wait > 0) {
            actions.wakeIn = wait;
        } else {
            m_signalled = false;
            actions = ask(UpdateCause::Push);
        }
    } else {
        actions.wakeIn = m_pushOpen ? m_times.pollWithPush : m_times.poll;
    }
    listenOnce(actions);
    return actions;
}

SessionMachine::Actions SessionMachine::failed(const Trouble &problem)
{
    m_busy = false;
    if (m_state == State::Paused)
        return {};
    if (m_askAgain) // a person did not want to wait for this one
        return ask(UpdateCause::Refresh);
    m_state = State::Offline;
    m_problem = problem;
    m_signalled = false; // when it is back it asks for everything new anyway
    const qint64 alone = m_notBefore - m_clock();
    return {.wakeIn = int(std::max<qint64>(m_backoff.failed(m_random()), alone))};
}

SessionMachine::Actions SessionMachine::stop(State state, const Trouble &problem)
{
    const bool wasBusy = m_busy && m_state != State::Opening;
    m_state = state;
    m_problem = problem;
    m_signalled = m_askAgain = m_pushOpen = false;
    if (state == State::Failed)
        m_busy = m_isOpen = false;
    Actions actions{.abort = wasBusy};
    if (std::exchange(m_listening, false))
        actions.listen = false;
    return actions;
}

/// It is tried again later, and nothing is asked until then.
SessionMachine::Actions SessionMachine::block(const Trouble &problem)
{
    const bool isPaused = m_state == State::Paused;
    Actions actions = stop(isPaused ? State::Paused : State::Blocked, problem);
    m_busy = m_isOpen = false;
    if (!isPaused)
        actions.wakeIn = m_backoff.failed(m_random());
    return actions;
}

SessionMachine::Actions SessionMachine::openCache()
{
    m_state = State::Opening;
    m_problem = {};
    m_busy = true;
    m_isOpen = false;
    return {.openCache = true};
}

void SessionMachine::listenOnce(Actions &actions)
{
    if (!std::exchange(m_listening, true))
        actions.listen = true;
}

QString nameOf(SessionMachine::Event event)
{
    using Event = SessionMachine::Event;
    switch (event) {
    case Event::CacheOpened:
        return u"cache opened"_s;
    case Event::CacheFailed:
        return u"cache failed"_s;
    case Event::CacheBlocked:
        return u"cache blocked"_s;
    case Event::CacheReplaced:
        return u"cache replaced"_s;
    case Event::RefreshAsked:
        return u"refresh asked"_s;
    case Event::RepairAsked:
        return u"repair asked"_s;
    case Event::PauseAsked:
        return u"pause asked"_s;
    case Event::ResumeAsked:
        return u"resume asked"_s;
    case Event::NetworkReturned:
        return u"network returned"_s;
    case Event::TimeUp:
        return u"time up"_s;
    case Event::PushOpened:
        return u"push opened"_s;
    case Event::PushLost:
        return u"push lost"_s;
    case Event::Silence:
        return u"silence"_s;
    case Event::DifferenceFound:
        return u"difference found"_s;
    case Event::Signalled:
        return u"signalled"_s;
    case Event::UpdatePushed:
        return u"update pushed"_s;
    case Event::PageApplied:
        return u"page applied"_s;
    case Event::UpdateApplied:
        return u"update applied"_s;
    case Event::NothingNew:
        return u"nothing new"_s;
    case Event::Diverged:
        return u"diverged"_s;
    case Event::RequestFailed:
        return u"request failed"_s;
    }
    return {};
}

} // namespace GenMirror
