#include "sync/server/http/exchange.h"
#include "sync/server/http/httpserver.h"
#include "tests/support/admitall.h"
#include "tests/support/patience.h"
#include "tests/support/rawhttp.h"

#include <QElapsedTimer>
#include <QRegularExpression>

#include <atomic>
#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Long answers, clients that take them slowly or go away, and stopping in the middle.
class HttpStreamTest : public QObject
{
    Q_OBJECT

    using Run = std::function<void(const HttpRequest &, const std::shared_ptr<HttpResponder> &)>;

    std::unique_ptr<HttpServer> m_server;
    std::vector<std::jthread> m_threads;
    std::atomic<qint64> m_written = 0;
    std::atomic<int> m_dropped = 0;
    std::shared_ptr<HttpResponder> m_kept; ///< A request that nobody has answered yet.
    std::atomic<int> m_requests = 0;

    void start(Run handler, const HttpLimits &limits = {})
    {
        m_server = std::make_unique<HttpServer>(admitAll(std::move(handler)), limits);
        QVERIFY(m_server->listen(u"127.0.0.1"_s, 0));
    }
    /// Streams so many pieces of 64 KiB from a thread of its own.
    [[nodiscard]] Run streamOf(int pieces)
    {
        return [this, pieces](const HttpRequest &, const std::shared_ptr<HttpResponder> &responder) {
            m_threads.emplace_back([this, pieces, responder] {
                responder->beginStream({.headers = {{"Content-Type", "text/plain"}}});
                for (int i = 0; i < pieces; ++i) {
                    const QByteArray piece(65536, char('a' + i % 23));
                    if (!responder->write(piece)) {
                        ++m_dropped;
                        return;
                    }
                    m_written += piece.size();
                }
                responder->end();
            });
        };
    }
    [[nodiscard]] Run keep()
    {
        return [this](const HttpRequest &, const std::shared_ptr<HttpResponder> &responder) {
            m_kept = responder;
            responder->setDisconnectListener([this] { ++m_dropped; });
            ++m_requests;
        };
    }

private Q_SLOTS:
    void init()
    {
        m_written = 0;
        m_dropped = 0;
        m_requests = 0;
    }
    void cleanup()
    {
        m_server.reset();
        m_threads.clear();
        m_kept.reset();
    }

