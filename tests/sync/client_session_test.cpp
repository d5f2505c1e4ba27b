// MirrorSession against the real server and against servers that misbehave.
#include "sync/cache/historyreader.h"
#include "sync/cache/mirrorstore.h"
#include "sync/client/backoff.h"
#include "sync/client/mirrorsession.h"
#include "sync/protocol/routes.h"
#include "tests/support/patience.h"
#include "tests/support/serverprocess.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using State = MirrorStatus::State;

class ClientSessionTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ServerProcess> m_server;
    QNetworkAccessManager m_network;

    int ask(const QByteArray &method, const QByteArray &path, const QByteArray &body = {})
    {
        QNetworkRequest request(Routes::resolve(m_server->url(), path));
        request.setRawHeader("Content-Type", "application/json");
        const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, body));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!reply->isFinished())
            finished.wait(10000);
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }
    MirrorConfig config(const QUrl &url)
    {
        return {.server = url,
                .tree = u"main"_s,
                .directory = m_directory->filePath(u"cache"_s),
                .pollMilliseconds = 20,
                .pageLimit = 3,
                .requestTimeoutMilliseconds = 500};
    }
    std::unique_ptr<MirrorReader> reader()
    {
        return std::move(MirrorReader::open(m_directory->filePath(u"cache"_s), u"main"_s).value());
    }
    std::unique_ptr<HistoryReader> history()
    {
        return std::move(HistoryReader::open(m_directory->filePath(u"cache"_s), u"main"_s).value());
    }
    void addObjects(int from, int to)
    {
        for (int id = from; id < to; ++id)
            QCOMPARE(ask("PUT", "/v1/trees/main/objects/" + QByteArray::number(id),
                         "{\"id\":" + QByteArray::number(id) + '}'),
                     201);
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<ServerProcess>(QStringLiteral(GENMIRRORD));
        QVERIFY(m_server->start(m_directory->filePath(u"data"_s)));
        QCOMPARE(ask("PUT", "/v1/trees/main"), 201);
        addObjects(0, 10);
    }
    void cleanup() { m_server.reset(); }

    void aFirstSyncInPagesEndsLiveAndVerified()
    {
        MirrorSession session(config(m_server->url()));
        QSignalSpy applied(&session, &MirrorSession::updateApplied);
        session.start();
        QTRY_COMPARE(session.status().state, State::Live);
        QVERIFY(session.status().verified);
        QCOMPARE(session.status().objects, 10);
        QCOMPARE(session.status().generation.value, 11);
        QVERIFY(applied.size() >= 3); // pages of 3
        const auto stored = reader();
        QCOMPARE(stored->recomputeDigest().value(), stored->state()->digest);
        QCOMPARE(history()->records(10)->size(), 1); // all pages are one update
        QCOMPARE(history()->records(10)->first().cause, UpdateCause::FirstSync);
        QVERIFY(history()->records(10)->first().verified);
    }

    void anEditOnTheServerBecomesARowInTheMirror()
    {
        MirrorSession session(config(m_server->url()));
        session.start();
        QTRY_COMPARE(session.status().state, State::Live);
        addObjects(10, 11);
        QTRY_COMPARE(session.status().objects, 11);
        QCOMPARE(ask("DELETE", "/v1/trees/main/objects/3"), 200);
        QTRY_COMPARE(session.status().objects, 10);
        QTRY_VERIFY(session.status().verified);
    }

    void aServerThatStopsIsSaidAndCaughtUpWithLater()
    {
        MirrorSession session(config(m_server->url()));
        session.start();
        QTRY_COMPARE(session.status().state, State::Live);
        QVERIFY(m_server->stop());
        QTRY_COMPARE(session.status().state, State::Offline);
        QVERIFY(!session.status().problem.isEmpty());
        QCOMPARE(session.status().objects, 10); // what is stored stays
        QVERIFY(m_server->start(m_directory->filePath(u"data"_s)));
        addObjects(10, 12);
        session.refresh(); // cuts the back-off short
        QTRY_COMPARE_WITH_TIMEOUT(session.status().objects, 12, 10000);
        QTRY_COMPARE(session.status().state, State::Live);
    }

    void itOpensOfflineWithWhatIsStored()
    {
        {
            MirrorSession session(config(m_server->url()));
            session.start();
            QTRY_COMPARE(session.status().state, State::Live);
        }
        QVERIFY(m_server->stop());
        MirrorSession session(config(m_server->url()));
        session.start();
        QTRY_COMPARE(session.status().state, State::Offline);
        QCOMPARE(session.status().objects, 10);
        QCOMPARE(session.status().generation.value, 11);
    }

    void aResetIsNoticedAndMovesNoRow()
    {
        MirrorSession session(config(m_server->url()));
        session.start();
        QTRY_COMPARE(session.status().state, State::Live);
        const CollectionId before = session.status().collection;
        QCOMPARE(ask("POST", "/v1/admin/trees/main/reset", "{\"reason\":\"test\"}"), 200);
        QTRY_VERIFY(session.status().collection != before && session.status().state == State::Live);
        QCOMPARE(session.status().objects, 10);
        QVERIFY(session.status().verified);
        QCOMPARE(history()->records(1)->first().cause, UpdateCause::Reset);
        QCOMPARE(history()->records(1)->first().removed, 0);
    }

    void aServerThatWentBackInTimeIsNoticed()
    {
        QVERIFY(m_server->stop());
        const QString data = m_directory->filePath(u"data/main.sqlite"_s);
        QVERIFY(QFile::copy(data, data + ".backup"_L1));
        QVERIFY(m_server->start(m_directory->filePath(u"data"_s)));
        addObjects(10, 15);
        MirrorSession session(config(m_server->url()));
        session.start();
        QTRY_COMPARE(session.status().objects, 15);
        QVERIFY(m_server->stop());
        QVERIFY(QFile::remove(data) && QFile::rename(data + ".backup"_L1, data));
        QVERIFY(m_server->start(m_directory->filePath(u"data"_s)));
        session.refresh();
        QTRY_COMPARE_WITH_TIMEOUT(session.status().objects, 10, 10000);
        QTRY_VERIFY(session.status().verified);
    }

    void aDamagedObjectInTheCacheIsFoundByTheDigestAndRepaired()
    {
        {
            MirrorSession session(config(m_server->url()));
            session.start();
            QTRY_COMPARE(session.status().state, State::Live);
        }
        {
            auto store = MirrorStore::open(m_directory->filePath(u"cache"_s), u"main"_s);
            QVERIFY(store.has_value());
            QVERIFY((*store)->begin());
            MirrorState state = (*store)->state(); // as if a change had been lost
            auto object = (*store)->object((*store)->root(), ObjectId::ofInteger(4)).value();
            state.digest -= Digest::ofObject("[]", object.object.id, object.object.text);
            object.object.text = "{\"id\":4,\"x\":1}";
            state.digest += Digest::ofObject("[]", object.object.id, object.object.text);
            (*store)->replaceObject((*store)->root(), object);
            (*store)->setState(state);
            QVERIFY((*store)->commit().has_value());
        }
        addObjects(10, 11); // the next update brings the server's digest
        MirrorSession session(config(m_server->url()));
        session.start();
        QTRY_VERIFY(session.status().verified && session.status().objects == 11);
        QCOMPARE(history()->records(1)->first().cause, UpdateCause::Repair);
        QCOMPARE(history()->records(1)->first().changed, 1);
    }

    void aPausedMirrorAsksNothing()
    {
        MirrorSession session(config(m_server->url()));
        session.start();
        QTRY_COMPARE(session.status().state, State::Live);
        session.pause();
        QTRY_COMPARE(session.status().state, State::Paused);
        addObjects(10, 11);
        QCOMPARE(session.status().objects, 10);
        session.resume();
        QTRY_COMPARE(session.status().objects, 11);
    }

    void twoWritersOfOneCacheAreNotPossible()
    {
        MirrorSession first(config(m_server->url()));
        first.start();
        QTRY_COMPARE(first.status().state, State::Live);
        MirrorSession second(config(m_server->url()));
        second.start();
        QTRY_COMPARE(second.status().state, State::Failed);
        QVERIFY(second.status().problem.contains("already"_L1));
    }

    void aMisbehavingServerIsToldAndNeverBelieved_data()
    {
        QTest::addColumn<QByteArray>("answer");
        const auto row = [](const char *name, const QByteArray &body,
                            const QByteArray &type = "application/vnd.genmirror+json") {
            QTest::newRow(name) << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: " + type +
                                              "\r\nContent-Length: " + QByteArray::number(body.size()) +
                                              "\r\nConnection: close\r\n\r\n" + body);
        };
        const QByteArray good = "{\"tree\":\"main\",\"collection\":\"" + QByteArray(32, 'a') +
                                "\",\"generation\":5,\"adds\":[{\"id\":77}";
        row("a hotel's page", "<html>Welcome</html>", "text/html");
        row("no JSON", "hello");
        row("cut in the middle", good);
        row("wrong types", "{\"generation\":\"five\"}");
        row("an object without id", good + ",{\"x\":1}]}");
        row("endless nesting", good + ",{\"id\":1,\"x\":" + QByteArray(100000, '[') + "]}");
        QTest::newRow("a decompression bomb") // 300 MB of white space in 300 KB
            << QByteArray(
                   "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.genmirror+json\r\nContent-Encoding: "
                   "deflate\r\nConnection: close\r\n\r\n" +
                   qCompress(QByteArray(300'000'000, ' '), 9).mid(4));
        row("a digest that differs", good + "],\"digest\":\"" + QByteArray(64, '0') + "\"}");
        QTest::newRow("cut by the network") << QByteArray(
            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.genmirror+json\r\nContent-Length: "
            "99999\r\nConnection: close\r\n\r\n" +
            good);
        QTest::newRow("503") << "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"_ba;
        QTest::newRow("a redirect")
            << "HTTP/1.1 302 Found\r\nLocation: http://example.org/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"_ba;
        QTest::newRow("garbage") << QByteArray(1000, '\xff');
        QTest::newRow("nothing") << QByteArray();
    }
    void aMisbehavingServerIsToldAndNeverBelieved()
    {
        QFETCH(QByteArray, answer);
        QTcpServer bad;
        QVERIFY(bad.listen(QHostAddress::LocalHost));
        connect(&bad, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = bad.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        MirrorSession session(config(QUrl(u"http://127.0.0.1:%1"_s.arg(bad.serverPort()))));
        session.start();
        QTRY_COMPARE_WITH_TIMEOUT(session.status().state, State::Offline, 15000);
        QVERIFY2(session.status().problem.size() > 10, qPrintable(session.status().problem));
        QVERIFY(!session.status().verified);
        const auto stored = reader();
        QCOMPARE(stored->recomputeDigest().value(), stored->state()->digest);
    }

    void whatProvesNothingIsNotTaken_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("word");
        const auto update = [](const QByteArray &tree, const QByteArray &rest) {
            const QByteArray body = "{\"tree\":\"" + tree + "\",\"collection\":\"" + QByteArray(32, 'a') +
                                    "\",\"generation\":5" + rest + '}';
            return QByteArray(
                "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.genmirror+json\r\nContent-Length: " +
                QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
        };
        const QByteArray digest = ",\"digest\":\"" + QByteArray(64, '0') + '"'; // of an empty tree
        QTest::newRow("a last page without a digest") << update("main", {}) << u"its digest"_s;
        QTest::newRow("another tree's") << update("other", digest) << u"another tree"_s;
        QTest::newRow("nothing new, though all was asked for")
            << "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"_ba << u"not as a GenMirror server"_s;
    }
    void whatProvesNothingIsNotTaken()
    {
        QFETCH(const QByteArray, answer);
        QFETCH(const QString, word);
        QTcpServer bad;
        QVERIFY(bad.listen(QHostAddress::LocalHost));
        connect(&bad, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = bad.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        MirrorSession session(config(QUrl(u"http://127.0.0.1:%1"_s.arg(bad.serverPort()))));
        session.start();
        QTRY_COMPARE_WITH_TIMEOUT(session.status().state, State::Offline, 15000);
        QVERIFY2(session.status().problem.contains(word), qPrintable(session.status().problem));
        QVERIFY(!session.status().verified);
        QVERIFY(session.status().generation.isNone());
        using Finding = Verification::Finding;
        QCOMPARE(MirrorVerifier::verify(m_directory->filePath(u"cache"_s), u"main"_s).value().finding,
                 Finding::NeverSynced);
    }

    void backOffDoublesWithJitterAndStartsAnew()
    {
        Backoff backoff(8000);
        QCOMPARE(backoff.failed(1), 1000);
        QCOMPARE(backoff.failed(0), 1000);
        QCOMPARE(backoff.failed(1), 4000);
        for (int i = 0; i < 100; ++i)
            QVERIFY(backoff.failed(1) <= 8000);
        backoff.succeeded();
        QCOMPARE(backoff.failed(1), 1000);
    }
};

QTEST_GUILESS_MAIN(ClientSessionTest)
#include "client_session_test.moc"
