// The states of a mirror, tested by the very table that docs/session.md shows.
#include "sync/client/sessionmachine.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace GenMirror;
using namespace Qt::StringLiterals;
using Event = SessionMachine::Event;
using State = SessionMachine::State;

namespace
{

constexpr int EventCount = int(Event::RequestFailed) + 1;

/// A machine with a clock and dice of the test's own.
struct Machine {
    qint64 now = 1'000'000;
    SessionMachine machine{{}, [this] { return now; }, [] { return 1.0; }};
    QString told; ///< What the last event made it ask for.

    void handle(Event event)
    {
        const SessionMachine::Actions actions = machine.handle(event, u"a problem"_s);
        QStringList words;
        if (actions.openCache)
            words += u"open cache"_s;
        if (actions.abort)
            words += u"abort"_s;
        if (actions.ask)
            words += u"ask ("_s + nameOf(*actions.ask) + u')';
        if (actions.applyPushed)
            words += u"apply"_s;
        if (actions.listen)
            words += *actions.listen ? u"listen"_s : u"stop listening"_s;
        if (actions.wakeIn)
            words += u"wake in %1"_s.arg(*actions.wakeIn);
        told = words.join(u", "_s);
    }
};

struct Situation {
    QString name;
    QList<Event> way; ///< How it is reached.
};

QList<Situation> situations()
{
    return {
        {u"opening"_s, {}},
        {u"connecting"_s, {Event::CacheOpened}},
        {u"catching up"_s, {Event::CacheOpened, Event::PageApplied}},
        {u"live"_s, {Event::CacheOpened, Event::UpdateApplied}},
        {u"live, asking"_s, {Event::CacheOpened, Event::UpdateApplied, Event::TimeUp}},
        {u"offline"_s, {Event::CacheOpened, Event::RequestFailed}},
        {u"offline, asking"_s, {Event::CacheOpened, Event::RequestFailed, Event::TimeUp}},
        {u"paused"_s, {Event::CacheOpened, Event::UpdateApplied, Event::PauseAsked}},
        {u"blocked"_s, {Event::CacheOpened, Event::UpdateApplied, Event::CacheBlocked}},
        {u"failed"_s, {Event::CacheFailed}},
    };
}

QString cellOf(const Situation &situation, Event event)
{
    Machine machine;
    for (const Event before : situation.way)
        machine.handle(before);
    const State from = machine.machine.state();
    machine.handle(event);
    const State to = machine.machine.state();
    if (from == to)
        return machine.told.isEmpty() ? u"·"_s : machine.told;
    return machine.told.isEmpty() ? QString(u"→ "_s + nameOf(to))
                                  : QString(u"→ "_s + nameOf(to) + u": "_s + machine.told);
}

QString rowOf(Event event)
{
    QStringList cells{nameOf(event)};
    for (const Situation &situation : situations())
        cells += cellOf(situation, event);
    return u"| "_s + cells.join(u" | "_s) + u" |"_s;
}

} // namespace

class SessionMachineTest : public QObject
{
    Q_OBJECT