    void streamsArriveWhole_data()
    {
        QTest::addColumn<QByteArrayList>("headers");
        QTest::newRow("plain") << QByteArrayList();
        QTest::newRow("gzip") << QByteArrayList{"Accept-Encoding: gzip"};
    }
    void streamsArriveWhole()
    {
        QFETCH(QByteArrayList, headers);
        start(streamOf(100));
        RawHttp http(m_server->port());
        for (int i = 0; i < 2; ++i) {
            const RawAnswer answer = http.get("/", headers);
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.compressed, !headers.isEmpty());
            QCOMPARE(answer.body.size(), 100 * 65536);
        }
    }

    void largeWholeBodiesArriveWhole()
    {
        start([](const HttpRequest &, const std::shared_ptr<HttpResponder> &responder) {
            responder->respond(
                {.headers = {{"Content-Type", "text/plain"}}, .body = QByteArray(9'000'001, 'y')});
        });
        RawHttp http(m_server->port());
        QCOMPARE(http.get("/").body, QByteArray(9'000'001, 'y'));
        QCOMPARE(http.get("/", {"Accept-Encoding: gzip"}).body, QByteArray(9'000'001, 'y'));
    }

    void aReaderThatStopsCostsBoundedMemoryAndIsDropped()
    {
        start(streamOf(16'000),
              {.spoolBytes = 8 * 1024 * 1024, .stallTime = 300ms}); // a gigabyte, were it taken
        QTcpSocket socket;
        socket.setReadBufferSize(4096);
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForConnected());
        socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(socket.waitForBytesWritten());
        QElapsedTimer time;
        time.start();
        while (m_dropped == 0 && time.elapsed() < 20'000)
            std::this_thread::yield(); // no event loop: it would read on
        QCOMPARE(m_dropped.load(), 1);
        QVERIFY2(m_written < 32 * 1024 * 1024,
                 qPrintable(QString::number(m_written))); // most of it the kernel's
        QTRY_COMPARE(m_server->connectionCount(), 0);
    }

    void whatAClientHasNotTakenIsKeptForIt_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("plain") << QByteArray("X: y");
        QTest::newRow("gzip") << QByteArray("Accept-Encoding: gzip");
    }
    void whatAClientHasNotTakenIsKeptForIt()
    {
        QFETCH(QByteArray, header);
        constexpr int pieces = 1600; // 100 MiB
        start(streamOf(pieces), {.queuedBytes = 65536});
        RawHttp http(m_server->port());
        http.send("GET", "/", {}, {header});
        QElapsedTimer time;
        time.start();
        while (m_written < qint64(pieces) * 65536 && time.elapsed() < 20'000)
            std::this_thread::yield();                      // no event loop: it would take the answer
        QCOMPARE(m_written.load(), qint64(pieces) * 65536); // nobody waits
        const bool compressed = header.contains("gzip");
        QVERIFY(compressed || m_server->spooledBytes() > 64 * 1024 * 1024);
        const RawAnswer answer = http.receive();
        QCOMPARE(answer.body.size(), pieces * 65536);
        for (int i = 0; i < pieces; ++i)
            QVERIFY(answer.body[i * 65536] == 'a' + i % 23 && answer.body[i * 65536 + 65535] == 'a' + i % 23);
        QCOMPARE(http.get("/nothing-is-left").status, 200); // the connection goes on
        QTRY_COMPARE(m_server->spooledBytes(), 0);
    }

    void aClientThatLeavesFreesWhatWasKeptForIt()
    {
        start(streamOf(1600));
        RawHttp http(m_server->port());
        http.send("GET", "/");
        QElapsedTimer time;
        time.start();
        while (m_server->spooledBytes() < 32 * 1024 * 1024 && time.elapsed() < 20'000)
            std::this_thread::yield(); // no event loop: it would take the answer
        QVERIFY(m_server->spooledBytes() >= 32 * 1024 * 1024);
        http.disconnect();
        QTRY_COMPARE_WITH_TIMEOUT(m_server->spooledBytes(), 0, 20'000);
        QTRY_COMPARE(m_server->connectionCount(), 0);
    }

    void whereNothingCanBeKeptTheHandlerIsHeldForABoundedTime_data()
    {
        QTest::addColumn<HttpLimits>("limits");
        QTest::newRow("no folder") << HttpLimits{
            .spoolFolder = u"/no/such/folder"_s, .heldTime = 300ms, .stallTime = 1s};
        QTest::newRow("enough of one answer")
            << HttpLimits{.spoolBytes = 1024 * 1024, .heldTime = 300ms, .stallTime = 1s};
        QTest::newRow("enough of one account")
            << HttpLimits{.spoolShare = 1024 * 1024, .heldTime = 300ms, .stallTime = 1s};
        QTest::newRow("enough of all")
            << HttpLimits{.spoolBytesInAll = 1024 * 1024, .heldTime = 300ms, .stallTime = 1s};
    }
    void whereNothingCanBeKeptTheHandlerIsHeldForABoundedTime()
    {
        QFETCH(HttpLimits, limits);
        m_server = std::make_unique<HttpServer>(
            [this](const HttpHead &) -> HttpVerdict {
                return HttpAdmission{.accounts = {"one"}, .run = streamOf(1600)};
            },
            limits);
        QVERIFY(m_server->listen(u"127.0.0.1"_s, 0));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"An answer was cut"_s));
        QTcpSocket socket;
        socket.setReadBufferSize(4096);
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForConnected());
        socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(socket.waitForBytesWritten());
        QElapsedTimer time;
        time.start();
        while (m_dropped == 0 && time.elapsed() < 20'000)
            std::this_thread::yield(); // no event loop: it would read on
        QCOMPARE(m_dropped.load(), 1);
        QTRY_COMPARE(m_server->connectionCount(), 0);
        QTRY_COMPARE(m_server->spooledBytes(), 0);
    }

    void anAnswerThatThereIsNoRoomForIsRefusedAndNotCut_data()
    {
        QTest::addColumn<Run>("answers");
        QTest::newRow("a stream") << streamOf(100);
        QTest::newRow("a whole body")
            << Run([](const HttpRequest &, const std::shared_ptr<HttpResponder> &responder) {
                   responder->respond({.body = QByteArray(9'000'001, 'y')});
               });
        QTest::newRow("one that is aborted then")
            << Run([](const HttpRequest &, const std::shared_ptr<HttpResponder> &responder) {
                   responder->beginStream({});
                   if (!responder->write(QByteArray(65536, 'x')))
                       responder->abort();
               });
    }
    void anAnswerThatThereIsNoRoomForIsRefusedAndNotCut()
    {
        QFETCH(Run, answers);
        start(answers, {.spoolFolder = u"/no/such/folder"_s, .heldHandlers = 0, .memoryBytes = 0});
        RawHttp http(m_server->port());
        for (int i = 0; i < 2; ++i) { // in one connection
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"An answer was refused"_s));
            const RawAnswer answer = http.get("/");
            QCOMPARE(answer.status, 503);
            QCOMPARE(answer.headers.value("retry-after"), "5"_ba);
            QVERIFY(answer.body.contains("no room"));
        }
    }

    /// A connection may look at any time: what its client sends meanwhile wakes it, too.
    void anAnswerCanBeRefusedUntilItsFirstBytes()
    {
        const HttpLimits limits{.spoolFolder = u"/no/such/folder"_s, .heldHandlers = 0, .memoryBytes = 0};
        const SharedRoom room{.spools = std::make_shared<SpoolRoom>(limits),
                              .memory = std::make_shared<Budget>(0, 0),
                              .held = std::make_shared<Budget>(0, 0)};
        const auto exchange = std::make_shared<Exchange>(limits, room, QByteArrayList(), false, [] {});
        exchange->beginStream({});
        QVERIFY(!exchange->takeReady());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"An answer was refused"_s));
        QVERIFY(!exchange->write(QByteArray(65536, 'x')));
        const auto ready = exchange->takeReady();
        QVERIFY(ready && ready->head && ready->finished && !ready->aborted);
        QCOMPARE(ready->head->status, 503);
        exchange->disconnect();
        room.spools->stop();
    }

    /// Where nothing can be kept: nobody else shall wait for slow readers, however many they are.
    void fewHandlersWaitForTheirClients_data()
    {
        QTest::addColumn<HttpLimits>("limits");
        QTest::newRow("of all") << HttpLimits{.heldHandlers = 3};
        QTest::newRow("of one account") << HttpLimits{.heldShare = 3};
    }
    void fewHandlersWaitForTheirClients()
    {
        QFETCH(HttpLimits, limits);
        constexpr int readers = 20;
        limits.spoolFolder = u"/no/such/folder"_s;
        limits.heldTime = limits.stallTime = 1h;
        m_server = std::make_unique<HttpServer>(
            [this](const HttpHead &) -> HttpVerdict {
                return HttpAdmission{.accounts = {"one"}, .run = streamOf(1600)};
            },
            limits);
        QVERIFY(m_server->listen(u"127.0.0.1"_s, 0));
        for (int i = 0; i < readers - 3; ++i)
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"An answer was (cut|refused)"_s));
        std::vector<std::unique_ptr<QTcpSocket>> clients;
        for (int i = 0; i < readers; ++i) {
            clients.push_back(std::make_unique<QTcpSocket>());
            clients.back()->setReadBufferSize(4096);
            clients.back()->connectToHost(u"127.0.0.1"_s, m_server->port());
            QVERIFY(clients.back()->waitForConnected());
            clients.back()->write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_dropped.load(), readers - 3, 20'000);
        clients.clear(); // and the other three are let go
        QTRY_COMPARE(m_dropped.load(), readers);
    }

    void aSlowReaderThatGoesOnIsKept()
    {
        start(streamOf(320), {.stallTime = 500ms}); // 20 MiB
        QTcpSocket socket;
        socket.setReadBufferSize(262'144);
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForConnected());
        socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QElapsedTimer time;
        time.start();
        qint64 taken = 0;
        qint64 nextRead = 0;
        while (socket.state() == QAbstractSocket::ConnectedState || socket.bytesAvailable() > 0) {
            if (time.elapsed() < nextRead) {
                std::this_thread::yield();
                continue;
            }
            if (socket.bytesAvailable() == 0)
                socket.waitForReadyRead(100);
            taken += socket.readAll().size();
            nextRead = time.elapsed() + 15; // some 16 MB a second: longer than stallTime as a whole
        }
        QVERIFY2(taken > 320 * 65536, qPrintable(QString::number(taken)));
        QVERIFY(time.elapsed() > 500);
        QCOMPARE(m_dropped.load(), 0);
    }

    void aClientThatLeavesIsTold()
    {
        start(keep());
        RawHttp http(m_server->port());
        http.send("GET", "/");
        QTRY_COMPARE(m_requests.load(), 1);
        QCOMPARE(m_dropped.load(), 0);
        http.disconnect();
        QTRY_COMPARE(m_dropped.load(), 1);
        QVERIFY(m_kept->isDisconnected());
    }

    void anUnfinishedStreamIsCut()
    {
        start([](const HttpRequest &, const std::shared_ptr<HttpResponder> &responder) {
            responder->beginStream({});
            QVERIFY(responder->write("half"));
        });
        RawHttp http(m_server->port());
        QCOMPARE(http.get("/").status, 0); // not whole, and the client can tell
    }

    void stopLetsARunningRequestFinish()
    {
        start(keep());
        RawHttp idle(m_server->port());
        RawHttp http(m_server->port());
        http.send("GET", "/");
        QTRY_COMPARE(m_requests.load(), 1);
        std::jthread stopper([this] { m_server->stop(); });
        const auto isRefused = [port = m_server->port()] {
            QTcpSocket late;
            late.connectToHost(u"127.0.0.1"_s, port);
            return !late.waitForConnected();
        };
        QTRY_VERIFY(isRefused()); // it stops: nobody else comes in
        m_kept->respond({.body = "done"});
        QCOMPARE(http.receive().body, "done");
    }

    void stopEndsThoughARequestIsNeverAnswered_data()
    {
        QTest::addColumn<int>("requests");
        QTest::newRow("one") << 1;
        QTest::newRow("another one behind it") << 2;
    }
    void stopEndsThoughARequestIsNeverAnswered()
    {
        QFETCH(int, requests);
        start(keep(), {.stopTime = 200ms});
        RawHttp http(m_server->port());
        for (int i = 0; i < requests; ++i)
            http.send("GET", "/");
        QTRY_COMPARE(m_requests.load(), 1);
        QElapsedTimer time;
        time.start();
        m_server->stop();
        QVERIFY(time.elapsed() < 4000);
        QCOMPARE(m_dropped.load(), 1);
    }

    void stopLetsAWriterGo()
    {
        start(streamOf(16'000), {.spoolBytes = 8 * 1024 * 1024, .stopTime = 200ms});
        QTcpSocket socket;
        socket.setReadBufferSize(4096);
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForConnected());
        socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(socket.waitForReadyRead());
        m_server->stop();
        m_threads.clear(); // joins
        QCOMPARE(m_dropped.load(), 1);
    }

    void answersAfterTheServerIsGoneAreHarmless()
    {
        start(keep(), {.stopTime = 100ms});
        RawHttp http(m_server->port());
        http.send("GET", "/");
        QTRY_COMPARE(m_requests.load(), 1);
        m_server.reset();
        QVERIFY(m_kept->isDisconnected());
        QVERIFY(!m_kept->write("late"));
        m_kept->respond({.body = "late"});
        m_kept->end();
    }
};

QTEST_GUILESS_MAIN(HttpStreamTest)
#include "http_stream_test.moc"
