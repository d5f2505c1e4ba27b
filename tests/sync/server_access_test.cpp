// Who gets in, and what they may do there: over real sockets, against the table of docs/access.md.
#include "tests/support/accessserver.h"
#include "tests/support/eventclient.h"
#include "tests/support/patience.h"
#include "tests/sync/accesstable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

/// By the route itself, whatever it thinks of what was asked.
bool isAnswered(int status)
{
    return status > 0 && !QList{401, 403, 405, 429}.contains(status);
}

int rankOf(const QByteArray &role)
{
    return int(QByteArrayList{"anyone", "reader", "editor", "admin"}.indexOf(role));
}

} // namespace

class ServerAccessTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_server;

    /// The address with names put in; what does not exist is called "none".
    static QByteArray filled(QByteArray address, const QByteArray &tree)
    {
        for (const char *name : {"{path}", "{backup}", "{client}", "{token}"})
            address.replace(name, "none");
        if (address == "/v1/events")
            return address + "?deliver=nonsense"; // let in, it is refused at once rather than never ends
        return address.replace("{tree}", tree);
    }

private Q_SLOTS:
    void init()
    {
        m_server =
            std::make_unique<AccessServer>(TreeServiceOptions{.usage = {.failedLoginsPerMinute = 100'000}});
    }
    void cleanup() { m_server.reset(); }

    void everyRouteAllowsWhatTheTableSays_data()
    {
        QTest::addColumn<QByteArray>("role");
        QTest::addColumn<QByteArray>("reach");
        for (const char *role : {"reader", "editor", "admin"}) {
            for (const char *reach : {"*", "in*", "out"})
                QTest::addRow("%s of %s", role, reach) << QByteArray(role) << QByteArray(reach);
        }
        QTest::newRow("a wrong token") << QByteArray("wrong") << QByteArray();
        QTest::newRow("no token") << QByteArray("none") << QByteArray();
    }
    void everyRouteAllowsWhatTheTableSays()
    {
        QFETCH(QByteArray, role);
        QFETCH(QByteArray, reach);
        QByteArray token;
        if (role == "wrong")
            token = "gmt_000000000000_" + QByteArray(43, 'A');
        else if (role != "none")
            token = m_server->makeToken(role, reach);
        const QList<Row> table = documentedTable();
        QCOMPARE(table.size(), 29);
        for (const Row &place : table) {
            for (const char *method : {"GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"}) {
                const QByteArray asked = method;
                const auto row = std::ranges::find_if(table, [&](const Row &other) {
                    return other.method == asked && other.address == place.address;
                });
                const bool inReach = reach == "*" || reach == "in*";
                int refusal = 0;
                if (rankOf(place.who) > 0 && rankOf(role) < 1)
                    refusal = 401;
                else if (place.address.contains("{tree}") && !inReach)
                    refusal = 404;
                else if (row == table.end())
                    refusal = 405;
                else if (rankOf(row->who) > 0 && rankOf(row->who) > rankOf(role))
                    refusal = 403;
                else if (row->about == "server" && reach != "*")
                    refusal = 403;
                const RawAnswer answer = m_server->ask(token, method, filled(place.address, "inside"));
                const QByteArray what = method + (" " + place.address) + " as " + role + " of " + reach +
                                        ": " + QByteArray::number(answer.status) + ' ' + answer.body;
                if (refusal != 0)
                    QVERIFY2(answer.status == refusal, what.constData());
                else
                    QVERIFY2(isAnswered(answer.status), what.constData());
                QVERIFY2(answer.status != 401 || answer.headers.contains("www-authenticate"),
                         what.constData());
                if (asked == "DELETE" && place.address == "/v1/trees/{tree}" && refusal == 0)
                    m_server->makeTree("inside");
            }
        }
    }

    void aTreeOutOfReachIsAnsweredAsOneThatIsNotThere_data()
    {
        QTest::addColumn<QByteArray>("role");
        for (const char *role : {"reader", "editor", "admin"})
            QTest::newRow(role) << QByteArray(role);
    }
    void aTreeOutOfReachIsAnsweredAsOneThatIsNotThere()
    {
        QFETCH(QByteArray, role);
        const QByteArray token = m_server->makeToken(role, "in*");
        QList<Row> places = documentedTable();
        places.append({"GET", "/v1/events?tree={tree}", {}, {}});
        places.append({"GET", "/v1/trees/{tree}/updates?since=x", {}, {}});
        places.append({"GET", "/v1/trees/{tree}/objects/%22broken", {}, {}});
        for (const Row &place : std::as_const(places)) {
            if (!place.address.contains("{tree}"))
                continue;
            for (const char *method : {"GET", "PUT", "POST", "DELETE", "PATCH"}) {
                if (place.address.startsWith("/v1/events") && method != "GET"_ba)
                    continue;
                QByteArrayList answers;
                for (const char *tree : {"outside", "absent_"}) { // of the same length
                    const RawAnswer answer = m_server->ask(
                        token, method,
                        QByteArray(place.address).replace("{tree}", tree).replace("{path}", "x"));
                    QByteArray all =
                        QByteArray::number(answer.status) + QByteArray(answer.body).replace(tree, "TREE");
                    QByteArrayList names = answer.headers.keys();
                    std::ranges::sort(names);
                    for (const QByteArray &name : std::as_const(names))
                        all += name == "date" ? QByteArray() : QByteArray(name + ':' + answer.headers[name]);
                    answers.append(all);
                }
                QCOMPARE(answers[0], answers[1]);
                QVERIFY2(answers[0].startsWith("404"), answers[0].constData());
            }
        }
        const RawAnswer trees = m_server->ask(token, "GET", "/v1/trees");
        QVERIFY(trees.body.contains("\"inside\"") && !trees.body.contains("outside"));
    }

    void eventsTellOfTreesInReachAlone()
    {
        const QByteArray token = m_server->makeToken("reader", "in*");
        EventClient events(m_server->port(), {}, "Authorization: Bearer " + token + "\r\n");
        QVERIFY(events.next().id.startsWith("inside."));
        m_server->put("outside", 1);
        m_server->put("inside", 1);
        const ServerEvent next = events.next();
        QVERIFY(next.id.startsWith("inside."));
        QVERIFY(!events.text().contains("outside"));
    }

    void patternsReachWhatTheySay_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("tree");
        QTest::addColumn<bool>("reached");
        const auto row = [](const char *pattern, const char *tree, bool reached) {
            QTest::addRow("%s %s", pattern, tree)
                << QString::fromLatin1(pattern) << QString::fromLatin1(tree) << reached;
        };
        row("user.anna.*", "user.anna.notes", true);
        row("user.anna.*", "user.anna.", true);
        row("user.anna.*", "user.annabel", false);
        row("user.anna.*", "userxanna.notes", false);
        row("user.anna.*", "other.user.anna.notes", false);
        row("*", "anything", true);
        row("*.notes", "user.anna.notes", true);
        row("*.notes", "user.anna.notes2", false);
        row("a*b*c", "abc", true);
        row("a*b*c", "acb", false);
        row("main", "main", true);
        row("main", "Main", false);
    }
    void patternsReachWhatTheySay()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, tree);
        QFETCH(bool, reached);
        const auto scope = TreeScope::of({u"never"_s, pattern});
        QVERIFY(scope.has_value());
        QCOMPARE(scope->covers(tree), reached);
    }

    void badTokensAreRefusedWithASentence_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const char *body :
             {"", "[]", "{}", R"({"name":""})", R"({"name":7})", R"({"name":"x","role":"king"})",
              R"({"name":"x","trees":[]})", R"({"name":"x","trees":"main"})",
              R"({"name":"x","trees":["a b"]})", R"({"name":"x","trees":["../x"]})",
              R"({"name":"x","trees":[".x"]})", R"({"name":"x","trees":[7]})",
              R"({"name":"x","expires":"yesterday"})", R"({"name":"x","expires":"2001-01-01T00:00:00Z"})",
              R"({"name":"x","expires":99})", R"({"name":"x","more":1})"})
            QTest::newRow(body) << QByteArray(body);
        QTest::newRow("a long name") << QByteArray("{\"name\":\"" + QByteArray(101, 'x') + "\"}");
        QTest::newRow("many trees") << QByteArray("{\"name\":\"x\",\"trees\":[\"t\"" +
                                                  QByteArray(",\"t\"").repeated(100) + "]}");
    }
    void badTokensAreRefusedWithASentence()
    {
        QFETCH(QByteArray, body);
        const RawAnswer answer = m_server->askAdmin("POST", "/v1/admin/tokens", body);
        QCOMPARE(answer.status, 400);
        QVERIFY(QJsonDocument::fromJson(answer.body)["detail"_L1].toString().size() > 20);
    }

    void theFirstTokenClosesTheDoor()
    {
        TestServer server; // open
        const auto http = server.connect();
        QCOMPARE(http->get("/v1/trees").status, 200);
        EventClient events(server.port(), {});
        QVERIFY(events.waitForMore());
        QCOMPARE(http->request("POST", "/v1/admin/tokens", R"({"name":"r","role":"reader"})").status, 409);
        QCOMPARE(
            http->request("POST", "/v1/admin/tokens", R"({"name":"a","role":"admin","trees":["x"]})").status,
            409);
        QCOMPARE(http->get("/v1/trees").status, 200);
        const RawAnswer made = http->request("POST", "/v1/admin/tokens", R"({"name":"a","role":"admin"})");
        QCOMPARE(made.status, 201);
        QCOMPARE(made.headers.value("cache-control"), "no-store"_ba);
        QCOMPARE(http->get("/v1/trees").status, 401);
        QVERIFY(events.ends()); // who came in without
        const QByteArray token = QJsonDocument::fromJson(made.body)["token"_L1].toString().toLatin1();
        QCOMPARE(http->get("/v1/trees", {"Authorization: Bearer " + token}).status, 200);
        QCOMPARE(http->get("/v1/trees", {"authorization: bearer  " + token}).status, 200);
        QCOMPARE(http->get("/v1/trees", {"Authorization: Basic " + token}).status, 401);
        QCOMPARE(http->get("/v1/trees", {"Authorization: " + token}).status, 401);
        QCOMPARE(http->get("/v1/trees?token=" + token).status, 401); // never in an address
        server.restart();
        QCOMPARE(server.connect()->get("/v1/trees").status, 401);
        QCOMPARE(server.connect()->get("/v1/trees", {"Authorization: Bearer " + token}).status, 200);
    }

    void anOpenServerAnswersThisMachineAlone_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<int>("status");
        const auto row = [](const char *host, const char *origin, int status) {
            QTest::addRow("%s from %s", host, origin) << QByteArray(host) << QByteArray(origin) << status;
        };
        row("127.0.0.1:8765", "", 200);
        row("localhost", "", 200);
        row("LOCALHOST:80", "", 200);
        row("[::1]:8765", "", 200);
        row("evil.example", "", 403); // its name may have been made to resolve to this machine
        row("127.0.0.1.evil.example", "", 403);
        row("localhost.evil.example:80", "", 403);
        row("192.168.0.1", "", 403);
        row("localhost@evil.example", "", 403);
        row("localhost:3000", "http://localhost:3000", 200);
        row("localhost", "http://localhost:3000", 403);
        row("localhost", "https://evil.example", 403);
        row("localhost", "null", 403);
    }
    void anOpenServerAnswersThisMachineAlone()
    {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, origin);
        QFETCH(int, status);
        TestServer server;
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, server.port());
        socket.write("GET /v1/trees HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n" +
                     (origin.isEmpty() ? QByteArray() : QByteArray("Origin: " + origin + "\r\n")) + "\r\n");
        while (socket.waitForReadyRead()) {
        }
        const QByteArray answer = socket.readAll();
        QVERIFY2(answer.startsWith(QByteArray("HTTP/1.1 " + QByteArray::number(status))), answer.constData());
    }

    void aTokenIsShownOnceAndStoredAsAHash()
    {
        const QByteArray token = m_server->makeToken("reader", "*");
        const QByteArray secret = token.mid(17);
        QCOMPARE(secret.size(), 43);
        QVERIFY(!m_server->askAdmin("GET", "/v1/admin/tokens").body.contains(secret));
        QVERIFY(!m_server->askAdmin("GET", "/v1/admin/audit").body.contains(secret));
        const QStringList files = QDir(m_server->directory()).entryList(QDir::Files);
        QVERIFY(files.contains(u"access.db"_s));
        for (const QString &name : files) {
            QFile file(m_server->directory() + u'/' + name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(secret), qPrintable(name));
        }
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        for (const QString &name : {u"access.db"_s, u"access.db-wal"_s})
            QCOMPARE(QFile::permissions(m_server->directory() + u'/' + name) & others, QFile::Permissions());
    }

    void aRevokedTokenEndsAtOnce()
    {
        const QByteArray token = m_server->makeToken("reader", "*");
        const QByteArray header = "Authorization: Bearer " + token;
        EventClient events(m_server->port(), "?tree=inside", header + "\r\n");
        QVERIFY(!events.next().name.isEmpty());
        const QJsonObject tree =
            QJsonDocument::fromJson(m_server->ask(token, "GET", "/v1/trees/inside").body).object();
        const auto waiting = m_server->connect();
        waiting->send("GET",
                      "/v1/trees/inside/updates?wait=60&since=" +
                          QByteArray::number(tree["generation"_L1].toInteger()) +
                          "&collection=" + tree["collection"_L1].toString().toLatin1(),
                      {}, {header});
        QVERIFY(!waiting->hasAnswer(200));
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/tokens/" + token.mid(4, 12)).status, 204);
        QCOMPARE(waiting->receive().status, 401);
        QVERIFY(events.ends());
        QCOMPARE(m_server->ask(token, "GET", "/v1/trees").status, 401);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/tokens/" + token.mid(4, 12)).status, 404);
    }

    void aTokenThatChangesCountsAsChangedAtOnce()
    {
        const QByteArray token = m_server->makeToken("editor", "*");
        const QByteArray address = "/v1/admin/tokens/" + token.mid(4, 12);
        EventClient events(m_server->port(), "?tree=outside", "Authorization: Bearer " + token + "\r\n");
        QVERIFY(!events.next().name.isEmpty());
        QCOMPARE(m_server->askAdmin("PATCH", address, R"({"trees":["in*"],"role":"reader"})").status, 200);
        QVERIFY(events.ends());
        QCOMPARE(m_server->ask(token, "GET", "/v1/trees/outside/updates").status, 404);
        QCOMPARE(m_server->ask(token, "PUT", "/v1/trees/inside/objects/1", "{\"id\":1}").status, 403);
        QCOMPARE(m_server->ask(token, "GET", "/v1/trees/inside").status, 200);
        QCOMPARE(m_server->askAdmin("PATCH", address, R"({"role":"king"})").status, 400);
        QCOMPARE(m_server->askAdmin("PATCH", "/v1/admin/tokens/none", R"({"name":"x"})").status, 404);
    }

    void aTokenExpires()
    {
        const QByteArray end =
            QDateTime::currentDateTimeUtc().addMSecs(1500).toString(Qt::ISODateWithMs).toLatin1();
        const QByteArray token = m_server->makeToken("reader", "*", ",\"expires\":\"" + end + "\"");
        QCOMPARE(m_server->ask(token, "GET", "/v1/trees").status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->ask(token, "GET", "/v1/trees").status, 401, 5000);
        QVERIFY(m_server->auditOf("failed-login")
                    .first()
                    .toObject()["detail"_L1]
                    .toString()
                    .contains("expired"_L1));
    }

    void theStreamOfATokenEndsWithIt()
    {
        const QByteArray end =
            QDateTime::currentDateTimeUtc().addMSecs(1500).toString(Qt::ISODateWithMs).toLatin1();
        const QByteArray token = m_server->makeToken("reader", "*", ",\"expires\":\"" + end + "\"");
        EventClient events(m_server->port(), {}, "Authorization: Bearer " + token + "\r\n");
        EventClient others(m_server->port(), {}, "Authorization: Bearer " + m_server->adminToken() + "\r\n");
        QVERIFY(!events.next().name.isEmpty());
        QVERIFY(!others.next().name.isEmpty());
        QVERIFY(events.ends()); // well before a heartbeat
        QVERIFY(QDateTime::currentDateTimeUtc() >=
                QDateTime::fromString(QString::fromLatin1(end), Qt::ISODateWithMs));
        m_server->put("inside", 1);
        while (!others.text().contains("inside.") || !others.next().id.contains(".2."))
            QVERIFY(!others.ends(1));
    }

    void anIdempotencyKeyBelongsToItsToken()
    {
        const QByteArray one = m_server->makeToken("editor", "*");
        const QByteArray other = m_server->makeToken("editor", "*");
        const auto batch = [this](const QByteArray &token, const QByteArray &operations) {
            const RawAnswer answer =
                m_server->ask(token, "POST", "/v1/trees/inside/batch",
                              "{\"operations\":[" + operations + "]}", {"Idempotency-Key: the same"});
            return std::pair(answer.status, QJsonDocument::fromJson(answer.body)["generation"_L1].toInt());
        };
        const QByteArray add = R"({"op":"add","object":{"id":1}})";
        QCOMPARE(batch(one, add), std::pair(200, 2));
        QCOMPARE(batch(one, add), std::pair(200, 2));
        QCOMPARE(batch(other, add),
                 std::pair(200, 3)); // nobody learns what others sent, nor takes their keys
        QCOMPARE(batch(other, R"({"op":"remove","id":1})").first, 422);
        QCOMPARE(batch(one, add), std::pair(200, 2));
    }

    void theLastAdminDoesNotExpire()
    {
        const QByteArray own = m_server->adminToken().mid(4, 12);
        const QByteArray soon = R"("expires":"2099-01-01T00:00:00Z")";
        const QByteArray passing = m_server->makeToken("admin", "*", "," + soon);
        QCOMPARE(m_server->ask(passing, "DELETE", "/v1/admin/tokens/" + own).status, 409);
        QCOMPARE(m_server->askAdmin("PATCH", "/v1/admin/tokens/" + own, '{' + soon + '}').status, 409);
        QCOMPARE(m_server->askAdmin("PATCH", "/v1/admin/tokens/" + passing.mid(4, 12), R"({"expires":null})")
                     .status,
                 200);
        QCOMPARE(m_server->askAdmin("PATCH", "/v1/admin/tokens/" + own, '{' + soon + '}').status, 200);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/tokens/" + own).status, 204);
        TestServer open;
        QCOMPARE(open.connect()
                     ->request("POST", "/v1/admin/tokens", R"({"name":"a","role":"admin",)" + soon + '}')
                     .status,
                 409);
    }

    void theLastAdminStays()
    {
        const QByteArray own = m_server->adminToken().mid(4, 12);
        (void)m_server->makeToken("admin", "in*"); // does not count: it does not reach all
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/tokens/" + own).status, 409);
        QCOMPARE(m_server->askAdmin("PATCH", "/v1/admin/tokens/" + own, R"({"role":"editor"})").status, 409);
        QCOMPARE(m_server->askAdmin("PATCH", "/v1/admin/tokens/" + own, R"({"name":"renamed"})").status, 200);
        const QByteArray other = m_server->makeToken("admin", "*");
        QCOMPARE(m_server->ask(other, "DELETE", "/v1/admin/tokens/" + own).status, 204);
        QCOMPARE(m_server->askAdmin("GET", "/v1/trees").status, 401);
    }
};

QTEST_GUILESS_MAIN(ServerAccessTest)
#include "server_access_test.moc"
