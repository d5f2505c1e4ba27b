// What one address and one token may use up, and that it is theirs alone.
#include "tests/support/accessserver.h"
#include "tests/support/patience.h"

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class ServerLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsAreLimited()
    {
        AccessServer limited({.usage = {.requestsPerSecond = 2}}); // 20 at once, of which making it took some
        const auto http = limited.connect();
        const QByteArrayList token{"Authorization: Bearer " + limited.adminToken()};
        int good = 0;
        RawAnswer answer;
        while ((answer = http->get("/v1/trees", token)).status == 200 && good < 100)
            ++good;
        QCOMPARE(answer.status, 429);
        QVERIFY(good >= 10 && good < 30);
        QVERIFY(answer.headers.value("retry-after").toInt() >= 1);
        bool isBack = false;
        QTRY_VERIFY(isBack = isBack || http->get("/v1/trees", token).status == 200);
    }

    /// An address may be a proxy's, or a whole office's.
    void whoHasNoGoodTokenTakesNothingFromThoseWhoDo_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QByteArray>("address");
        QTest::newRow("no token") << ""_ba
                                  << "/v1/trees"_ba;
        QTest::newRow("a wrong token") << "gmt_000000000000_" + QByteArray(43, 'x') << "/v1/trees"_ba;
        QTest::newRow("no such address") << ""_ba
                                         << "/nothing"_ba;
        QTest::newRow("a health check") << ""_ba
                                        << "/healthz"_ba;
    }
    void whoHasNoGoodTokenTakesNothingFromThoseWhoDo()
    {
        QFETCH(const QByteArray, token);
        QFETCH(const QByteArray, address);
        AccessServer limited(
            {.usage = {.requestsPerSecond = 2, .bytesPerSecond = 300, .failedLoginsPerMinute = 1000}});
        int refused = 0;
        for (int i = 0; i < 200; ++i)
            refused += limited.ask(token, "GET", address).status == 429 ? 1 : 0;
        QVERIFY2(refused > 0, "no limit was reached");
        QCOMPARE(limited.askAdmin("GET", "/v1/me").status, 200);
    }

    void bytesAreLimited()
    {
        AccessServer limited({.usage = {.bytesPerSecond = 2000}}); // 120,000 at once
        const QByteArray object = "{\"id\":1,\"text\":\"" + QByteArray(50'000, 'x') + "\"}";
        QCOMPARE(limited.askAdmin("PUT", "/v1/trees/inside/objects/1", object).status, 201);
        QCOMPARE(limited.askAdmin("GET", "/v1/trees/inside/objects/1").status, 200);
        QCOMPARE(limited.askAdmin("GET", "/v1/trees/inside/objects/1").status, 200); // it may go below
        QCOMPARE(limited.askAdmin("GET", "/v1/trees/inside/objects/1").status, 429);
    }

    void connectionsOfOneAddressAreLimited()
    {
        AccessServer limited({}, {.connectionsPerAddress = 3});
        std::vector<std::unique_ptr<RawHttp>> connections;
        QTRY_COMPARE(limited.connectionCount(), 0);
        for (int i = 0; i < 3; ++i) {
            connections.push_back(limited.connect());
            QCOMPARE(connections.back()->get("/healthz").status, 200);
        }
        QCOMPARE(limited.connect()->get("/healthz").status, 503);
        connections.pop_back();
        bool letIn = false;
        QTRY_VERIFY(letIn = letIn || limited.connect()->get("/healthz").status == 200);
    }
};

QTEST_GUILESS_MAIN(ServerLimitsTest)
#include "server_limits_test.moc"
