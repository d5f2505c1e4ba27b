#include "tests/support/testserver.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScopeGuard>
#include <QTest>

#include <array>
#include <atomic>
#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

/// Trees as wholes: made, listed, compacted, reset, removed; and addresses that are none.
class ServerTreesTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;

    [[nodiscard]] static QJsonObject objectOf(const RawAnswer &answer)
    {
        return QJsonDocument::fromJson(answer.body).object();
    }
    void addAndRemove(int count)
    {
        for (int i = 0; i < count; ++i) {
            const QByteArray id = QByteArray::number(i);
            QCOMPARE(m_http->request("PUT", "/v1/trees/t/objects/" + id, "{\"id\":" + id + '}').status, 201);
            QCOMPARE(m_http->request("DELETE", "/v1/trees/t/objects/" + id).status, 200);
        }
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<TestServer>();
        m_http = m_server->connect();
    }

    void aDamagedTreeIsListedWithItsProblem()
    {
        QCOMPARE(m_http->request("PUT", "/v1/trees/good").status, 201);
        QCOMPARE(m_http->request("PUT", "/v1/trees/bad").status, 201);
        m_http.reset();
        m_server->stop();
        QFile file(m_server->directory() + u"/bad.sqlite"_s);
        QVERIFY(file.open(QIODevice::WriteOnly)); // empties it
        file.write(QByteArray(5000, 'x'));
        file.close();
        m_server->start();
        m_http = m_server->connect();
        const QJsonArray trees = objectOf(m_http->get("/v1/trees"))["trees"_L1].toArray();
        QCOMPARE(trees.size(), 2);
        QCOMPARE(trees[0]["tree"_L1].toString(), u"bad"_s);
        QVERIFY(trees[0]["problem"_L1].toString().contains("damaged"_L1));
        QCOMPARE(trees[1]["generation"_L1].toInteger(), 1);
        QCOMPARE(m_http->get("/v1/trees/bad").status, 500);
    }

    void treesAreMadeListedAndRemoved()
    {
        QCOMPARE(m_http->get("/v1/trees").body, R"({"trees":[],"more":false})"_ba);
        const RawAnswer made =
            m_http->request("PUT", "/v1/trees/a.b", R"({"maximum_removals":5,"key":{"attribute":"name"}})");
        QCOMPARE(made.status, 201);
        QCOMPARE(m_http->request("PUT", "/v1/trees/a.b").status, 409);
        const QJsonObject listed = objectOf(m_http->get("/v1/trees"))["trees"_L1][0].toObject();
        QCOMPARE(listed["tree"_L1].toString(), u"a.b"_s);
        QCOMPARE(listed["collection"_L1], objectOf(made)["collection"_L1]);
        const QJsonObject root = objectOf(m_http->get("/v1/trees/a.b"))["sets"_L1][0].toObject();
        QCOMPARE(root["maximum_removals"_L1].toInteger(), 5);
        QCOMPARE(root["key"_L1].toObject(), QJsonObject({{u"attribute"_s, u"name"_s}}));
        QCOMPARE(m_http->request("DELETE", "/v1/trees/a.b").status, 204);
        QCOMPARE(m_http->get("/v1/trees/a.b").status, 404);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/a.b").status, 404);
        QVERIFY(QDir(m_server->directory()).entryList({u"a.b*"_s}).isEmpty());
    }

    void aTreeMadeAgainIsAnotherCollection()
    {
        const RawAnswer first = m_http->request("PUT", "/v1/trees/t");
        addAndRemove(1);
        QCOMPARE(m_http->get("/v1/trees/t/updates").status, 200);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t").status, 204);
        const RawAnswer second = m_http->request("PUT", "/v1/trees/t");
        QVERIFY(objectOf(first)["collection"_L1] != objectOf(second)["collection"_L1]);
        for (int i = 0; i < 4; ++i) // every reader has noticed
            QCOMPARE(m_http->get("/v1/trees/t/updates").body, R"({"generation":1})"_ba);
    }

    /// Not that another program moved its file.
    void whoReadsATreeThatIsRemovedAndMadeFindsOneOrNone()
    {
        constexpr int times = 60;
        constexpr size_t readers = 2;
        std::atomic<bool> done = false;
        std::array<QByteArray, readers> wrong;
        {
            std::vector<std::jthread> reading;
            for (size_t i = 0; i < readers; ++i)
                reading.emplace_back([&, i] {
                    const auto http = m_server->connect();
                    while (!done && wrong[i].isEmpty()) {
                        const RawAnswer answer = http->get("/v1/trees/t/updates");
                        if (answer.status != 200 && answer.status != 404)
                            wrong[i] = answer.body;
                    }
                });
            const auto end = qScopeGuard([&] { done = true; });
            for (int i = 0; i < times; ++i) {
                QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
                QCOMPARE(m_http->request("DELETE", "/v1/trees/t").status, 204);
            }
        }
        for (const QByteArray &answer : wrong)
            QCOMPARE(answer, QByteArray());
        QCOMPARE(m_http->get("/readyz").status, 200);
    }

    void aRestartKeepsEverything()
    {
        QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
        addAndRemove(3);
        QCOMPARE(m_http->request("PUT", "/v1/trees/t/objects/x", R"({"id":"x"})").status, 201);
        const auto treeNow = [this] {
            const QByteArray body = m_http->get("/v1/trees/t").body;
            const qsizetype rate = body.indexOf(",\"writes_a_minute\":"); // starts anew
            return QByteArray(body.left(rate) + body.mid(body.indexOf(',', rate + 1)));
        };
        const QByteArray tree = treeNow();
        const QByteArray updates = m_http->get("/v1/trees/t/updates?since=3").body;
        m_server->restart();
        m_http = m_server->connect();
        QCOMPARE(treeNow(), tree);
        QCOMPARE(m_http->get("/v1/trees/t/updates?since=3").body, updates);
    }

    void anEmptyFileIsListedWithItsProblemAndStays()
    {
        m_server->stop();
        QFile half(m_server->directory() + "/half.sqlite"_L1);
        QVERIFY(half.open(QIODevice::WriteOnly));
        half.close();
        m_server->start();
        m_http = m_server->connect();
        QVERIFY(m_http->get("/v1/trees").body.startsWith(R"({"trees":[{"tree":"half","problem":)"));
        QCOMPARE(m_http->request("PUT", "/v1/trees/half").status, 409);
        QVERIFY(half.exists());
    }

    void compactionRaisesTheFloor()
    {
        QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
        addAndRemove(4);
        const QByteArray address = "/v1/admin/trees/t/compact";
        const RawAnswer dry = m_http->request("POST", address, R"({"keep_removals":1,"dry_run":true})");
        QCOMPARE(dry.status, 200);
        QCOMPARE(objectOf(dry)["dropped"_L1].toInteger(), 3);
        QVERIFY(!m_http->get("/v1/trees/t/updates?since=2").body.contains("contents"));
        const RawAnswer done = m_http->request("POST", address, R"({"keep_removals":1})");
        QCOMPARE(done.body, dry.body);
        QVERIFY(m_http->get("/v1/trees/t/updates?since=2").body.contains("contents"));
        QVERIFY(!m_http->get("/v1/trees/t/updates?since=7").body.contains("contents"));
        for (const QByteArray &bad :
             {"{}"_ba, R"({"keep_removals":-1})"_ba, R"({"keep_removals":1,"before":2})"_ba,
              R"({"keep":1})"_ba, "[]"_ba, QByteArray()})
            QCOMPARE(m_http->request("POST", address, bad).status, 400);
    }

    void aResetIsANewCollection()
    {
        QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
        QCOMPARE(m_http->request("PUT", "/v1/trees/t/objects/1", R"({"id":1})").status, 201);
        const QJsonObject before = objectOf(m_http->get("/v1/trees/t"));
        const QByteArray address = "/v1/admin/trees/t/reset";
        QCOMPARE(m_http->request("POST", address, "{}").status, 400);
        QCOMPARE(m_http->request("POST", address, R"({"reason":"moved"})").status, 200);
        const QJsonObject kept = objectOf(m_http->get("/v1/trees/t"));
        QVERIFY(kept["collection"_L1] != before["collection"_L1]);
        QCOMPARE(kept["digest"_L1], before["digest"_L1]);
        QCOMPARE(m_http->request("POST", address, R"({"reason":"empty","objects":"drop"})").status, 200);
        QCOMPARE(m_http->get("/v1/trees/t/updates").body, R"({"generation":1})"_ba);
    }

    void whatIsNotThereIsSaid()
    {
        for (const QByteArray &address :
             {"/"_ba, "/v1"_ba, "/v2/trees"_ba, "/v1/trees/t"_ba, "/v1/trees/t/nothing"_ba,
              "/v1/trees/t/updates"_ba, "/v1/trees/t/objects/1"_ba}) {
            const RawAnswer answer = m_http->get(address);
            QCOMPARE(answer.status, 404);
            QCOMPARE(answer.headers.value("content-type"), "application/problem+json"_ba);
        }
        const RawAnswer wrong = m_http->request("PATCH", "/v1/trees/t");
        QCOMPARE(wrong.status, 405);
        for (const QByteArray &method : {"GET"_ba, "PUT"_ba, "DELETE"_ba})
            QVERIFY2(wrong.headers.value("allow").contains(method), wrong.headers.value("allow").constData());
        for (const QByteArray &name : {".hidden"_ba, "..%2Fetc"_ba, "a%20b"_ba, QByteArray(129, 'a')})
            QCOMPARE(m_http->request("PUT", "/v1/trees/" + name).status, 400);
    }

    void aSecondServerIsKeptOut()
    {
        const auto second = TreeService::open(m_server->directory());
        QVERIFY(!second);
        QCOMPARE(second.error().kind, Error::Kind::Conflict);
    }
};

QTEST_GUILESS_MAIN(ServerTreesTest)
#include "server_trees_test.moc"
