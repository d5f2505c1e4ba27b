// Each kind of damage to a tree's file, and everything that can be asked of the server then: nothing is lost,
// and whoever asks is told.
#include "tests/support/datafiles.h"
#include "tests/support/serverfilesfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class ServerBrokenFilesTest : public ServerFilesFixture
{
    Q_OBJECT

    QByteArray m_bytes; ///< Of the damaged file.

    [[nodiscard]] QJsonArray aside() const
    {
        return objectOf(m_http->get("/v1/trees"))["set_aside"_L1].toArray();
    }
    [[nodiscard]] static const Damage &damage()
    {
        return *std::ranges::find(damages(), QByteArray(QTest::currentDataTag()),
                                  [](const Damage &damage) { return QByteArray(damage.name); });
    }
    static void eachDamage()
    {
        QTest::addColumn<QString>("damage");
        for (const Damage &damage : damages())
            QTest::newRow(damage.name) << QString();
    }

private Q_SLOTS:
    /// Two trees and a backup; then one of them is damaged while the server is stopped.
    void init()
    {
        m_server = std::make_unique<TestServer>();
        m_http = m_server->connect();
        for (const QByteArray &tree : {"t"_ba, "good"_ba}) {
            QCOMPARE(m_http->request("PUT", "/v1/trees/" + tree).status, 201);
            QCOMPARE(m_http->request("PUT", "/v1/trees/" + tree + "/objects/1", R"({"id":1})").status, 201);
        }
        QCOMPARE(m_http->request("POST", "/v1/admin/backups", R"({"name":"b"})").status, 201);
        QCOMPARE(m_http->request("PUT", "/v1/trees/t/objects/2", R"({"id":2})").status, 201);
        if (!QTest::currentDataTag())
            return;
        stop();
        damage().inflict(file(u"t.sqlite"_s));
        m_bytes = contentsOf(file(u"t.sqlite"_s));
        start();
    }
    /// Whatever was asked, the other tree is as it was.
    void cleanup()
    {
        if (m_http) {
            QCOMPARE(listed(u"good"_s)["generation"_L1].toInteger(), 2);
            QCOMPARE(m_http->get("/v1/trees/good/objects/1").body, R"({"id":1})");
        }
        stop();
        m_server.reset();
    }

    void aStartLeavesItAndTheListTells_data() { eachDamage(); }
    void aStartLeavesItAndTheListTells()
    {
        for (int i = 0; i < 2; ++i) {
            const QJsonObject tree = listed(u"t"_s);
            if (m_bytes == "not there")
                QVERIFY(tree.isEmpty()); // there is nothing to tell of
            else if (damage().seenAtOnce)
                QVERIFY2(tree["problem"_L1].toString().contains(file(u"t.sqlite"_s)),
                         QJsonDocument(tree).toJson().constData());
            stop();
            QCOMPARE(contentsOf(file(u"t.sqlite"_s)), m_bytes);
            start();
        }
        QVERIFY(aside().isEmpty());
    }

    void itIsNotReadAsIfItWereWhole_data() { eachDamage(); }
    void itIsNotReadAsIfItWereWhole()
    {
        const int expected = m_bytes == "not there" ? 404 : 500;
        for (const QByteArray &address :
             {"/v1/trees/t"_ba, "/v1/trees/t/updates"_ba, "/v1/trees/t/objects/2"_ba}) {
            const RawAnswer answer = m_http->get(address);
            if (damage().seenAtOnce)
                QCOMPARE(answer.status, expected);
            else if (address.endsWith("updates") || address.endsWith('2')) // or cut off, with no end
                QVERIFY2(answer.status == 500 || answer.status == 0, answer.body.constData());
        }
        stop();
        QCOMPARE(contentsOf(file(u"t.sqlite"_s)), m_bytes);
    }

    void itIsNotWrittenTo_data() { eachDamage(); }
    void itIsNotWrittenTo()
    {
        const RawAnswer answer = m_http->request("PUT", "/v1/trees/t/objects/3", R"({"id":3})");
        QCOMPARE(answer.status, m_bytes == "not there" ? 404 : 500);
        stop();
        QCOMPARE(contentsOf(file(u"t.sqlite"_s)), m_bytes);
    }

    void noOtherTreeTakesItsName_data() { eachDamage(); }
    void noOtherTreeTakesItsName()
    {
        const RawAnswer answer = m_http->request("PUT", "/v1/trees/t");
        QCOMPARE(answer.status, m_bytes == "not there" ? 201 : 409);
        stop();
        if (m_bytes != "not there")
            QCOMPARE(contentsOf(file(u"t.sqlite"_s)), m_bytes);
    }

    /// The other is copied; answer, list and a restore tell that it is missing, and why.
    void aBackupIsMadeWithoutIt_data() { eachDamage(); }
    void aBackupIsMadeWithoutIt()
    {
        const RawAnswer answer = m_http->request("POST", "/v1/admin/backups", R"({"name":"second"})");
        QCOMPARE(answer.status, 201);
        const QJsonObject told = objectOf(answer);
        const auto backups = objectOf(m_http->get("/v1/admin/backups"))["backups"_L1].toArray();
        QCOMPARE(backups.size(), 2);
        QCOMPARE(backups[1].toObject(), told);
        QVERIFY(!backups[0].toObject().contains("missing"_L1));
        QCOMPARE(told["trees"_L1].toArray(), QJsonArray{u"good"_s});
        const RawAnswer restored =
            m_http->request("POST", "/v1/admin/trees/t/restore", R"({"backup":"second","reason":"a test"})");
        QCOMPARE(restored.status, 404);
        if (m_bytes == "not there") {
            QVERIFY(!told.contains("missing"_L1));
        } else {
            const QJsonArray missing = told["missing"_L1].toArray();
            QCOMPARE(missing.size(), 1);
            QCOMPARE(missing[0]["tree"_L1].toString(), u"t"_s);
            const QString problem = missing[0]["problem"_L1].toString();
            QVERIFY2(problem.contains(file(u"t.sqlite"_s)), qPrintable(problem));
            const QString detail = objectOf(restored)["detail"_L1].toString();
            QVERIFY2(detail.contains(u"partial"_s) && detail.contains(problem), qPrintable(detail));
            QCOMPARE(m_http->get("/readyz").status, 503);
        }
        QCOMPARE(
            m_http
                ->request("POST", "/v1/admin/trees/good/restore", R"({"backup":"second","reason":"a test"})")
                .status,
            200);
        QCOMPARE(QDir(file(u"backups/second"_s)).entryList({u"t.sqlite*"_s}), QStringList());
        stop();
        QCOMPARE(contentsOf(file(u"t.sqlite"_s)), m_bytes);
    }

    void whereNoTreeCanBeCopiedThereIsNoBackup_data() { eachDamage(); }
    void whereNoTreeCanBeCopiedThereIsNoBackup()
    {
        if (m_bytes == "not there")
            return; // a server without trees has an empty backup
        QCOMPARE(m_http->request("DELETE", "/v1/trees/good").status, 204);
        const RawAnswer answer = m_http->request("POST", "/v1/admin/backups", R"({"name":"second"})");
        QCOMPARE(answer.status, 500);
        QVERIFY2(answer.body.contains("\\\"t\\\""), answer.body.constData());
        QCOMPARE(objectOf(m_http->get("/v1/admin/backups"))["backups"_L1].toArray().size(), 1);
        QCOMPARE(
            m_http->request("POST", "/v1/admin/trees/good/restore", R"({"backup":"b","reason":"a test"})")
                .status,
            200);
    }

    /// What is missing is never taken for nothing.
    void aListOfMissingTreesThatMakesNoSenseIsToldOf()
    {
        for (const QByteArray &text : {""_ba, "\n"_ba, "rubbish\n"_ba, ".x: problem\n"_ba}) {
            QFile list(file(u"backups/b/missing.txt"_s));
            QVERIFY(list.open(QIODevice::WriteOnly) && list.write(text) == text.size());
            list.close();
            const auto backups = objectOf(m_http->get("/v1/admin/backups"))["backups"_L1].toArray();
            QCOMPARE(backups[0]["missing"_L1].toArray().size(), 1);
            const QString problem = backups[0]["missing"_L1].toArray()[0]["problem"_L1].toString();
            QVERIFY2(problem.contains(u"missing.txt"_s), qPrintable(problem));
        }
    }

    void aBackupTakesItsPlaceAndItIsSetAside_data() { eachDamage(); }
    void aBackupTakesItsPlaceAndItIsSetAside()
    {
        const RawAnswer answer =
            m_http->request("POST", "/v1/admin/trees/t/restore", R"({"backup":"b","reason":"a test"})");
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(m_http->get("/v1/trees/t/objects/1").body, R"({"id":1})");
        QCOMPARE(m_http->get("/v1/trees/t/objects/2").status, 404);
        const QString folder = objectOf(answer)["set_aside"_L1].toString();
        if (m_bytes == "not there") {
            QVERIFY(folder.isEmpty());
        } else {
            QCOMPARE(aside().size(), 1);
            QCOMPARE(aside()[0]["folder"_L1].toString(), folder);
            QCOMPARE(aside()[0]["tree"_L1].toString(), u"t"_s);
            QVERIFY(!aside()[0]["problem"_L1].toString().isEmpty());
            QCOMPARE(contentsOf(file(folder + "/t.sqlite"_L1)), m_bytes);
        }
        // Both entries of what can still be read, or of the backup, and what was done now.
        const QByteArray history = m_http->get("/v1/trees/t/history").body;
        QVERIFY2(history.contains("\"restored\"") && history.contains("\"created\""), history.constData());
        QCOMPARE(m_http->request("PUT", "/v1/trees/t/objects/3", R"({"id":3})").status, 201);
        stop();
        start();
        QCOMPARE(m_http->get("/v1/trees/t/objects/3").body, R"({"id":3})");
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), 2);
    }

    void itIsRemovedWhenAskedFor_data() { eachDamage(); }
    void itIsRemovedWhenAskedFor()
    {
        QCOMPARE(m_http->request("DELETE", "/v1/trees/t").status, m_bytes == "not there" ? 404 : 204);
        QVERIFY(listed(u"t"_s).isEmpty());
        QVERIFY(QDir(m_server->directory()).entryList({u"t.sqlite*"_s}).isEmpty());
        QCOMPARE(m_http->request("PUT", "/v1/trees/t").status, 201);
        stop();
        start();
        QCOMPARE(listed(u"t"_s)["generation"_L1].toInteger(), 1);
    }

    void itIsThereAgainOnceItIsMended_data() { eachDamage(); }
    void itIsThereAgainOnceItIsMended()
    {
        stop();
        QFile::remove(file(u"t.sqlite"_s));
        QVERIFY(QFile::copy(file(u"backups/b/t.sqlite"_s), file(u"t.sqlite"_s)));
        start();
        QCOMPARE(listed(u"t"_s)["generation"_L1].toInteger(), 2);
    }

    void aDamagedBackupIsRefusedAndTheTreeStays()
    {
        overwrite(file(u"backups/b/t.sqlite"_s), QByteArray(2048, 'x'), 4096);
        const QJsonObject before = listed(u"t"_s);
        QCOMPARE(m_http->request("POST", "/v1/admin/trees/t/restore", R"({"backup":"b","reason":"a test"})")
                     .status,
                 500);
        QCOMPARE(listed(u"t"_s)["collection"_L1], before["collection"_L1]);
        QCOMPARE(m_http->get("/v1/trees/t/objects/2").body, R"({"id":2})");
        QVERIFY(QDir(file(u".work"_s)).isEmpty());
    }

    void aBackupWhoseObjectsWereChangedIsRefused()
    {
        (void)askSql(
            file(u"backups/b/t.sqlite"_s),
            u"UPDATE members SET object=x'7b226964223a312c2278223a317d' RETURNING 1"_s); // {"id":1,"x":1}
        QCOMPARE(m_http->request("POST", "/v1/admin/trees/t/restore", R"({"backup":"b","reason":"a test"})")
                     .status,
                 500);
        QCOMPARE(m_http->get("/v1/trees/t/objects/2").body, R"({"id":2})");
    }
};

QTEST_GUILESS_MAIN(ServerBrokenFilesTest)
#include "server_brokenfiles_test.moc"
