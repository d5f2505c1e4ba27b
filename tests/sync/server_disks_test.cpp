// A server on disks that are full or read-only.
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

class ServerDisksTest : public ServerFilesFixture
{
    Q_OBJECT

    [[nodiscard]] int statusOf(ServerProcess &server, const QByteArray &method, const QByteArray &address,
                               const QByteArray &body = {}) const
    {
        return RawHttp(quint16(server.url().port())).request(method, address, body).status;
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
    void makeReadable() const // for everybody, and writable for its owner
    {
        constexpr auto all = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
        QDir folder(m_server->directory());
        const QStringList names = folder.entryList(QDir::Files);
        for (const QString &name : names)
            QVERIFY(QFile::setPermissions(folder.filePath(name), all));
        QVERIFY(
            QFile::setPermissions(folder.path(), all | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther));
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

    void aServerOnAFullDiskServesReads_data()
    {
        QTest::addColumn<QString>("before");
        QTest::newRow("stopped in order") << u"stopped"_s;
        QTest::newRow("killed") << u"killed"_s;
        QTest::newRow("killed, with a log and no index of it") << u"copied"_s;
    }
    void aServerOnAFullDiskServesReads()
    {
        QFETCH(QString, before);
        makeTree("t", 2);
        stop();
        if (before != "stopped"_L1) {
            ServerProcess writer(QStringLiteral(GENMIRRORD));
            QVERIFY(writer.start(m_server->directory()));
            QCOMPARE(statusOf(writer, "PUT", "/v1/trees/t/objects/3", R"({"id":3})"), 201);
            writer.kill();
            if (before == "copied"_L1)
                QVERIFY(QFile::remove(file(u"t.sqlite-shm"_s)) && QFile::remove(file(u"access.db-shm"_s)));
        }
        ServerProcess server(QStringLiteral(GENMIRRORD));
        startWithFilesUpTo(server.process(), 0);
        QVERIFY(server.start(m_server->directory()));
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(statusOf(server, "GET", "/v1/trees/t/objects/2"), 200);
            QCOMPARE(statusOf(server, "GET", "/v1/trees/t/objects/3"), before == "stopped"_L1 ? 404 : 200);
            QCOMPARE(statusOf(server, "GET", "/v1/trees/t/updates"), 200);
            const RawAnswer refused =
                RawHttp(quint16(server.url().port())).request("PUT", "/v1/trees/t/objects/4", R"({"id":4})");
            QCOMPARE(refused.status, 507);
            QVERIFY2(refused.body.contains("room"), refused.body.constData());
            QCOMPARE(statusOf(server, "PUT", "/v1/trees/new"), 507);
            QCOMPARE(statusOf(server, "GET", "/readyz"), 503);
            QCOMPARE(statusOf(server, "GET", "/healthz"), 200);
        }
        QVERIFY(makeRoomFor(server.process()));
        QCOMPARE(statusOf(server, "PUT", "/v1/trees/t/objects/5", R"({"id":5})"), 201);
        QCOMPARE(statusOf(server, "PUT", "/v1/trees/new"), 201);
        QCOMPARE(statusOf(server, "GET", "/v1/trees/t/objects/5"), 200);
        QTRY_COMPARE(statusOf(server, "GET", "/readyz"), 200); // looked at every few seconds
        QVERIFY(server.stop());
        start();
        QCOMPARE(listed(u"t"_s)["objects"_L1].toInt(), before == "stopped"_L1 ? 3 : 4);
        put("t", 4);
    }

    void aServerInAReadOnlyDirectoryServesReads()
    {
        makeTree("t", 2);
        stop();
        makeReadable();
        ServerProcess server(QStringLiteral(GENMIRRORD));
        startAsNobody(server.process());
        QVERIFY(server.start(m_server->directory()));
        QCOMPARE(statusOf(server, "GET", "/v1/trees/t/objects/2"), 200);
        QCOMPARE(statusOf(server, "GET", "/v1/trees"), 200);
        QCOMPARE(statusOf(server, "PUT", "/v1/trees/t/objects/4", R"({"id":4})"), 507);
        QCOMPARE(statusOf(server, "PUT", "/v1/trees/new"), 507);
        QCOMPARE(statusOf(server, "GET", "/readyz"), 503);
        const auto second = run({u"--listen"_s, u"127.0.0.1:0"_s});
        QVERIFY2(second.first.contains("in use by another server"), second.first.constData());
        QVERIFY(server.stop());
    }

    void aFileThatMayNotGrowAnyMoreIsAFullDisk()
    {
        stop();
        ServerProcess server(QStringLiteral(GENMIRRORD));
        startWithFilesUpTo(server.process(), 300'000);
        QVERIFY(server.start(m_server->directory()));
        QCOMPARE(statusOf(server, "PUT", "/v1/trees/t"), 201);
        const QByteArray text(20'000, 'x');
        int stored = 0;
        int status = 201;
        while (status == 201 && stored < 100) {
            const QByteArray id = QByteArray::number(stored + 1);
            status = statusOf(server, "PUT", "/v1/trees/t/objects/" + id,
                              "{\"id\":" + id + ",\"x\":\"" + text + "\"}");
            stored += status == 201 ? 1 : 0;
        }
        QCOMPARE(status, 507);
        QVERIFY(stored > 2);
        QCOMPARE(statusOf(server, "GET", "/v1/trees/t/objects/" + QByteArray::number(stored)), 200);
        QCOMPARE(statusOf(server, "DELETE", "/v1/trees/t"), 204); // so room is made
        QCOMPARE(statusOf(server, "PUT", "/v1/trees/u"), 201);
        QVERIFY(server.stop());
    }
};

QTEST_GUILESS_MAIN(ServerDisksTest)
#include "server_disks_test.moc"
