// GET /v1/events over real sockets (docs/protocol.md, "Push").
#include "model/core/jsontext.h"
#include "tests/support/eventclient.h"
#include "tests/support/patience.h"
#include "tests/support/testserver.h"

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace std::chrono_literals;

namespace
{

QByteArray member(const QByteArray &json, const char *name)
{
    return memberText(json, name).value_or(QByteArrayView()).toByteArray();
}

} // namespace

class ServerEventsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;

    void start(const TreeServiceOptions &options = {}, const HttpLimits &limits = {})
    {
        m_http.reset();
        m_server = std::make_unique<TestServer>(options, limits);
        m_http = m_server->connect();
        QCOMPARE(m_http->request("PUT", "/v1/trees/main").status, 201);
    }
    void put(int id, const QByteArray &text = {})
    {
        const QByteArray number = QByteArray::number(id);
        const QByteArray body = text.isEmpty() ? QByteArray("{\"id\":" + number + '}') : text;
        QCOMPARE(m_http->request("PUT", "/v1/trees/main/objects/" + number, body).status / 100, 2);
    }
    EventClient listen(const QByteArray &query = {}, const QByteArray &headers = {})
    {
        return {m_server->port(), query, headers};
    }

private Q_SLOTS:
    void init() { start(); }
    void cleanup()
    {
        m_http.reset();
        m_server.reset();
    }

    void theFirstEventOfEachTreeComesAtOnce()
    {
        QCOMPARE(m_http->request("PUT", "/v1/trees/other").status, 201);
        EventClient client(m_server->port(), {});
        QStringList trees;
        for (int i = 0; i < 2; ++i) {
            const ServerEvent event = client.next();
            QCOMPARE(event.name, QByteArray("generation"));
            QCOMPARE(member(event.data, "generation"), QByteArray("1"));
            const auto told = TreeEvent::fromId(event.id);
            QVERIFY(told);
            QCOMPARE(told->generation.value, 1);
            trees.append(told->tree);
        }
        trees.sort();
        QCOMPARE(trees, (QStringList{QStringLiteral("main"), QStringLiteral("other")}));
        QVERIFY(client.head().contains("text/event-stream"));
    }

    void eachCommitIsTold()
    {
        EventClient client(m_server->port(), "?tree=main");
        QCOMPARE(client.next().name, QByteArray("generation"));
        for (int id = 1; id <= 5; ++id) {
            put(id);
            const ServerEvent event = client.next();
            QCOMPARE(event.name, QByteArray("generation"));
            QCOMPARE(member(event.data, "generation"), QByteArray::number(id + 1));
        }
    }

    void whoAsksForOneTreeHearsOfNoOther()
    {
        QCOMPARE(m_http->request("PUT", "/v1/trees/other").status, 201);
        EventClient client(m_server->port(), "?tree=other");
        QCOMPARE(member(client.next().data, "tree"), QByteArray("\"other\""));
        put(1);
        QCOMPARE(m_http->request("PUT", "/v1/trees/other/objects/1", "{\"id\":1}").status, 201);
        const ServerEvent event = client.next();
        QCOMPARE(member(event.data, "tree"), QByteArray("\"other\""));
        QCOMPARE(member(event.data, "generation"), QByteArray("2"));
    }

    void deliverUpdatesBringsTheUpdateItself()
    {
        EventClient client(m_server->port(), "?tree=main&deliver=updates");
        QCOMPARE(client.next().name, QByteArray("generation"));
        put(7, "{\"id\":7,\n \"n\": 1.50}"); // with a line end of its own
        const ServerEvent event = client.next();
        QCOMPARE(event.name, QByteArray("update"));
        QCOMPARE(member(event.data, "since"), QByteArray("1"));
        const QByteArray collection = event.id.split('.').at(1);
        const RawAnswer asked = m_http->get("/v1/trees/main/updates?since=1&collection=" + collection,
                                            {"Accept: application/vnd.genmirror+json"});
        QCOMPARE(member(event.data, "updates"), asked.body);
        QVERIFY(asked.body.contains("{\"id\":7,\n \"n\": 1.50}"));
    }

    void whatAStreamCannotCarryExactlyIsASignal_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("a carriage return") << QByteArray("{\"id\":1,\r\n\"a\":2}");
        QTest::newRow("longer than a push may be")
            << QByteArray("{\"id\":1,\"a\":\"" + QByteArray(100'000, 'x') + "\"}");
    }
    void whatAStreamCannotCarryExactlyIsASignal()
    {
        QFETCH(const QByteArray, text);
        EventClient client(m_server->port(), "?tree=main&deliver=updates");
        QCOMPARE(client.next().name, QByteArray("generation"));
        put(1, text);
        const ServerEvent event = client.next();
        QCOMPARE(event.name, QByteArray("generation"));
        QCOMPARE(member(event.data, "generation"), QByteArray("2"));
    }

    void aReaderThatComesBackGetsWhatItMissed_data()
    {
        QTest::addColumn<bool>("oldForm");
        QTest::newRow("with the digest") << false;
        QTest::newRow("without") << true;
    }
    void aReaderThatComesBackGetsWhatItMissed()
    {
        QFETCH(const bool, oldForm);
        QByteArray last;
        {
            EventClient client(m_server->port(), "?tree=main&deliver=updates");
            last = client.next().id;
            if (oldForm) // of a client from before digests were in it
                last.truncate(last.lastIndexOf('.'));
        }
        put(1);
        put(2);
        EventClient client(m_server->port(), "?tree=main&deliver=updates", "Last-Event-ID: " + last + "\r\n");
        const ServerEvent event = client.next();
        QCOMPARE(event.name, QByteArray("update"));
        QCOMPARE(member(event.data, "since"), QByteArray("1"));
        QVERIFY(event.id.contains(".3."));
    }

    void newerReplacesWhatASlowReaderHasNotTaken()
    {
        EventFeed feed({.updates = 1000, .memory = std::make_shared<Budget>(1'000'000, 1'000'000)});
        const CollectionId collection = CollectionId::random();
        (void)feed.take();
        for (int generation = 2; generation < 10'000; ++generation)
            feed.tell({QStringLiteral("main"), collection, {generation}}, QByteArray(100, 'u'));
        const QByteArray text = feed.take().bytes;
        QVERIFY(text.size() < 1000);
        QCOMPARE(text.count("event:"), 1);
        QVERIFY(text.contains("\"generation\":9999"));
    }

    void readersShareTheMemoryForWhatTheyHaveNotTaken()
    {
        const auto memory = std::make_shared<Budget>(100'000, 60'000);
        const CollectionId collection = CollectionId::random();
        const QByteArray update = "event: update\n" + QByteArray(20'000, 'u');
        const auto feedOf = [&](const QByteArray &account) {
            auto feed = std::make_unique<EventFeed>(
                EventFeed::Room{.updates = 100'000, .memory = memory, .accounts = {account}});
            (void)feed->take(); // the beginning
            for (int generation = 2; generation < 4; ++generation)
                feed->tell({QStringLiteral("main"), collection, {generation}}, update);
            return feed;
        };
        const auto first = feedOf("one");
        QVERIFY(memory->used() > 30'000);
        const auto second = feedOf("one"); // past the share of both
        QVERIFY(memory->used() <= 60'000);
        const auto third = feedOf("another");
        QCOMPARE(first->take().bytes.count("event: update"), 2);
        const QByteArray signalled = second->take().bytes; // and the client asks
        QCOMPARE(signalled.count("event: update"), 0);
        QVERIFY(signalled.contains("\"generation\":3"));
        QCOMPARE(third->take().bytes.count("event: update"), 2);
        QVERIFY(memory->used() > 30'000); // what is on its way counts, too
        for (const auto &feed : {first.get(), second.get(), third.get()})
            QVERIFY(feed->take().bytes.isEmpty());
        QCOMPARE(memory->used(), 0);
    }

    void aStreamOfMoreTreesThanThereIsRoomForEnds()
    {
        const auto memory = std::make_shared<Budget>(1'000'000, 500'000);
        const auto tell = [&](int trees) {
            auto feed = std::make_unique<EventFeed>(EventFeed::Room{.memory = memory, .accounts = {"one"}});
            for (int tree = 0; tree < trees; ++tree)
                feed->tell({QStringLiteral("tree-%1").arg(tree), CollectionId::random(), {1}}, {});
            return feed;
        };
        {
            const auto fits = tell(1500);
            qsizetype told = 0;
            for (auto piece = fits->take(); !piece.bytes.isEmpty(); piece = fits->take()) {
                QVERIFY(!piece.finished && piece.bytes.size() < 70'000); // never all at once
                told += piece.bytes.count("event: generation");
            }
            QCOMPARE(told, 1500);
        }
        const auto tooMany = tell(5000);
        QVERIFY(tooMany->take().finished);
        QCOMPARE(memory->used(), 0);
    }

    void aReaderThatNeverReadsIsDroppedAndHoldsUpNobody()
    {
        HttpLimits limits;
        limits.stallTime = 300ms;
        start({}, limits);
        EventClient stalled(m_server->port(), "?tree=main&deliver=updates");
        stalled.stopReading();
        EventClient reader(m_server->port(), "?tree=main&deliver=updates");
        QCOMPARE(reader.next().name, QByteArray("generation"));
        const QByteArray filling(60'000, 'x');
        for (int id = 1; id <= 400; ++id) { // 24 MB: more than the sockets' buffers take
            put(id, "{\"id\":" + QByteArray::number(id) + ",\"x\":\"" + filling + "\"}");
            QCOMPARE(reader.next().name, QByteArray("update"));
        }
        // The stalled one is let go; the bytes that are on their way already are all it gets.
        QTRY_COMPARE(m_server->connectionCount(), 2);
        QVERIFY(stalled.ends());
        QVERIFY(stalled.text().size() < 20'000'000);
    }

    void aHeartbeatShowsThatTheStreamLives()
    {
        start({.events = {.heartbeat = 20ms}});
        EventClient client(m_server->port(), "?tree=main");
        QCOMPARE(client.next().name, QByteArray("generation"));
        const qsizetype before = client.text().size();
        QVERIFY(client.waitForMore());
        QCOMPARE(client.text().mid(before).left(3), QByteArray(":\n\n"));
    }

    void aResetAndARemovalAreTold()
    {
        EventClient client(m_server->port(), "?tree=main");
        const auto first = TreeEvent::fromId(client.next().id);
        QVERIFY(first);
        QCOMPARE(m_http->request("POST", "/v1/admin/trees/main/reset", "{\"reason\":\"test\"}").status, 200);
        const auto reset = TreeEvent::fromId(client.next().id);
        QVERIFY(reset && reset->collection != first->collection);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/main").status, 204);
        const auto removed = TreeEvent::fromId(client.next().id);
        QVERIFY(removed && removed->generation.isNone());
    }

    void wrongParametersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("status");
        QTest::newRow("unknown tree") << QByteArray("?tree=nobody") << 404;
        QTest::newRow("no name") << QByteArray("?tree=a%2Fb") << 400;
        QTest::newRow("unknown delivery") << QByteArray("?tree=main&deliver=pigeons") << 400;
        QTest::newRow("updates of all trees") << QByteArray("?deliver=updates") << 400;
    }
    void wrongParametersAreRefused()
    {
        QFETCH(const QByteArray, query);
        QTEST(m_http->get("/v1/events" + query).status, "status");
    }

    void theServersEndEndsTheStream()
    {
        EventClient client(m_server->port(), "?tree=main");
        QCOMPARE(client.next().name, QByteArray("generation"));
        QElapsedTimer clock;
        clock.start();
        m_server->stop();
        QVERIFY(client.ends());
        QVERIFY2(clock.elapsed() < 4000, "a stream must not hold the server up until it is closed by force");
    }
};

QTEST_GUILESS_MAIN(ServerEventsTest)
#include "server_events_test.moc"
