#include "sync/server/http/httpserver.h"
#include "tests/support/admitall.h"
#include "tests/support/patience.h"
#include "tests/support/rawhttp.h"

#include <QElapsedTimer>

#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How requests come in and answers go out on one connection, and what a slow sender gets.
class HttpConnectionTest : public QObject
{
    Q_OBJECT

    using Run = std::function<void(const HttpRequest &, const std::shared_ptr<HttpResponder> &)>;

    std::unique_ptr<HttpServer> m_server;

    static void echo(const HttpRequest &request, const std::shared_ptr<HttpResponder> &responder)
    {
        responder->respond({.headers = {{"Content-Type", "text/plain"}},
                            .body = request.method + ' ' + request.path + ' ' + request.body});
    }
    void start(Run handler = echo, const HttpLimits &limits = {})
    {
        m_server = std::make_unique<HttpServer>(admitAll(std::move(handler)), limits);
        QVERIFY(m_server->listen(u"127.0.0.1"_s, 0));
    }
    /// All that the server says to these bytes until it closes, or has nothing more to say.
    [[nodiscard]] QByteArray said(const QByteArray &bytes, const QByteArray &until)
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        if (!socket.waitForConnected())
            return {};
        socket.write(bytes);
        QByteArray answer;
        while ((until.isEmpty() || !answer.contains(until)) && socket.waitForReadyRead(10'000))
            answer += socket.readAll();
        return answer + socket.readAll();
    }

private Q_SLOTS:
    void oneConnectionServesManyRequests()
    {
        start();
        RawHttp http(m_server->port());
        for (int i = 0; i < 100; ++i) {
            const QByteArray path = "/" + QByteArray::number(i);
            QCOMPARE(http.request("PUT", path, "x").body, "PUT " + path + " x");
            QCOMPARE(m_server->connectionCount(), 1);
        }
    }

    void closesWhenAskedToAndAfterHttp10()
    {
        start();
        const QByteArray close = said("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {});
        QVERIFY(close.startsWith("HTTP/1.1 200 ") && close.contains("Connection: close"));
        QVERIFY(said("GET / HTTP/1.0\r\n\r\n", {}).startsWith("HTTP/1.0 200 "));
        QTRY_COMPARE(m_server->connectionCount(), 0);
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        std::vector<std::jthread> threads; // answers come from elsewhere, after the next request is here
        start([&threads](const HttpRequest &request, const std::shared_ptr<HttpResponder> &responder) {
            threads.emplace_back([request, responder] { echo(request, responder); });
        });
        RawHttp http(m_server->port());
        for (int i = 0; i < 50; ++i)
            http.send("GET", "/" + QByteArray::number(i));
        for (int i = 0; i < 50; ++i)
            QCOMPARE(http.receive().body, "GET /" + QByteArray::number(i) + ' ');
        m_server.reset();
    }

    void aBodyMayComeInChunks()
    {
        start();
        const QByteArray answer = said("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                       "3\r\nabc\r\n2;extension=1\r\nde\r\n0\r\nTrailer: t\r\n\r\n",
                                       "abcde");
        QVERIFY2(answer.endsWith("POST /c abcde"), answer.constData());
    }

    void headIsAnsweredLikeGetWithoutABody()
    {
        start();
        const QByteArray answer =
            said("HEAD /h HTTP/1.1\r\nHost: x\r\n\r\nGET /g HTTP/1.1\r\nHost: x\r\n\r\n", "GET /g ");
        QVERIFY2(answer.contains("Content-Length: 7\r\n"), answer.constData());
        QVERIFY2(!answer.contains("GET /h"), answer.constData());
    }

    void everyAnswerHasADateAndIsNotSniffed()
    {
        start();
        RawHttp http(m_server->port());
        const RawAnswer answer = http.get("/");
        QVERIFY(answer.headers.value("date").endsWith(" GMT"));
        QVERIFY(answer.headers.value("server").startsWith("genmirrord/"));
        QCOMPARE(answer.headers.value("x-content-type-options"), "nosniff");
        QCOMPARE(answer.headers.value("cache-control"), "no-cache");
    }

    void aBodyTooLargeIsRefusedBeforeItIsSent()
    {
        start(echo, {.bodyBytes = 10});
        const QByteArray head = "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";
        QVERIFY(said(head + "11\r\n\r\n", "413 ").startsWith("HTTP/1.1 413 "));
        QVERIFY(said(head + "10\r\n\r\n", "Continue").startsWith("HTTP/1.1 100 "));
    }

    void slowSendersAreDropped_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("answer"); // what it begins with
        QTest::newRow("says nothing") << ""_ba
                                      << ""_ba;
        QTest::newRow("half a header") << "GET / HTTP/1.1\r\nHo"_ba
                                       << "HTTP/1.1 408 "_ba;
        QTest::newRow("half a body") << "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"_ba
                                     << "HTTP/1.1 408 "_ba;
        QTest::newRow("half a chunk")
            << "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"_ba
            << "HTTP/1.1 408 "_ba;
        QTest::newRow("idle after an answer") << "GET / HTTP/1.1\r\nHost: x\r\n\r\n"_ba
                                              << "HTTP/1.1 200 "_ba;
    }
    void slowSendersAreDropped()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, answer);
        start(echo, {.headerTime = 200ms, .idleTime = 200ms, .bodyWindow = 200ms});
        QElapsedTimer time;
        time.start();
        const QByteArray told = said(bytes, {});
        QVERIFY2(told.startsWith(answer) && told.isEmpty() == answer.isEmpty(), told.constData());
        QCOMPARE(told.count("HTTP/1.1"), answer.isEmpty() ? 0 : 1);
        QVERIFY2(time.elapsed() >= 150 && time.elapsed() < 5000, qPrintable(QString::number(time.elapsed())));
        QTRY_COMPARE(m_server->connectionCount(), 0);
    }

    void aHeaderThatTricklesInIsDroppedAllTheSame()
    {
        start(echo, {.headerTime = 300ms});
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForConnected());
        QElapsedTimer time;
        time.start();
        while (socket.state() == QAbstractSocket::ConnectedState && time.elapsed() < 5000) {
            socket.write("X"); // each byte arrives well within the time; the whole does not
            socket.waitForBytesWritten(10);
            socket.waitForReadyRead(20);
        }
        QVERIFY(time.elapsed() < 5000);
    }

    void whatABodyBroughtAtFirstBuysNoRestLater()
    {
        start(echo, {.bodyWindow = 300ms, .windowBytes = 1000});
        const QByteArray told = said("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n" +
                                         QByteArray(20'000'000, 'x'),
                                     {});
        QVERIFY2(told.startsWith("HTTP/1.1 408 "), told.left(400).constData());
        QTRY_COMPARE(m_server->connectionCount(), 0);
    }

    void aChunkedBodyMayTakeLongIfItIsFastEnough()
    {
        start(echo, {.bodyWindow = 300ms, .windowBytes = 100});
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForConnected());
        socket.write("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        QElapsedTimer time;
        time.start();
        QByteArray answer;
        while (time.elapsed() < 900 && socket.state() == QAbstractSocket::ConnectedState) {
            socket.write("32\r\n" + QByteArray(50, 'x') + "\r\n");
            socket.waitForBytesWritten(10);
            if (socket.waitForReadyRead(20))
                answer += socket.readAll();
        }
        socket.write("0\r\n\r\n");
        while (!answer.contains("xx") && socket.waitForReadyRead(5000))
            answer += socket.readAll();
        QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer.constData());
    }

    /// Whatever two readers could understand differently is refused, and what follows is not taken for a
    /// request.
    void ambiguousRequestsAreRefusedAndNothingIsSmuggled_data()
    {
        QTest::addColumn<QByteArray>("head");
        const auto request = [](const QByteArray &headers) {
            return QByteArray("POST /a HTTP/1.1\r\nHost: x\r\n" + headers);
        };
        QTest::newRow("two lengths") << request("Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc");
        QTest::newRow("a list of lengths") << request("Content-Length: 3, 30\r\n\r\nabc");
        QTest::newRow("a length with a sign") << request("Content-Length: +3\r\n\r\nabc");
        QTest::newRow("a negative length") << request("Content-Length: -3\r\n\r\nabc");
        QTest::newRow("a hexadecimal length") << request("Content-Length: 0x3\r\n\r\nabc");
        QTest::newRow("a huge length") << request("Content-Length: 99999999999999999999\r\n\r\nabc");
        QTest::newRow("length and chunks")
            << request("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        QTest::newRow("chunks twice")
            << request("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        QTest::newRow("another coding") << request("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
        QTest::newRow("an unknown coding") << request("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n");
        QTest::newRow("a chunk's size that is none")
            << request("Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n");
        QTest::newRow("a negative chunk")
            << request("Transfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n");
        QTest::newRow("a huge chunk")
            << request("Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc\r\n0\r\n\r\n");
        QTest::newRow("a space before the colon") << request("Content-Length : 3\r\n\r\nabc");
        QTest::newRow("a space before a name") << QByteArray("POST /a HTTP/1.1\r\n Host: x\r\n\r\n");
        QTest::newRow("a control character in a name") << request("X\x01Y: 1\r\n\r\n");
        QTest::newRow("a lone CR in a value") << request("X: a\rY: b\r\n\r\n");
        QTest::newRow("a NUL in a value") << request("X: a\0b\r\n\r\n"_ba);
        QTest::newRow("a NUL in the target") << "POST /a\0b HTTP/1.1\r\nHost: x\r\n\r\n"_ba;
        QTest::newRow("bare line feeds") << QByteArray("POST /a HTTP/1.1\nHost: x\n\n");
        QTest::newRow("a bare line feed after a header") << request("X: a\nY: b\r\n\r\n");
        QTest::newRow("a bare line feed at the end") << request("X: a\r\n\n");
        QTest::newRow("a folded header") << request("X: a\r\n Content-Length: 3\r\n\r\nabc");
        QTest::newRow("a header folded with a tab") << request("X: a\r\n\tb\r\n\r\n");
        QTest::newRow("a folded length") << request("Content-Length:\r\n 3\r\n\r\nabc");
        QTest::newRow("an empty folded line") << request("X: a\r\n \r\nY: b\r\n\r\n");
        QTest::newRow("an escape in a value") << request("X: a\x1b[31mb\r\n\r\n");
        QTest::newRow("a rubout in a value") << request("X: a\x7f\r\n\r\n");
        QTest::newRow("a backspace in the target") << "POST /a\bb HTTP/1.1\r\nHost: x\r\n\r\n"_ba;
        QTest::newRow("a tab in the request's line") << "POST\t/a HTTP/1.1\r\nHost: x\r\n\r\n"_ba;
        const QByteArray chunks = request("Transfer-Encoding: chunked\r\n\r\n");
        QTest::newRow("a chunk's line ends bare") << chunks + "3\nabc\r\n0\r\n\r\n";
        QTest::newRow("a chunk ends bare") << chunks + "3\r\nabc\n0\r\n\r\n";
        QTest::newRow("a chunk is longer than it says") << chunks + "3\r\nabcd\r\n0\r\n\r\n";
        QTest::newRow("a chunk has no size") << chunks + ";x\r\nabc\r\n0\r\n\r\n";
        QTest::newRow("a space in a chunk's size") << chunks + "3 \r\nabc\r\n0\r\n\r\n";
        QTest::newRow("a bare line feed in an extension") << chunks + "3;a\nb\r\nabc\r\n0\r\n\r\n";
        QTest::newRow("a trailer ends bare") << chunks + "0\r\nX: a\n\r\n";
        QTest::newRow("a folded trailer") << chunks + "0\r\nX: a\r\n b\r\n\r\n";
        QTest::newRow("a NUL in a trailer") << chunks + "0\r\nX: a\0b\r\n\r\n"_ba;
        QTest::newRow("endless extensions")
            << chunks + "3;" + QByteArray(20'000, 'a') + "\r\nabc\r\n0\r\n\r\n";
        QTest::newRow("endless trailers") << chunks + "0\r\nX: " + QByteArray(20'000, 'a') + "\r\n\r\n";
        QTest::newRow("no host") << QByteArray("POST /a HTTP/1.1\r\n\r\n");
        QTest::newRow("two hosts") << request("Host: y\r\n\r\n");
        QTest::newRow("no such version") << QByteArray("POST /a HTTP/9.9\r\nHost: x\r\n\r\n");
        QTest::newRow("no target") << QByteArray("POST HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    void ambiguousRequestsAreRefusedAndNothingIsSmuggled()
    {
        QFETCH(const QByteArray, head);
        std::atomic<int> handled = 0;
        start([&handled](const HttpRequest &request, const std::shared_ptr<HttpResponder> &responder) {
            ++handled;
            echo(request, responder);
        });
        const QByteArray answer = said(head + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n", {});
        QVERIFY2(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5"), answer.constData());
        QCOMPARE(answer.count("Content-Type: "), 1);
        QCOMPARE(handled.load(), 0);
    }

    void aHandlerThatGivesUpIsToldAsAnError()
    {
        start([](const HttpRequest &, const std::shared_ptr<HttpResponder> &) {});
        RawHttp http(m_server->port());
        QCOMPARE(http.get("/").status, 500);
        QCOMPARE(http.get("/").headers.value("content-type"), "application/problem+json");
        QCOMPARE(m_server->connectionCount(), 1);
    }

    void moreConnectionsThanAllowedAreTurnedAway()
    {
        start(echo, {.connections = 2});
        RawHttp first(m_server->port());
        RawHttp second(m_server->port());
        RawHttp third(m_server->port());
        QCOMPARE(first.get("/").status, 200);
        QCOMPARE(second.get("/").status, 200);
        const RawAnswer turnedAway = third.get("/");
        QCOMPARE(turnedAway.status, 503);
        QCOMPARE(turnedAway.headers.value("retry-after"), "5");
        QCOMPARE(turnedAway.headers.value("connection"), "close");
        second.disconnect();
        QTRY_COMPARE(m_server->connectionCount(), 1);
        QCOMPARE(third.get("/").status, 200);
    }

    void hundredsOfConnectionsAreServedAtOnce()
    {
        start();
        std::vector<std::unique_ptr<RawHttp>> clients;
        for (int i = 0; i < 400; ++i) {
            clients.push_back(std::make_unique<RawHttp>(m_server->port()));
            clients.back()->send("GET", "/" + QByteArray::number(i));
        }
        QTRY_COMPARE(m_server->connectionCount(), 400);
        for (int i = 0; i < 400; ++i)
            QCOMPARE(clients[size_t(i)]->receive().body, "GET /" + QByteArray::number(i) + ' ');
    }
};

QTEST_GUILESS_MAIN(HttpConnectionTest)
#include "http_connection_test.moc"
