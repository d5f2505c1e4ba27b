// "Verified" is said again after a restart: by the digest of a real server, whatever it answers.
#include "sync/cache/mirrorfiles.h"
#include "sync/client/mirrorsession.h"
#include "tests/support/faultproxy.h"
#include "tests/support/patience.h"
#include "tests/support/testserver.h"

#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using State = MirrorStatus::State;
using Push = MirrorConfig::Push;

class ClientVerifiedTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_editor;
    std::unique_ptr<FaultProxy> m_proxy;

    QString cache() const { return m_directory->filePath(u"cache"_s); }
    MirrorConfig config(Push push) const
    {
        return {.server = m_proxy->url(),
                .tree = u"main"_s,
                .directory = cache(),
                .pollMilliseconds = 20,
                .push = push,
                .maximumBackOffMilliseconds = 100,
                .pageLimit = 3};
    }
    void put(int id)
    {
        const QByteArray number = QByteArray::number(id);
        QCOMPARE(
            m_editor->request("PUT", "/v1/trees/main/objects/things/" + number, "{\"id\":" + number + '}')
                .status,
            201);
    }
    void change(const QString &sql) const
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
            database.setDatabaseName(mirrorFileName(cache(), u"main"_s));
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY2(query.exec(sql), qPrintable(query.lastError().text()));
        }
        QSqlDatabase::removeDatabase(u"other"_s);
    }
    static bool isVerified(const MirrorSession &session, qint64 generation)
    {
        const MirrorStatus &status = session.status();
        return status.state == State::Live && status.verified && status.generation.value == generation &&
               status.serverGeneration == status.generation;
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<TestServer>();
        m_editor = m_server->connect();
        m_proxy = std::make_unique<FaultProxy>(m_server->port());
        QCOMPARE(m_editor->request("PUT", "/v1/trees/main").status, 201);
        QCOMPARE(m_editor
                     ->request("POST", "/v1/trees/main/batch",
                               "{\"operations\":[{\"op\":\"create-set\",\"set\":[\"things\"]}]}")
                     .status,
                 200);
        for (int id = 1; id <= 8; ++id)
            put(id);
    }

    void aMirrorIsVerifiedAgainAfterARestart_data()
    {
        QTest::addColumn<QString>("meanwhile"); // done to the file
        QTest::addColumn<Push>("push");
        QTest::addColumn<bool>("isLate");
        for (const auto &[push, name] : {std::pair(Push::Off, "polling"), std::pair(Push::Signals, "signals"),
                                         std::pair(Push::Updates, "updates")}) {
            QTest::addRow("as it ended, %s", name) << QString() << push << false;
            QTest::addRow("the server comes later, %s", name) << QString() << push << true;
            QTest::addRow("its history was dropped, %s", name) << u"DELETE FROM history"_s << push << false;
            QTest::addRow("its last update was not compared, %s", name)
                << u"UPDATE history SET verified = 0"_s << push << false;
        }
    }
    void aMirrorIsVerifiedAgainAfterARestart()
    {
        QFETCH(const QString, meanwhile);
        QFETCH(const Push, push);
        QFETCH(const bool, isLate);
        {
            MirrorSession session(config(push));
            session.start();
            QTRY_VERIFY(isVerified(session, 10));
        }
        if (!meanwhile.isEmpty())
            change(meanwhile);
        if (isLate)
            m_proxy->setFault(FaultProxy::Fault::Refuse);
        MirrorSession session(config(push));
        session.start();
        if (isLate) {
            QTRY_COMPARE(session.status().state, State::Offline);
            QVERIFY(session.status().serverGeneration.isNone()); // it was not heard of
            QVERIFY(session.status().verified);                  // as it was when it was stored
            m_proxy->setFault(FaultProxy::Fault::None);
        }
        QTRY_VERIFY(isVerified(session, 10));
        put(9);
        QTRY_VERIFY(isVerified(session, 11));
    }

    /// What lies between two pages is no state that the server ever had.
    void betweenPagesNothingIsVerified()
    {
        MirrorSession session(config(Push::Off));
        bool wasVerifiedTooSoon = false;
        int pages = 0;
        connect(&session, &MirrorSession::updateApplied, this,
                [&](const auto &update) { pages += update->more ? 1 : 0; });
        connect(&session, &MirrorSession::statusChanged, this, [&](const MirrorStatus &status) {
            if (status.state == State::CatchingUp && status.verified)
                wasVerifiedTooSoon = true;
        });
        session.start();
        QTRY_VERIFY(isVerified(session, 10));
        session.pause();
        QTRY_COMPARE(session.status().state, State::Paused);
        pages = 0;
        for (int id = 9; id <= 40; ++id)
            put(id);
        session.resume();
        QTRY_VERIFY(isVerified(session, 42));
        QVERIFY(pages > 0);
        QVERIFY(!wasVerifiedTooSoon);
    }
};

QTEST_GUILESS_MAIN(ClientVerifiedTest)
#include "client_verified_test.moc"
