#include "sync/server/store/taskpool.h"

#include <QTest>

#include <semaphore>

using namespace GenMirror;

/// Who gets the threads.
class ServerTaskpoolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accountsTakeTurns()
    {
        std::binary_semaphore begins(0);
        std::string order;
        {
            TaskPool pool({.most = 1});
            pool.post([&] { begins.acquire(); });
            for (int i = 0; i < 3; ++i)
                pool.post([&] { order += 'a'; }, "a");
            for (int i = 0; i < 2; ++i)
                pool.post([&] { order += 'b'; }, "b");
            begins.release();
        }
        QCOMPARE(order, std::string("ababa"));
    }

    void noAccountHasMoreThanItsShare()
    {
        std::counting_semaphore<> began(0);
        std::counting_semaphore<> goOn(0);
        std::binary_semaphore other(0);
        std::atomic<int> running = 0;
        std::atomic<int> most = 0;
        std::atomic<int> done = 0;
        {
            TaskPool pool({.most = 4, .share = 2});
            for (int i = 0; i < 10; ++i)
                pool.post(
                    [&] {
                        const int now = ++running;
                        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
                        }
                        began.release();
                        goOn.acquire();
                        --running;
                        ++done;
                    },
                    "a");
            pool.post([&] { other.release(); }, "b");
            for (int i = 0; i < 2; ++i)
                QVERIFY(began.try_acquire_for(std::chrono::seconds(20)));
            other.acquire(); // while all that "a" may have is taken
            QVERIFY(pool.isBusy());
            goOn.release(10);
            pool.wait();
            QVERIFY(!pool.isBusy());
        }
        QCOMPARE(done.load(), 10);
        QCOMPARE(most.load(), 2);
    }

    /// The destructor, too, does what is past a share.
    void allIsDoneBeforeItEnds()
    {
        std::atomic<int> done = 0;
        {
            TaskPool pool({.most = 3, .share = 1, .niceness = 1});
            for (int i = 0; i < 1000; ++i)
                pool.post(
                    [&done, &pool, i] {
                        if (i % 10 == 0)
                            pool.post([&done] { ++done; }, "added");
                        ++done;
                    },
                    QByteArray::number(i % 7));
        }
        QCOMPARE(done.load(), 1100);
    }
};

QTEST_GUILESS_MAIN(ServerTaskpoolTest)
#include "server_taskpool_test.moc"
