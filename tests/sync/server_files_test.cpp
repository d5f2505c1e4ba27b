// Files that come, go and change beside the server.
#include "tests/support/datafiles.h"
#include "tests/support/lessrights.h"
#include "tests/support/serverfilesfixture.h"
#include "tests/support/serverprocess.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class ServerFilesTest : public ServerFilesFixture
{
    Q_OBJECT

    [[nodiscard]] QStringList filesOf(const QString &tree) const
    {
        return QDir(m_server->directory()).entryList({tree + u".sqlite*"_s});
    }
    [[nodiscard]] QJsonArray aside() const
    {
        return objectOf(m_http->get("/v1/trees"))["set_aside"_L1].toArray();
    }
    /// genmirrord with these arguments in the data directory: what it says, and its exit code.
    [[nodiscard]] std::pair<QByteArray, int> run(const QStringList &arguments) const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(GENMIRRORD),
                      arguments + QStringList{u"--data"_s, m_server->directory()});
        process.waitForFinished(30000);
        return {process.readAll(), process.exitCode()};
    }
private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<TestServer>();
        m_http = m_server->connect();
    }
    void cleanup()
    {
        stop();
        QFile::setPermissions(m_server->directory(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        m_server.reset();
    }

    // What is made

    void aTreeThatCouldNotBeMadeIsNotThere()
    {
        m_server = std::make_unique<TestServer>(TreeServiceOptions{.maximumPages = 12});
        m_http = m_server->connect();
        const RawAnswer answer = m_http->request("PUT", "/v1/trees/t");
        QCOMPARE(answer.status, 507);
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(m_http->get("/v1/trees").body, R"({"trees":[],"more":false})");
            QVERIFY(filesOf(u"t"_s).isEmpty());
            QVERIFY(QDir(file(u".work"_s)).isEmpty());
            restart();
        }
    }

    void aFileThatWasPutThereMeanwhileStays()
    {
        makeTree("t", 3);
        stop();
        QVERIFY(QFile::copy(file(u"t.sqlite"_s), file(u"saved"_s)));
        start();
        QVERIFY(QFile::rename(file(u"saved"_s), file(u"main.sqlite"_s)));
        const QByteArray bytes = contentsOf(file(u"main.sqlite"_s));
        const RawAnswer answer = m_http->request("PUT", "/v1/trees/main");
        QCOMPARE(answer.status, 409);
        QVERIFY2(answer.body.contains("main.sqlite"), answer.body.constData());
        QCOMPARE(contentsOf(file(u"main.sqlite"_s)), bytes);
        restart();
        QCOMPARE(listed(u"main"_s)["objects"_L1].toInt(), 3);
    }

    void namesThatLookLikeWorkFilesAreTrees()
    {
        makeTree("y.sqlite", 1);
        makeTree("restoring~y", 2);
        makeTree("restoring~y.sqlite", 3);
        QCOMPARE(m_http->request("POST", "/v1/admin/backups", R"({"name":"b"})").status, 201);
        put("restoring~y", 9);
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(
                m_http->request("POST", "/v1/admin/trees/y.sqlite/restore", R"({"backup":"b","reason":"x"})")
                    .status,
                200);
            QCOMPARE(listed(u"y.sqlite"_s)["objects"_L1].toInt(), 1);
            QCOMPARE(listed(u"restoring~y"_s)["objects"_L1].toInt(), 3);
            QCOMPARE(listed(u"restoring~y.sqlite"_s)["objects"_L1].toInt(), 3);
            restart();
        }
    }

    void whatOlderVersionsLeftIsKept()
    {
        makeTree("t", 2);
        QCOMPARE(m_http->request("POST", "/v1/admin/backups", R"({"name":"b"})").status, 201);
        stop();
        QVERIFY(
            QDir(file(u"backups"_s)).rename(u"b"_s, u"b~unfinished"_s)); // its name was not on the disk yet
        QVERIFY(QFile::copy(file(u"t.sqlite"_s), file(u"restoring~t"_s)));
        const QByteArray bytes = contentsOf(file(u"restoring~t"_s));
        start();
        QCOMPARE(contentsOf(file(u"restoring~t"_s)), bytes);
        QVERIFY(QFile::exists(file(u"backups/b~unfinished/t.sqlite"_s)));
        QCOMPARE(m_http->get("/v1/admin/backups").body, R"({"backups":[]})");
        QVERIFY(QDir(file(u"backups"_s)).rename(u"b~unfinished"_s, u"b"_s)); // by a person who looked at it
        QCOMPARE(
            m_http->request("POST", "/v1/admin/trees/t/restore", R"({"backup":"b","reason":"x"})").status,
            200);
    }

    // What is removed

    void aRemovedTreeLeavesNothingAndItsReadersEndAsTheyBegan()
    {
        makeTree("t");
        const QByteArray text(1'000'000, 'x');
        for (int i = 2; i <= 10; ++i)
            QCOMPARE(m_http
                         ->request("PUT", "/v1/trees/t/objects/" + QByteArray::number(i),
                                   "{\"id\":" + QByteArray::number(i) + ",\"x\":\"" + text + "\"}")
                         .status,
                     201);
        const auto slow = m_server->connect();
        slow->send("GET", "/v1/trees/t/updates");
        QVERIFY(slow->hasAnswer(10'000)); // it has begun, and waits for us
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t").status, 204);
        QVERIFY(filesOf(u"t"_s).isEmpty());
        makeTree("t", 3);
        const RawAnswer answer = slow->receive();
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.startsWith(R"({"generation":11,)") && answer.body.size() > 9'000'000);
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), 3);
        restart();
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), 3);
    }

    void aTreeDoesNotTakeUpTheLogOfAnother_data()
    {
        QTest::addColumn<bool>("restarts");
        QTest::newRow("left behind by a crash") << true;
        QTest::newRow("put there meanwhile") << false;
    }
    void aTreeDoesNotTakeUpTheLogOfAnother()
    {
        QFETCH(bool, restarts);
        makeTree("t", 5);
        QVERIFY(
            QFile::copy(file(u"t.sqlite-wal"_s), file(u"saved"_s))); // while it is in use: with its commits
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t").status, 204);
        QVERIFY(QFile::rename(file(u"saved"_s), file(u"t.sqlite-wal"_s)));
        if (restarts)
            restart();
        makeTree("t", 1);
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), 1);
        QCOMPARE(aside().size(), 1);
        restart();
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), 1);
    }

    // What others do to files that are in use

    void aFileThatIsMovedAwayIsMissedUntilItIsBack()
    {
        makeTree("t", 2);
        QVERIFY(QFile::rename(file(u"t.sqlite"_s), file(u"elsewhere"_s)));
        QVERIFY(listed(u"t"_s)["problem"_L1].toString().contains("not there any more"_L1));
        QCOMPARE(m_http->get("/v1/trees/t/updates").status, 500);
        QCOMPARE(m_http->request("PUT", "/v1/trees/t/objects/3", R"({"id":3})").status, 500);
        QVERIFY(QFile::rename(file(u"elsewhere"_s), file(u"t.sqlite"_s)));
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), 2);
        put("t", 3);
        restart();
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), 3);
    }

    void aTreeWhoseFileIsGoneCanBeMadeAgainOrRestored_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("objects");
        QTest::newRow("made") << "PUT"_ba
                              << "/v1/trees/t"_ba
                              << ""_ba << 0;
        QTest::newRow("restored") << "POST"_ba
                                  << "/v1/admin/trees/t/restore"_ba
                                  << R"({"backup":"b","reason":"x"})"_ba << 2;
    }
    void aTreeWhoseFileIsGoneCanBeMadeAgainOrRestored()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, address);
        QFETCH(QByteArray, body);
        QFETCH(int, objects);
        makeTree("t", 2);
        const QString before = listed(u"t"_s)["collection"_L1].toString();
        QCOMPARE(m_http->request("POST", "/v1/admin/backups", R"({"name":"b"})").status, 201);
        QVERIFY(QFile::remove(file(u"t.sqlite"_s)));
        QVERIFY(listed(u"t"_s).contains("problem"_L1));
        QCOMPARE(m_http->request(method, address, body).status / 100, 2);
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), objects);
        put("t", 9);
        restart();
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), objects + 1);
        QVERIFY(listed(u"t"_s)["collection"_L1].toString() != before);
    }

    void aFileThatIsReplacedIsNeitherServedNorMixedWithTheLog()
    {
        makeTree("t", 2);
        restart(); // its log is in it
        QVERIFY(QFile::copy(file(u"t.sqlite"_s), file(u"older"_s)));
        put("t", 3);
        put("t", 4);
        QVERIFY(::rename(qPrintable(file(u"older"_s)), qPrintable(file(u"t.sqlite"_s))) ==
                0); // as rsync does
        QVERIFY(listed(u"t"_s)["problem"_L1].toString().contains("adopt"_L1));
        QCOMPARE(m_http->request("PUT", "/v1/trees/t/objects/5", R"({"id":5})").status, 500);
        QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 409);
        QCOMPARE(aside().size(), 1); // the commits 3 and 4 were in the log
        stop();
        QCOMPARE(run({u"adopt"_s}).second, 0);
        start();
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), 2);
        put("t", 5);
    }

    void aFileThatIsReplacedIsNotRemovedWithTheTree()
    {
        makeTree("other", 3);
        makeTree("t", 2);
        restart();
        QVERIFY(QFile::copy(file(u"other.sqlite"_s), file(u"copy"_s)));
        const QByteArray bytes = contentsOf(file(u"copy"_s));
        put("t", 3);
        QVERIFY(::rename(qPrintable(file(u"copy"_s)), qPrintable(file(u"t.sqlite"_s))) == 0);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t").status, 204);
        QVERIFY(filesOf(u"t"_s).isEmpty());
        const QJsonArray kept = aside();
        QVERIFY(std::ranges::any_of(kept, [&](const QJsonValue &entry) {
            return contentsOf(file(entry["folder"_L1].toString()) + u"/t.sqlite"_s) == bytes;
        }));
        makeTree("t", 1);
        restart();
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), 1);
        QCOMPARE(aside().size(), kept.size());
    }

    void aFileThatIsReplacedUnnoticedIsNotMixedWithTheLogEither()
    {
        makeTree("t", 2);
        restart();
        QVERIFY(QFile::copy(file(u"t.sqlite"_s), file(u"older"_s)));
        put("t", 3);
        QVERIFY(::rename(qPrintable(file(u"older"_s)), qPrintable(file(u"t.sqlite"_s))) == 0);
        restart();
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), 2);
        QCOMPARE(aside().size(), 1);
    }

    // Adopting what was put back by hand

    void anAdoptedTreeHasItsObjectsUnderANewCollection()
    {
        const QByteArray batch = R"({"operations":[{"op":"add","set":[],"object":{"id":"x"}}]})";
        makeTree("t", 2);
        makeTree("other", 1);
        QCOMPARE(m_http->request("POST", "/v1/trees/t/batch", batch, {"Idempotency-Key: k"}).status, 200);
        const QJsonObject before = listed(u"t"_s);
        const QJsonObject otherBefore = listed(u"other"_s);
        const auto refused = run({u"adopt"_s});
        QCOMPARE(refused.second, 1);
        QVERIFY2(refused.first.contains("in use by another server"), refused.first.constData());
        QCOMPARE(listed(u"t"_s)["collection"_L1], before["collection"_L1]);
        stop();
        const auto adopted = run({u"adopt"_s, u"t"_s});
        QVERIFY2(adopted.second == 0 && adopted.first.startsWith("t: collection "),
                 adopted.first.constData());
        start();
        const QJsonObject after = listed(u"t"_s);
        QVERIFY(after["collection"_L1] != before["collection"_L1]);
        QCOMPARE(after["digest"_L1], before["digest"_L1]);
        QCOMPARE(listed(u"other"_s)["collection"_L1], otherBefore["collection"_L1]);
        const QByteArray history = m_http->get("/v1/trees/t/history").body;
        QVERIFY(history.contains("\"adopted\"") && history.contains("\"created\""));
        QVERIFY(m_http->get("/v1/admin/audit?action=adopt").body.contains("\"tree\":\"t\""));
        // The key's answer belongs to the collection before.
        QCOMPARE(m_http->request("POST", "/v1/trees/t/batch", batch, {"Idempotency-Key: k"}).status, 200);
        QCOMPARE(listed(u"t"_s)["generation"_L1].toInteger(), after["generation"_L1].toInteger() + 1);
    }

    void whatIsDamagedIsNotAdopted_data()
    {
        QTest::addColumn<QString>("damage");
        for (const Damage &damage : damages())
            QTest::newRow(damage.name) << QString();
    }
    void whatIsDamagedIsNotAdopted()
    {
        makeTree("good");
        makeTree("t", 2);
        stop();
        std::ranges::find(damages(), QByteArray(QTest::currentDataTag()), [](const Damage &damage) {
            return QByteArray(damage.name);
        })->inflict(file(u"t.sqlite"_s));
        const QByteArray bytes = contentsOf(file(u"t.sqlite"_s));
        const auto said = run({u"adopt"_s, u"good"_s, u"t"_s});
        QCOMPARE(said.second, 1);
        QVERIFY2(said.first.contains("t.sqlite"), said.first.constData());
        QCOMPARE(said.first.contains("good: collection"), bytes != "not there");
        QCOMPARE(contentsOf(file(u"t.sqlite"_s)), bytes);
    }

    // Locks

    void aLockFileThatWasLeftBehindKeepsNoServerOut_data()
    {
        QTest::addColumn<QByteArray>("contents");
        QTest::newRow("of a container") << "1\ngenmirrord\n"_ba + QSysInfo::machineHostName().toUtf8() + '\n';
        QTest::newRow("of another host") << "1\ngenmirrord\nelsewhere\n"_ba;
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("of a process that lives") << QByteArray::number(QCoreApplication::applicationPid()) +
                                                        "\ngenmirrord\n" +
                                                        QSysInfo::machineHostName().toUtf8() + '\n';
    }
    void aLockFileThatWasLeftBehindKeepsNoServerOut()
    {
        QFETCH(QByteArray, contents);
        stop();
        QVERIFY(QFile::resize(file(u"genmirrord.lock"_s), 0));
        overwrite(file(u"genmirrord.lock"_s), contents);
        ServerProcess server(QStringLiteral(GENMIRRORD));
        QVERIFY(server.start(m_server->directory()));
        const auto second = run({u"--listen"_s, u"127.0.0.1:0"_s});
        QCOMPARE(second.second, 1);
        QVERIFY2(
            second.first.contains(QByteArray("process " + QByteArray::number(server.process().processId()))),
            second.first.constData());
        server.kill();
        QVERIFY(server.start(m_server->directory()));
    }
};

QTEST_GUILESS_MAIN(ServerFilesTest)
#include "server_files_test.moc"
