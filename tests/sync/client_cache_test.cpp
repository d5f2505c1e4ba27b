// A mirror whose cache fails under it: it says what is the matter, loses nothing, and goes on once it can.
#include "sync/cache/historyreader.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/client/mirrorsession.h"
#include "sync/files/filesizesignal.h"
#include "tests/support/patience.h"
#include "tests/support/rawhttp.h"
#include "tests/support/serverprocess.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <sys/resource.h>
#include <unistd.h>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using State = MirrorStatus::State;

namespace
{

/// This process's files cannot get longer meanwhile, as on a full disk.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
            qFatal("no limit");
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    rlimit m_before{};
};

/// This process has no more rights to files than anybody meanwhile: root could write everywhere.
class LessRights
{
public:
    LessRights()
    {
        constexpr uid_t nobody = 65534;
        if (m_before == 0 && ::setresuid(nobody, nobody, 0) != 0)
            qFatal("no less rights");
    }
    ~LessRights()
    {
        if (m_before == 0 && ::setresuid(0, 0, 0) != 0)
            qFatal("no rights any more");
    }
    LessRights(const LessRights &) = delete;
    LessRights &operator=(const LessRights &) = delete;

private:
    const uid_t m_before = ::geteuid();
};

} // namespace

class ClientCacheTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<RawHttp> m_editor;

    QString cache() const { return m_directory->filePath(u"cache"_s); }
    QString fileName() const { return mirrorFileName(cache(), u"main"_s); }
    MirrorConfig config() const
    {
        return {.server = m_server->url(),
                .tree = u"main"_s,
                .directory = cache(),
                .pollMilliseconds = 20,
                .push = MirrorConfig::Push::Off,
                .maximumBackOffMilliseconds = 100};
    }
    /// Some hundred KiB; the answer to it is parsed ahead.
    void put(int from, int to, const QByteArray &text = QByteArray(300, 'x'))
    {
        QByteArray operations;
        for (int id = from; id < to; ++id)
            operations += QByteArray(operations.isEmpty() ? "" : ",") +
                          "{\"op\":\"add\",\"set\":[],\"object\":{\"id\":" + QByteArray::number(id) +
                          ",\"text\":\"" + text + "\"}}";
        const auto answer =
            m_editor->request("POST", "/v1/trees/main/batch", "{\"operations\":[" + operations + "]}");
        QCOMPARE(answer.status, 200);
    }
    /// If the tree is so that it can be done.
    void edit(const QByteArray &operation)
    {
        const auto answer =
            m_editor->request("POST", "/v1/trees/main/batch", "{\"operations\":[" + operation + "]}");
        QVERIFY2(answer.status == 200 || answer.status == 404 || answer.status == 409,
                 QByteArray(operation + ": " + answer.body).constData());
    }
    /// All is there, adds up, and was found equal to the server's digest.
    [[nodiscard]] QString wrongInCache(qint64 objects) const
    {
        const auto verification = MirrorVerifier::verify(cache(), u"main"_s);
        if (!verification)
            return verification.error().detail;
        if (verification->finding != Verification::Finding::Equal)
            return verification->sentence;
        return verification->objects == objects ? QString() : u"%1 objects"_s.arg(verification->objects);
    }
    static bool isLive(const MirrorSession &session, qint64 objects)
    {
        const MirrorStatus &status = session.status();
        return status.state == State::Live && status.objects == objects && status.verified;
    }
    void mirrorOnce(qint64 objects)
    {
        MirrorSession session(config());
        session.start();
        QTRY_VERIFY(isLive(session, objects));
    }
    void change(const QString &sql) const
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
            database.setDatabaseName(fileName());
            QVERIFY(database.open());
            QSqlQuery query(database);
            for (const QString &statement : sql.split(u';'))
                QVERIFY2(query.exec(statement), qPrintable(statement));
        }
        QSqlDatabase::removeDatabase(u"other"_s);
    }
    /// All indexes of the file lead nowhere.
    void damageIndexes() const
    {
        constexpr qint64 page = 2048;
        constexpr char indexLeaf = 10;
        QFile file(fileName());
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (qint64 at = page; at < file.size(); at += page) {
            QVERIFY(file.seek(at));
            const QByteArray header = file.read(8);
            if (header[0] != indexLeaf || header[4] < 8)
                continue;
            QVERIFY(file.seek(at + 8));
            QCOMPARE(file.write(QByteArray(16, '\xff')), 16);
        }
    }
    QList<HistoryRecord> history() const
    {
        return HistoryReader::open(cache(), u"main"_s).value()->records(1000).value();
    }

