// A disk that does not take what was committed, and one that is full: the server says so, writes nothing more
// to that tree, reads on, and writes again by itself once the disk works.
#include "tests/faults/filelayer.h"
#include "tests/support/patience.h"
#include "tests/support/testserver.h"

#include <QRegularExpression>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class HealthTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;

    RawAnswer put(const QByteArray &tree, int id, int bytes = 100'000)
    {
        const QByteArray number = QByteArray::number(id);
        return m_http->request("PUT", "/v1/trees/" + tree + "/objects/" + number,
                               "{\"id\":" + number + ",\"t\":\"" + QByteArray(bytes, 'x') + "\"}");
    }
    /// More than a log may hold before it is put into its file.
    int putUntilRefused(const QByteArray &tree)
    {
        for (int id = 0; id < 1000; ++id) {
            if (const int status = put(tree, id).status; status / 100 != 2)
                return status;
        }
        return 0;
    }
    bool isReady() { return m_http->get("/readyz").status == 200; }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<TestServer>();
        m_server->stop();
        FileLayer::watch(
            QFile::encodeName(m_server->directory())); // files count that are opened from here on
        m_server->start();
        m_http = m_server->connect();
        for (const QByteArray tree : {"sick", "sound"}) {
            QCOMPARE(m_http->request("PUT", "/v1/trees/" + tree).status, 201);
            QCOMPARE(put(tree, 1).status, 201);
        }
        QVERIFY(isReady());
    }
    void cleanup()
    {
        FileLayer::disarm();
        FileLayer::watch({});
        m_http.reset();
        m_server.reset();
    }

    void aFileThatCannotBeSyncedIsNotWrittenToUntilItCan_data()
    {
        QTest::addColumn<int>("error");
        QTest::newRow("a device that fails") << EIO;
        QTest::newRow("a full disk") << ENOSPC;
    }
    void aFileThatCannotBeSyncedIsNotWrittenToUntilItCan()
    {
        QFETCH(const int, error);
        FileLayer::arm({.works = FileWork::Sync, .forEver = true, .error = error, .ending = "sick.sqlite"});
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"The tree sick is not written to"_s));
        QCOMPARE(putUntilRefused("sick"), 507);
        const RawAnswer refused = put("sick", 1);
        QVERIFY2(refused.body.contains("nothing more is written"), refused.body.constData());
        QCOMPARE(m_http->get("/v1/trees/sick/objects/1").status, 200);
        QCOMPARE(put("sound", 2).status, 201);
        const RawAnswer ready = m_http->get("/readyz");
        QCOMPARE(ready.status, 503);
        QVERIFY2(ready.body.contains("not written to: 1.") && !ready.body.contains("sick") &&
                     !ready.body.contains(m_server->directory().toUtf8()),
                 ready.body.constData());
        const QByteArray metrics = m_http->get("/metrics").body;
        QVERIFY(metrics.contains("genmirror_tree_problem{tree=\"sick\"} 1\n"));
        QVERIFY(metrics.contains("genmirror_tree_problem{tree=\"sound\"} 0\n"));
        QVERIFY(!metrics.contains("genmirror_checkpoint_failures_total 0\n"));

        FileLayer::disarm();
        QTRY_VERIFY_WITH_TIMEOUT(isReady(), 10'000);
        QCOMPARE(put("sick", 2000).status, 201);
        QVERIFY(m_http->get("/metrics").body.contains("genmirror_tree_problem{tree=\"sick\"} 0\n"));
    }

    void aCommitThatCannotBeSyncedIsRefusedAndTheNextIsWhole()
    {
        FileLayer::arm({.works = FileWork::Sync, .error = EIO, .ending = "sick.sqlite-wal"});
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"The tree sick is not written to"_s));
        QCOMPARE(put("sick", 5).status, 507);
        QCOMPARE(FileLayer::disarm(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(isReady(), 10'000);
        QCOMPARE(m_http->get("/v1/trees/sick/objects/5").status, 404);
        m_http.reset();
        m_server->restart(); // who reads the log anew does not find it either
        m_http = m_server->connect();
        QCOMPARE(m_http->get("/v1/trees/sick/objects/5").status, 404);
        QCOMPARE(put("sick", 5).status, 201);
    }

    void aFullDiskIsToldAsSuchAndGoesByItself()
    {
        FileLayer::arm(
            {.works = FileWork::Write, .forEver = true, .error = ENOSPC, .ending = "sick.sqlite-wal"});
        const RawAnswer full = put("sick", 5);
        QCOMPARE(full.status, 507);
        QVERIFY2(full.body.contains("No room left"), full.body.constData());
        QVERIFY2(full.body.contains("There is no room left"), full.body.constData());
        QCOMPARE(m_http->get("/v1/trees/sick/objects/1").status, 200);
        QCOMPARE(m_http->get("/v1/trees/sick/updates").status, 200);
        FileLayer::disarm();
        QTRY_VERIFY_WITH_TIMEOUT(isReady(), 10'000);
        QCOMPARE(put("sick", 5).status, 201);
    }
};

QTEST_GUILESS_MAIN(HealthTest)

#include "health_test.moc"
