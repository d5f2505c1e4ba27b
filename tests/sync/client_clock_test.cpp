// A clock that is wrong takes nothing of a mirror's history.
#include "model/core/memorytreestorage.h"
#include "sync/client/transport.h"
#include "tests/support/patience.h"
#include "tests/support/randomhistory.h"
#include "tests/support/realmirror.h"
#include "tests/support/settableclock.h"
#include "tests/support/testserver.h"

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

constexpr auto Minute = std::chrono::minutes(1);
constexpr auto Hour = std::chrono::hours(1);
constexpr auto Day = std::chrono::hours(24);
constexpr int Enough = 80; // updates after which the history is pruned at least once

} // namespace

class ClientClockTest : public QObject
{
    Q_OBJECT

    SettableClock m_clock;
    MemoryTreeStorage m_storage;
    std::unique_ptr<GenerationalTree> m_tree;
    std::unique_ptr<RealMirror> m_mirror;
    int m_changes = 0;

    /// So many updates, each with what is done in the background after it.
    void update(int times, std::chrono::milliseconds every)
    {
        for (int n = 0; n < times; ++n) {
            m_clock.pass(every);
            QVERIFY(m_tree->add({}, "{\"id\":1,\"v\":" + QByteArray::number(++m_changes) + '}'));
            QVERIFY(m_mirror->poll(*m_tree, 0));
            QCoreApplication::processEvents();
        }
    }
    qint64 kept() { return m_mirror->history()->extent()->records; }

private Q_SLOTS:
    void init()
    {
        m_clock = SettableClock();
        m_storage = MemoryTreeStorage();
        m_tree = std::make_unique<GenerationalTree>(m_storage, u"main"_s);
        QVERIFY(GenerationalTree::initialize(m_storage));
        m_mirror = std::make_unique<RealMirror>(HistoryLimits{.days = 30}, m_clock.source());
        update(Enough, Hour);
    }
    void cleanup() { m_mirror.reset(); }

    void oldRecordsGo()
    {
        m_clock.pass(40 * Day);
        update(Enough, Hour);
        QVERIFY(kept() <= Enough + 1);
    }

    void aClockThatIsAheadTakesNothing()
    {
        m_clock.set(200 * Day);
        update(Enough, Minute / 2);
        QCOMPARE(kept(), 2 * Enough);
        m_mirror->reopen(); // a new process under the wrong clock
        update(Enough, Minute / 10);
        QCOMPARE(kept(), 3 * Enough);
    }

    void norDoesOneThatWasSetRightAgain()
    {
        m_clock.set(200 * Day);
        update(Enough, Minute / 2);
        m_clock.set(-200 * Day);
        update(Enough, Minute);
        QCOMPARE(kept(), 3 * Enough);
        m_mirror->reopen();
        update(Enough, Minute);
        QCOMPARE(kept(), 4 * Enough);
        m_clock.pass(31 * Day); // seen by the steady clock, too
        update(Enough, Minute);
        QVERIFY(kept() <= Enough + 1);
    }

    void norTheYear1970()
    {
        const QDateTime right = m_clock.now().wall;
        m_clock.set(QDateTime::fromSecsSinceEpoch(60, Qt::UTC));
        m_mirror->reopen();
        update(Enough, Hour);
        QCOMPARE(kept(), 2 * Enough);
        m_clock.set(right);
        update(Enough, Hour);
        QCOMPARE(kept(), 3 * Enough); // those of 1970 came after some that are young
    }

    void afterALongPauseItGoesOnAnHourLater()
    {
        m_clock.pass(40 * Day);
        m_mirror->reopen();
        update(Enough, Minute / 10);
        QCOMPARE(kept(), 2 * Enough);
        m_clock.pass(Hour);
        update(Enough, Minute);
        QVERIFY(kept() <= 2 * Enough + 1);
    }

    void asLongAsTheServerTellsAnotherTimeNothingGoes()
    {
        m_clock.pass(40 * Day);
        m_mirror->serverAhead = -40 * Day;
        update(Enough, Hour);
        QCOMPARE(kept(), 2 * Enough);
        m_mirror->serverAhead = Minute;
        update(Enough, Hour);
        QVERIFY(kept() <= 2 * Enough + 1);
    }

    void theServersTimeIsRead()
    {
        TestServer server;
        QVERIFY(server.connect()->request("PUT", "/v1/trees/main").status == 201);
        const SettableClock slow(QDateTime::currentDateTimeUtc().addDays(-3));
        Transport transport({.server = QUrl(u"http://127.0.0.1:%1"_s.arg(server.port())),
                             .tree = u"main"_s,
                             .time = slow.source()});
        QVERIFY(!transport.serverAhead());
        transport.get({}, {});
        QTRY_VERIFY(transport.serverAhead());
        const auto difference = *transport.serverAhead() - 3 * Day;
        QVERIFY(difference > -2 * Minute && difference < 2 * Minute);
        transport.abort();
    }
};

QTEST_GUILESS_MAIN(ClientClockTest)
#include "client_clock_test.moc"
