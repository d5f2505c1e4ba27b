// Requests that wait for a tree's next generation: each is called once, or not at all.
#include "sync/server/push/waiters.h"

#include <QTest>

#include <atomic>
#include <semaphore>

using namespace GenMirror;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class ServerWaitersTest : public QObject
{
    Q_OBJECT

    Waiters m_waiters;
    std::atomic<int> m_calls = 0;

    Waiters::Ticket wait(const QString &tree, qint64 seen, std::chrono::seconds time = 1h)
    {
        return m_waiters.add(tree, Generation{seen}, time, [this] { ++m_calls; });
    }

private Q_SLOTS:
    void init() { m_calls = 0; }

    void aChangeOfItsTreeCallsWhoWaits()
    {
        QVERIFY(wait(u"a"_s, 1) != 0);
        QVERIFY(wait(u"b"_s, 1) != 0);
        m_waiters.wake(u"a"_s, Generation{2});
        QCOMPARE(m_calls, 1);
        m_waiters.wake(u"a"_s, Generation{3});
        QCOMPARE(m_calls, 1);
        m_waiters.wakeThoseWhoWait();
        QCOMPARE(m_calls, 2);
    }

    void whoSawLessThanThereIsGoesAtOnce()
    {
        m_waiters.wake(u"c"_s, Generation{5});
        QCOMPARE(wait(u"c"_s, 4), Waiters::Ticket(0));
        QCOMPARE(m_calls, 1);
    }

    void whoIsDroppedIsNotCalled()
    {
        m_waiters.drop(wait(u"d"_s, 1));
        m_waiters.wake(u"d"_s, Generation{2});
        m_waiters.drop(12345); // nobody's
        QCOMPARE(m_calls, 0);
    }

    void theTimeIsUp()
    {
        wait(u"e"_s, 1, 0s);
        QTRY_COMPARE(m_calls, 1);
        m_waiters.wake(u"e"_s, Generation{2});
        QCOMPARE(m_calls, 1);
    }

    /// Else it would reach for what is taken down next.
    void stoppingWaitsForATimeOutThatIsUnderWay()
    {
        Waiters waiters;
        std::binary_semaphore begun{0};
        std::atomic<bool> isStopping = false;
        std::atomic<bool> hasEnded = false;
        waiters.add(u"f"_s, Generation{1}, 0s, [&] {
            begun.release();
            while (!isStopping)
                std::this_thread::yield();
            hasEnded = true;
        });
        begun.acquire();
        std::thread other([&] {
            // Only once stop() has let all go does somebody new go at once: so it has begun.
            while (const auto ticket = waiters.add(u"f"_s, Generation{1}, 1h, [] {}))
                waiters.drop(ticket);
            isStopping = true;
        });
        waiters.stop();
        QVERIFY(hasEnded);
        other.join();
    }

    void whoComesAfterTheEndGoesAtOnce()
    {
        Waiters waiters;
        const auto count = [this] { ++m_calls; };
        QVERIFY(waiters.add(u"g"_s, Generation{1}, 1h, count) != 0);
        waiters.stop();
        QCOMPARE(m_calls, 1);
        QCOMPARE(waiters.add(u"g"_s, Generation{1}, 1h, count), Waiters::Ticket(0));
        QCOMPARE(m_calls, 2);
        waiters.stop(); // once more
    }
};

QTEST_GUILESS_MAIN(ServerWaitersTest)
#include "server_waiters_test.moc"
