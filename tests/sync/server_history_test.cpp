// GET /v1/trees/{tree}/history: who did what to a tree.
#include "model/core/jsontext.h"
#include "tests/support/testserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class ServerHistoryTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;

    QJsonObject ask(const QByteArray &query = {})
    {
        return QJsonDocument::fromJson(m_http->get("/v1/trees/main/history" + query).body).object();
    }
    void start(const TreeServiceOptions &options = {})
    {
        m_http.reset();
        m_server = std::make_unique<TestServer>(options);
        m_http = m_server->connect();
        QCOMPARE(m_http->request("PUT", "/v1/trees/main").status, 201);
    }

private Q_SLOTS:
    void init() { start(); }
    void cleanup()
    {
        m_http.reset();
        m_server.reset();
    }

    void itTellsWhoDidWhatNewestFirst()
    {
        const QByteArray batch = "{\"operations\":[{\"op\":\"create-set\",\"set\":[\"a\"]},"
                                 "{\"op\":\"add\",\"set\":[\"a\"],\"object\":{\"id\":1}},"
                                 "{\"op\":\"add\",\"set\":[\"a\"],\"object\":{\"id\":2}}]}";
        QCOMPARE(m_http->request("POST", "/v1/trees/main/batch", batch, {"User-Agent: an editor"}).status,
                 200);
        QCOMPARE(m_http->request("PUT", "/v1/trees/main/objects/a/1", "{\"id\":1,\"n\":2}").status, 200);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/main/objects/a/2").status, 200);
        QCOMPARE(m_http->request("POST", "/v1/admin/trees/main/compact", "{\"keep_removals\":0}").status,
                 200);
        QCOMPARE(
            m_http->request("POST", "/v1/admin/trees/main/reset", "{\"reason\":\"it was \\u0022old\\u0022\"}")
                .status,
            200);
        const QJsonArray records = ask()["history"_L1].toArray();
        QStringList what;
        for (const QJsonValue record : records)
            what.append(record["what"_L1].toString());
        QCOMPARE(what, (QStringList{u"reset"_s, u"compaction"_s, u"changes"_s, u"changes"_s, u"changes"_s,
                                    u"created"_s}));
        QCOMPARE(records[0]["reason"_L1].toString(), u"it was \"old\""_s);
        QVERIFY(records[0]["collection"_L1] != records[1]["collection"_L1]);
        const QJsonValue made = records[4];
        QCOMPARE(made["first"_L1].toInt(), 2);
        QCOMPARE(made["last"_L1].toInt(), 4);
        QCOMPARE(made["who"_L1].toString(), u"127.0.0.1"_s);
        QCOMPARE(made["agent"_L1].toString(), u"an editor"_s);
        QCOMPARE(made["sets"_L1][0]["sets_created"_L1].toInt(), 1);
        QCOMPARE(made["sets"_L1][1]["added"_L1].toInt(), 2);
        QCOMPARE(records[3]["sets"_L1][0]["changed"_L1].toInt(), 1);
        QCOMPARE(records[2]["sets"_L1][0]["removed"_L1].toInt(), 1);
    }

    void itIsReadInPagesAndSurvivesARestart()
    {
        for (int id = 0; id < 10; ++id)
            QCOMPARE(m_http
                         ->request("PUT", "/v1/trees/main/objects/" + QByteArray::number(id),
                                   "{\"id\":" + QByteArray::number(id) + '}')
                         .status,
                     201);
        m_http.reset();
        m_server->restart();
        m_http = m_server->connect();
        QList<int> last;
        QByteArray query = "?limit=4";
        while (true) {
            const QJsonObject page = ask(query);
            const QJsonArray records = page["history"_L1].toArray();
            for (const QJsonValue record : records)
                last.append(record["last"_L1].toInt());
            if (!page["more"_L1].toBool())
                break;
            query = "?limit=4&before=" + QByteArray::number(records.last()["number"_L1].toInteger());
        }
        QCOMPARE(last, (QList<int>{11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}));
    }

    void whatWasRefusedIsNotInIt()
    {
        QCOMPARE(m_http->request("DELETE", "/v1/trees/main/objects/1").status, 404);
        QCOMPARE(ask()["history"_L1].toArray().size(), 1);
    }

    void itIsPruned_data()
    {
        QTest::addColumn<qint64>("records");
        QTest::addColumn<qint64>("bytes");
        QTest::newRow("by number") << qint64(50) << qint64(1'000'000);
        QTest::newRow("by bytes") << qint64(100'000) << qint64(50 * 150);
    }
    void itIsPruned()
    {
        QFETCH(const qint64, records);
        QFETCH(const qint64, bytes);
        start({.history = {.records = records, .bytes = bytes}});
        constexpr int changes = 1030; // numbers are looked at after 64 records
        for (int n = 0; n < changes; ++n)
            QCOMPARE(m_http->request("PUT", "/v1/trees/main/objects/1", "{\"id\":1}").status / 100, 2);
        const QJsonArray kept = ask("?limit=1000")["history"_L1].toArray();
        QVERIFY(kept.size() < 130);
        QVERIFY(kept.size() >= 20);
        QCOMPARE(kept.first()["last"_L1].toInt(), changes + 1);
    }

    void bytesHoldAfterEachChange()
    {
        start({.history = {.records = 100'000, .bytes = 3000}});
        for (int n = 0; n < 100; ++n) {
            QCOMPARE(m_http->request("PUT", "/v1/trees/main/objects/1", "{\"id\":1}").status / 100, 2);
            QVERIFY(ask("?limit=1000")["history"_L1].toArray().size() <= 3000 / 80);
        }
        QVERIFY(ask("?limit=1000")["history"_L1].toArray().size() >= 10);
    }

    void pagesAndRecordsAreShort()
    {
        const auto batch = [this](const QByteArray &name) {
            QByteArray operations;
            for (int n = 0; n < 1500; ++n)
                operations += (n > 0 ? "," : "") + QByteArray("{\"op\":\"create-set\",\"set\":[\"") + name +
                              QByteArray::number(n) + "\"]},{\"op\":\"add\",\"set\":[\"" + name +
                              QByteArray::number(n) + "\"],\"object\":{\"id\":1}}";
            const RawAnswer answer =
                m_http->request("POST", "/v1/trees/main/batch", "{\"operations\":[" + operations + "]}");
            QCOMPARE(answer.status, 200);
        };
        batch("long-enough-that-there-are-too-many-"); // 100 KiB of sets
        const QJsonObject newest = ask("?limit=1")["history"_L1][0].toObject();
        const QJsonArray sets = newest["sets"_L1].toArray();
        QCOMPARE(sets.size(), 1);
        QCOMPARE(sets[0]["set"_L1].toArray().size(), 0);
        QVERIFY(sets[0]["with_nested"_L1].toBool());
        QCOMPARE(sets[0]["added"_L1].toInt(), 1500);
        QCOMPARE(sets[0]["sets_created"_L1].toInt(), 1500);

        for (int n = 0; n < 30; ++n) { // 50 KiB each
            QByteArray operations;
            for (int i = 0; i < 600; ++i)
                operations += (i > 0 ? "," : "") +
                              QByteArray("{\"op\":\"add\",\"set\":[\"long-enough-that-there-are-too-many-") +
                              QByteArray::number(i) + "\"],\"object\":{\"id\":1}}";
            QCOMPARE(m_http->request("POST", "/v1/trees/main/batch", "{\"operations\":[" + operations + "]}")
                         .status,
                     200);
        }
        QList<qint64> numbers;
        bool more = true;
        while (more) {
            const RawAnswer answer = m_http->get(
                "/v1/trees/main/history?limit=1000" +
                (numbers.isEmpty() ? QByteArray() : "&before=" + QByteArray::number(numbers.constLast())));
            QVERIFY(answer.body.size() <= 1024 * 1024);
            const QJsonObject page = QJsonDocument::fromJson(answer.body).object();
            more = page["more"_L1].toBool();
            for (const QJsonValue record : page["history"_L1].toArray())
                numbers.append(record["number"_L1].toInteger());
        }
        QCOMPARE(numbers.size(), 32);
        QVERIFY(std::ranges::is_sorted(numbers, std::greater()));
    }

    void wrongParametersAreRefused()
    {
        QCOMPARE(m_http->get("/v1/trees/main/history?limit=0").status, 400);
        QCOMPARE(m_http->get("/v1/trees/main/history?before=x").status, 400);
        QCOMPARE(m_http->get("/v1/trees/nobody/history").status, 404);
    }
};

QTEST_GUILESS_MAIN(ServerHistoryTest)
#include "server_history_test.moc"