    QString m_document;

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(SESSION_DOCUMENT));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_document = QString::fromUtf8(file.readAll());
    }

    void everyEventDoesWhatTheTableSays_data()
    {
        QTest::addColumn<int>("event");
        for (int event = 0; event < EventCount; ++event)
            QTest::newRow(qPrintable(nameOf(Event(event)))) << event;
    }
    void everyEventDoesWhatTheTableSays()
    {
        QFETCH(const int, event);
        const QString row = rowOf(Event(event));
        QVERIFY2(m_document.contains(row), qPrintable(u"docs/session.md lacks the row\n"_s + row));
    }

    void theDiagramShowsEveryChangeOfState()
    {
        QSet<QString> drawn;
        static const QRegularExpression arrow(u"^    (\\w+) --> (\\w+)"_s,
                                              QRegularExpression::MultilineOption);
        for (const auto &match : arrow.globalMatch(m_document))
            drawn.insert(match.captured(1) + u' ' + match.captured(2));
        QSet<QString> possible;
        const auto key = [](State state) { return nameOf(state).remove(u' '); };
        for (const Situation &situation : situations()) {
            for (int event = 0; event < EventCount; ++event) {
                Machine machine;
                for (const Event before : situation.way)
                    machine.handle(before);
                const State from = machine.machine.state();
                machine.handle(Event(event));
                if (machine.machine.state() != from)
                    possible.insert(key(from) + u' ' + key(machine.machine.state()));
            }
        }
        possible.insert(u"opening paused"_s); // asked to pause while it was being opened
        QCOMPARE(drawn - possible, QSet<QString>());
        QCOMPARE(possible - drawn, QSet<QString>());
    }

    void atMostOneRequestIsUnderWay()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        for (const Event event : {Event::Signalled, Event::TimeUp, Event::RefreshAsked, Event::UpdatePushed,
                                  Event::PushOpened, Event::PushLost}) {
            machine.handle(event);
            QCOMPARE(machine.told, QString());
        }
    }

    void aSignalWhileItIsBusyIsFollowedUp()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        machine.handle(Event::Signalled);
        machine.handle(Event::UpdateApplied);
        QCOMPARE(machine.told, u"ask (push), listen"_s);
        machine.handle(Event::UpdateApplied);
        QCOMPARE(machine.told, u"wake in 2000"_s);
    }

    void aSignalThatTheAnswerBroughtIsNotAskedForAgain()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        machine.handle(Event::Signalled);
        machine.machine.signalAnswered();
        machine.handle(Event::UpdateApplied);
        QCOMPARE(machine.told, u"listen, wake in 2000"_s);
    }

    void withPushItPollsSeldom()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        machine.handle(Event::PushOpened);
        machine.handle(Event::NothingNew);
        QCOMPARE(machine.told, u"listen, wake in 60000"_s);
        QCOMPARE(machine.machine.link(), MirrorStatus::Link::Push);
        machine.handle(Event::PushLost);
        QCOMPARE(machine.told, u"ask (poll)"_s);
        machine.handle(Event::NothingNew);
        QCOMPARE(machine.told, u"wake in 2000"_s);
        QCOMPARE(machine.machine.link(), MirrorStatus::Link::Polling);
    }

    void aBurstEndsInFewUpdates()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        machine.handle(Event::UpdateApplied);
        int updates = 0;
        qint64 wakeAt = -1;
        for (int change = 0; change < 10'000; ++change) { // in a second
            machine.now += change % 10 == 0 ? 1 : 0;
            if (wakeAt >= 0 && machine.now >= wakeAt) {
                wakeAt = -1;
                machine.handle(Event::TimeUp);
            } else {
                machine.handle(Event::UpdatePushed);
            }
            if (machine.told.startsWith("ask"_L1) || machine.told == "apply"_L1) {
                ++updates;
                machine.handle(Event::UpdateApplied);
            }
            if (machine.told.startsWith("wake"_L1))
                wakeAt = machine.now + machine.told.section(u' ', -1).toInt();
        }
        QVERIFY2(updates <= 40, qPrintable(QString::number(updates)));
        QVERIFY(updates >= 20);
        machine.now += 200; // all is quiet: the next one is taken at once
        machine.handle(Event::UpdatePushed);
        QCOMPARE(machine.told, u"apply"_s);
    }

    void failuresWaitLongerAndLonger()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        QStringList waits;
        for (int failure = 0; failure < 8; ++failure) {
            machine.handle(Event::RequestFailed);
            waits += machine.told.section(u' ', -1);
            machine.handle(Event::TimeUp);
        }
        QCOMPARE(waits.join(u' '), u"1000 2000 4000 8000 16000 32000 60000 60000"_s);
        machine.handle(Event::NothingNew);
        machine.handle(Event::TimeUp);
        machine.handle(Event::RequestFailed);
        QCOMPARE(machine.told, u"wake in 1000"_s);
    }

    void aRepairThatDoesNotHelpIsNotRepeatedAtOnce()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        machine.handle(Event::Diverged);
        QCOMPARE(machine.told, u"ask (repair)"_s);
        QCOMPARE(machine.machine.state(), State::CatchingUp);
        machine.handle(Event::Diverged);
        QCOMPARE(machine.told, u"wake in 1000"_s);
        QCOMPARE(machine.machine.state(), State::Offline);
        machine.handle(Event::TimeUp);
        QCOMPARE(machine.told, u"ask (repair)"_s);
        machine.handle(Event::UpdateApplied);
        QCOMPARE(machine.machine.state(), State::Live);
        machine.handle(Event::TimeUp);
        QCOMPARE(machine.told, u"ask (poll)"_s);
    }

    void aRepairAskedForWhileItIsBusyComesNext()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        machine.handle(Event::RepairAsked);
        QCOMPARE(machine.told, QString());
        machine.handle(Event::UpdateApplied);
        QCOMPARE(machine.told, u"ask (repair), listen"_s);
        machine.handle(Event::UpdateApplied);
        QCOMPARE(machine.told, u"wake in 2000"_s);
    }

    void aRepairInPagesGoesOnWithTheNextPage()
    {
        Machine machine;
        for (const Event event : {Event::CacheOpened, Event::UpdateApplied, Event::RepairAsked})
            machine.handle(event);
        QCOMPARE(machine.told, u"ask (repair)"_s);
        machine.handle(Event::PageApplied);
        QCOMPARE(machine.told, u"ask (poll)"_s); // a repair would begin with the first page again
        machine.handle(Event::UpdateApplied);
        QCOMPARE(machine.told, u"wake in 2000"_s);
    }

    void aServerThatAsksForItIsLeftAlone()
    {
        Machine machine;
        for (const Event event : {Event::CacheOpened, Event::UpdateApplied, Event::TimeUp})
            machine.handle(event);
        machine.machine.leaveAlone(7000);
        machine.handle(Event::RequestFailed);
        QCOMPARE(machine.told, u"wake in 7000"_s);
        machine.now += 6999;
        for (const Event event : {Event::PushOpened, Event::Signalled, Event::UpdatePushed}) {
            machine.handle(event);
            QCOMPARE(machine.told, QString());
        }
        machine.now += 1;
        machine.handle(Event::TimeUp);
        QVERIFY(machine.told.startsWith(u"ask ("_s));
        machine.machine.leaveAlone(7000);
        machine.handle(Event::RequestFailed);
        machine.handle(Event::RefreshAsked); // a person need not wait
        QCOMPARE(machine.told, u"ask (refresh)"_s);
        machine.handle(Event::UpdateApplied);
        machine.handle(Event::Signalled); // it answered: the time is over
        QCOMPARE(machine.told, u"ask (push)"_s);
    }

    void aShortTimeAloneShortensNoWait()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        machine.machine.leaveAlone(10);
        machine.handle(Event::RequestFailed);
        QCOMPARE(machine.told, u"wake in 1000"_s);
    }

    void pausedIsPausedWhateverArrives()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        machine.handle(Event::UpdateApplied);
        machine.handle(Event::TimeUp);
        machine.handle(Event::PauseAsked);
        QCOMPARE(machine.told, u"abort, stop listening"_s);
        for (const Event event : {Event::UpdateApplied, Event::PageApplied, Event::Diverged,
                                  Event::RequestFailed, Event::NothingNew, Event::Signalled, Event::TimeUp}) {
            machine.handle(event);
            QCOMPARE(machine.told, QString());
            QCOMPARE(machine.machine.state(), State::Paused);
        }
        machine.handle(Event::ResumeAsked);
        QVERIFY(machine.told.startsWith("ask (re"_L1)); // the digest that differed was not forgotten
    }

    void resumedBeforeTheRequestHadEndedItAsksAnew()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        machine.handle(Event::PauseAsked);
        machine.handle(Event::ResumeAsked);
        QCOMPARE(machine.told, QString());
        machine.handle(Event::RequestFailed); // of the one that was given up
        QCOMPARE(machine.told, u"ask (refresh)"_s);
        QCOMPARE(machine.machine.state(), State::Connecting);
    }

    void aNetworkThatReturnedDoesNotWaitForTheOldAnswer()
    {
        Machine machine;
        machine.handle(Event::CacheOpened);
        machine.handle(Event::UpdateApplied);
        machine.handle(Event::TimeUp);
        machine.handle(Event::NetworkReturned);
        QCOMPARE(machine.told, u"abort"_s);
        machine.handle(Event::RequestFailed);
        QCOMPARE(machine.told, u"ask (refresh)"_s);
        QCOMPARE(machine.machine.state(), State::Live);
    }

    void pausedWhileOpeningItShowsButDoesNotAsk()
    {
        Machine machine;
        machine.handle(Event::PauseAsked);
        machine.handle(Event::CacheOpened);
        QCOMPARE(machine.machine.state(), State::Paused);
        QCOMPARE(machine.told, QString());
    }
};

QTEST_GUILESS_MAIN(SessionMachineTest)
#include "session_machine_test.moc"
