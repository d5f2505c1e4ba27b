#include "tests/support/testserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

QJsonObject objectOf(const RawAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body).object();
}

const QByteArray nativeType = "Accept: application/vnd.genmirror+json";

} // namespace

/// GET /v1/trees/{tree}/updates on the running server.
class ServerUpdatesTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;

    void put(const QByteArray &target, const QByteArray &body)
    {
        const int status = m_http->request("PUT", "/v1/trees/t/objects/" + target, body).status;
        QVERIFY2(status == 200 || status == 201, qPrintable(QString::number(status)));
    }
    void batch(const QByteArray &operations)
    {
        const auto answer =
            m_http->request("POST", "/v1/trees/t/batch", "{\"operations\":[" + operations + "]}");
        QVERIFY2(answer.status == 200, answer.body.constData());
    }
    [[nodiscard]] RawAnswer updates(const QByteArray &query, const QByteArrayList &headers = {})
    {
        return m_http->get("/v1/trees/t/updates" + query, headers);
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<TestServer>();
        m_http = m_server->connect();
        QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
    }

    void bothDialectsSayTheSame()
    {
        put("1", R"({"id": 1.0e0 , "z":1,"a":2})"); // its own spelling stays
        batch(
            R"({"op":"create-set","set":["s"],"key":"explicit"},{"op":"add","set":["s"],"id":7,"object":"seven"})");
        const RawAnswer classic = updates({});
        QCOMPARE(classic.status, 200);
        QCOMPARE(classic.headers.value("content-type"), "application/json"_ba);
        QCOMPARE(
            classic.body,
            R"({"generation":4,"adds":[{"id": 1.0e0 , "z":1,"a":2},{"id":"s","adds":[[7,"seven"]]}]})"_ba);
        const RawAnswer native = updates({}, {nativeType});
        QCOMPARE(native.headers.value("content-type"), "application/vnd.genmirror+json"_ba);
        QCOMPARE(native.headers.value("vary"), "Accept, Accept-Encoding"_ba);
        const QJsonObject told = objectOf(native);
        QCOMPARE(told["tree"_L1].toString(), u"t"_s);
        QCOMPARE(told["generation"_L1].toInteger(), 4);
        QCOMPARE(told["digest"_L1].toString().size(), 64);
        QVERIFY(native.body.contains(R"("adds":[{"id": 1.0e0 , "z":1,"a":2}])"));
        QVERIFY(native.body.contains(R"("sets":[{"id":"s","key":"explicit","adds":[[7,"seven"]]}])"));
    }

    void aTagThatStillHoldsIsAnsweredWithNotModified()
    {
        put("1", R"({"id":1})");
        const RawAnswer first = updates("?since=2");
        const QByteArray tag = first.headers.value("etag");
        const QByteArray tree = m_http->get("/v1/trees/t").body;
        const auto field = [&tree](const char *name) {
            return QJsonDocument::fromJson(tree)[QString::fromLatin1(name)].toString().toLatin1();
        };
        QCOMPARE(tag, QByteArray("W/\"" + field("collection") + ".2." + field("digest") + ".classic\""));
        const RawAnswer same = updates("?since=2", {"If-None-Match: " + tag});
        QCOMPARE(same.status, 304);
        QCOMPARE(same.headers.value("etag"), tag);
        QVERIFY(same.body.isEmpty());
        // The same generation with other contents, as of a server that was put back by hand.
        QByteArray other = tag;
        other[tag.size() - 10] = tag.at(tag.size() - 10) == '0' ? '1' : '0'; // the digest's last digit
        QCOMPARE(updates("?since=2", {"If-None-Match: " + other}).status, 200);
        QCOMPARE(updates("?since=2&wait=60", {"If-None-Match: " + other}).status, 200); // at once
        put("1", R"({"id":1,"new":true})");
        QCOMPARE(updates("?since=2", {"If-None-Match: " + tag}).status, 200);
    }

    void pagesEndWhereTransactionsEnd()
    {
        batch(R"({"op":"add","object":{"id":1}},{"op":"add","object":{"id":2}})");
        batch(R"({"op":"add","object":{"id":3}},{"op":"add","object":{"id":4}})");
        const QJsonObject page = objectOf(updates("?limit=3", {nativeType}));
        QCOMPARE(page["generation"_L1].toInteger(), 3);
        QCOMPARE(page["more"_L1].toBool(), true);
        QCOMPARE(page["base"_L1].toInteger(), 5);
        QVERIFY(!page.contains("digest"_L1));
        const QJsonObject rest = objectOf(updates("?since=3&base=5&limit=3", {nativeType}));
        QCOMPARE(rest["generation"_L1].toInteger(), 5);
        QCOMPARE(rest["adds"_L1].toArray().size(), 2);
        QVERIFY(!rest.contains("more"_L1));
    }

    void anotherCollectionIsToldToStartAnew()
    {
        put("1", R"({"id":1})");
        const QJsonObject told =
            objectOf(updates("?since=2&collection=" + QByteArray(32, '0'), {nativeType}));
        QCOMPARE(told["reset"_L1].toBool(), true);
        QCOMPARE(told["contents"_L1].toArray().size(), 1);
    }

    void largeAnswersAreStreamedAndCompressedOnRequest()
    {
        const QByteArray filler(300'000, 'x');
        for (int i = 0; i < 5; ++i)
            put(QByteArray::number(i), "{\"id\":" + QByteArray::number(i) + ",\"x\":\"" + filler + "\"}");
        const RawAnswer plain = updates({});
        const RawAnswer packed = updates({}, {"Accept-Encoding: gzip"});
        QCOMPARE(plain.headers.value("transfer-encoding"), "chunked"_ba);
        QVERIFY(!plain.compressed);
        QVERIFY(packed.compressed);
        QVERIFY(plain.body.size() > 5 * filler.size());
        QCOMPARE(packed.body, plain.body);
    }

    void parametersThatMakeNoSenseAreNamed_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("since is no number") << "?since=x"_ba
                                            << "since"_ba;
        QTest::newRow("since is negative") << "?since=-1"_ba
                                           << "since"_ba;
        QTest::newRow("since is too large") << "?since=9223372036854775808"_ba
                                            << "since"_ba;
        QTest::newRow("since is empty") << "?since="_ba
                                        << "since"_ba;
        QTest::newRow("limit is 0") << "?limit=0"_ba
                                    << "limit"_ba;
        QTest::newRow("collection is short") << "?since=1&collection=abc"_ba
                                             << "collection"_ba;
        QTest::newRow("base is no number") << "?base=b"_ba
                                           << "base"_ba;
        QTest::newRow("wait is too long") << "?wait=61"_ba
                                          << "wait"_ba;
    }
    void parametersThatMakeNoSenseAreNamed()
    {
        QFETCH(const QByteArray, query);
        QFETCH(const QByteArray, name);
        const RawAnswer answer = updates(query);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.headers.value("content-type"), "application/problem+json"_ba);
        QVERIFY2(answer.body.contains(name), answer.body.constData());
    }

    void aWaitIsAnsweredByTheNextCommit()
    {
        const auto waiting = m_server->connect();
        waiting->send("GET", "/v1/trees/t/updates?since=1&wait=60");
        QVERIFY(!waiting->hasAnswer(100));
        put("1", R"({"id":1})");
        const RawAnswer answer = waiting->receive(5000);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, R"({"generation":2,"adds":[{"id":1}]})"_ba);
    }

    void aWaitEndsWhenItsSecondsHavePassed()
    {
        const RawAnswer answer = updates("?since=1&wait=1");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, R"({"generation":1})"_ba);
    }

    void aWaitEndsWhenTheServerStops()
    {
        const auto waiting = m_server->connect();
        waiting->send("GET", "/v1/trees/t/updates?since=1&wait=60");
        QVERIFY(!waiting->hasAnswer(100));
        m_server->stop();
        QCOMPARE(waiting->receive(5000).status, 200);
    }

    void aTreeMadeAgainCanBeWaitedFor()
    {
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t").status, 204);
        QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
        const auto waiting = m_server->connect();
        waiting->send("GET", "/v1/trees/t/updates?since=1&wait=60");
        QVERIFY(!waiting->hasAnswer(200));
    }

    void slowReadersStopNobody()
    {
        const QByteArray filler(1'000'000, 'x');
        for (int i = 0; i < 8; ++i)
            put(QByteArray::number(i), "{\"id\":" + QByteArray::number(i) + ",\"x\":\"" + filler + "\"}");
        std::vector<std::unique_ptr<RawHttp>> readers;
        for (int i = 0; i < 4; ++i) {
            readers.push_back(m_server->connect());
            readers.back()->send("GET", "/v1/trees/t/updates");
            QVERIFY(readers.back()->hasAnswer(5000)); // and takes nothing more for now
        }
        put("after", R"({"id":"after"})");
        QCOMPARE(updates("?since=9").body, R"({"generation":10,"adds":[{"id":"after"}]})"_ba);
        for (const auto &slow : readers) {
            const QJsonObject told = objectOf(slow->receive());
            QCOMPARE(told["generation"_L1].toInteger(), 9);
            QCOMPARE(told["adds"_L1].toArray().size(), 8);
        }
    }

    void readersAlwaysSeeWholeTransactions()
    {
        constexpr int batches = 100;
        std::atomic<bool> done = false;
        std::thread writer([&] {
            const auto http = m_server->connect();
            for (int i = 0; i < batches; ++i)
                (void)http->request("POST", "/v1/trees/t/batch",
                                    R"({"operations":[{"op":"add","object":{"id":"a","n":)" +
                                        QByteArray::number(i) + R"(}},{"op":"add","object":{"id":"b","n":)" +
                                        QByteArray::number(i) + "}}]}");
            done = true;
        });
        int torn = 0;
        while (!done) {
            const QJsonArray adds = objectOf(updates({}))["adds"_L1].toArray();
            if (!adds.isEmpty() && adds[0]["n"_L1] != adds[1]["n"_L1])
                ++torn;
        }
        writer.join();
        QCOMPARE(torn, 0);
        QCOMPARE(objectOf(updates({}))["generation"_L1].toInteger(), 1 + 2 * batches);
    }
};

QTEST_GUILESS_MAIN(ServerUpdatesTest)
#include "server_updates_test.moc"
