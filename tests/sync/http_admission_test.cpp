#include "sync/server/http/httpserver.h"
#include "sync/server/http/pace.h"
#include "tests/support/patience.h"
#include "tests/support/rawhttp.h"

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the head of a request decides before its body is taken.
class HttpAdmissionTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<HttpServer> m_server;
    std::atomic<int> m_asked = 0;
    std::atomic<int> m_run = 0;

    /// Refuses what has no token, and takes bodies of 10 bytes.
    HttpVerdict judge(const HttpHead &head)
    {
        ++m_asked;
        if (head.header("Authorization").isNull())
            return problemResponse(401, u"Who are you?"_s);
        const auto run = [this](const HttpRequest &request, const std::shared_ptr<HttpResponder> &responder) {
            ++m_run;
            responder->respond(
                {.headers = {{"Content-Type", "text/plain"}}, .body = request.path + ' ' + request.body});
        };
        return HttpAdmission{.bodyBytes = 10, .run = run};
    }
    void connectTo(QTcpSocket &socket) const
    {
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForConnected());
    }
    /// All that the server says to these bytes until it closes, or has said `until`.
    [[nodiscard]] QByteArray said(const QByteArray &bytes, const QByteArray &until = {})
    {
        QTcpSocket socket;
        connectTo(socket);
        socket.write(bytes);
        QByteArray answer;
        while ((until.isEmpty() || !answer.contains(until)) && socket.waitForReadyRead(20'000))
            answer += socket.readAll();
        return answer + socket.readAll();
    }

private Q_SLOTS:
    void init()
    {
        m_asked = m_run = 0;
        m_server = std::make_unique<HttpServer>([this](const HttpHead &head) { return judge(head); });
        QVERIFY(m_server->listen(u"127.0.0.1"_s, 0));
    }
    void cleanup() { m_server.reset(); }

    /// The body never comes, and the answer is there all the same.
    void theHeadDecides_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("answer"); // what it begins with
        const QByteArray put = "PUT / HTTP/1.1\r\nHost: x\r\n";
        const QByteArray token = "Authorization: yes\r\n";
        const QByteArray expect = "Expect: 100-continue\r\n";
        const QByteArray chunks = "Transfer-Encoding: chunked\r\n";
        QTest::newRow("a body without a token") << put + "Content-Length: 9\r\n\r\n"
                                                << "HTTP/1.1 401 "_ba;
        QTest::newRow("one that asks first") << put + expect + "Content-Length: 9\r\n\r\n"
                                             << "HTTP/1.1 401 "_ba;
        QTest::newRow("chunks without a token") << put + chunks + "\r\n"
                                                << "HTTP/1.1 401 "_ba;
        QTest::newRow("chunks that ask first") << put + chunks + expect + "\r\n"
                                               << "HTTP/1.1 401 "_ba;
        QTest::newRow("too long without a token") << put + "Content-Length: 9999999999999\r\n\r\n"
                                                  << "HTTP/1.1 401 "_ba;
        QTest::newRow("too long") << put + token + "Content-Length: 11\r\n\r\n"
                                  << "HTTP/1.1 413 "_ba;
        QTest::newRow("too long, and it asks first") << put + token + expect + "Content-Length: 11\r\n\r\n"
                                                     << "HTTP/1.1 413 "_ba;
        QTest::newRow("a chunk too long") << put + token + chunks + "\r\nb\r\n"
                                          << "HTTP/1.1 413 "_ba;
        QTest::newRow("chunks that are too long together")
            << put + token + chunks + "\r\n6\r\n123456\r\n5\r\n"
            << "HTTP/1.1 413 "_ba;
    }
    void theHeadDecides()
    {
        QFETCH(const QByteArray, head);
        QFETCH(const QByteArray, answer);
        const QByteArray told = said(head);
        QVERIFY2(told.startsWith(answer), told.constData());
        QVERIFY2(told.contains("\r\nConnection: close\r\n"), told.constData());
        QCOMPARE(told.count("HTTP/1.1 "), 1); // no 100
        QCOMPARE(m_asked, 1);
        QCOMPARE(m_run, 0);
        QTRY_COMPARE(m_server->connectionCount(), 0);
    }

    void whoMaySendIsToldTo()
    {
        QTcpSocket socket;
        connectTo(socket);
        socket.write("PUT /a HTTP/1.1\r\nHost: x\r\nAuthorization: yes\r\nExpect: 100-continue\r\n"
                     "Content-Length: 3\r\n\r\n");
        QVERIFY(socket.waitForReadyRead(20'000));
        QCOMPARE(socket.readAll(), "HTTP/1.1 100 Continue\r\n\r\n"_ba);
        QCOMPARE(m_run, 0);
        socket.write("abc");
        QVERIFY(socket.waitForReadyRead(20'000));
        QByteArray answer = socket.readAll();
        while (!answer.endsWith("/a abc") && socket.waitForReadyRead(20'000))
            answer += socket.readAll();
        QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer.constData());
    }

    /// A proxy's connection, which others share, goes on where nothing is left on the way.
    void aConnectionGoesOnWhereTheWholeBodyIsThere()
    {
        const QByteArray refused = "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
        const QByteArray told =
            said(refused + "GET /b HTTP/1.1\r\nHost: x\r\nAuthorization: yes\r\n\r\n", "/b ");
        QVERIFY2(told.startsWith("HTTP/1.1 401 ") && told.endsWith("/b "), told.constData());
        QCOMPARE(m_asked, 2);
    }

    void whatIsBehindARefusedBodyIsNoRequest()
    {
        const QByteArray told =
            said("PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                 "GET /b HTTP/1.1\r\nHost: x\r\nAuthorization: yes\r\n\r\n");
        QVERIFY2(told.startsWith("HTTP/1.1 401 "), told.constData());
        QCOMPARE(m_asked, 1);
    }

    /// Whoever looks at one of them only would decide by half of what was said.
    void aHeaderInSeveralLinesIsOneList()
    {
        HttpHead head;
        head.headers = {{"If-Match", "\"1\""}, {"Accept", "a"}, {"if-match", "\"2\", \"3\""}, {"Empty", ""}};
        QCOMPARE(head.header("If-Match"), "\"1\", \"2\", \"3\""_ba);
        QCOMPARE(head.header("Accept"), "a"_ba);
        QVERIFY(head.header("Empty").isEmpty() && !head.header("Empty").isNull());
        QVERIFY(head.header("Other").isNull());
    }

    void ofIpv6TheNetworkCounts_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("together");
        const auto row = [](const char *one, const char *other, bool together) {
            QTest::addRow("%s %s", one, other)
                << QString::fromLatin1(one) << QString::fromLatin1(other) << together;
        };
        row("192.0.2.1", "192.0.2.1", true);
        row("192.0.2.1", "192.0.2.2", false);
        row("192.0.2.1", "::ffff:192.0.2.1", true);
        row("::ffff:192.0.2.1", "::ffff:192.0.2.2", false);
        row("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true);
        row("2001:db8:1:2::1", "2001:db8:1:3::1", false);
        row("fe80::1%1", "fe80::2", true);
        row("::1", "127.0.0.1", false);
    }
    void ofIpv6TheNetworkCounts()
    {
        QFETCH(const QString, one);
        QFETCH(const QString, other);
        QFETCH(const bool, together);
        QCOMPARE(ClientAddress(one).group() == ClientAddress(other).group(), together);
        QVERIFY(!ClientAddress(one).group().isEmpty());
    }

    void connectionsOverIpv6AreCountedByTheirNetwork()
    {
        const auto greet = [](const HttpRequest &request, const std::shared_ptr<HttpResponder> &responder) {
            responder->respond({.body = request.peer.text().toLatin1()});
        };
        HttpServer server([&](const HttpHead &) -> HttpVerdict { return HttpAdmission{.run = greet}; },
                          {.connectionsPerAddress = 1});
        if (!server.listen(u"::"_s, 0)) // which takes IPv4, too
            QSKIP("this machine has no IPv6");
        const auto ask = [&](const QString &host) {
            auto socket = std::make_unique<QTcpSocket>();
            socket->connectToHost(host, server.port());
            socket->write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            return socket;
        };
        const auto six = ask(u"::1"_s);
        QTRY_VERIFY(six->peek(10'000).endsWith("::1"));
        const auto four = ask(u"127.0.0.1"_s);
        QTRY_VERIFY(four->peek(10'000).endsWith("127.0.0.1"));
        for (const QString &host : {u"::1"_s, u"127.0.0.1"_s}) {
            const auto second = ask(host);
            QTRY_VERIFY(second->peek(10'000).startsWith("HTTP/1.1 503 "));
            QVERIFY(second->peek(10'000).contains("\r\nRetry-After: 5\r\n"));
        }
    }

    void aPaceIsTooSlowInAnyWindow_data()
    {
        using Came = QList<std::pair<int, int>>; // at which second, how many bytes
        QTest::addColumn<Came>("came");
        QTest::addColumn<int>("deadline"); // in seconds
        QTest::newRow("nothing") << Came{} << 10;
        QTest::newRow("too little") << Came{{1, 99}} << 10;
        QTest::newRow("enough at once") << Came{{1, 100}} << 11;
        QTest::newRow("much at once buys nothing") << Came{{1, 1'000'000}} << 11;
        QTest::newRow("a little now and then") << Came{{1, 40}, {4, 40}, {8, 40}} << 11;
        QTest::newRow("much, then little") << Came{{1, 1000}, {8, 99}} << 11;
        QTest::newRow("much, then enough") << Came{{1, 1000}, {8, 100}} << 18;
        QTest::newRow("steadily") << Came{{2, 50}, {7, 50}, {12, 50}, {17, 50}} << 22;
    }
    void aPaceIsTooSlowInAnyWindow()
    {
        using Came = QList<std::pair<int, int>>;
        QFETCH(const Came, came);
        QFETCH(const int, deadline);
        const Pace::Clock::time_point start{};
        Pace pace(10s, 100, start);
        for (const auto &[second, bytes] : came)
            pace.received(bytes, start + std::chrono::seconds(second));
        QCOMPARE((pace.deadline() - start) / 1s, deadline);
    }
};

QTEST_GUILESS_MAIN(HttpAdmissionTest)
#include "http_admission_test.moc"
