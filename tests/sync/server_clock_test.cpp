// A clock that is wrong takes nothing of what a server remembers: the history, answers under an
// Idempotency-Key, removals.
#include "tests/support/patience.h"
#include "tests/support/settableclock.h"
#include "tests/support/testserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

constexpr auto Minute = std::chrono::minutes(1);
constexpr auto Hour = std::chrono::hours(1);
constexpr auto Day = std::chrono::hours(24);
constexpr int Enough = 80; // commits after which the history is pruned at least once

} // namespace

class ServerClockTest : public QObject
{
    Q_OBJECT

    SettableClock m_clock;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;
    int m_changes = 1; ///< So an id that was removed is none that is written.

    void start(TreeServiceOptions options = {})
    {
        m_clock = SettableClock();
        m_http.reset();
        options.time = m_clock.source();
        options.history.days = 30;
        m_server = std::make_unique<TestServer>(options);
        m_http = m_server->connect();
        QCOMPARE(m_http->request("PUT", "/v1/trees/main").status, 201);
    }
    void restart()
    {
        m_server->restart();
        m_http = m_server->connect();
    }
    void write(int times, std::chrono::milliseconds every)
    {
        for (int n = 0; n < times; ++n) {
            m_clock.pass(every);
            const QByteArray text = "{\"id\":1,\"v\":" + QByteArray::number(++m_changes) + '}';
            const int status = m_http->request("PUT", "/v1/trees/main/objects/1", text).status;
            QVERIFY(status == 200 || status == 201);
        }
    }
    void removeOne()
    {
        const QByteArray id = QByteArray::number(++m_changes);
        QCOMPARE(m_http->request("PUT", "/v1/trees/main/objects/" + id, "{\"id\":" + id + '}').status, 201);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/main/objects/" + id).status, 200);
    }
    QJsonObject ask(const QByteArray &target)
    {
        return QJsonDocument::fromJson(m_http->get(target).body).object();
    }
    qsizetype kept() { return ask("/v1/trees/main/history?limit=1000")["history"_L1].toArray().size(); }
    int removals() { return ask("/v1/trees/main")["removals"_L1].toInt(); }
    RawAnswer compact(const QByteArray &body)
    {
        return m_http->request("POST", "/v1/admin/trees/main/compact", body);
    }

private Q_SLOTS:
    void init()
    {
        start();
        write(Enough - 1, Hour); // and one record tells of the tree's beginning
    }
    void cleanup()
    {
        m_http.reset();
        m_server.reset();
    }

    void oldRecordsGo()
    {
        m_clock.pass(40 * Day);
        write(Enough, Hour);
        QVERIFY(kept() <= Enough);
    }

    void aClockThatIsAheadTakesNothing()
    {
        m_clock.set(200 * Day);
        write(Enough, Minute / 2);
        QCOMPARE(kept(), 2 * Enough);
        restart();
        write(Enough, Minute / 10);
        QCOMPARE(kept(), 3 * Enough);
    }

    void norDoesOneThatWasSetRightAgain()
    {
        m_clock.set(200 * Day);
        write(Enough, Minute / 2);
        m_clock.set(-200 * Day);
        write(Enough, Minute);
        QCOMPARE(kept(), 3 * Enough);
        restart();
        write(Enough, Minute);
        QCOMPARE(kept(), 4 * Enough);
        m_clock.pass(31 * Day);
        write(Enough, Minute);
        QVERIFY(kept() <= Enough);
    }

    void norTheYear1970()
    {
        const QDateTime right = m_clock.now().wall;
        m_clock.set(QDateTime::fromSecsSinceEpoch(60, Qt::UTC));
        restart();
        write(Enough, Hour);
        m_clock.set(right);
        write(Enough, Hour);
        QCOMPARE(kept(), 3 * Enough);
    }

    void afterALongPauseItGoesOnAnHourLater()
    {
        m_clock.pass(40 * Day);
        restart();
        write(Enough, Minute / 10);
        QCOMPARE(kept(), 2 * Enough);
        m_clock.pass(Hour);
        write(Enough, Minute);
        QVERIFY(kept() <= 2 * Enough);
    }

    void anAnswerIsRememberedThroughAJump()
    {
        const QByteArray body = "{\"operations\":[{\"op\":\"add\",\"object\":{\"id\":\"x\"}}]}";
        const auto batch = [&] {
            return m_http->request("POST", "/v1/trees/main/batch", body, {"Idempotency-Key: k"});
        };
        const RawAnswer first = batch();
        QCOMPARE(first.status, 200);
        for (const auto jump : {200 * Day, -200 * Day, -20'000 * Day, 20'000 * Day}) {
            m_clock.set(jump);
            QCOMPARE(batch().body, first.body);
            restart();
            QCOMPARE(batch().body, first.body);
        }
        restart();
        write(1, Minute);
        m_clock.pass(Day + Hour);
        QVERIFY(batch().body != first.body);
    }

    void anAdminIsToldThatAgesAreNotKnown()
    {
        removeOne();
        m_clock.set(200 * Day);
        const RawAnswer answer = compact("{\"older_than_days\":30}");
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.body.contains("clock"));
        QCOMPARE(removals(), 1);
        m_clock.pass(Hour);
        QCOMPARE(compact("{\"older_than_days\":30}").status, 200);
        QCOMPARE(removals(), 0);
    }

    void thePolicyWaitsAsWell()
    {
        start(
            {.compaction = {.keepRemovals = 5, .olderThanDays = 30, .every = std::chrono::milliseconds(50)}});
        for (int n = 0; n < 8; ++n)
            removeOne();
        QTRY_COMPARE(removals(), 5);
        m_clock.set(200 * Day);
        for (int n = 0; n < 8; ++n)
            removeOne();
        QTRY_COMPARE(removals(), 5); // it ran, and dropped none for its age
        const qsizetype before = kept();
        m_clock.pass(40 * Day);
        QTRY_COMPARE(removals(), 0);
        QVERIFY(kept() > before); // and says so
    }
};

QTEST_GUILESS_MAIN(ServerClockTest)
#include "server_clock_test.moc"
