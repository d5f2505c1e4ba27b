// genmirrord itself, over real sockets: routes, limits, hostile input, kill -9.
#include "sync/protocol/batchreader.h"
#include "tests/support/serverprocess.h"
#include "tests/support/vectors.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

struct Answer {
    int status = 0;
    QByteArray body;
    QHash<QByteArray, QByteArray> headers;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

} // namespace

class ServerProgramTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    ServerProcess m_server{QStringLiteral(GENMIRRORD)};
    QNetworkAccessManager m_network;

    Answer ask(const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
               const QList<std::pair<QByteArray, QByteArray>> &headers = {})
    {
        QNetworkRequest request(QUrl::fromEncoded(m_server.url().toEncoded() + path));
        request.setRawHeader("Content-Type", "application/json");
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, body));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!reply->isFinished())
            finished.wait(20000);
        Answer answer{.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                      .body = reply->readAll()};
        for (const auto &[name, value] : reply->rawHeaderPairs())
            answer.headers.insert(name.toLower(), value);
        return answer;
    }

    /// Sends bytes as they are and reads until the server closes.
    QByteArray raw(const QByteArray &bytes)
    {
        QTcpSocket socket;
        socket.connectToHost(m_server.url().host(), quint16(m_server.url().port()));
        if (!socket.waitForConnected())
            return "no connection";
        socket.write(bytes);
        QByteArray answer;
        while (socket.waitForReadyRead(15000))
            answer += socket.readAll();
        return answer;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start(m_directory.path())); }
    void cleanupTestCase() { QVERIFY(m_server.stop()); }

    void objectsComeAndGoWithConditions()
    {
        QCOMPARE(ask("PUT", "/v1/trees/objects").status, 201);
        QCOMPARE(ask("PUT", "/v1/trees/objects").status, 409);
        const QByteArray object = "/v1/trees/objects/objects/a";
        QCOMPARE(ask("GET", object).status, 404);
        QCOMPARE(ask("PUT", object, "{\"id\":\"a\",\"x\":1.0}", {{"If-None-Match", "*"}}).status, 201);
        const Answer taken = ask("PUT", object, "{\"id\":\"a\"}", {{"If-None-Match", "*"}});
        QCOMPARE(taken.status, 412);
        QCOMPARE(taken.json()["current"_L1].toObject()["x"_L1].toInt(), 1);
        const Answer got = ask("GET", object);
        QCOMPARE(got.body, "{\"id\":\"a\",\"x\":1.0}");
        QCOMPARE(got.headers["etag"], "\"2\"");
        QCOMPARE(ask("PUT", object, "{\"id\":\"a\"}", {{"If-Match", "\"1\""}}).status, 412);
        QCOMPARE(ask("PUT", object, "{\"id\":\"a\"}", {{"If-Match", "\"2\""}}).status, 200);
        QCOMPARE(ask("PUT", object, "{\"id\":\"b\"}").status, 400);
        QCOMPARE(ask("PUT", object, "{\"id\":").status, 400);
        QCOMPARE(ask("DELETE", object, {}, {{"If-Match", "\"2\""}}).status, 412);
        const Answer removed = ask("DELETE", object + "?since=3");
        QCOMPARE(removed.json()["updates"_L1].toObject()["removals"_L1].toArray().first().toString(), u"a"_s);
        QCOMPARE(ask("DELETE", object).status, 404);
        QCOMPARE(ask("DELETE", "/v1/trees/objects").status, 204);
        QCOMPARE(ask("GET", "/v1/trees/objects").status, 404);
    }

    void updatesHaveBothDialectsTagsAndWaits()
    {
        QCOMPARE(ask("PUT", "/v1/trees/u").status, 201);
        QCOMPARE(ask("POST", "/v1/trees/u/batch",
                     "{\"operations\":[{\"op\":\"create-set\",\"set\":[\"s\"]},{\"op\":\"add\",\"set\":["
                     "\"s\"],\"object\":{\"id\":1}}]}")
                     .status,
                 200);
        QCOMPARE(ask("GET", "/v1/trees/u/updates").body,
                 "{\"generation\":3,\"adds\":[{\"id\":\"s\",\"adds\":[{\"id\":1}]}]}");
        const Answer native =
            ask("GET", "/v1/trees/u/updates", {}, {{"Accept", "application/vnd.genmirror+json"}});
        QCOMPARE(native.headers["content-type"], "application/vnd.genmirror+json");
        QVERIFY(native.json().contains("digest"_L1));
        QCOMPARE(native.json()["sets"_L1].toArray().size(), 1);
        const QByteArray tag = native.headers["etag"];
        const QByteArray current = "/v1/trees/u/updates?since=3&collection=" + tag.mid(3, 32);
        QCOMPARE(
            ask("GET", current, {}, {{"If-None-Match", tag}, {"Accept", "application/vnd.genmirror+json"}})
                .status,
            304);
        QCOMPARE(ask("GET", current, {}, {{"If-None-Match", tag}}).status, 200); // told in another shape
        QCOMPARE(ask("GET", current).body, "{\"generation\":3}");
        QCOMPARE(ask("GET", "/v1/trees/u/updates?since=3&collection=" + QByteArray(32, '0'))
                     .json()["reset"_L1]
                     .toBool(),
                 true);
        QVERIFY(!ask("GET", "/v1/trees/u/updates?limit=1").json().contains("more"_L1)); // one transaction

        QNetworkRequest waiting(QUrl::fromEncoded(m_server.url().toEncoded() + current + "&wait=30"));
        const std::unique_ptr<QNetworkReply> reply(m_network.get(waiting));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QCOMPARE(ask("GET", current).status, 200); // a round trip: the other request is there by now
        QVERIFY(!reply->isFinished());
        QCOMPARE(ask("PUT", "/v1/trees/u/objects/x", "{\"id\":\"x\"}").status, 201);
        QVERIFY(reply->isFinished() || finished.wait(5000));
        QCOMPARE(reply->readAll(), "{\"generation\":4,\"adds\":[{\"id\":\"x\"}]}");
        QVERIFY(ask("GET", "/v1/trees/u/updates?limit=1").json()["more"_L1].toBool());
    }

    void aRetriedBatchIsDoneOnce()
    {
        QCOMPARE(ask("PUT", "/v1/trees/i").status, 201);
        const QByteArray body = "{\"operations\":[{\"op\":\"add\",\"object\":{\"id\":1}}]}";
        const Answer first = ask("POST", "/v1/trees/i/batch", body, {{"Idempotency-Key", "k"}});
        QCOMPARE(first.status, 200);
        QCOMPARE(ask("POST", "/v1/trees/i/batch", body, {{"Idempotency-Key", "k"}}).body, first.body);
        QCOMPARE(ask("GET", "/v1/trees/i").json()["generation"_L1].toInt(), 2);
        QCOMPARE(ask("POST", "/v1/trees/i/batch", "{\"operations\":[]}", {{"Idempotency-Key", "k"}}).status,
                 422);
        const Answer refused =
            ask("POST", "/v1/trees/i/batch",
                "{\"operations\":[{\"op\":\"add\",\"object\":{\"id\":2}},{\"op\":\"remove\",\"id\":9}]}");
        QCOMPARE(refused.status, 404);
        QCOMPARE(refused.json()["operation"_L1].toInt(), 1);
        QCOMPARE(ask("GET", "/v1/trees/i").json()["objects"_L1].toInt(), 1);
    }

    void wrongRequestsGetAProblemThatSaysWhatToDo_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        const auto row = [](const char *method, const char *path, int status) {
            QTest::addRow("%s %s", method, path) << QByteArray(method) << QByteArray(path) << status;
        };
        row("GET", "/", 404);
        row("GET", "/v1/nothing", 404);
        row("DELETE", "/v1/trees", 405);
        row("GET", "/v1/trees/none", 404);
        row("GET", "/v1/trees/none/updates", 404);
        row("PUT", "/v1/trees/a%20b", 400);
        row("PUT", "/v1/trees/..%2Fx", 400);
        row("GET", "/v1/trees/none/updates?since=-1", 400);
        row("GET", "/v1/trees/none/updates?since=99999999999999999999", 400);
        row("GET", "/v1/trees/none/updates?limit=0", 400);
        row("GET", "/v1/trees/none/updates?wait=1e9", 400);
        row("GET", "/v1/trees/none/updates?collection=x", 400);
        row("POST", "/v1/trees/none/batch", 404);
    }
    void wrongRequestsGetAProblemThatSaysWhatToDo()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(int, status);
        const Answer answer = ask(method, path);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.headers["content-type"], "application/problem+json");
        QVERIFY(answer.json()["detail"_L1].toString().size() > 10);
    }

    void hostileRequestsAreRefusedAndTheServerGoesOn_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("status");
        const auto row = [](const char *name, const QByteArray &bytes, const char *status) {
            QTest::newRow(name) << bytes << QByteArray(status);
        };
        const QByteArray get = "GET /v1/trees HTTP/1.1\r\nHost: x\r\n";
        const QByteArray post = "POST /v1/trees/x/batch HTTP/1.1\r\nHost: x\r\n";
        row("no HTTP", "hello\r\n\r\n", "400");
        row("no host", "GET /v1/trees HTTP/1.1\r\n\r\n", "400");
        row("two hosts", get + "Host: y\r\n\r\n", "400");
        row("two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "400");
        row("length and chunked", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "400");
        row("chunked and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
            "400");
        row("unknown coding", post + "Transfer-Encoding: gzip\r\n\r\n", "501");
        row("negative length", post + "Content-Length: -1\r\n\r\n", "400");
        row("space before colon", get + "X : y\r\n\r\n", "400");
        const QByteArray ours = "POST /v1/trees/x/batch HTTP/1.1\r\nHost: localhost\r\n";
        row("bad chunk", ours + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "400");
        row("long header", get + "X: " + QByteArray(20000, 'x') + "\r\n\r\n", "431");
        row("300 MB announced", ours + "Content-Length: 300000000\r\n\r\n", "413");
        row("300 MB of somebody else", post + "Content-Length: 300000000\r\n\r\n", "403");
        row("HTTP/2", "GET / HTTP/2.0\r\n\r\n", "505");
        row("CONNECT", "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", "501");
        row("relative target", "GET v1 HTTP/1.1\r\nHost: x\r\n\r\n", "400");
    }
    void hostileRequestsAreRefusedAndTheServerGoesOn()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, status);
        const QByteArray answer = raw(bytes);
        QVERIFY2(answer.startsWith(QByteArray("HTTP/1.1 " + status)), answer.left(200).constData());
        QVERIFY(answer.contains("application/problem+json"));
        QCOMPARE(ask("GET", "/v1/trees").status, 200);
    }

    void endlessHeadersAndBodiesCostBoundedMemory_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<qint64>("bytes");
        QTest::newRow("a header of 200 MB") << "GET / HTTP/1.1\r\nHost: x\r\nX: "_ba << qint64(200'000'000);
        QTest::newRow("a chunked body of 300 MB")
            << "POST /v1/trees/x/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffff0\r\n"_ba
            << qint64(300'000'000);
    }
    void endlessHeadersAndBodiesCostBoundedMemory()
    {
        QFETCH(QByteArray, head);
        QFETCH(qint64, bytes);
        QTcpSocket socket;
        socket.connectToHost(m_server.url().host(), quint16(m_server.url().port()));
        QVERIFY(socket.waitForConnected());
        socket.write(head);
        const QByteArray chunk(1'000'000, 'x');
        qint64 sent = 0;
        while (sent < bytes && socket.state() == QAbstractSocket::ConnectedState) {
            socket.write(chunk);
            while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(5000)) {
            }
            sent += chunk.size();
        }
        QVERIFY(sent < bytes); // the server hung up
        QFile status(u"/proc/%1/status"_s.arg(m_server.process().processId()));
        QVERIFY(status.open(QIODevice::ReadOnly));
        const QByteArray text = status.readAll();
        const QByteArray peak = text.mid(text.indexOf("VmHWM:") + 6);
        QVERIFY2(peak.left(peak.indexOf("kB")).trimmed().toLongLong() < 400'000, peak.left(30).constData());
        QCOMPARE(ask("GET", "/v1/trees").status, 200);
    }

    void everyAnsweredBatchSurvivesKillNineWholeAndNoOtherIsThereInPart()
    {
        constexpr int batchSize = 20;
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        qInfo("seed %u", seed);
        QCOMPARE(ask("PUT", "/v1/trees/k").status, 201);
        int batch = 0;
        QSet<int> answered;
        for (int kill = 0; kill < 50; ++kill) {
            // Batches one after the other until the process is gone, killed at a random instant meanwhile:
            // after its start, or, every other time, after its first answer.
            const auto killSoon = [&] {
                QTimer::singleShot(int(random.bounded(2, 40)), this, [this] { m_server.process().kill(); });
            };
            bool isDoomed = kill % 2 == 0;
            if (isDoomed)
                killSoon();
            while (m_server.process().state() == QProcess::Running) {
                QList<Operation> operations;
                for (int i = 0; i < batchSize; ++i)
                    operations.append(
                        {.kind = Operation::Kind::Add,
                         .object = "{\"id\":" + QByteArray::number(batch * batchSize + i) + '}'});
                if (ask("POST", "/v1/trees/k/batch", writeBatch(operations)).status == 200)
                    answered.insert(batch);
                if (!std::exchange(isDoomed, true))
                    killSoon();
                ++batch;
            }
            QVERIFY(m_server.start(m_directory.path()));
            QHash<int, int> found;
            const QJsonArray adds = ask("GET", "/v1/trees/k/updates").json()["adds"_L1].toArray();
            for (const QJsonValue object : adds)
                ++found[object.toObject()["id"_L1].toInt() / batchSize];
            for (const int number : std::as_const(answered))
                QCOMPARE(found.value(number), batchSize);
            for (const int count : std::as_const(found))
                QCOMPARE(count, batchSize);
        }
        QVERIFY(answered.size() >= 25);
    }

    void wrongCommandLinesAreToldInASentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::newRow("unknown option") << QStringList{u"--wrong"_s} << 2;
        QTest::newRow("argument") << QStringList{u"x"_s} << 2;
        QTest::newRow("no port") << QStringList{u"--listen"_s, u"127.0.0.1"_s} << 2;
        QTest::newRow("not loopback")
            << QStringList{u"--data"_s, m_directory.filePath(u"open"_s), u"--listen"_s, u"0.0.0.0:0"_s} << 2;
        QTest::newRow("log format") << QStringList{u"--log-format"_s, u"xml"_s} << 2;
        QTest::newRow("directory in use")
            << QStringList{u"--data"_s, m_directory.path(), u"--listen"_s, u"127.0.0.1:0"_s} << 1;
        QTest::newRow("directory cannot be made") << QStringList{u"--data"_s, u"/proc/none"_s} << 1;
        QTest::newRow("port in use") << QStringList{u"--data"_s, m_directory.filePath(u"other"_s),
                                                    u"--listen"_s,
                                                    u"127.0.0.1:%1"_s.arg(m_server.url().port())}
                                     << 1;
    }
    void wrongCommandLinesAreToldInASentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QProcess process;
        process.start(QStringLiteral(GENMIRRORD), arguments);
        QVERIFY(process.waitForFinished(10000));
        QCOMPARE(process.exitCode(), code);
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(said.startsWith("genmirrord: ") && said.count('\n') == 1, said.constData());
    }
};

QTEST_GUILESS_MAIN(ServerProgramTest)
#include "server_program_test.moc"
