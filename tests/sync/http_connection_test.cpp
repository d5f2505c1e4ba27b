#include "sync/server/http/httpserver.h"
#include "tests/support/rawhttp.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How requests come in and answers go out on one connection, and what a slow sender gets.
class HttpConnectionTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<HttpServer> m_server;

    static void echo(const HttpRequest &request, const std::shared_ptr<HttpResponder> &responder)
    {
        responder->respond({.headers = {{"Content-Type", "text/plain"}},
                            .body = request.method + ' ' + request.path + ' ' + request.body});
    }
    void start(HttpServer::Handler handler = echo, const HttpLimits &limits = {})
    {
        m_server = std::make_unique<HttpServer>(std::move(handler), limits);
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
        QTest::newRow("says nothing") << ""_ba;
        QTest::newRow("half a header") << "GET / HTTP/1.1\r\nHo"_ba;
        QTest::newRow("half a body") << "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"_ba;
        QTest::newRow("half a chunk")
            << "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"_ba;
        QTest::newRow("idle after an answer") << "GET / HTTP/1.1\r\nHost: x\r\n\r\n"_ba;
    }
    void slowSendersAreDropped()
    {
        QFETCH(QByteArray, bytes);
        start(echo, {.headerTime = 200ms, .idleTime = 200ms, .bodyTime = 200ms});
        QElapsedTimer time;
        time.start();
        (void)said(bytes, {});
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

    void aHandlerThatGivesUpIsToldAsAnError()
    {
        start([](const HttpRequest &, const std::shared_ptr<HttpResponder> &) {});
        RawHttp http(m_server->port());
        QCOMPARE(http.get("/").status, 500);
        QCOMPARE(http.get("/").headers.value("content-type"), "application/problem+json");
        QCOMPARE(m_server->connectionCount(), 1);
    }

    void moreConnectionsThanAllowedAreClosed()
    {
        start(echo, {.connections = 2});
        RawHttp first(m_server->port());
        RawHttp second(m_server->port());
        RawHttp third(m_server->port());
        QCOMPARE(first.get("/").status, 200);
        QCOMPARE(second.get("/").status, 200);
        QCOMPARE(third.get("/").status, 0);
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