private Q_SLOTS:
    static void initTestCase() { ignoreFileSizeSignal(); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<ServerProcess>(QStringLiteral(GENMIRRORD));
        QVERIFY(m_server->start(m_directory->filePath(u"data"_s)));
        m_editor = std::make_unique<RawHttp>(quint16(m_server->url().port()));
        QCOMPARE(m_editor->request("PUT", "/v1/trees/main").status, 201);
        put(0, 10);
    }
    void cleanup()
    {
        m_editor.reset();
        m_server.reset();
    }

    void withoutRoomItSaysSoAndGoesOnOnceThereIsSome()
    {
        MirrorSession session(config());
        session.start();
        QTRY_VERIFY(isLive(session, 10));
        {
            const FullDisk full(100'000);
            put(10, 1000);
            QTRY_COMPARE(session.status().state, State::Blocked);
            QVERIFY2(session.status().problem.contains("no room left"_L1),
                     qPrintable(session.status().problem));
            QVERIFY(!session.status().cacheDamaged);
            QCOMPARE(session.status().objects, 10); // nothing is lost
            QCOMPARE(wrongInCache(10), QString());  // and all can be read
        }
        QTRY_VERIFY_WITH_TIMEOUT(isLive(session, 1000), 10'000);
        QCOMPARE(wrongInCache(1000), QString());
    }

    void onAFullDiskItStartsWithWhatItHas()
    {
        mirrorOnce(10);
        QVERIFY(m_server->stop());
        const FullDisk full(1);
        MirrorSession session(config());
        session.start();
        QTRY_VERIFY(session.status().state == State::Blocked || session.status().state == State::Offline);
        QVERIFY(!session.status().cacheDamaged);
        const auto reader = MirrorReader::open(cache(), u"main"_s);
        QVERIFY2(reader.has_value(), reader ? "" : qPrintable(reader.error().detail));
    }

    void whereItCannotBeWrittenItIsReadAndSaysSo()
    {
        mirrorOnce(10);
        QVERIFY(QFile::setPermissions(m_directory->path(), QFile::Permissions(0x5755)));
        for (const QString &name : QDir(cache()).entryList(QDir::Files))
            QVERIFY(QFile::setPermissions(cache() + u'/' + name, QFile::Permissions(0x4444)));
        QVERIFY(QFile::setPermissions(cache(), QFile::Permissions(0x5555)));
        {
            const LessRights rights;
            QCOMPARE(wrongInCache(10), QString());
            QCOMPARE(history().size(), 1);
            MirrorSession session(config());
            session.start();
            QTRY_COMPARE(session.status().state, State::Blocked);
            QVERIFY2(session.status().problem.contains(cache()), qPrintable(session.status().problem));
            QVERIFY(!session.status().cacheDamaged);
        }
        QVERIFY(QFile::setPermissions(cache(), QFile::Permissions(0x7755)));
    }

    void aFileThatIsRemovedOrReplacedIsNoticed_data()
    {
        QTest::addColumn<bool>("replaced");
        QTest::newRow("removed") << false;
        QTest::newRow("replaced") << true;
    }
    void aFileThatIsRemovedOrReplacedIsNoticed()
    {
        QFETCH(const bool, replaced);
        mirrorOnce(10);
        QVERIFY(QFile::copy(fileName(), m_directory->filePath(u"kept"_s)));
        put(10, 20);
        MirrorSession session(config());
        session.start();
        QTRY_VERIFY(isLive(session, 20));
        for (const QLatin1StringView suffix : {""_L1, "-wal"_L1, "-shm"_L1})
            QFile::remove(fileName() + suffix);
        if (replaced)
            QVERIFY(QFile::copy(m_directory->filePath(u"kept"_s), fileName()));
        put(20, 30);
        QTRY_VERIFY_WITH_TIMEOUT(isLive(session, 30), 10'000);
        QCOMPARE(wrongInCache(30), QString()); // of the file that everybody finds
    }

    /// Even where a long answer is parsed ahead meanwhile: not a word of the network.
    void damageThatAnUpdateMeetsIsCalledDamage()
    {
        put(10, 1000);
        mirrorOnce(1000);
        damageIndexes();
        put(0, 2000, "changed"_ba + QByteArray(300, 'y'));
        MirrorSession session(config());
        session.start();
        QTRY_COMPARE(session.status().state, State::Failed);
        QVERIFY2(session.status().cacheDamaged, qPrintable(session.status().problem));
        QVERIFY2(session.status().problem.contains("damaged"_L1), qPrintable(session.status().problem));
        session.replaceCache();
        QTRY_VERIFY_WITH_TIMEOUT(isLive(session, 2000), 10'000);
        QVERIFY(QFile::exists(session.status().movedAside));
        QCOMPARE(wrongInCache(2000), QString());
    }

    void aDamagedCacheIsReplacedByItselfIfThatIsWanted()
    {
        put(10, 1000);
        mirrorOnce(1000);
        damageIndexes();
        put(0, 2000, "changed"_ba + QByteArray(300, 'y'));
        MirrorConfig replacing = config();
        replacing.replaceDamaged = true;
        MirrorSession session(replacing);
        QList<State> states;
        connect(&session, &MirrorSession::statusChanged, this,
                [&](const MirrorStatus &status) { states.append(status.state); });
        session.start();
        QTRY_VERIFY_WITH_TIMEOUT(isLive(session, 2000), 10'000);
        QVERIFY(QFile::exists(session.status().movedAside));
        QVERIFY(!states.contains(State::Failed));
        QCOMPARE(wrongInCache(2000), QString());
    }

    /// A value that cannot be read is not one that looks like the beginning.
    void aStateThatCannotBeReadIsNoEmptyMirror_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("none") << u"DELETE FROM state"_s;
        QTest::newRow("digest") << u"UPDATE state SET digest = x'41'"_s;
        QTest::newRow("collection") << u"UPDATE state SET collection = 'no collection'"_s;
        QTest::newRow("generation") << u"UPDATE state SET generation = -5"_s;
        QTest::newRow("newest record") << u"UPDATE history SET digest = 'nonsense'"_s;
    }
    void aStateThatCannotBeReadIsNoEmptyMirror()
    {
        QFETCH(const QString, sql);
        mirrorOnce(10);
        change(sql);
        MirrorSession session(config());
        session.start();
        QTRY_COMPARE(session.status().state, State::Failed);
        QVERIFY2(session.status().cacheDamaged, qPrintable(session.status().problem));
    }

    void itReadsAllRowsAgainAndRepairsWhatDiffers()
    {
        MirrorConfig watchful = config();
        watchful.verifyEveryMilliseconds = 20;
        MirrorSession session(watchful);
        session.start();
        QTRY_VERIFY(isLive(session, 10));
        QTRY_VERIFY(session.status().rowsVerified.isValid());
        change(u"UPDATE objects SET text = '{\"id\":4,\"x\":1}' WHERE row = 4"_s);
        QTRY_VERIFY(history().first().cause == UpdateCause::Repair);
        const HistoryRecord repair = history().first();
        QCOMPARE(repair.changed, 1);
        QVERIFY2(repair.reason.contains("A verification found a difference"_L1), qPrintable(repair.reason));
        const QDateTime then = QDateTime::currentDateTimeUtc();
        QTRY_VERIFY(session.status().rowsVerified > then && isLive(session, 10));
        QCOMPARE(wrongInCache(10), QString());
        session.pause(); // it looks on, and repairs when it may ask
        QTRY_COMPARE(session.status().state, State::Paused);
        change(u"DELETE FROM objects WHERE row = 5"_s);
        QTRY_VERIFY(!session.status().verified);
        session.resume();
        QTRY_VERIFY(isLive(session, 10));
        QCOMPARE(wrongInCache(10), QString());
    }

    void anIndexThatDiffersIsFoundAndMadeAnew()
    {
        MirrorConfig watchful = config();
        watchful.verifyEveryMilliseconds = 20;
        for (const QString &index : {u"objects_id"_s, u"objects_set"_s}) {
            mirrorOnce(10);
            change(
                u"PRAGMA writable_schema=ON;"
                "CREATE TEMP TABLE kept AS SELECT * FROM main.sqlite_schema WHERE name='%1';"
                "DELETE FROM main.sqlite_schema WHERE name='%1'; PRAGMA writable_schema=RESET;"
                "DELETE FROM objects WHERE id=x'34'; PRAGMA writable_schema=ON;"
                "INSERT INTO main.sqlite_schema SELECT * FROM kept"_s.arg(index)); // an entry without a row
            MirrorSession session(watchful);
            session.start();
            QTRY_VERIFY(history().first().cause == UpdateCause::Repair && isLive(session, 10));
            QCOMPARE(wrongInCache(10), QString());
            put(0, 1, index.toUtf8()); // so that what comes last is no repair
            QTRY_VERIFY(history().first().cause != UpdateCause::Repair && isLive(session, 10));
        }
    }

    /// Objects and sets come, change and go between the portions of a pass.
    void whatChangesWhileItReadsIsNoDifference()
    {
        put(10, 3000, "short");
        MirrorConfig watchful = config();
        watchful.verifyEveryMilliseconds = 1;
        MirrorSession session(watchful);
        int passes = 0;
        int repairs = 0;
        connect(&session, &MirrorSession::rowsChecked, this, [&](const Verification &) { ++passes; });
        connect(&session, &MirrorSession::updateApplied, this,
                [&](const auto &update) { repairs += update->cause == UpdateCause::Repair; });
        session.start();
        QTRY_VERIFY(isLive(session, 3000));
        for (int round = 0; round < 300 || passes < 20; ++round) {
            const auto number = [](int n) { return QByteArray::number(n % 3000); };
            const QByteArray set = round % 2 ? "[\"one\"]" : "[\"two\"]";
            edit(R"({"op":"add","set":[],"object":{"n":1,"id":)" + number(round * 37) + "}}");
            edit(R"({"op":"remove","set":[],"id":)" + number(round * 11) + "}");
            edit(R"({"op":"create-set","set":)" + set + "}");
            edit(R"({"op":"add","object":{"id":1},"set":)" + set + "}");
            if (round % 5 == 0)
                edit(R"({"op":"remove-set","set":)" + set + "}");
            QCoreApplication::processEvents();
            QVERIFY(round < 5000);
        }
        QTRY_VERIFY(session.status().state == State::Live && session.status().verified);
        QCOMPARE(repairs, 0);
        session.verify();
        QTRY_COMPARE(session.status().state, State::Live);
        QCOMPARE(repairs, 0);
    }
};

QTEST_GUILESS_MAIN(ClientCacheTest)
#include "client_cache_test.moc"
