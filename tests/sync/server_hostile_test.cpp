// The hostile requests that the fuzzer begins with, each a file whose name says what the answer must be; and
// what is too large for a file.
#include "tests/support/testserver.h"

#include <QDir>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class ServerHostileTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;

    /// Sends bytes as they are; the answers until the server closes or is silent.
    QByteArray said(const QByteArray &bytes) const
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        if (!socket.waitForConnected())
            return "no connection";
        socket.write(bytes);
        QByteArray answer;
        while (socket.waitForReadyRead(answer.isEmpty() ? 20'000 : 50))
            answer += socket.readAll();
        return answer;
    }
    /// Memory that the process holds, in MiB.
    static int resident()
    {
        QFile file(u"/proc/self/statm"_s);
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        return int(file.readAll().split(' ').value(1).toLongLong() * 4096 / (1024 * 1024));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<TestServer>();
        QCOMPARE(m_server->connect()->request("PUT", "/v1/trees/main").status, 201);
    }
    void cleanupTestCase() { m_server.reset(); }

    void theCorpusIsAnsweredAsItsNamesSay_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("status");
        const QDir folder(QStringLiteral(CORPUS));
        const QStringList names = folder.entryList(QDir::Files, QDir::Name);
        QVERIFY(names.size() > 50);
        for (const QString &name : names) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            if (name.startsWith("201-a-tree"_L1) || !name.front().isDigit())
                continue; // it is there already; found by the fuzzer, without an answer of their own
            QTest::newRow(qPrintable(name)) << file.readAll() << name.left(3).toLatin1();
        }
    }
    void theCorpusIsAnsweredAsItsNamesSay()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, status);
        const QByteArray answer = said(bytes);
        QVERIFY2(answer.startsWith(QByteArray("HTTP/1.1 " + status)), answer.left(400).constData());
        if (status.front() != '2')
            QVERIFY(answer.contains("application/problem+json"));
        QCOMPARE(answer.count("\r\nServer: "), 1); // nothing was smuggled in behind it
        QCOMPARE(m_server->connect()->get("/readyz").status, 200);
    }

    void aMillionKeysAreTakenWithinBounds()
    {
        QByteArray object = "{\"id\":1";
        for (int i = 0; i < 1'000'000; ++i)
            object += ",\"k" + QByteArray::number(i) + "\":0";
        object += '}';
        const int before = resident();
        QCOMPARE(m_server->connect()->request("PUT", "/v1/trees/main/objects/1", object).status / 100, 2);
        QCOMPARE(m_server->connect()->get("/v1/trees/main/objects/1").body, object); // byte for byte
        QCOMPARE(m_server->connect()->request("DELETE", "/v1/trees/main/objects/1").status, 200);
        QVERIFY2(resident() - before < 300, "MiB for an object of 13 MB");
    }

    void whatIsNotKnownIsRefused_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("word");
        const auto row = [](const char *name, const char *method, const char *address, const char *body,
                            const char *word) {
            QTest::newRow(name) << QByteArray(method) << QByteArray(address) << QByteArray(body)
                                << QByteArray(word);
        };
        const char *tree = "/v1/trees/main";
        row("a parameter", "GET", "/v1/trees/main/updates?sinze=1", "",
            "since, collection, base, limit, wait");
        row("where none is", "GET", "/v1/trees/main?x", "", "none");
        row("of a write", "DELETE", "/v1/trees/main?since=1", "", "none");
        row("twice", "GET", "/v1/trees/main/updates?since=1&since=1", "", "twice");
        row("twice, encoded", "GET", "/v1/trees/main/updates?since=1&%73ince=1", "", "twice");
        row("no tree", "GET", "/v1/events?tree=", "", "tree");
        for (const auto &[method, address] :
             {std::pair("GET", "/v1/trees"), std::pair("GET", "/v1/trees/main/updates"),
              std::pair("DELETE", "/v1/trees/main"), std::pair("DELETE", "/v1/trees/main/objects/1"),
              std::pair("DELETE", "/v1/admin/tokens/x"), std::pair("POST", "/v1/admin/trees/main/verify")})
            row(qPrintable(u"a body for %1 %2"_s.arg(QLatin1StringView(method), QLatin1StringView(address))),
                method, address, "{}", "takes no body");
        row("a tree's field", "PUT", tree, R"({"keys":"value"})", "keys");
        row("a tree's, twice", "PUT", tree, R"({"key":"value","key":"value"})", "twice");
        row("a key's, twice", "PUT", tree, R"({"key":{"attribute":"a","attribute":"b"}})", "key");
        row("a batch's, twice", "POST", "/v1/trees/main/batch", R"({"operations":[],"operations":[]})",
            "twice");
        row("an operation's", "POST", "/v1/trees/main/batch",
            R"({"operations":[{"op":"remove-set","id":1}]})", "id");
        row("a compaction's, twice", "POST", "/v1/admin/trees/main/compact",
            R"({"before":1,"before":1,"dry_run":true})", "twice");
        row("a reason that is no text", "POST", "/v1/admin/trees/main/compact",
            R"({"before":1,"dry_run":true,"reason":7})", "reason");
        row("a reason with an override", "POST", "/v1/admin/trees/main/reset", "{\"reason\":\"a\\u202eb\"}",
            "reason");
        row("a reason in lines", "POST", "/v1/admin/trees/main/reset", "{\"reason\":\"a\\nb\"}", "reason");
        row("a backup's", "POST", "/v1/admin/backups", "{\"reason\":\"\\u0007\"}", "reason");
        row("a restore's", "POST", "/v1/admin/trees/main/restore",
            "{\"backup\":\"b\",\"reason\":\"\\u2066\"}", "reason");
        row("a token's name", "POST", "/v1/admin/tokens", "{\"name\":\"a\\u202eb\",\"role\":\"admin\"}",
            "name");
    }
    void whatIsNotKnownIsRefused()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, address);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, word);
        const RawAnswer answer = m_server->connect()->request(method, address, body);
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.body.contains(word), answer.body.constData());
    }

    void whatOthersSayOfThemselvesIsEscaped()
    {
        QCOMPARE(
            m_server->connect()
                    ->request("PUT", "/v1/trees/main/objects/7", "{\"id\":7}", {"User-Agent: a\u202e\u009bb"})
                    .status /
                100,
            2);
        const QByteArray history = m_server->connect()->get("/v1/trees/main/history?limit=1").body;
        QVERIFY2(history.contains(R"("agent":"a\\u202e\\u009bb")"), history.constData());
    }

    void depthIsRefusedHoweverDeep_data()
    {
        QTest::addColumn<int>("depth");
        for (const int depth : {511, 600, 10'000, 1'000'000})
            QTest::addRow("%d", depth) << depth;
    }
    void depthIsRefusedHoweverDeep()
    {
        QFETCH(int, depth);
        const QByteArray object = "{\"id\":2,\"x\":" + QByteArray(depth, '[') + QByteArray(depth, ']') + '}';
        QCOMPARE(m_server->connect()->request("PUT", "/v1/trees/main/objects/2", object).status,
                 depth < 512 ? 201 : 413);
    }
};

QTEST_GUILESS_MAIN(ServerHostileTest)
#include "server_hostile_test.moc"
