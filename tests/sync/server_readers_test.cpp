// Many who read slowly while others write: nobody holds anybody up, and the tree's log stays short.
#include "sync/server/store/readergate.h"
#include "tests/support/testserver.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <atomic>
#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class ServerReadersTest : public QObject
{
    Q_OBJECT

    static constexpr qint64 LongestLog = 32 * 1024 * 1024;
    static constexpr int Objects = 2200; // of 10 KB: 22 MB

    static QByteArray objectOf(int id, int bytes, char content)
    {
        return "{\"id\":" + QByteArray::number(id) + ",\"t\":\"" + QByteArray(bytes, content) + "\"}";
    }
    static void fill(RawHttp &editor, int objects = Objects)
    {
        QCOMPARE(editor.request("PUT", "/v1/trees/main").status, 201);
        for (int id = 0; id < objects;) {
            QByteArray batch = "{\"operations\":[";
            for (int i = 0; i < 100; ++i, ++id)
                batch += (i == 0 ? "" : ",") + QByteArray("{\"op\":\"add\",\"object\":" +
                                                          objectOf(id, 10'000, char('a' + id % 26)) + '}');
            QCOMPARE(editor.request("POST", "/v1/trees/main/batch", batch + "]}").status, 200);
        }
    }
    /// Writes so many times 200 KB; the longest that the log was.
    static qint64 logWhileWriting(TestServer &server, RawHttp &editor, int times)
    {
        qint64 log = 0;
        for (int i = 0; i < times; ++i) {
            const RawAnswer answer =
                editor.request("PUT", "/v1/trees/main/objects/" + QByteArray::number(Objects),
                               objectOf(Objects, 200'000, char('a' + i % 26)));
            if (answer.status / 100 != 2)
                return std::numeric_limits<qint64>::max();
            log = std::max(log, QFileInfo(server.directory() + u"/main.sqlite-wal"_s).size());
        }
        return log;
    }

private Q_SLOTS:
    /// What is under way goes on to ask the trees, also after nobody is there any more who would be answered.
    void aServerThatStopsEndsWhatIsUnderWay()
    {
        TestServer server({}, {.stopTime = 0ms});
        fill(*server.connect());
        for (int round = 0; round < 3; ++round) {
            std::vector<std::unique_ptr<QTcpSocket>> clients;
            for (int i = 0; i < 5; ++i) {
                clients.push_back(std::make_unique<QTcpSocket>());
                clients.back()->connectToHost(u"127.0.0.1"_s, server.port());
                QVERIFY(clients.back()->waitForConnected());
                clients.back()->write("POST /v1/admin/trees/main/verify HTTP/1.1\r\nHost: localhost\r\n\r\n");
                QVERIFY(clients.back()->waitForBytesWritten());
            }
            QCOMPARE(server.connect()->get("/v1/trees/main/objects/1").status, 200); // they have begun
            server.restart();
            QCOMPARE(server.connect()->get("/v1/trees/main/objects/1").status, 200);
        }
    }

    void slowReadersDoNotMakeTheLogGrow()
    {
        constexpr int readers = 13;
        TestServer server;
        const auto editor = server.connect();
        fill(*editor);
        std::vector<std::unique_ptr<RawHttp>> clients;
        for (int i = 0; i < readers; ++i) {
            clients.push_back(server.connect());
            clients.back()->send("GET", "/v1/trees/main/updates"); // takes nothing for now
        }
        const qint64 log = logWhileWriting(server, *editor, 200); // 40 MB
        QVERIFY2(log < LongestLog, qPrintable(QString::number(log)));
        for (const auto &client : clients) {
            const RawAnswer answer = client->receive();
            QCOMPARE(answer.status, 200);
            const QJsonArray adds = QJsonDocument::fromJson(answer.body)["adds"_L1].toArray();
            QVERIFY(adds.size() == Objects || adds.size() == Objects + 1);
            for (int id = 0; id < Objects; ++id) {
                const QJsonObject object = adds[id].toObject();
                QCOMPARE(object["id"_L1].toInt(), id);
                QVERIFY(object["t"_L1].toString() == QString(10'000, QChar('a' + id % 26)));
            }
        }
    }

    /// More than there are threads that read; also where nothing can be kept for them.
    void manyWhoReadNothingHoldUpNobody_data()
    {
        QTest::addColumn<HttpLimits>("limits");
        QTest::newRow("kept on the disk") << HttpLimits();
        QTest::newRow("kept nowhere") << HttpLimits{.spoolBytesInAll = 0, .heldTime = 1h, .stallTime = 1h};
    }
    void manyWhoReadNothingHoldUpNobody()
    {
        QFETCH(const HttpLimits, limits);
        constexpr int readers = 100;
        TestServer server({}, limits);
        const auto editor = server.connect();
        fill(*editor, 700); // 7 MB: more than sockets take by themselves
        std::vector<std::unique_ptr<RawHttp>> clients;
        for (int i = 0; i < readers; ++i) {
            clients.push_back(server.connect());
            clients.back()->send("GET", "/v1/trees/main/updates"); // takes nothing
        }
        const auto bystander = server.connect();
        for (int i = 0; i < 100; ++i) {
            const QByteArray id = QByteArray::number(i);
            QCOMPARE(editor->request("PUT", "/v1/trees/main/objects/" + id, "{\"id\":" + id + '}').status,
                     200);
            QCOMPARE(bystander->get("/v1/trees/main/objects/" + id).body, QByteArray("{\"id\":" + id + '}'));
            const RawAnswer told =
                bystander->get("/v1/trees/main/updates?since=" + QByteArray::number(700 + i + 1));
            QCOMPARE(told.status, 200);
            QCOMPARE(bystander->get("/readyz").status, 200);
        }
    }

    void whoBeginsToReadWaitsWhileTheLogIsLong()
    {
        ReaderGate gate(1h, 1h);
        gate.pass(u"main"_s);
        gate.close(u"main"_s);
        gate.pass(u"another"_s);
        std::atomic<bool> opened = false;
        std::atomic<bool> cameFirst = false;
        std::jthread reader([&] {
            gate.pass(u"main"_s);
            cameFirst = !opened;
        });
        opened = true;
        gate.open(u"main"_s);
        reader.join();
        QVERIFY(!cameFirst);
        gate.pass(u"main"_s);
    }

    void nobodyWaitsLongerThanForItsTime()
    {
        ReaderGate gate(50ms, 1h);
        gate.close(u"main"_s);
        gate.pass(u"main"_s);  // returns
        gate.close(u"main"_s); // not again so soon
        QElapsedTimer time;
        time.start();
        gate.pass(u"main"_s);
        QVERIFY(time.elapsed() < 10'000);
    }
};

QTEST_GUILESS_MAIN(ServerReadersTest)

#include "server_readers_test.moc"
