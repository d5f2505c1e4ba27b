#include "sync/server/http/httpserver.h"
#include "tests/support/rawhttp.h"

#include <QElapsedTimer>
#include <QTest>

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

    std::unique_ptr<HttpServer> m_server;
    std::vector<std::jthread> m_threads;
    std::atomic<qint64> m_written = 0;
    std::atomic<int> m_dropped = 0;
    std::shared_ptr<HttpResponder> m_kept; ///< A request that nobody has answered yet.
    std::atomic<int> m_requests = 0;

    void start(HttpServer::Handler handler, const HttpLimits &limits = {})
    {
        m_server = std::make_unique<HttpServer>(std::move(handler), limits);
        QVERIFY(m_server->listen(u"127.0.0.1"_s, 0));
    }
    /// Streams so many pieces of 64 KiB from a thread of its own.
    [[nodiscard]] HttpServer::Handler streamOf(int pieces)
    {
        return [this, pieces](const HttpRequest &, const std::shared_ptr<HttpResponder> &responder) {
            m_threads.emplace_back([this, pieces, responder] {
                responder->beginStream({.headers = {{"Content-Type", "text/plain"}}});
                const QByteArray piece(65536, 'x');
                for (int i = 0; i < pieces; ++i) {
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
    [[nodiscard]] HttpServer::Handler keep()
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
        start(streamOf(16'000), {.stallTime = 300ms}); // a gigabyte, were it taken
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
            (void)responder->write("half");
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
        start(streamOf(16'000), {.stopTime = 200ms});
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
