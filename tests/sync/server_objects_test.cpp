#include "tests/support/testserver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

/// /v1/trees/{tree}/objects/{set path}/{id} on the running server.
class ServerObjectsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;

    [[nodiscard]] RawAnswer object(const QByteArray &method, const QByteArray &target,
                                   const QByteArray &body = {}, const QByteArrayList &headers = {})
    {
        return m_http->request(method, "/v1/trees/t/objects/" + target, body, headers);
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<TestServer>();
        m_http = m_server->connect();
        QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
    }

    void textComesBackByteForByte()
    {
        const QByteArray text = R"({ "z":1.0e2,  "id":"a b/c","\u00e4":"\u00e4ä" })";
        QCOMPARE(object("PUT", "a%20b%2Fc", ' ' + text + "\r\n").status, 201);
        const RawAnswer answer = object("GET", "a%20b%2Fc");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, text);
        QCOMPARE(answer.headers.value("etag"), "\"2\""_ba);
        QCOMPARE(object("PUT", "a%20b%2Fc", text).status, 200);
        QCOMPARE(object("GET", "a%20b%2Fc").headers.value("etag"), "\"3\""_ba);
    }

    void aNumberAndItsTextAreTwoIds()
    {
        QCOMPARE(object("PUT", "7", R"({"id":7})").status, 201);
        QCOMPARE(object("PUT", "%227%22", R"({"id":"7"})").status, 201);
        QCOMPARE(object("GET", "7").body, R"({"id":7})"_ba);
        QCOMPARE(object("GET", "%227%22").body, R"({"id":"7"})"_ba);
        QCOMPARE(object("PUT", "7", R"({"id":"7"})").status, 400);
    }

    void conditionsGuardAgainstOtherEditors()
    {
        QCOMPARE(object("PUT", "1", R"({"id":1})", {"If-None-Match: *"}).status, 201);
        const RawAnswer there = object("PUT", "1", R"({"id":1,"x":2})", {"If-None-Match: *"});
        QCOMPARE(there.status, 412);
        QVERIFY2(there.body.endsWith(R"("generation":2,"current":{"id":1}})"), there.body.constData());
        QCOMPARE(object("PUT", "1", R"({"id":1,"x":2})", {"If-Match: \"1\""}).status, 412);
        QCOMPARE(object("PUT", "1", R"({"id":1,"x":2})", {"If-Match: \"2\""}).status, 200);
        QCOMPARE(object("DELETE", "1", {}, {"If-Match: \"2\""}).status, 412);
        QCOMPARE(object("PUT", "2", R"({"id":2})", {"If-Match: \"2\""}).status, 412);
        QCOMPARE(object("PUT", "1", R"({"id":1})", {"If-Match: nonsense"}).status, 400);
        QCOMPARE(object("DELETE", "1", {}, {"If-Match: \"3\""}).status, 200);
        QCOMPARE(object("GET", "1").status, 404);
        QCOMPARE(object("DELETE", "1").status, 404);
    }

    void answersCarryTheUpdateThatWasAskedFor()
    {
        QCOMPARE(object("PUT", "1", R"({"id":1})").status, 201);
        const RawAnswer classic = object("PUT", "2?since=1", R"({"id":2})");
        const QByteArray collection =
            QJsonDocument::fromJson(m_http->get("/v1/trees/t").body)["collection"_L1].toString().toLatin1();
        QCOMPARE(classic.body,
                 "{\"collection\":\"" + collection +
                     "\",\"generation\":3,\"updates\":{\"generation\":3,\"adds\":[{\"id\":1},{\"id\":2}]}}");
        const RawAnswer native =
            object("DELETE", "1?since=3", {}, {"Accept: application/vnd.genmirror+json"});
        const QJsonObject updates = QJsonDocument::fromJson(native.body)["updates"_L1].toObject();
        QCOMPARE(updates["tree"_L1].toString(), u"t"_s);
        QCOMPARE(updates["generation"_L1].toInteger(), 4);
    }

    void theUpdateInAnAnswerIsShort()
    {
        constexpr qsizetype most = 1024 * 1024;
        const QByteArray text(300'000, 'x');
        const auto bodyOf = [&text](int id) {
            return QByteArray("{\"id\":" + QByteArray::number(id) + ",\"t\":\"" + text + "\"}");
        };
        for (int id = 1; id <= 5; ++id)
            QCOMPARE(object("PUT", QByteArray::number(id), bodyOf(id)).status, 201);
        const RawAnswer answer =
            object("PUT", "6?since=0", bodyOf(6), {"Accept: application/vnd.genmirror+json"});
        QCOMPARE(answer.status, 201);
        QVERIFY(answer.body.size() < most + 1000);
        const QJsonObject page = QJsonDocument::fromJson(answer.body)["updates"_L1].toObject();
        QVERIFY(page["more"_L1].toBool());
        qsizetype told = page["adds"_L1].toArray().size();
        QVERIFY(told > 0);
        const RawAnswer rest =
            m_http->get("/v1/trees/t/updates?since=" + QByteArray::number(page["generation"_L1].toInteger()) +
                        "&base=" + QByteArray::number(page["base"_L1].toInteger()));
        told += QJsonDocument::fromJson(rest.body)["adds"_L1].toArray().size();
        QCOMPARE(told, 6);
        // What is too long by itself is left out: the client asks.
        const RawAnswer large =
            object("PUT", "7?since=7", "{\"id\":7,\"t\":\"" + QByteArray(2 * most, 'x') + "\"}");
        QCOMPARE(large.status, 201);
        QVERIFY(!large.body.contains("updates"));
    }

    void aBadParameterChangesNothing()
    {
        const RawAnswer answer = object("PUT", "1?since=x", R"({"id":1})");
        QCOMPARE(answer.status, 400);
        QVERIFY(answer.body.contains("since"));
        QCOMPARE(object("GET", "1").status, 404);
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArrayList>("headers");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("word");
        const QByteArrayList none;
        QTest::newRow("no JSON") << "1"_ba
                                 << R"({"id":1,})"_ba << none << 400 << "byte"_ba;
        QTest::newRow("cut short") << "1"_ba
                                   << R"({"id":1)"_ba << none << 400 << "byte"_ba;
        QTest::newRow("two values") << "1"_ba
                                    << R"({"id":1}{"id":1})"_ba << none << 400 << "byte"_ba;
        QTest::newRow("not UTF-8") << "1"_ba
                                   << "{\"id\":1,\"x\":\"\xff\"}"_ba << none << 400 << "byte"_ba;
        QTest::newRow("no body") << "1"_ba << QByteArray() << none << 400 << "JSON"_ba;
        QTest::newRow("no id") << "1"_ba
                               << "{}"_ba << none << 400 << "id"_ba;
        QTest::newRow("too deep") << "1"_ba
                                  << "{\"id\":1,\"x\":" + QByteArray(600, '[') + QByteArray(600, ']') + '}'
                                  << none << 413 << "deep"_ba;
        QTest::newRow("no such set") << "s/1"_ba
                                     << R"({"id":1})"_ba << none << 404 << "create-set"_ba;
        QTest::newRow("wrong type") << "1"_ba
                                    << R"({"id":1})"_ba << QByteArrayList{"Content-Type: text/plain"} << 415
                                    << "application/json"_ba;
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(const QByteArray, target);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArrayList, headers);
        QFETCH(const int, status);
        QFETCH(const QByteArray, word);
        const RawAnswer answer = object("PUT", target, body, headers);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.headers.value("content-type"), "application/problem+json"_ba);
        QVERIFY2(answer.body.contains(word), answer.body.constData());
        QCOMPARE(m_http->get("/v1/trees/t/updates").body, R"({"generation":1})"_ba);
    }

    /// In a set of values a segment that is JSON is that value; elsewhere what reads as a value is a string.
    void valuesAreAddressedByTheirJson()
    {
        QCOMPARE(m_http
                     ->request("POST", "/v1/trees/t/batch",
                               R"({"operations":[{"op":"create-set","set":["v"],"key":"value"}]})")
                     .status,
                 200);
        const QList<std::pair<QByteArray, QByteArray>> values{{"true", "true"},
                                                              {"%22true%22", "\"true\""},
                                                              {"null", "null"},
                                                              {"%22null%22", "\"null\""},
                                                              {"0.5", "0.5"},
                                                              {"%220.5%22", "\"0.5\""},
                                                              {"7", "7"},
                                                              {"%227%22", "\"7\""},
                                                              {"plain", "\"plain\""},
                                                              {"%7B%22a%22%3A1%7D", R"({"a":1})"},
                                                              {"[1,2]", "[1,2]"}};
        for (const auto &[segment, text] : values)
            QVERIFY2(object("PUT", "v/" + segment, text).status == 201, segment);
        QCOMPARE(object("PUT", "v/true", "\"true\"").status, 400); // that is another
        for (const auto &[segment, text] : values)
            QCOMPARE(object("GET", "v/" + segment).body, text);
        QCOMPARE(object("GET", "v/5e-1").body, "0.5"_ba);
        QCOMPARE(object("GET", "v/%22plain%22").body, "\"plain\""_ba);
        QCOMPARE(object("GET", "v/false").status, 404);
        for (const auto &[segment, text] : values) {
            QCOMPARE(object("DELETE", "v/" + segment).status, 200);
            QCOMPARE(object("GET", "v/" + segment).status, 404);
        }
        QCOMPARE(object("GET", "v/1e309").status, 400);
        QCOMPARE(object("GET", "v/%22broken").status, 400);
        // Elsewhere they are strings, as they have always been.
        QCOMPARE(object("PUT", "true", R"({"id":"true"})").status, 201);
        QCOMPARE(object("GET", "%22true%22").body, R"({"id":"true"})"_ba);
        QCOMPARE(object("PUT", "0.5", R"({"id":"0.5"})").status, 201);
        QCOMPARE(object("GET", "99999999999999999999").status, 400);
    }

    void anObjectPastTheLimitIsRefused()
    {
        const QByteArray text = "{\"id\":1,\"x\":\"" + QByteArray(16 * 1024 * 1024, 'x') + "\"}";
        QCOMPARE(object("PUT", "1", text).status, 413);
        QCOMPARE(m_http
                     ->request("POST", "/v1/trees/t/batch",
                               R"({"operations":[{"op":"add","object":)" + text + "}]}")
                     .status,
                 413);
    }

    void idsOfNestedSetsAreTaken()
    {
        QCOMPARE(
            m_http
                ->request("POST", "/v1/trees/t/batch", R"({"operations":[{"op":"create-set","set":["s"]}]})")
                .status,
            200);
        QCOMPARE(object("PUT", "s", R"({"id":"s"})").status, 409);
        QCOMPARE(object("PUT", "s/1", R"({"id":1})").status, 201);
        QCOMPARE(object("GET", "s/1").body, R"({"id":1})"_ba);
        QCOMPARE(object("DELETE", "s").status, 200); // with all that is in it
        QCOMPARE(object("GET", "s/1").status, 404);
    }
};

QTEST_GUILESS_MAIN(ServerObjectsTest)
#include "server_objects_test.moc"
