// What an admin sees and does: audit log, clients, limits, metrics, compaction by age and by policy.
#include "tests/support/accessserver.h"
#include "tests/support/eventclient.h"
#include "tests/support/patience.h"

#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

constexpr QByteArrayView Me = "11111111111111111111111111111111";

QJsonObject objectOf(const RawAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body).object();
}

} // namespace

class ServerAdminTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_server;

    void removeSome(const QByteArray &tree, int count)
    {
        for (int id = 1; id <= count; ++id) {
            m_server->put(tree, id);
            QCOMPARE(m_server->askAdmin("DELETE", "/v1/trees/" + tree + "/objects/" + QByteArray::number(id))
                         .status,
                     200);
        }
    }
    QJsonObject compact(const QByteArray &body)
    {
        const RawAnswer answer = m_server->askAdmin("POST", "/v1/admin/trees/inside/compact", body);
        return answer.status == 200 ? objectOf(answer) : QJsonObject{{u"status"_s, answer.status}};
    }
    /// As a mirror asks: what changed since.
    RawAnswer mirrorAsks(qint64 since, const QByteArray &collection,
                         const QByteArray &client = Me.toByteArray())
    {
        return m_server->ask(
            m_server->adminToken(), "GET",
            "/v1/trees/inside/updates?since=" + QByteArray::number(since) + "&collection=" + collection, {},
            {"GenMirror-Client: " + client, "Accept: application/vnd.genmirror+json", "User-Agent: a test"});
    }
    QByteArray collection()
    {
        return objectOf(m_server->askAdmin("GET", "/v1/trees/inside"))["collection"_L1].toString().toLatin1();
    }
    QJsonArray clients()
    {
        return objectOf(m_server->askAdmin("GET", "/v1/admin/clients"))["clients"_L1].toArray();
    }

