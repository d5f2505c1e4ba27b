// A mirror that is told: by signals, by whole updates, and by polling where there is no push.
#include "sync/cache/historyreader.h"
#include "sync/client/mirrorsession.h"
#include "tests/support/faultproxy.h"
#include "tests/support/testserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = MirrorStatus::State;
using Link = MirrorStatus::Link;
using Push = MirrorConfig::Push;

class ClientPushTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_editor;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<QTemporaryDir> m_directory;

    MirrorConfig config(Push push, const QString &tree = u"main"_s)
    {
        return {.server = m_proxy->url(),
                .tree = tree,
                .directory = m_directory->filePath(u"cache"_s),
                .pollMilliseconds = push == Push::Off ? 20 : 3'600'000, // what comes has to come by push
                .push = push,
                .pollWithPushMilliseconds = 3'600'000,
                .silenceMilliseconds = 300,
                .maximumBackOffMilliseconds = 200,
                .requestTimeoutMilliseconds = 500};
    }
    void put(int id, const QByteArray &tree = "main")
    {
        const QByteArray number = QByteArray::number(id);
        QCOMPARE(
            m_editor->request("PUT", "/v1/trees/" + tree + "/objects/" + number, "{\"id\":" + number + '}')
                    .status /
                100,
            2);
    }
    QList<HistoryRecord> history()
    {
        return HistoryReader::open(m_directory->filePath(u"cache"_s), u"main"_s).value()->records(100'000);
    }
    static bool isAt(const MirrorSession &session, qint64 generation)
    {
        return session.status().state == State::Live && session.status().generation.value == generation;
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<TestServer>(TreeServiceOptions{.events = {.heartbeat = 50ms}});
        m_editor = m_server->connect();
        m_proxy = std::make_unique<FaultProxy>(m_server->port());
        QCOMPARE(m_editor->request("PUT", "/v1/trees/main").status, 201);
        put(1);
    }
    void cleanup()
    {
        m_proxy.reset();
        m_editor.reset();
        m_server.reset();
    }

    void aChangeIsFollowedAtOnce_data()
    {
        QTest::addColumn<int>("push");
        QTest::newRow("told by signals") << int(Push::Signals);
        QTest::newRow("updates delivered") << int(Push::Updates);
    }
    void aChangeIsFollowedAtOnce()
    {
        QFETCH(const int, push);
        MirrorSession session(config(Push(push)));
        session.start();
        QTRY_COMPARE(session.status().link, Link::Push);
        const int requests = m_proxy->requests();
        for (int id = 2; id < 8; ++id) {
            put(id);
            QTRY_VERIFY(isAt(session, id + 1));
            QVERIFY(session.status().verified);
            QCOMPARE(history().first().cause, UpdateCause::Push);
        }
        if (Push(push) == Push::Updates)
            QCOMPARE(m_proxy->requests(), requests); // the updates came by themselves
    }

    void changesThatAreMissedArriveWhenItComesBack()
    {
        MirrorSession session(config(Push::Updates));
        session.start();
        QTRY_COMPARE(session.status().link, Link::Push);
        m_proxy->setFault(FaultProxy::Fault::Refuse);
        m_proxy->setPush(FaultProxy::Push::Pass); // cuts what is open
        QTRY_COMPARE(session.status().state, State::Offline);
        put(2);
        put(3);
        m_proxy->setFault(FaultProxy::Fault::None);
        QTRY_VERIFY_WITH_TIMEOUT(isAt(session, 4) && session.status().link == Link::Push, 10'000);
    }

    void withoutPushItPollsAndSaysSo_data()
    {
        QTest::addColumn<int>("obstacle");
        QTest::newRow("501") << int(FaultProxy::Push::Refused);
        QTest::newRow("404") << int(FaultProxy::Push::NotFound);
        QTest::newRow("a proxy that buffers") << int(FaultProxy::Push::HeldBack);
        QTest::newRow("a page in place of a stream") << int(FaultProxy::Push::OtherType);
    }
    void withoutPushItPollsAndSaysSo()
    {
        QFETCH(const int, obstacle);
        m_proxy->setPush(FaultProxy::Push(obstacle));
        MirrorConfig polling = config(Push::Updates);
        polling.pollMilliseconds = 20;
        MirrorSession session(polling);
        session.start();
        QTRY_VERIFY(!session.status().linkProblem.isEmpty());
        QCOMPARE(session.status().link, Link::Polling);
        put(2);
        QTRY_VERIFY(isAt(session, 3));
        m_proxy->setPush(FaultProxy::Push::Pass);
        session.networkReturned(); // else it would try again in a minute
        QTRY_COMPARE_WITH_TIMEOUT(session.status().link, Link::Push, 10'000);
        QVERIFY(session.status().linkProblem.isEmpty());
    }

    void aStreamThatDiedSilentlyIsNoticed()
    {
        MirrorSession session(config(Push::Updates));
        session.start();
        QTRY_COMPARE(session.status().link, Link::Push);
        m_proxy->setFault(FaultProxy::Fault::HalfOpen); // nothing is closed, and nothing comes
        put(2);
        QTRY_COMPARE(session.status().state, State::Offline);
        m_proxy->setFault(FaultProxy::Fault::None);
        QTRY_VERIFY_WITH_TIMEOUT(isAt(session, 3), 10'000);
    }

    void aBurstOfChangesEndsInFewUpdates()
    {
        MirrorSession session(config(Push::Updates));
        session.start();
        QTRY_COMPARE(session.status().link, Link::Push);
        QElapsedTimer clock;
        clock.start();
        for (int id = 2; id < 3000; ++id) { // each a commit of its own
            put(id);
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY_WITH_TIMEOUT(isAt(session, 3000), 10'000);
        const qint64 seconds = clock.elapsed() / 1000 + 1;
        const qint64 updates = history().size();
        // At most about 80 a second (docs/session.md); on a slow machine the changes come no faster than
        // that.
        QVERIFY2(updates <= 20 + 85 * seconds && updates < 2998,
                 qPrintable(u"%1 updates in %2 s"_s.arg(updates).arg(seconds)));
        QVERIFY(session.status().verified);
    }

    void wakingUpReconnectsAtOnce()
    {
        MirrorConfig slow = config(Push::Signals);
        slow.silenceMilliseconds = 3'600'000; // as after a sleep: the connections are dead, nobody knows it
        slow.requestTimeoutMilliseconds = 3'600'000;
        MirrorSession session(slow);
        session.start();
        QTRY_COMPARE(session.status().link, Link::Push);
        m_proxy->setFault(FaultProxy::Fault::HalfOpen);
        put(2);
        session.refresh(); // waits for an answer that never comes
        m_proxy->forgetOldLinks();
        session.networkReturned();
        QTRY_VERIFY(isAt(session, 3));
        QTRY_COMPARE(session.status().link, Link::Push);
    }

    void aDeadNeighbourHoldsNobodyUp()
    {
        QCOMPARE(m_editor->request("PUT", "/v1/trees/other").status, 201);
        FaultProxy dead(m_server->port());
        dead.setFault(FaultProxy::Fault::HalfOpen);
        MirrorConfig deadConfig = config(Push::Updates, u"other"_s);
        deadConfig.server = dead.url();
        deadConfig.requestTimeoutMilliseconds = 3'600'000;
        MirrorSession stuck(deadConfig);
        stuck.start();
        MirrorSession session(config(Push::Updates));
        session.start();
        QTRY_COMPARE(session.status().link, Link::Push);
        for (int id = 2; id < 12; ++id) {
            put(id);
            QTRY_VERIFY(isAt(session, id + 1));
        }
        QCOMPARE(stuck.status().state, State::Connecting);
    }

    void pausedItDoesNotListen()
    {
        MirrorSession session(config(Push::Updates));
        session.start();
        QTRY_COMPARE(session.status().link, Link::Push);
        session.pause();
        QTRY_COMPARE(session.status().state, State::Paused);
        QTRY_COMPARE(m_server->connectionCount(),
                     1); // the editor's; QNetworkAccessManager's idle one is gone
        put(2);
        session.resume();
        QTRY_VERIFY(isAt(session, 3));
        QTRY_COMPARE(session.status().link, Link::Push);
    }

    void aResetAndARemovedTreeAreToldAtOnce()
    {
        MirrorSession session(config(Push::Updates));
        session.start();
        QTRY_COMPARE(session.status().link, Link::Push);
        const CollectionId before = session.status().collection;
        QCOMPARE(m_editor->request("POST", "/v1/admin/trees/main/reset", "{\"reason\":\"test\"}").status,
                 200);
        QTRY_VERIFY(session.status().collection != before && session.status().state == State::Live);
        QCOMPARE(history().first().cause, UpdateCause::Reset);
        QVERIFY(history().first().reason.contains("collection"_L1));
        QCOMPARE(m_editor->request("DELETE", "/v1/trees/main").status, 204);
        QTRY_COMPARE(session.status().state, State::Offline);
        QVERIFY(session.status().problem.contains("no tree"_L1));
        QCOMPARE(session.status().objects, 1); // what is stored stays
    }
};

QTEST_GUILESS_MAIN(ClientPushTest)
#include "client_push_test.moc"
