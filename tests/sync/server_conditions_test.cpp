#include "tests/support/testserver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

/// Conditions on the running server, and that the ways to write agree on what is refused, and how.
class ServerConditionsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;

    [[nodiscard]] RawAnswer object(const QByteArray &method, const QByteArray &target,
                                   const QByteArray &body = {}, const QByteArrayList &headers = {})
    {
        return m_http->request(method, "/v1/trees/t/objects/" + target, body, headers);
    }
    [[nodiscard]] RawAnswer batch(const QByteArray &operations, const QByteArrayList &headers = {})
    {
        return m_http->request("POST", "/v1/trees/t/batch", "{\"operations\":[" + operations + "]}", headers);
    }
    [[nodiscard]] QByteArray field(const char *name)
    {
        return QJsonDocument::fromJson(m_http->get("/v1/trees/t").body)[QLatin1StringView(name)]
            .toVariant()
            .toByteArray();
    }
    [[nodiscard]] QByteArray treeTag()
    {
        return '"' + field("collection") + '.' + field("generation") + '.' + field("digest") + '"';
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<TestServer>();
        m_http = m_server->connect();
        QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
    }

    void anObjectIsNotSentAgain()
    {
        QCOMPARE(object("PUT", "1", R"({"id":1})").status, 201);
        for (const char *tag : {"\"2\"", "W/\"2\"", "\"7\", \"2\"", "*", "\"2-gzip\""}) {
            const RawAnswer same = object("GET", "1", {}, {QByteArray("If-None-Match: ") + tag});
            QVERIFY2(same.status == 304, tag);
            QVERIFY(same.body.isEmpty());
            QCOMPARE(same.headers.value("etag"), QByteArray(tag).contains("gzip") ? tag : "\"2\"");
            QCOMPARE(same.headers.value("vary"), "Accept-Encoding"_ba);
        }
        QCOMPARE(object("GET", "1", {}, {"If-None-Match: \"7\"", "If-None-Match: \"2\""}).status, 304);
        QCOMPARE(object("GET", "1", {}, {"If-None-Match: \"3\""}).status, 200);
        QCOMPARE(object("GET", "1", {}, {"If-Match: \"3\""}).status, 412);
        QCOMPARE(object("GET", "1", {}, {"If-Match: \"2\""}).status, 200);
        QCOMPARE(object("GET", "1", {}, {"If-None-Match: 2"}).status, 400);
        QCOMPARE(object("GET", "none", {}, {"If-None-Match: *"}).status, 404);
    }

    void aCompressedAnswerHasATagOfItsOwn()
    {
        const QByteArray text = "{\"id\":1,\"x\":\"" + QByteArray(5000, 'x') + "\"}";
        QCOMPARE(object("PUT", "1", text).status, 201);
        const RawAnswer plain = object("GET", "1");
        const RawAnswer packed = object("GET", "1", {}, {"Accept-Encoding: gzip"});
        QVERIFY(!plain.compressed);
        QVERIFY(packed.compressed);
        QCOMPARE(packed.body, plain.body);
        QCOMPARE(plain.headers.value("etag"), "\"2\""_ba);
        QCOMPARE(packed.headers.value("etag"), "\"2-gzip\""_ba);
        QCOMPARE(packed.headers.value("vary"), "Accept-Encoding"_ba);
        // Both name the object as it is.
        QCOMPARE(object("PUT", "1", text, {"If-Match: " + packed.headers.value("etag")}).status, 200);
        QCOMPARE(object("DELETE", "1", {}, {"If-Match: \"2-gzip\""}).status, 412);
        // An update's is weak, so that it is the same in each coding; and another in each dialect.
        const RawAnswer update = m_http->get("/v1/trees/t/updates", {"Accept-Encoding: gzip"});
        QVERIFY(update.compressed);
        QCOMPARE(update.headers.value("etag"), m_http->get("/v1/trees/t/updates").headers.value("etag"));
        QVERIFY(update.headers.value("etag").startsWith("W/\""));
        const RawAnswer native =
            m_http->get("/v1/trees/t/updates", {"Accept: application/vnd.genmirror+json"});
        QCOMPARE(native.headers.value("etag"), QByteArray("W/" + treeTag()));
        QVERIFY(native.headers.value("etag") != update.headers.value("etag"));
        QCOMPARE(
            m_http->get("/v1/trees/t/updates", {"If-None-Match: " + native.headers.value("etag")}).status,
            200);
    }

    void aWriteIsDoneWhereTheConditionHolds_data()
    {
        QTest::addColumn<QByteArrayList>("headers");
        QTest::addColumn<int>("put");
        QTest::addColumn<int>("remove");
        QTest::newRow("none") << QByteArrayList{} << 200 << 200;
        QTest::newRow("match") << QByteArrayList{"If-Match: \"2\""} << 200 << 200;
        QTest::newRow("match, another") << QByteArrayList{"If-Match: \"1\""} << 412 << 412;
        QTest::newRow("match, a text") << QByteArrayList{"If-Match: \"text\""} << 412 << 412;
        QTest::newRow("match, weak") << QByteArrayList{"If-Match: W/\"2\""} << 412 << 412;
        QTest::newRow("match, a list") << QByteArrayList{"If-Match: \"1\", \"2\""} << 200 << 200;
        QTest::newRow("match, two lines")
            << QByteArrayList{"If-Match: \"1\"", "If-Match: \"2\""} << 200 << 200;
        QTest::newRow("match, any") << QByteArrayList{"If-Match: *"} << 200 << 200;
        QTest::newRow("match, nonsense") << QByteArrayList{"If-Match: 2"} << 400 << 400;
        QTest::newRow("match, empty") << QByteArrayList{"If-Match:"} << 400 << 400;
        QTest::newRow("none match, any") << QByteArrayList{"If-None-Match: *"} << 412 << 412;
        QTest::newRow("none match") << QByteArrayList{"If-None-Match: W/\"2\""} << 412 << 412;
        QTest::newRow("none match, another") << QByteArrayList{"If-None-Match: \"1\""} << 200 << 200;
        QTest::newRow("both") << QByteArrayList{"If-Match: \"2\"", "If-None-Match: *"} << 412 << 412;
    }
    void aWriteIsDoneWhereTheConditionHolds()
    {
        QFETCH(const QByteArrayList, headers);
        QFETCH(const int, put);
        QFETCH(const int, remove);
        for (const auto &[method, body, status] : {std::tuple("PUT"_ba, R"({"id":1,"n":2})"_ba, put),
                                                   std::tuple("DELETE"_ba, QByteArray(), remove)}) {
            QCOMPARE(m_http->request("DELETE", "/v1/trees/t").status, 204);
            QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
            QCOMPARE(object("PUT", "1", R"({"id":1})").status, 201);
            const RawAnswer answer = object(method, "1", body, headers);
            QCOMPARE(answer.status, status);
            QCOMPARE(field("generation"), status == 200 ? "3"_ba : "2"_ba);
            if (status == 412)
                QVERIFY2(answer.body.endsWith(R"("generation":2,"current":{"id":1}})"),
                         answer.body.constData());
        }
    }

    /// Each situation by each way that there is to write.
    void allWaysToWriteAgree_data()
    {
        QTest::addColumn<QByteArray>("id");        // "o" is an object, "s" a nested set, "n" is not there
        QTest::addColumn<QByteArray>("condition"); // "": none; a generation; "absent"
        QTest::addColumn<int>("put");              // also `add`
        QTest::addColumn<int>("changed");          // 0: no such condition
        QTest::addColumn<int>("remove");           // by DELETE and `remove`
        const auto row = [](const char *name, const char *id, const char *condition, int put, int changed,
                            int remove) {
            QTest::newRow(name) << QByteArray(id) << QByteArray(condition) << put << changed << remove;
        };
        row("an object", "o", "", 200, 200, 200);
        row("an object of this generation", "o", "2", 200, 200, 200);
        row("an object of another generation", "o", "1", 412, 412, 412);
        row("an object, wanted absent", "o", "absent", 412, 0, 0);
        row("nothing", "n", "", 200, 404, 404);
        row("nothing, wanted at a generation", "n", "2", 412, 404, 404);
        row("nothing, wanted absent", "n", "absent", 200, 0, 0);
        row("a nested set", "s", "", 409, 409, 200);
        row("a nested set of this generation", "s", "3", 409, 409, 200);
        row("a nested set of another generation", "s", "2", 409, 409, 412);
        row("a nested set, wanted absent", "s", "absent", 409, 0, 0);
        row("no such set", "none/o", "", 404, 404, 404);
        row("no such set, at a generation", "none/o", "2", 404, 404, 404);
        row("no such set, wanted absent", "none/o", "absent", 404, 0, 0);
    }
    void allWaysToWriteAgree()
    {
        QFETCH(const QByteArray, id);
        QFETCH(const QByteArray, condition);
        QFETCH(const int, put);
        QFETCH(const int, changed);
        QFETCH(const int, remove);
        const auto prepare = [this] {
            if (m_http->request("DELETE", "/v1/trees/t").status != 204 ||
                m_http->request("PUT", "/v1/trees/t").status != 201)
                return false;
            return batch(R"({"op":"add","object":{"id":"o"}},{"op":"create-set","set":["s"]})").status == 200;
        };
        const bool isNested = id.contains('/');
        const QByteArray name = id.mid(id.indexOf('/') + 1);
        const QByteArray body = "{\"id\":\"" + name + "\",\"n\":1}";
        QByteArrayList headers;
        QByteArray fields = isNested ? ",\"set\":[\"none\"]" : "";
        if (condition == "absent") {
            headers.append("If-None-Match: *");
            fields += ",\"ifAbsent\":true";
        } else if (!condition.isEmpty()) {
            headers.append("If-Match: \"" + condition + '"');
            fields += ",\"ifGeneration\":" + condition;
        }
        const auto same = [](int status) { return status == 201 ? 200 : status; };
        const auto operation = [&](const QByteArray &op, const QByteArray &rest) {
            return batch("{\"op\":\"" + op + '"' + rest + fields + '}').status;
        };
        QVERIFY(prepare());
        QCOMPARE(same(object("PUT", id, body, headers).status), put);
        QVERIFY(prepare());
        QCOMPARE(operation("add", ",\"object\":" + body), put);
        if (changed != 0) {
            QVERIFY(prepare());
            QCOMPARE(operation("changed", ",\"object\":" + body), changed);
            QVERIFY(prepare());
            QCOMPARE(operation("remove", ",\"id\":\"" + name + '"'), remove);
            QVERIFY(prepare());
            QCOMPARE(object("DELETE", id, {}, headers).status, remove);
        }
    }

    void whatIsInTheWayOfASetIsTold()
    {
        QCOMPARE(batch(R"({"op":"add","object":{"id":"o"}},{"op":"create-set","set":["s"]})").status, 200);
        QCOMPARE(batch(R"({"op":"create-set","set":["s"]})").status, 409);
        QCOMPARE(batch(R"({"op":"create-set","set":["o"]})").status, 409);
        QCOMPARE(batch(R"({"op":"create-set","set":["none","s"]})").status, 404);
        QCOMPARE(batch(R"({"op":"remove-set","set":["s"],"ifGeneration":2})").status, 412);
        QCOMPARE(batch(R"({"op":"remove-set","set":["s"],"ifGeneration":3})").status, 200);
    }

    void aTreeIsChangedOnlyWhileItIsTheSame()
    {
        const QByteArray old = treeTag();
        QCOMPARE(object("PUT", "1", R"({"id":1})").status, 201);
        const QByteArray add = R"({"op":"add","object":{"id":2}})";
        const QByteArray reason = R"({"reason":"test"})";
        const auto admin = [&](const QByteArray &act, const QByteArray &body, const QByteArray &tag) {
            return m_http->request("POST", "/v1/admin/trees/t/" + act, body, {"If-Match: " + tag}).status;
        };
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t", {}, {"If-Match: " + old}).status, 412);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t", {}, {"If-Match: W/" + treeTag()}).status, 412);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t", {}, {"If-None-Match: *"}).status, 412);
        QCOMPARE(batch(add, {"If-Match: " + old}).status, 412);
        QCOMPARE(admin("reset", reason, old), 412);
        QCOMPARE(admin("compact", R"({"keep_removals":0})", old), 412);
        QCOMPARE(field("generation"), "2"_ba);
        QCOMPARE(admin("compact", R"({"keep_removals":0})", treeTag()), 200);
        const QByteArray now = treeTag();
        const QByteArray key = "Idempotency-Key: k";
        QCOMPARE(batch(add, {"If-Match: " + now, key}).status, 200);
        QCOMPARE(batch(add, {"If-Match: " + now, key}).status, 200); // the answer of the first time
        QCOMPARE(field("generation"), "3"_ba);
        QCOMPARE(admin("reset", reason, treeTag()), 200);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t", {}, {"If-Match: nonsense"}).status, 400);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t", {}, {"If-Match: \"x\", " + treeTag()}).status, 204);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t", {}, {"If-Match: *"}).status, 404);
        QCOMPARE(m_http->request("PUT", "/v1/trees/t", {}, {"If-Match: *"}).status, 412);
        QCOMPARE(m_http->request("PUT", "/v1/trees/t", {}, {"If-None-Match: *"}).status, 201);
        QCOMPARE(m_http->request("PUT", "/v1/trees/t", {}, {"If-None-Match: *"}).status, 409);
    }
};

QTEST_GUILESS_MAIN(ServerConditionsTest)
#include "server_conditions_test.moc"