private Q_SLOTS:
    void init() { m_server = std::make_unique<AccessServer>(); }
    void cleanup() { m_server.reset(); }

    void everyActStandsInTheAuditLog()
    {
        removeSome("inside", 3);
        const QByteArray reader = m_server->makeToken("reader", "*");
        (void)compact("{\"keep_removals\":1,\"reason\":\"it grew\"}");
        (void)compact("{\"keep_removals\":0,\"dry_run\":true}"); // nothing was done
        QCOMPARE(m_server->askAdmin("POST", "/v1/admin/trees/inside/reset", "{\"reason\":\"a test\"}").status,
                 200);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/trees/outside").status, 204);
        QCOMPARE(m_server->askAdmin("POST", "/v1/admin/backups", "{\"name\":\"b\",\"reason\":\"before it\"}")
                     .status,
                 201);
        QCOMPARE(m_server
                     ->askAdmin("POST", "/v1/admin/trees/inside/restore",
                                "{\"backup\":\"b\",\"reason\":\"went wrong\"}")
                     .status,
                 200);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/backups/b").status, 204);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/tokens/" + reader.mid(4, 12)).status, 204);
        const QJsonArray log = objectOf(m_server->askAdmin("GET", "/v1/admin/audit"))["audit"_L1].toArray();
        QStringList acts;
        for (const QJsonValue value : log) {
            const QJsonObject entry = value.toObject();
            acts.prepend(entry["action"_L1].toString());
            QCOMPARE(entry["address"_L1].toString(), u"127.0.0.1"_s);
            QVERIFY(QDateTime::fromString(entry["at"_L1].toString(), Qt::ISODateWithMs)
                        .secsTo(QDateTime::currentDateTimeUtc()) < 60);
        }
        QCOMPARE(acts, (QStringList{u"make-token"_s, u"create-tree"_s, u"create-tree"_s, u"make-token"_s,
                                    u"compact"_s, u"reset"_s, u"remove-tree"_s, u"backup"_s, u"restore"_s,
                                    u"remove-backup"_s, u"revoke-token"_s}));
        const QJsonObject compaction = m_server->auditOf("compact").first().toObject();
        QCOMPARE(compaction["who"_L1].toString(), u"the admin"_s);
        QCOMPARE(compaction["tree"_L1].toString(), u"inside"_s);
        QCOMPARE(compaction["reason"_L1].toString(), u"it grew"_s);
        QCOMPARE(compaction["detail"_L1].toString(), u"keep 1 removals"_s);
    }

    void theAuditLogIsFilteredAndPaged()
    {
        for (int i = 0; i < 5; ++i)
            (void)m_server->makeToken("reader", "in*");
        const auto numbers = [this](const QByteArray &query) {
            QList<int> found;
            const QJsonArray log =
                objectOf(m_server->askAdmin("GET", "/v1/admin/audit" + query))["audit"_L1].toArray();
            for (const QJsonValue entry : log)
                found.append(entry["number"_L1].toInt());
            return found;
        };
        QCOMPARE(numbers({}), (QList{8, 7, 6, 5, 4, 3, 2, 1}));
        QCOMPARE(numbers("?limit=3"), (QList{8, 7, 6}));
        QVERIFY(objectOf(m_server->askAdmin("GET", "/v1/admin/audit?limit=3"))["more"_L1].toBool());
        QCOMPARE(numbers("?limit=3&before=3"), (QList{2, 1}));
        QCOMPARE(numbers("?tree=outside"), (QList{3}));
        QCOMPARE(numbers("?action=create-tree"), (QList{3, 2}));
        QCOMPARE(numbers("?who=local"), (QList{1}));
        QCOMPARE(numbers("?text=in*&limit=2"), (QList{8, 7}));
        QCOMPARE(numbers("?text=nothing%20like%20it"), QList<int>());
        for (const char *wrong : {"?limit=0", "?limit=1001", "?before=x"})
            QCOMPARE(m_server->askAdmin("GET", QByteArray("/v1/admin/audit") + wrong).status, 400);
    }

    void theAuditLogCannotBeChanged()
    {
        const QString connection = u"audit"_s;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
            database.setDatabaseName(m_server->directory() + "/access.db"_L1);
            QVERIFY(database.open());
            for (const QString &sql : {u"UPDATE audit SET who = 'somebody else'"_s, u"DELETE FROM audit"_s}) {
                QSqlQuery query(database);
                QVERIFY(!query.exec(sql));
                QVERIFY(query.lastError().text().contains("append-only"_L1));
            }
        }
        QSqlDatabase::removeDatabase(connection);
    }

    void wrongTokensAreWrittenDownAndSlowedDown()
    {
        const QByteArray good = m_server->makeToken("reader", "*");
        QByteArray wrong = good;
        wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
        QCOMPARE(m_server->ask(wrong, "GET", "/v1/trees").status, 401);
        QTRY_COMPARE(m_server->auditOf("failed-login").size(), 1);
        const QJsonObject entry = m_server->auditOf("failed-login").first().toObject();
        QCOMPARE(entry["token"_L1].toString().toLatin1(), good.mid(4, 12));
        QCOMPARE(entry["who"_L1].toString(), u"a reader"_s);
        QCOMPARE(entry["detail"_L1].toString(), u"a wrong secret"_s);
        RawAnswer answer;
        int answered = 0;
        do
            answer = m_server->ask("nonsense", "GET", "/v1/trees");
        while (answer.status == 401 && ++answered < 100);
        QCOMPARE(answer.status, 429);
        QVERIFY(answer.headers.value("retry-after").toInt() > 0);
        QVERIFY(m_server->auditOf("failed-login").size() <= 15);
        QCOMPARE(m_server->ask(good, "GET", "/v1/trees").status, 200); // who has a good one is let in
    }

    void clientsAreKnownByWhatTheyAskFor()
    {
        removeSome("inside", 2); // generation 5
        const QByteArray collection = this->collection();
        QCOMPARE(mirrorAsks(3, collection).status, 200);
        QJsonObject client = clients().first().toObject();
        QCOMPARE(client["client"_L1].toString().toLatin1(), Me.toByteArray());
        QCOMPARE(client["tree"_L1].toString(), u"inside"_s);
        QCOMPARE(client["name"_L1].toString(), u"the admin"_s);
        QCOMPARE(client["agent"_L1].toString(), u"a test"_s);
        QCOMPARE(client["generation"_L1].toInt(), 3);
        QCOMPARE(client["sent"_L1].toInt(), 5);
        QCOMPARE(client["lag"_L1].toInt(), 0);
        QCOMPARE(client["transport"_L1].toString(), u"poll"_s);
        QVERIFY(client["bytes"_L1].toInt() > 100);
        m_server->put("inside", 9);
        client = clients().first().toObject();
        QCOMPARE(client["lag"_L1].toInt(), 1);
        {
            EventClient events(m_server->port(), "?tree=inside&deliver=updates",
                               "GenMirror-Client: " + Me + "\r\nAuthorization: Bearer " +
                                   m_server->adminToken() + "\r\n");
            QVERIFY(!events.next().name.isEmpty());
            client = clients().first().toObject();
            QVERIFY(client["connected"_L1].toBool());
            QCOMPARE(client["transport"_L1].toString(), u"push"_s);
            const QString seen = client["last_seen"_L1].toString();
            QTRY_VERIFY(clients().first()["last_seen"_L1].toString() > seen); // it is seen all the time
        }
        QTRY_VERIFY(!clients().first()["connected"_L1].toBool());
        m_server->restart(); // they are remembered
        client = clients().first().toObject();
        QCOMPARE(client["sent"_L1].toInt(), 6);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/clients/" + Me + "?tree=outside").status, 404);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/clients/" + Me).status, 204);
        QVERIFY(clients().isEmpty());
        QCOMPARE(m_server->auditOf("forget-client").size(), 1);
    }

    void aCompactionTellsWhoWouldReload()
    {
        removeSome("inside", 5);    // removals at 3, 5, 7, 9, 11
        m_server->put("inside", 9); // 12
        const QByteArray collection = this->collection();
        const QByteArray others[] = {QByteArray(32, '2'), QByteArray(32, '3'), QByteArray(32, '4'),
                                     QByteArray(32, '5')};
        QCOMPARE(mirrorAsks(12, collection).status, 200);           // has all
        QCOMPARE(mirrorAsks(4, collection, others[0]).status, 200); // was sent up to 12
        QCOMPARE(mirrorAsks(4, collection, others[1]).status, 200);
        QCOMPARE(mirrorAsks(12, collection, others[1]).status, 200);         // and has it
        QCOMPARE(mirrorAsks(2, QByteArray(32, '0'), others[2]).status, 200); // of another collection
        QCOMPARE(mirrorAsks(0, collection, others[3]).status, 200);          // new
        const QJsonObject preview = compact("{\"keep_removals\":1,\"dry_run\":true}");
        QCOMPARE(preview["dropped"_L1].toInt(), 4);
        const QJsonArray reloading = preview["clients"_L1].toArray();
        QCOMPARE(reloading.size(), 1);
        QCOMPARE(reloading[0]["client"_L1].toString().toLatin1(), others[0]);
        QCOMPARE(reloading[0]["certain"_L1].toBool(true), false); // whether it arrived is not known
        QCOMPARE(reloading[0]["bytes"_L1].toInt(), int(qstrlen("{\"id\":9}")));
        QCOMPARE(preview["bytes"_L1].toInt(), int(qstrlen("{\"id\":9}")));
        QCOMPARE(objectOf(m_server->askAdmin("GET", "/v1/trees/inside"))["removals"_L1].toInt(), 5);
        QCOMPARE(compact("{\"keep_removals\":1}"), preview);
        QCOMPARE(objectOf(m_server->askAdmin("GET", "/v1/trees/inside"))["removals"_L1].toInt(), 1);
    }

    void theListAndThePreviewAgree()
    {
        removeSome("inside", 5); // removals at 3, 5, 7, 9, 11
        const QByteArray collection = this->collection();
        QCOMPARE(mirrorAsks(4, collection).status, 200); // was sent up to 11
        QVERIFY(!clients().first()["certain"_L1].toBool(true));
        const QByteArray dry = "{\"keep_removals\":1,\"dry_run\":true}";
        QCOMPARE(compact(dry)["clients"_L1].toArray().size(), 1); // perhaps
        {
            EventClient events(m_server->port(), "?tree=inside&deliver=updates",
                               "GenMirror-Client: " + Me + "\r\nAuthorization: Bearer " +
                                   m_server->adminToken() + "\r\n");
            QVERIFY(!events.next().name.isEmpty());
            m_server->put("inside", 9);
            QVERIFY(!events.next().name.isEmpty());
            const QJsonObject client = clients().first().toObject();
            QCOMPARE(client["lag"_L1].toInt(), 0);
            QVERIFY(client["certain"_L1].toBool());
            QVERIFY(compact(dry)["clients"_L1].toArray().isEmpty()); // it is behind by 0
        }
        QTRY_VERIFY(!clients().first()["connected"_L1].toBool());
        QVERIFY(!clients().first()["certain"_L1].toBool(true));
        QCOMPARE(compact(dry)["clients"_L1].toArray().size(), 1);
        const QByteArray listener(32, '7');
        QCOMPARE(mirrorAsks(4, collection, listener).status, 200);
        EventClient events(m_server->port(), "?tree=inside",
                           "GenMirror-Client: " + listener + "\r\nAuthorization: Bearer " +
                               m_server->adminToken() + "\r\n");
        QVERIFY(!events.next().name.isEmpty());
        const QJsonArray before = clients();
        const QJsonArray reloading = compact(dry)["clients"_L1].toArray();
        const QJsonArray after = clients();
        QCOMPARE(reloading.size(), 2);
        QCOMPARE(before.size(), 2);
        for (const QJsonValue told : reloading) {
            const auto listed = [&](const QJsonArray &list) {
                return *std::ranges::find_if(
                    list, [&](const QJsonValue &entry) { return entry["client"_L1] == told["client"_L1]; });
            };
            for (const auto member :
                 {"tree"_L1, "name"_L1, "address"_L1, "agent"_L1, "generation"_L1, "sent"_L1})
                QCOMPARE(told[member], listed(before)[member]);
            const QString seen = told["last_seen"_L1].toString();
            QVERIFY(listed(before)["last_seen"_L1].toString() <= seen);
            QVERIFY(seen <= listed(after)["last_seen"_L1].toString());
        }
    }

    void inventedClientsPushNobodyOut()
    {
        ClientBook book;
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const auto idOf = [](qsizetype i) { return QByteArray::number(i, 16).rightJustified(32, '0'); };
        book.visited({.id = QByteArray(32, 'f'), .tree = u"t"_s, .token = "a"}, now.addDays(-30));
        for (qsizetype i = 0; i < 2 * ClientBook::MostOfAToken; ++i)
            book.visited({.id = idOf(i), .tree = u"t"_s, .token = "b"}, now.addSecs(i));
        const QList<ClientRecord> known = book.list();
        QCOMPARE(known.size(), 1 + ClientBook::MostOfAToken);
        QCOMPARE(std::ranges::count(known, "a"_ba, &ClientRecord::token), 1);
        const bool isNewest = std::ranges::any_of(known, [&](const ClientRecord &client) {
            return client.id == idOf(2 * ClientBook::MostOfAToken - 1);
        });
        QVERIFY(isNewest);
        // Those who come with another token now, or are forgotten, do not count.
        book.visited({.id = known.first().id, .tree = u"t"_s, .token = "a"}, now.addDays(1));
        QVERIFY(book.forget(known.at(1).id, {}));
        book.visited({.id = idOf(0xabcdef), .tree = u"t"_s, .token = "b"}, now.addDays(1));
        book.visited({.id = idOf(0xabcdee), .tree = u"t"_s, .token = "b"}, now.addDays(1));
        QCOMPARE(book.list().size(), 2 + ClientBook::MostOfAToken);
    }

    void aCompactionByAgeDropsWhatIsOlder()
    {
        removeSome("inside", 3);
        QCOMPARE(compact("{\"older_than_days\":1,\"dry_run\":true}")["dropped"_L1].toInt(), 0);
        QCOMPARE(compact("{\"older_than_days\":0,\"dry_run\":true}")["dropped"_L1].toInt(), 3);
        for (const char *wrong :
             {"{}", "{\"older_than_days\":-1}", "{\"older_than_days\":1,\"before\":3}",
              "{\"keep_removals\":-1}", "{\"before\":-1}", "{\"keep_removals\":\"1\"}", "{\"days\":3}"})
            QCOMPARE(compact(wrong)["status"_L1].toInt(), 400);
    }

    void theServerCompactsByItself()
    {
        AccessServer server({.compaction = {.keepRemovals = 2, .every = std::chrono::milliseconds(50)}});
        for (int id = 1; id <= 6; ++id) {
            server.put("inside", id);
            QCOMPARE(server.askAdmin("DELETE", "/v1/trees/inside/objects/" + QByteArray::number(id)).status,
                     200);
        }
        QTRY_COMPARE(objectOf(server.askAdmin("GET", "/v1/trees/inside"))["removals"_L1].toInt(), 2);
        QTRY_VERIFY(!server.auditOf("compact").isEmpty());
        QCOMPARE(server.auditOf("compact").first()["who"_L1].toString(), u"policy"_s);
        QVERIFY(server.askAdmin("GET", "/v1/trees/inside/history").body.contains("\"who\":\"policy\""));
    }

    void spaceIsGivenBack()
    {
        const QByteArray big(100'000, 'x');
        for (int id = 1; id <= 50; ++id) {
            const QByteArray number = QByteArray::number(id);
            QCOMPARE(m_server
                         ->askAdmin("PUT", "/v1/trees/inside/objects/" + number,
                                    "{\"id\":" + number + ",\"t\":\"" + big + "\"}")
                         .status,
                     201);
        }
        const auto bytes = [this] {
            return objectOf(m_server->askAdmin("GET", "/v1/trees/inside"))["bytes"_L1].toInt();
        };
        const int before = bytes();
        QVERIFY(before > 5'000'000);
        QCOMPARE(m_server
                     ->askAdmin("POST", "/v1/admin/trees/inside/reset",
                                "{\"reason\":\"a test\",\"objects\":\"drop\"}")
                     .status,
                 200);
        QTRY_VERIFY(bytes() < before / 10);
    }

    void metricsAreInPrometheusFormat()
    {
        m_server->put("inside", 1);
        QCOMPARE(mirrorAsks(1, collection()).status, 200);
        EventClient events(m_server->port(), {}, "Authorization: Bearer " + m_server->adminToken() + "\r\n");
        QVERIFY(!events.next().name.isEmpty());
        const RawAnswer answer = m_server->askAdmin("GET", "/metrics");
        QCOMPARE(answer.headers.value("content-type"), "text/plain; version=0.0.4; charset=utf-8"_ba);
        static const QRegularExpression line(
            u"^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\\})? [0-9.e+-]+)$"_s);
        for (const QByteArray &text : answer.body.split('\n'))
            QVERIFY2(text.isEmpty() || line.match(QString::fromUtf8(text)).hasMatch(), text.constData());
        for (const char *wanted :
             {"genmirror_tree_generation{tree=\"inside\"} 2\n", "genmirror_tree_objects{tree=\"inside\"} 1\n",
              "genmirror_event_streams 1\n", "genmirror_clients{tree=\"inside\"} 1\n",
              "genmirror_client_lag_generations{tree=\"inside\"} 0\n",
              "genmirror_http_requests_total{method=\"PUT\",route=\"/v1/trees/{tree}/objects/"
              "{path}\",status=\"201\"} 1\n",
              "genmirror_http_request_duration_seconds_bucket{route=\"/v1/trees/{tree}\",le=\"+Inf\"} "})
            QVERIFY2(answer.body.contains(wanted), wanted);
    }

    void aDamagedTreeMakesTheServerNotReady()
    {
        QCOMPARE(m_server->ask({}, "GET", "/readyz").status, 200);
        m_server->stop();
        QFile file(m_server->directory() + "/inside.sqlite"_L1);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        m_server->start();
        QCOMPARE(m_server->ask({}, "GET", "/healthz").status, 200);
        QTRY_COMPARE(m_server->ask({}, "GET", "/readyz").status, 503);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/trees/inside").status, 204); // it can be removed
        QCOMPARE(m_server->ask({}, "GET", "/readyz").status, 200);
    }
};

QTEST_GUILESS_MAIN(ServerAdminTest)
#include "server_admin_test.moc"
