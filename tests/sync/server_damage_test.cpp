// Each way of reading and writing a tree, on each kind of damage to its file: what cannot be read is an
// error, and never an answer that is missing something, or "there is no such thing".
#include "tests/support/datafiles.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class ServerDamageTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    QByteArray m_sound; ///< The tree's file.
    QHash<QByteArray, RawAnswer> m_soundAnswers;

    struct Route {
        QByteArray method;
        QByteArray target;
        QByteArray body;
        QByteArrayList headers;
    };
    /// Those that read; each answers the same as long as nothing was written.
    static QList<Route> reads()
    {
        const QByteArray tree = "/v1/trees/main";
        const QByteArray native = "Accept: application/vnd.genmirror+json";
        return {{"GET", tree, {}, {}},
                {"GET", tree + "/updates?since=0", {}, {native}},
                {"GET", tree + "/updates?since=0", {}, {}},
                {"GET", tree + "/updates?since=2", {}, {native}},
                {"GET", tree + "/updates?since=1&limit=3", {}, {native}},
                {"GET", tree + "/objects/1", {}, {}},
                {"GET", tree + "/objects/nested/2", {}, {}},
                {"GET", tree + "/history", {}, {}},
                {"POST", "/v1/admin/trees/main/compact", R"({"keep_removals":0,"dry_run":true})", {}},
                {"POST", "/v1/admin/trees/main/compact", R"({"older_than_days":0,"dry_run":true})", {}}};
    }
    static QList<Route> writes()
    {
        const QByteArray tree = "/v1/trees/main";
        return {{"PUT", tree + "/objects/nested/2?since=3", R"({"id":2,"n":"new"})", {}},
                {"PUT", tree + "/objects/1", R"({"id":1,"n":"new"})", {"If-Match: \"7\""}},
                {"DELETE", tree + "/objects/nested/3", {}, {}},
                {"POST",
                 tree + "/batch",
                 R"({"operations":[{"op":"changed","object":{"id":1,"n":"newer"}}]})",
                 {"Idempotency-Key: another"}},
                {"POST",
                 tree + "/batch",
                 R"({"operations":[{"op":"add","object":{"id":10}}]})",
                 {"Idempotency-Key: known"}},
                {"POST", "/v1/admin/trees/main/compact", R"({"keep_removals":0})", {}},
                {"POST", "/v1/admin/trees/main/reset", R"({"reason":"a test"})", {}}};
    }

    [[nodiscard]] QString fileName() const { return m_server->directory() + u"/main.sqlite"_s; }
    [[nodiscard]] RawAnswer ask(const Route &route) const
    {
        return m_server->connect()->request(route.method, route.target, route.body, route.headers);
    }
    /// The file of the stopped server, damaged by SQL, or by zeros in place of a table's or index's first
    /// page.
    static void damage(const QString &fileName, const QByteArray &sound, const QByteArray &what)
    {
        QFile file(fileName);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(sound);
        file.close();
        int page = 0;
        int pageSize = 0;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"damage"_s);
            database.setDatabaseName(fileName);
            QVERIFY(database.open());
            QSqlQuery query(database);
            if (what.contains(' ')) {
                QVERIFY2(query.exec(QString::fromUtf8(what)), qPrintable(query.lastError().text()));
            } else {
                QVERIFY(query.exec(u"PRAGMA page_size"_s) && query.next());
                pageSize = query.value(0).toInt();
                query.prepare(u"SELECT rootpage FROM sqlite_master WHERE name = ?"_s);
                query.addBindValue(QString::fromUtf8(what));
                QVERIFY(query.exec() && query.next());
                page = query.value(0).toInt();
            }
        }
        QSqlDatabase::removeDatabase(u"damage"_s);
        if (page == 0)
            return;
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(qint64(page - 1) * pageSize));
        QCOMPARE(file.write(QByteArray(pageSize, '\0')), pageSize);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<TestServer>();
        const auto http = m_server->connect();
        QCOMPARE(http->request("PUT", "/v1/trees/main").status, 201);
        QCOMPARE(http->request("POST", "/v1/trees/main/batch",
                               R"({"operations":[{"op":"create-set","set":["nested"]}]})")
                     .status,
                 200);
        for (int i = 0; i < 5; ++i) {
            const QByteArray id = QByteArray::number(i);
            for (const QByteArray &set : {QByteArray(), QByteArray("nested/")})
                QCOMPARE(
                    http->request("PUT", "/v1/trees/main/objects/" + set + id, "{\"id\":" + id + '}').status,
                    201);
        }
        QCOMPARE(http->request("DELETE", "/v1/trees/main/objects/4").status, 200);
        QCOMPARE(http->request("DELETE", "/v1/trees/main/objects/nested/4").status, 200);
        QCOMPARE(http->request("POST", "/v1/trees/main/batch",
                               R"({"operations":[{"op":"add","object":{"id":10}}]})",
                               {"Idempotency-Key: known"})
                     .status,
                 200);
        const QByteArray native = "Accept: application/vnd.genmirror+json";
        for (const Route &route : reads()) {
            const RawAnswer answer = ask(route);
            QCOMPARE(answer.status, 200);
            m_soundAnswers.insert(route.target + route.body + route.headers.join(), answer);
        }
        m_server->stop();
        QFile file(fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_sound = file.readAll();
    }
    void cleanupTestCase() { m_server.reset(); }

    void nothingThatCannotBeReadIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("what");
        for (const char *name :
             {"tree", "sets", "members", "removals", "transactions", "idempotency", "history",
              "sqlite_autoindex_sets_1", "sets_changed", "sets_created", "sets_remembered",
              "sqlite_autoindex_members_1", "members_order", "members_generation", "removals_order",
              "removals_generation", "sqlite_autoindex_idempotency_1", "idempotency_at"})
            QTest::addRow("zeros at %s", name) << QByteArray(name);
        for (const char *sql :
             {"DELETE FROM tree", "UPDATE tree SET digest = x'00'", "UPDATE tree SET collection = 'x'",
              "UPDATE tree SET generation = 0", "DELETE FROM sets WHERE depth = 0",
              "UPDATE sets SET set_key = 'x'", "UPDATE members SET id = x'' WHERE generation = 9",
              "UPDATE removals SET id = x'' WHERE set_key = 1", "UPDATE history SET collection = x'00'",
              "UPDATE history SET sets = x'00'"})
            QTest::newRow(sql) << QByteArray(sql);
    }
    void nothingThatCannotBeReadIsAnswered()
    {
        QFETCH(QByteArray, what);
        damage(fileName(), m_sound, what);
        QVERIFY(!QTest::currentTestFailed());
        m_server->start();
        int errors = 0;
        for (const Route &route : reads()) {
            const RawAnswer answer = ask(route);
            const QByteArray about = route.method + ' ' + route.target + ": " +
                                     QByteArray::number(answer.status) + ' ' + answer.body.left(300);
            if (answer.status == 200) {
                const RawAnswer sound =
                    m_soundAnswers.value(route.target + route.body + route.headers.join());
                QJsonObject a = QJsonDocument::fromJson(answer.body).object();
                QJsonObject b = QJsonDocument::fromJson(sound.body).object();
                for (QJsonObject *object : {&a, &b}) // what is not the tree's
                    for (const QLatin1StringView field : {"writes_a_minute"_L1, "bytes"_L1})
                        object->remove(field);
                QVERIFY2(a == b, about.constData());
            } else {
                QVERIFY2(answer.status == 500 || answer.status == 507, about.constData());
                ++errors;
            }
        }
        const QJsonObject listed = QJsonDocument::fromJson(ask({"GET", "/v1/trees", {}, {}}).body)
                                       .object()["trees"_L1]
                                       .toArray()
                                       .at(0)
                                       .toObject();
        QCOMPARE(listed["tree"_L1].toString(), u"main"_s);
        QVERIFY(listed.contains("problem"_L1) || listed["sets"_L1].toInteger() == 2);
        for (const Route &route : writes()) {
            const RawAnswer answer = ask(route);
            const QByteArray about = route.method + ' ' + route.target + ": " +
                                     QByteArray::number(answer.status) + ' ' + answer.body.left(300);
            if (answer.status == 200) {
                if (route.method == "PUT")
                    QCOMPARE(ask({"GET", route.target.split('?').first(), {}, {}}).body, route.body);
                continue;
            }
            QVERIFY2(answer.status == 500 || answer.status == 507 ||
                         (answer.status == 412 && answer.body.contains("\"current\"")),
                     about.constData());
            ++errors;
        }
        QVERIFY(errors > 0);
        m_server->stop();
    }

    void verificationFindsWhatAnswersCannotTell_data()
    {
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<bool>("equal");
        QTest::addColumn<bool>("sound");
        QTest::newRow("nothing is wrong") << QByteArray("SELECT 1") << true << true;
        QTest::newRow("another text")
            << QByteArray("UPDATE members SET object = '{}' WHERE generation = 9") << false << false;
        QTest::newRow("a missing object")
            << QByteArray("DELETE FROM members WHERE generation = 9") << false << false;
        QTest::newRow("a missing removal")
            << QByteArray("DELETE FROM removals WHERE set_key = 1") << true << false;
        QTest::newRow("another digest")
            << QByteArray("UPDATE tree SET digest = CAST(replace(digest, '0', '1') AS BLOB)") << false
            << false;
        QTest::newRow("zeros at objects") << QByteArray("members") << false << false;
        QTest::newRow("zeros at an index") << QByteArray("members_generation") << true << false;
        QTest::newRow("zeros at answers that are remembered") << QByteArray("idempotency") << true << false;
    }
    void verificationFindsWhatAnswersCannotTell()
    {
        QFETCH(QByteArray, what);
        QFETCH(bool, equal);
        QFETCH(bool, sound);
        damage(fileName(), m_sound, what);
        QVERIFY(!QTest::currentTestFailed());
        m_server->start();
        const RawAnswer answer = ask({"POST", "/v1/admin/trees/main/verify", {}, {}});
        QCOMPARE(answer.status, 200);
        const QJsonObject found = QJsonDocument::fromJson(answer.body).object();
        QVERIFY2(found["equal"_L1].toBool() == equal, answer.body.constData());
        QVERIFY2(found["problems"_L1].toArray().isEmpty() == sound, answer.body.constData());
        QCOMPARE(ask({"GET", "/readyz", {}, {}}).status, sound ? 200 : 503);
        QVERIFY(ask({"GET", "/metrics", {}, {}})
                    .body.contains(sound ? "genmirror_tree_problem{tree=\"main\"} 0"
                                         : "genmirror_tree_problem{tree=\"main\"} 1"));
    }

    /// Else it would be a server without tokens, which is open to everybody on its machine.
    /// It would have no tokens, and be open to everybody on its machine.
    void aServerWhoseTokensAreMissingBesideTheirLogDoesNotStart()
    {
        TestServer server;
        QCOMPARE(server.connect()
                     ->request("POST", "/v1/admin/tokens", R"({"name":"admin","role":"admin"})")
                     .status,
                 201);
        const QString fileName = server.directory() + u"/access.db"_s;
        const QString log = fileName + u"-wal"_s;
        QVERIFY(QFile::copy(fileName, fileName + u".kept"_s) &&
                QFile::copy(log, log + u".kept"_s)); // as a crash
        server.stop();
        QVERIFY(QFile::remove(fileName) && QFile::rename(log + u".kept"_s, log));
        const QByteArray entries = contentsOf(log);
        QVERIFY(!entries.isEmpty());
        for (int i = 0; i < 2; ++i) {
            const auto started = TreeService::open(server.directory());
            QVERIFY(!started);
            QVERIFY2(started.error().detail.contains(u"access.db-wal"_s), qPrintable(started.error().detail));
            QVERIFY(!QFile::exists(fileName));
            QCOMPARE(contentsOf(log), entries);
        }
        QVERIFY(QFile::rename(fileName + u".kept"_s, fileName)); // put back
        server.start();
        QCOMPARE(server.connect()->get("/v1/trees").status, 401);
    }

    void aServerThatCannotReadItsTokensDoesNotStart_data()
    {
        QTest::addColumn<QByteArray>("what");
        for (const char *what : {"tokens", "clients", "DELETE FROM tokens", "UPDATE tokens SET hash = x''",
                                 "UPDATE clients SET collection = x'00'"})
            QTest::newRow(what) << QByteArray(what);
    }
    void aServerThatCannotReadItsTokensDoesNotStart()
    {
        QFETCH(QByteArray, what);
        TestServer server;
        QCOMPARE(server.connect()->request("PUT", "/v1/trees/main").status, 201);
        QCOMPARE(server.connect()
                     ->get("/v1/trees/main/updates", {"GenMirror-Client: 0123456789abcdef0123456789abcdef"})
                     .status,
                 200);
        QCOMPARE(server.connect()
                     ->request("POST", "/v1/admin/tokens", R"({"name":"the admin","role":"admin"})")
                     .status,
                 201);
        server.stop();
        const QString fileName = server.directory() + u"/access.db"_s;
        QFile file(fileName);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray sound = file.readAll();
        file.close();
        damage(fileName, sound, what);
        QVERIFY(!QTest::currentTestFailed());
        const auto started = TreeService::open(server.directory());
        QVERIFY(!started);
        QVERIFY2(started.error().detail.contains(u"access.db"_s), qPrintable(started.error().detail));
        damage(fileName, sound, "SELECT 1");
        server.start();
        QCOMPARE(server.connect()->get("/v1/trees").status, 401);
    }
    void cleanup() { m_server->stop(); }
};

QTEST_GUILESS_MAIN(ServerDamageTest)

#include "server_damage_test.moc"
