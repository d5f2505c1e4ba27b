#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/mirrorstatus.h"
#include "model/core/trouble.h"
#include "sync/client/backoff.h"
#include "sync/protocol/eventstream.h"

#include <deque>
#include <functional>

namespace GenMirror
{

/// The states of one mirror and what moves it from one to the next: docs/session.md draws it.
///
/// Pure: no socket, no file, no timer. It is told what happened and says what is to be done; the clock and
/// the dice are given to it. So a table tests it.
class SessionMachine
{
public:
    using State = MirrorStatus::State;

    enum class Event {
        CacheOpened,
        CacheFailed,     ///< It is of no use: nothing goes on by itself.
        CacheBlocked,    ///< It cannot be opened, read or written now: no room, no rights, a failing disk.
        CacheReplaced,   ///< It is moved aside, and a new one begun.
        RefreshAsked,    ///< A person's.
        RepairAsked,     ///< A person's: fetch everything anew.
        PauseAsked,      ///< A person's.
        ResumeAsked,     ///< A person's.
        NetworkReturned, ///< The machine woke up, or is on a network again.
        TimeUp,          ///< The time that was asked for has passed.
        PushOpened,
        PushLost,
        Silence,         ///< The server has not been heard of for as long as "live" may be said.
        DifferenceFound, ///< A verification of what is stored found it.
        Signalled,       ///< A push: the server is elsewhere than the mirror.
        UpdatePushed,    ///< A push that brought the next update itself.
        // How a request, or an update that was pushed, ended; the last of the list:
        PageApplied,   ///< Stored; there are further pages.
        UpdateApplied, ///< Stored; there is no more.
        NothingNew,    ///< The server's answer: you have it all.
        Diverged,      ///< The mirror is not what the server has: everything has to be fetched.
        RequestFailed,
    };

    struct Times {                // milliseconds
        int poll = 2000;          ///< Between two requests without push.
        int pollWithPush = 60000; ///< With push: in case it is silently broken.
        int maximumBackOff = 60000;
        /// "Live" is said only of a server that was heard of within this time.
        int lifeSign = 40000;
        /// After `burstSize` updates within `burstWithin` there is one in `burstPause`, however many
        /// changes there are, until they come slower.
        int burstWithin = 200;
        int burstPause = 50;
        qsizetype burstSize = 16;
    };
    using Clock = std::function<qint64()>;  ///< Milliseconds that never go back.
    using Random = std::function<double()>; ///< From 0 to 1.

    /// What is to be done, in this order.
    struct Actions {
        bool openCache = false;
        bool abort = false;             ///< The request under way.
        std::optional<UpdateCause> ask; ///< Ask the server; Repair: for everything.
        bool applyPushed = false;       ///< Store the update that was pushed.
        std::optional<bool> listen;     ///< Open or close the push stream.
        std::optional<int> wakeIn;      ///< Milliseconds to TimeUp, in place of an earlier one.
    };

    SessionMachine(const Times &times, Clock clock, Random random);

    [[nodiscard]] Actions handle(Event event, const Trouble &problem = {});

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Trouble &problem() const { return m_problem; }
    [[nodiscard]] MirrorStatus::Link link() const;
    /// What the pushes told is here by now: no request is due for it.
    void signalAnswered() { m_signalled = false; }
    /// The server wants to be left alone for so many milliseconds: it is not asked before, unless a person
    /// wants it. Before the RequestFailed that told of it.
    void leaveAlone(int milliseconds) { m_notBefore = m_clock() + milliseconds; }
    /// The server gave a sign of life.
    void heard() { m_heardAt = m_clock(); }
    /// A request or an update is under way.
    [[nodiscard]] bool isBusy() const { return m_busy; }

private:
    [[nodiscard]] Actions ask(UpdateCause cause);
    [[nodiscard]] Actions hear(bool carriesUpdate);
    [[nodiscard]] Actions upToDate();
    [[nodiscard]] Actions failed(const Trouble &problem);
    [[nodiscard]] Actions stop(State state, const Trouble &problem);
    [[nodiscard]] Actions block(const Trouble &problem);
    [[nodiscard]] Actions openCache();
    [[nodiscard]] int waitForBurst();
    void listenOnce(Actions &actions);

    const Times m_times;
    const Clock m_clock;
    const Random m_random;
    Backoff m_backoff;
    State m_state = State::Opening;
    Trouble m_problem;
    bool m_busy = true;    ///< The cache is being opened.
    bool m_isOpen = false; ///< The cache.
    bool m_pauseWhenOpened = false;
    bool m_listening = false;
    bool m_pushOpen = false;
    bool m_signalled = false; ///< While it was busy, or within a burst's pause.
    bool m_repairDue = false;
    bool m_burst = false;
    UpdateCause m_cause = UpdateCause::Poll; ///< Of what is under way.
    bool m_askAgain = false;                 ///< A person asked while it was busy.
    qint64 m_heardAt = 0;                    ///< The server's last sign of life.
    qint64 m_notBefore = 0;                  ///< The server wants to be left alone until then.
    int m_repairs = 0;                       ///< In a row, without an equal digest between.
    std::deque<qint64> m_applied;            ///< When the last updates were stored.
};

[[nodiscard]] QString nameOf(SessionMachine::Event event);

} // namespace GenMirror
