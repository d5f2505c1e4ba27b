// Mirrors and what admins do under them: compaction, reset, tokens that are taken away.
#include "sync/client/mirrorsession.h"
#include "tests/support/accessserver.h"
#include "tests/support/patience.h"

#include <QNetworkRequest>
#include <QRandomGenerator>

#include <atomic>
#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using State = MirrorStatus::State;

class ClientAdminTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_server;
    QTemporaryDir m_directory;
    std::atomic<int> m_lastId = 0;

    MirrorConfig config(int number, const QByteArray &token) const
    {
        return {.server = QUrl(u"http://127.0.0.1:%1"_s.arg(m_server->port())),
                .tree = u"inside"_s,
                .directory = m_directory.filePath(
                    u"%1-%2"_s.arg(QLatin1StringView(QTest::currentTestFunction())).arg(number)),
                .credentials = {.token = token},
                .pollMilliseconds = 20,
                .push = MirrorConfig::Push::Off,
                .maximumBackOffMilliseconds = 200,
                .requestTimeoutMilliseconds = 20'000};
    }
    QJsonObject tree() const
    {
        return QJsonDocument::fromJson(m_server->askAdmin("GET", "/v1/trees/inside").body).object();
    }
    bool isEqual(const MirrorSession &session, const QJsonObject &tree) const
    {
        const MirrorStatus &status = session.status();
        return status.state == State::Live && status.generation.value == tree["generation"_L1].toInteger() &&
               status.collection.toHex() == tree["collection"_L1].toString().toLatin1() &&
               status.digest.toHex() == tree["digest"_L1].toString().toLatin1();
    }
    QJsonObject compact(const QByteArray &body) const
    {
        const RawAnswer answer = m_server->askAdmin("POST", "/v1/admin/trees/inside/compact", body);
        return answer.status == 200 ? QJsonDocument::fromJson(answer.body).object() : QJsonObject();
    }
    /// One random change: an object comes, changes or goes. Ids that went do not come again, so that removals
    /// stay.
    void edit(QRandomGenerator &random)
    {
        const int id = random.bounded(3) == 0 ? ++m_lastId : random.bounded(m_lastId + 1);
        const QByteArray address =
            QByteArray("/v1/trees/inside/objects/") + (id % 2 == 0 ? "a/" : "b/") + QByteArray::number(id);
        if (random.bounded(2) == 0 && id != m_lastId)
            (void)m_server->askAdmin("DELETE", address); // or there is none
        else if (id == m_lastId || m_server->askAdmin("GET", address).status == 200)
            (void)m_server->askAdmin("PUT", address,
                                     "{\"id\":" + QByteArray::number(id) +
                                         ",\"v\":" + QByteArray::number(random.bounded(1000)) + '}');
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<AccessServer>();
        QCOMPARE(m_server
                     ->askAdmin(
                         "POST", "/v1/trees/inside/batch",
                         "{\"operations\":[{\"op\":\"create-set\",\"set\":[\"a\"],\"maximum_removals\":1000},"
                         "{\"op\":\"create-set\",\"set\":[\"b\"],\"maximum_removals\":1000}]}")
                     .status,
                 200);
    }
    void cleanup() { m_server.reset(); }

    void fiftyMirrorsComeThroughACompactionAndAReset()
    {
        constexpr int count = 50;
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const QByteArray token = m_server->makeToken("reader", "in*");
        QMap<QByteArray, int> numberOf; // by the name that a mirror gives itself
        std::vector<std::unique_ptr<MirrorSession>> sessions;
        for (int number = 0; number < count; ++number) { // each stays behind somewhere else
            for (int edits = random.bounded(1, 12); edits > 0; --edits)
                edit(random);
            const MirrorConfig mine = config(number, token);
            MirrorSession session(mine);
            session.start();
            const QJsonObject now = tree();
            QTRY_VERIFY(isEqual(session, now));
            const QDateTime contact = session.status().lastContact;
            QTRY_VERIFY(session.status().lastContact >
                        contact); // asked once more: the server knows what it has
            numberOf.insert(clientIdOf(mine.directory), number);
        }
        for (int edits = 0; edits < 30; ++edits)
            edit(random);

        qint64 removals = 1000; // of the set that remembers fewest
        const QJsonArray sets = tree()["sets"_L1].toArray();
        for (const QJsonValue set : sets) {
            if (!set["set"_L1].toArray().isEmpty())
                removals = std::min(removals, set["removals"_L1].toInteger());
        }
        const QByteArray half = "\"keep_removals\":" + QByteArray::number(removals / 2);
        const QJsonObject preview = compact("{" + half + ",\"dry_run\":true}");
        QVERIFY(preview["dropped"_L1].toInt() > 0);
        QSet<int> foreseen;
        const QJsonArray clients = preview["clients"_L1].toArray();
        for (const QJsonValue client : clients) {
            QVERIFY(client["certain"_L1].toBool());
            foreseen.insert(numberOf.value(client["client"_L1].toString().toLatin1(), -1));
        }
        QVERIFY(!foreseen.isEmpty() && foreseen.size() < count && !foreseen.contains(-1));

        // Compacted while somebody writes, and all mirrors are told.
        QCOMPARE(compact("{" + half + "}"), preview);
        std::atomic<bool> stop = false;
        std::thread editor([&] {
            QRandomGenerator other(seed + 1);
            while (!stop)
                edit(other);
        });
        QSet<int> reloaded;
        QSet<int> caughtUp;
        for (int number = 0; number < count; ++number) {
            sessions.push_back(std::make_unique<MirrorSession>(config(number, token)));
            connect(sessions.back().get(), &MirrorSession::updateApplied, this,
                    [&, number](const std::shared_ptr<const AppliedUpdate> &update) {
                        for (const AppliedUpdate::SetChanges &set : update->sets) {
                            if (set.contents && !update->reset)
                                reloaded.insert(number);
                        }
                        caughtUp.insert(number);
                    });
            sessions.back()->start();
        }
        QTRY_COMPARE_WITH_TIMEOUT(caughtUp.size(), count, 60'000);
        QCOMPARE(reloaded, foreseen);

        QCOMPARE(m_server->askAdmin("POST", "/v1/admin/trees/inside/reset", "{\"reason\":\"a test\"}").status,
                 200);
        for (int i = 0; i < 5; ++i)
            (void)compact("{\"keep_removals\":" + QByteArray::number(random.bounded(10)) + '}');
        stop = true;
        editor.join();
        const QJsonObject end = tree();
        for (const auto &session : sessions)
            QTRY_VERIFY_WITH_TIMEOUT(isEqual(*session, end), 60'000);
    }

    void aMirrorWhoseTreeIsTakenAwaySaysSoAndKeepsIt()
    {
        m_server->put("inside", 1);
        const QByteArray token = m_server->makeToken("reader", "*");
        MirrorConfig mine = config(0, token);
        mine.push = MirrorConfig::Push::Updates;
        MirrorSession session(mine);
        session.start();
        QTRY_VERIFY(isEqual(session, tree()));
        QTRY_COMPARE(session.status().link, MirrorStatus::Link::Push);
        const QByteArray address = "/v1/admin/tokens/" + token.mid(4, 12);
        QCOMPARE(m_server->askAdmin("PATCH", address, "{\"trees\":[\"outside\"]}").status, 200);
        QTRY_VERIFY(session.status().problem.contains("your token does not reach it"_L1));
        QVERIFY(session.status().state != State::Live);
        QVERIFY(session.status().refused);
        QCOMPARE(session.status().objects, 1);
        QCOMPARE(m_server->askAdmin("PATCH", address, "{\"trees\":[\"*\"]}").status, 200);
        QTRY_VERIFY(isEqual(session, tree())); // and comes back by itself
        QCOMPARE(m_server->askAdmin("DELETE", address).status, 204);
        QTRY_VERIFY(session.status().problem.contains("revoked"_L1));
        QCOMPARE(session.status().objects, 1);
    }

    void aTokenIsNotSentInTheClear_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("sent");
        const auto row = [](const char *address, bool sent) {
            QTest::newRow(address) << QString::fromLatin1(address) << sent;
        };
        row("http://127.0.0.1:8765/", true);
        row("http://localhost/", true);
        row("http://[::1]:1/", true);
        row("https://example.org/", true);
        row("http://example.org/", false);
        row("http://localhost.example.org/", false);
        row("http://192.168.0.1/", false);
    }
    void aTokenIsNotSentInTheClear()
    {
        QFETCH(QString, address);
        QFETCH(bool, sent);
        QNetworkRequest request{QUrl(address)};
        const ServerCredentials credentials{.token = "gmt_0"};
        QCOMPARE(credentials.apply(request).has_value(), sent);
        QCOMPARE(request.rawHeader("Authorization"), sent ? "Bearer gmt_0"_ba : QByteArray());
        QCOMPARE(request.attribute(QNetworkRequest::RedirectPolicyAttribute)
                     .toInt(), // nor where an answer sends us
                 int(QNetworkRequest::ManualRedirectPolicy));
    }
};

QTEST_GUILESS_MAIN(ClientAdminTest)
#include "client_admin_test.moc"
