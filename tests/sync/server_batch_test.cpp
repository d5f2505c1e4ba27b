#include "tests/support/testserver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

/// POST /v1/trees/{tree}/batch on the running server.
class ServerBatchTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;

    [[nodiscard]] RawAnswer batch(const QByteArray &operations, const QByteArrayList &headers = {},
                                  const QByteArray &query = {})
    {
        return m_http->request("POST", "/v1/trees/t/batch" + query, "{\"operations\":[" + operations + "]}",
                               headers);
    }
    [[nodiscard]] QByteArray contents() { return m_http->get("/v1/trees/t/updates").body; }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<TestServer>();
        m_http = m_server->connect();
        QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
    }

    void allOfABatchIsOneTransaction()
    {
        const RawAnswer answer = batch(R"({"op":"add","object":{"id":1}},{"op":"add","object":{"id":2}})");
        QCOMPARE(answer.status, 200);
        QCOMPARE(QJsonDocument::fromJson(answer.body)["generation"_L1].toInteger(), 3);
        QCOMPARE(contents(), R"({"generation":3,"adds":[{"id":1},{"id":2}]})"_ba);
    }

    void aRefusedOperationIsNamedAndNothingIsKept()
    {
        const RawAnswer answer = batch(R"({"op":"add","object":{"id":1}},{"op":"remove","id":2})");
        QCOMPARE(answer.status, 404);
        QCOMPARE(QJsonDocument::fromJson(answer.body)["operation"_L1].toInteger(-1), 1);
        QCOMPARE(batch(R"({"op":"add","object":{"id":1}},{"op":"fly"})").status, 400);
        QCOMPARE(contents(), R"({"generation":1})"_ba);
    }

    void anEmptyBatchChangesNothing()
    {
        QCOMPARE(batch(R"({"op":"add","object":{"id":1}})").status, 200);
        for (int i = 0; i < 3; ++i) {
            const RawAnswer answer = batch({}, {"Idempotency-Key: empty" + QByteArray::number(i)});
            QVERIFY2(answer.status == 200, answer.body.constData());
        }
        QCOMPARE(contents(), R"({"generation":2,"adds":[{"id":1}]})"_ba);
    }

    void aRetryGetsTheFirstAnswerEvenAfterARestart()
    {
        const QByteArrayList key{"Idempotency-Key: k1"};
        const QByteArray operations = R"({"op":"add","object":{"id":1}})";
        const RawAnswer first = batch(operations, key);
        QCOMPARE(first.status, 200);
        QCOMPARE(batch(operations, key).body, first.body);
        m_server->restart();
        m_http = m_server->connect();
        QCOMPARE(batch(operations, key).body, first.body);
        QCOMPARE(contents(), R"({"generation":2,"adds":[{"id":1}]})"_ba);
        QCOMPARE(batch(R"({"op":"add","object":{"id":2}})", key).status, 422);
        QCOMPARE(batch(operations, {"Idempotency-Key: k2"}).status, 200);
    }

    void aBatchSentAgainAfterAResetIsDoneAgain_data()
    {
        QTest::addColumn<bool>("restored");
        QTest::newRow("a reset") << false;
        QTest::newRow("a restore") << true;
    }
    void aBatchSentAgainAfterAResetIsDoneAgain()
    {
        QFETCH(const bool, restored);
        const auto act = [&](const QByteArray &target, const QByteArray &body) {
            return m_http->request("POST", target, body).status / 100;
        };
        const QByteArrayList key{"Idempotency-Key: k"};
        const QByteArray operation = R"({"op":"add","object":{"id":1}})";
        QCOMPARE(act("/v1/admin/backups", R"({"name":"empty"})"), 2);
        QCOMPARE(batch(operation, key).status, 200);
        QCOMPARE(restored ? act("/v1/admin/trees/t/restore", R"({"backup":"empty","reason":"a test"})")
                          : act("/v1/admin/trees/t/reset", R"({"reason":"a test","objects":"drop"})"),
                 2);
        QCOMPARE(contents(), R"({"generation":1})"_ba);
        QCOMPARE(batch(operation, key).status, 200);
        QCOMPARE(contents(), R"({"generation":2,"adds":[{"id":1}]})"_ba);
    }

    void aRefusedBatchDoesNotUseItsKeyUp()
    {
        const QByteArrayList key{"Idempotency-Key: k"};
        QCOMPARE(batch(R"({"op":"remove","id":1})", key).status, 404);
        QCOMPARE(batch(R"({"op":"add","object":{"id":1}})", key).status, 200);
    }

    void answersCarryTheUpdateThatWasAskedFor()
    {
        const RawAnswer answer = batch(R"({"op":"add","object":{"id":1}})", {}, "?since=1");
        QVERIFY2(answer.body.endsWith(R"("updates":{"generation":2,"adds":[{"id":1}]}})"),
                 answer.body.constData());
        QCOMPARE(batch(R"({"op":"add","object":{"id":2}})", {}, "?since=-1").status, 400);
        QCOMPARE(contents(), R"({"generation":2,"adds":[{"id":1}]})"_ba);
    }

    void manyWritersLoseNothing()
    {
        constexpr int writers = 8;
        constexpr int each = 25;
        std::vector<std::thread> threads;
        for (int w = 0; w < writers; ++w) {
            threads.emplace_back([this, w] {
                const auto http = m_server->connect();
                for (int i = 0; i < each; ++i)
                    (void)http->request("PUT", "/v1/trees/t/objects/" + QByteArray::number(w * each + i),
                                        "{\"id\":" + QByteArray::number(w * each + i) + '}');
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        const QJsonObject tree = QJsonDocument::fromJson(m_http->get("/v1/trees/t").body).object();
        QCOMPARE(tree["generation"_L1].toInteger(), 1 + writers * each);
        QCOMPARE(tree["objects"_L1].toInteger(), writers * each);
    }

    void aFullDiskIsSaidAndNothingIsKeptInPart()
    {
        const TestServer full({.maximumPages = 100});
        const auto http = full.connect();
        QCOMPARE(http->request("PUT", "/v1/trees/t").status, 201);
        QByteArray operations;
        for (int i = 0; i < 50; ++i)
            operations += ",{\"op\":\"add\",\"object\":{\"id\":" + QByteArray::number(i) + ",\"x\":\"" +
                          QByteArray(20'000, 'x') + "\"}}";
        const RawAnswer answer =
            http->request("POST", "/v1/trees/t/batch", "{\"operations\":[" + operations.mid(1) + "]}");
        QCOMPARE(answer.status, 507);
        QVERIFY2(answer.body.contains("full"), answer.body.constData());
        QCOMPARE(http->get("/v1/trees/t/updates").body, R"({"generation":1})"_ba);
        QCOMPARE(http->request("PUT", "/v1/trees/t/objects/1", R"({"id":1})").status, 201);
    }
};

QTEST_GUILESS_MAIN(ServerBatchTest)
#include "server_batch_test.moc"
