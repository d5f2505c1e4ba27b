// A mirror that is told: by signals, by whole updates, and by polling where there is no push.
#include "sync/cache/historyreader.h"
#include "sync/client/mirrorsession.h"
#include "tests/support/faultproxy.h"
#include "tests/support/patience.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

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
        return HistoryReader::open(m_directory->filePath(u"cache"_s), u"main"_s)
            .value()
            ->records(100'000)
            .value();
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

    /// The server's data was put back by hand, and went on to the generation that the mirror has.
    void otherContentsUnderTheSameGenerationAreFound_data()
    {
        QTest::addColumn<int>("push");
        QTest::newRow("by polling") << int(Push::Off);
        QTest::newRow("told by signals") << int(Push::Signals);
        QTest::newRow("updates delivered") << int(Push::Updates);
    }
    void otherContentsUnderTheSameGenerationAreFound()
    {
        QFETCH(const int, push);
        const QString file = m_server->directory() + u"/main.sqlite"_s;
        const QString copy = m_directory->filePath(u"copy"_s);
        const auto withoutServer = [&](const std::function<bool()> &work) {
            m_editor.reset();
            m_server->stop();
            QVERIFY(work());
            m_server->start();
            m_proxy->setUpstream(m_server->port());
            m_editor = m_server->connect();
        };
        withoutServer([&] { return QFile::copy(file, copy); });
        put(2);
        MirrorSession session(config(Push(push)));
        session.start();
        QTRY_VERIFY(isAt(session, 3) && session.status().verified);
        // What is not open yet cannot be cut.
        QTRY_COMPARE(session.status().link, Push(push) == Push::Off ? Link::Polling : Link::Push);
        m_proxy->setFault(FaultProxy::Fault::Refuse);
        m_proxy->setPush(FaultProxy::Push::Pass); // cuts what is open
        QTRY_COMPARE(session.status().state, State::Offline);
        withoutServer([&] { return QFile::remove(file) && QFile::rename(copy, file); });
        put(7);
        m_proxy->setFault(FaultProxy::Fault::None);
        const QJsonObject tree = QJsonDocument::fromJson(m_editor->get("/v1/trees/main").body).object();
        QCOMPARE(tree["generation"_L1].toInteger(), 3);
        const auto isEqual = [&] {
            return isAt(session, 3) && session.status().verified &&
                   QString::fromLatin1(session.status().digest.toHex()) == tree["digest"_L1].toString();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isEqual(), 10'000);
    }

    /// A difference that a push tells is on the disk before it can be repaired, and until it is.
    void aDifferenceThatWasToldIsKeptUntilItIsMended()
    {
        const QByteArray collection(32, 'a');
        const QByteArray body = "{\"tree\":\"main\",\"collection\":\"" + collection +
                                "\",\"generation\":5,\"digest\":\"" + QByteArray(64, '0') + "\"}"; // nothing
        const QByteArray answer = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.genmirror+json\r\n"
                                  "Content-Length: " +
                                  QByteArray::number(body.size()) + "\r\n\r\n" + body;
        bool tellsUpdates = true;
        QPointer<QTcpSocket> events;
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [&, socket] {
                if (socket->readAll().contains("/events")) {
                    events = socket;
                    socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n");
                } else if (tellsUpdates) {
                    socket->write(answer);
                } else {
                    socket->abort();
                }
            });
        });
        MirrorConfig mine = config(Push::Signals);
        mine.server = QUrl(u"http://127.0.0.1:%1"_s.arg(server.serverPort()));
        mine.silenceMilliseconds = 3'600'000;
        const auto finding = [&mine] {
            return MirrorVerifier::verify(mine.directory, mine.tree).value().finding;
        };
        {
            MirrorSession session(mine);
            session.start();
            QTRY_VERIFY(isAt(session, 5) && session.status().verified);
            QTRY_VERIFY(events && session.status().link == Link::Push);
            QCOMPARE(finding(), Verification::Finding::Equal);
            tellsUpdates = false;
            const auto told = [&events, &collection](const QByteArray &generation, char digit) {
                events->write("event: generation\nid: main." + collection + '.' + generation + '.' +
                              QByteArray(64, digit) + "\ndata: {}\n\n");
            };
            told("5", '0'); // as it is
            told("4", 'e'); // of a state that is past
            told("5", 'e');
            QTRY_COMPARE(finding(), Verification::Finding::FoundDifferent);
            QTRY_VERIFY(!session.status().verified);
            QTRY_COMPARE(session.status().state, State::Offline);
        }
        QCOMPARE(finding(), Verification::Finding::FoundDifferent);
        tellsUpdates = true; // and it is the same again
        MirrorSession session(mine);
        session.start();
        QTRY_VERIFY(isAt(session, 5) && session.status().verified);
        QCOMPARE(finding(), Verification::Finding::Equal);
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

    /// With no other limit than that for a sign of life; docs/session.md has the table.
    void liveIsSaidOnlyOfAServerThatWasHeardOf_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("push");
        QTest::newRow("the peer vanishes, push") << int(FaultProxy::Fault::HalfOpen) << int(Push::Updates);
        QTest::newRow("nothing comes any more, push") << int(FaultProxy::Fault::Stall) << int(Push::Signals);
        QTest::newRow("the peer vanishes, polling") << int(FaultProxy::Fault::HalfOpen) << int(Push::Off);
        QTest::newRow("nothing comes any more, polling") << int(FaultProxy::Fault::Stall) << int(Push::Off);
        QTest::newRow("the connection is closed, push")
            << int(FaultProxy::Fault::Refuse) << int(Push::Updates);
        QTest::newRow("the connection is closed, polling")
            << int(FaultProxy::Fault::Refuse) << int(Push::Off);
    }
    void liveIsSaidOnlyOfAServerThatWasHeardOf()
    {
        QFETCH(const int, fault);
        QFETCH(const int, push);
        MirrorConfig watched = config(Push(push));
        watched.lifeSignMilliseconds = 300;
        watched.silenceMilliseconds = 3'600'000;
        if (Push(push) != Push::Off)
            watched.requestTimeoutMilliseconds = 3'600'000;
        MirrorSession session(watched);
        session.start();
        QTRY_VERIFY(isAt(session, 2) &&
                    session.status().link == (Push(push) == Push::Off ? Link::Polling : Link::Push));
        m_proxy->setFault(FaultProxy::Fault(fault));
        if (FaultProxy::Fault(fault) == FaultProxy::Fault::Refuse)
            m_proxy->setPush(FaultProxy::Push::Pass); // cuts what is open
        QTRY_VERIFY(session.status().state != State::Live);
        QVERIFY(!session.status().problem.isEmpty());
        m_proxy->forgetOldLinks();
        session.networkReturned();
        put(2);
        QTRY_VERIFY_WITH_TIMEOUT(isAt(session, 3), 10'000);
    }

    static void byDefaultItIsUntrueFor45SecondsAtMost()
    {
        const MirrorConfig config;
        const auto heartbeat = std::chrono::milliseconds(TreeServiceOptions().events.heartbeat).count();
        QVERIFY(config.lifeSignMilliseconds <= 45'000 && config.silenceMilliseconds <= 45'000);
        QVERIFY(config.pollMilliseconds + config.requestTimeoutMilliseconds <= 45'000);
        QVERIFY(2 * heartbeat < config.lifeSignMilliseconds); // one may be lost on the way
    }

    void heartbeatsAreSignsOfLife()
    {
        MirrorSession session(config(Push::Updates));
        session.start();
        QTRY_COMPARE(session.status().link, Link::Push);
        const QDateTime then = session.status().lastContact;
        QVERIFY(then.isValid());
        QTRY_VERIFY(session.status().lastContact > then.addMSecs(1000));
        QCOMPARE(session.status().state, State::Live);
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
        QVERIFY(session.status().problemCode == ErrorCode::NoTree);
        QCOMPARE(session.status().objects, 1); // what is stored stays
    }
};

QTEST_GUILESS_MAIN(ClientPushTest)
#include "client_push_test.moc"
