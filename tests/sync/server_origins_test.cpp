// Pages in a browser as clients: who may be one, what browsers ask first, and what they may read.
#include "tests/support/accessserver.h"
#include "tests/support/patience.h"

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class ServerOriginsTest : public QObject
{
    Q_OBJECT

    static constexpr QByteArrayView Named = "https://app.example";

    static TreeServiceOptions options()
    {
        return {.origins = AllowedOrigins({Named.toByteArray(), "http://localhost:3000"})};
    }
    static QByteArray ownOf(const TestServer &server)
    {
        return "http://127.0.0.1:" + QByteArray::number(server.port());
    }
    /// What a browser asks before it sends a request that is not a simple one.
    static RawAnswer preflight(const TestServer &server, const QByteArray &origin,
                               const QByteArrayList &more = {})
    {
        return server.connect()->request(
            "OPTIONS", "/v1/trees/main/objects/1", {},
            QByteArrayList{"Origin: " + origin, "Access-Control-Request-Method: PUT",
                           "Access-Control-Request-Headers: content-type,if-match"} +
                more);
    }

private Q_SLOTS:
    void originsAreWrittenAsBrowsersDo_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("origin"); // null: it is none
        const auto row = [](const char *text, const char *origin) {
            QTest::addRow("%s", text) << QString::fromUtf8(text) << QByteArray(origin);
        };
        row("https://app.example", "https://app.example");
        row("https://app.example/", "https://app.example");
        row("HTTPS://App.Example:443", "https://app.example");
        row("http://app.example:443", "http://app.example:443");
        row("http://localhost:80", "http://localhost");
        row("http://localhost:3000", "http://localhost:3000");
        row("http://[::1]:3000", "http://[::1]:3000");
        row("https://bücher.example", "https://xn--bcher-kva.example");
        row("https://app.example/path", nullptr);
        row("https://app.example?query", nullptr);
        row("https://app.example#part", nullptr);
        row("https://anna@app.example", nullptr);
        row("https://*.example", nullptr);
        row("https://", nullptr);
        row("ftp://app.example", nullptr);
        row("app.example", nullptr);
        row("null", nullptr);
        row("*", nullptr);
        row("", nullptr);
        row("https://app.example:99999", nullptr);
        row("https://app.example, https://b.example", nullptr);
    }
    void originsAreWrittenAsBrowsersDo()
    {
        QFETCH(const QString, text);
        QFETCH(const QByteArray, origin);
        const QByteArray normalized = AllowedOrigins::normalized(text);
        QCOMPARE(normalized, origin);
        QCOMPARE(normalized.isNull(), origin.isNull());
    }

    /// Without tokens the origin is all that tells a page of the server's own from one of the internet.
    void withoutTokensAPageIsOfTheServersOwnOrOneThatIsNamed_data()
    {
        QTest::addColumn<QByteArray>("origin"); // OWN: the server's
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("readable"); // by a page of another origin
        QTest::newRow("no page") << QByteArray() << 200 << false;
        QTest::newRow("its own") << "OWN"_ba << 200 << false;
        QTest::newRow("a named one") << Named.toByteArray() << 200 << true;
        QTest::newRow("another named one") << "http://localhost:3000"_ba << 200 << true;
        QTest::newRow("another scheme") << "https://127.0.0.1:PORT"_ba << 403 << false;
        QTest::newRow("another port") << "http://127.0.0.1:1"_ba << 403 << false;
        QTest::newRow("no port") << "http://127.0.0.1"_ba << 403 << false;
        QTest::newRow("another name of this machine") << "http://localhost:PORT"_ba << 403 << false;
        QTest::newRow("a named one's other scheme") << "http://app.example"_ba << 403 << false;
        QTest::newRow("a named one's other port") << "https://app.example:8443"_ba << 403 << false;
        QTest::newRow("a name that begins as one") << "https://app.example.evil.example"_ba << 403 << false;
        QTest::newRow("a page without an origin") << "null"_ba << 403 << false;
        QTest::newRow("an empty one") << ""_ba << 403 << false;
        QTest::newRow("two") << QByteArray(Named.toByteArray() + ' ' + Named.toByteArray()) << 403 << false;
    }
    void withoutTokensAPageIsOfTheServersOwnOrOneThatIsNamed()
    {
        QFETCH(QByteArray, origin);
        QFETCH(const int, status);
        QFETCH(const bool, readable);
        const TestServer server(options());
        origin.replace("OWN", ownOf(server)).replace("PORT", QByteArray::number(server.port()));
        const QByteArray host = "Host: 127.0.0.1:" + QByteArray::number(server.port());
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, server.port());
        QVERIFY(socket.waitForConnected());
        socket.write("GET /v1/trees HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n" +
                     (origin.isNull() ? QByteArray() : QByteArray("Origin: " + origin + "\r\n")) + "\r\n");
        while (socket.waitForReadyRead(20'000)) {
        }
        const QByteArray answer = socket.readAll();
        QVERIFY2(answer.startsWith(QByteArray("HTTP/1.1 " + QByteArray::number(status))), answer.constData());
        QCOMPARE(answer.contains(QByteArray("\r\nAccess-Control-Allow-Origin: " + origin + "\r\n")),
                 readable);
        QCOMPARE(answer.count("Access-Control-Allow-Origin"), readable ? 1 : 0);
        QVERIFY2(answer.contains("\r\nVary: Origin\r\n"), answer.constData()); // for caches
    }

    void aBrowserThatAsksFirstIsTold()
    {
        const TestServer server(options());
        const RawAnswer told = preflight(server, Named.toByteArray());
        QCOMPARE(told.status, 204);
        QCOMPARE(told.headers.value("access-control-allow-origin"), Named.toByteArray());
        QCOMPARE(told.headers.value("vary"), "Origin"_ba);
        QVERIFY(told.headers.value("access-control-max-age").toInt() > 0);
        const QByteArrayList methods = told.headers.value("access-control-allow-methods").split(',');
        for (const char *method : {"GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"})
            QVERIFY2(std::ranges::any_of(methods, [&](const QByteArray &m) { return m.trimmed() == method; }),
                     method);
        const QByteArray headers = told.headers.value("access-control-allow-headers").toLower();
        for (const char *header : {"authorization", "content-type", "if-match", "if-none-match",
                                   "idempotency-key", "genmirror-client", "last-event-id"})
            QVERIFY2(headers.contains(header), header);
        QVERIFY(!told.headers.contains("access-control-allow-credentials")); // there are no cookies here
        QVERIFY(!told.headers.contains("access-control-allow-private-network"));
        QCOMPARE(preflight(server, Named.toByteArray(), {"Access-Control-Request-Private-Network: true"})
                     .headers.value("access-control-allow-private-network"),
                 "true"_ba);
    }

    void othersAreNotTold_data()
    {
        QTest::addColumn<bool>("named");
        QTest::addColumn<QByteArray>("origin");
        QTest::newRow("not named") << true << "https://evil.example"_ba;
        QTest::newRow("null") << true << "null"_ba;
        QTest::newRow("nobody is") << false << Named.toByteArray();
    }
    void othersAreNotTold()
    {
        QFETCH(const bool, named);
        QFETCH(const QByteArray, origin);
        const TestServer server(named ? options() : TreeServiceOptions());
        const RawAnswer told = preflight(server, origin);
        QCOMPARE(told.status, 403);
        for (const QByteArray &header : told.headers.keys())
            QVERIFY2(!header.startsWith("access-control-"), header.constData());
    }

    /// A page never gets the token from us, so it is asked for as of any client.
    void withTokensAPageNeedsOneAsWell()
    {
        const AccessServer server(options());
        const QByteArray origin = "Origin: " + Named;
        QCOMPARE(preflight(server, Named.toByteArray()).status, 204); // browsers send no token with it
        const RawAnswer refused = server.connect()->get("/v1/trees", {origin});
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.headers.value("access-control-allow-origin"), Named.toByteArray());
        QVERIFY(refused.headers.value("access-control-expose-headers").contains("WWW-Authenticate"));
        QCOMPARE(server.ask(server.adminToken(), "GET", "/v1/trees", {}, {origin}).status, 200);
        const RawAnswer notNamed =
            server.ask(server.adminToken(), "GET", "/v1/trees", {}, {"Origin: https://evil.example"});
        QCOMPARE(notNamed.status, 200); // it has the token; what its page may read the browser decides
        QVERIFY(!notNamed.headers.contains("access-control-allow-origin"));
    }

    /// Whatever kind of answer it is, and whoever gives it: without the header a page sees nothing at all.
    void eachAnswerCanBeReadByItsPage_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("status");
        const QByteArray json = "application/json";
        QTest::newRow("a stream") << "GET"_ba
                                  << "/v1/trees/main/updates"_ba
                                  << ""_ba << json << 200;
        QTest::newRow("an object") << "GET"_ba
                                   << "/v1/trees/main/objects/1"_ba
                                   << ""_ba << json << 200;
        QTest::newRow("a write") << "PUT"_ba
                                 << "/v1/trees/main/objects/1"_ba
                                 << "{\"id\":1}"_ba << json << 200;
        QTest::newRow("not there") << "GET"_ba
                                   << "/v1/trees/none"_ba
                                   << ""_ba << json << 404;
        QTest::newRow("no such method") << "PATCH"_ba
                                        << "/v1/trees/main"_ba
                                        << ""_ba << json << 405;
        QTest::newRow("at once") << "GET"_ba
                                 << "/healthz"_ba
                                 << ""_ba << json << 200;
        QTest::newRow("another type") << "POST"_ba
                                      << "/v1/trees/main/batch"_ba
                                      << "{}"_ba
                                      << "text/plain"_ba << 415;
        QTest::newRow("no type") << "POST"_ba
                                 << "/v1/trees/main/batch"_ba
                                 << "{}"_ba
                                 << ""_ba << 415;
        QTest::newRow("no type, of an object") << "PUT"_ba
                                               << "/v1/trees/main/objects/1"_ba
                                               << "{\"id\":1}"_ba
                                               << ""_ba << 415;
    }
    void eachAnswerCanBeReadByItsPage()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, target);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, type);
        QFETCH(const int, status);
        const TestServer server(options());
        const auto http = server.connect();
        QCOMPARE(http->request("PUT", "/v1/trees/main").status, 201);
        QCOMPARE(http->request("PUT", "/v1/trees/main/objects/1", "{\"id\":1}").status, 201);
        QByteArrayList headers{"Origin: " + Named};
        if (!type.isEmpty())
            headers.append("Content-Type: " + type);
        const RawAnswer answer = http->request(method, target, body, headers);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.headers.value("access-control-allow-origin"), Named.toByteArray());
        QVERIFY2(answer.headers.value("vary").split(',').last().trimmed() == "Origin",
                 answer.headers.value("vary").constData());
        for (const char *header : {"ETag", "Retry-After", "Location", "Allow"})
            QVERIFY(answer.headers.value("access-control-expose-headers").contains(header));
    }

    /// Also where the body fails after its head was taken.
    void aBodyThatIsCutShortIsAnsweredReadably()
    {
        const TestServer server(options(), {.bodyBytes = 10});
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, server.port());
        QVERIFY(socket.waitForConnected());
        socket.write(
            "POST /v1/trees/main/batch HTTP/1.1\r\nHost: localhost\r\nOrigin: " + Named.toByteArray() +
            "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n");
        QByteArray answer;
        while (socket.waitForReadyRead(20'000))
            answer += socket.readAll();
        QVERIFY2(answer.startsWith("HTTP/1.1 413 "), answer.constData());
        QVERIFY2(
            answer.contains(QByteArray("\r\nAccess-Control-Allow-Origin: " + Named.toByteArray() + "\r\n")),
            answer.constData());
    }

    void whereNobodyIsNamedNothingIsSaid()
    {
        const TestServer server;
        const RawAnswer answer = server.connect()->get("/healthz", {"Origin: " + Named.toByteArray()});
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.headers.contains("vary"));
        QVERIFY(!answer.headers.contains("access-control-allow-origin"));
    }
};

QTEST_GUILESS_MAIN(ServerOriginsTest)
#include "server_origins_test.moc"
