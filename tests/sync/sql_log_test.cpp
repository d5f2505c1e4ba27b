// The write-ahead log and its checkpoints: others see what was committed, all of it and nothing else,
// whatever fails.
#include "sync/sql/sqlbackup.h"
#include "sync/sql/sqldatabase.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

/// No file may become longer than this; what would make it so fails, as on a full disk.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

} // namespace

class SqlLogTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    int m_files = 0;
    QString m_file;
    std::unique_ptr<SqlDatabase> m_database;

    void fill(int first, int count, const QByteArray &text)
    {
        for (int id = first; id < first + count; ++id)
            m_database->prepare(u"INSERT OR REPLACE INTO rows VALUES (?, ?)"_s)
                .bind(qint64(id))
                .bind(text)
                .run();
    }
    /// What a program that knows nothing of ours finds: how many rows, and the sum of their lengths.
    static QList<qint64> seenByOthers(const QString &file)
    {
        QList<qint64> seen;
        {
            QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
            other.setDatabaseName(file);
            other.open();
            QSqlQuery query(other);
            if (query.exec(u"SELECT count(*), coalesce(sum(length(text)), 0) FROM rows"_s) && query.next())
                seen = {query.value(0).toLongLong(), query.value(1).toLongLong()};
        }
        QSqlDatabase::removeDatabase(u"other"_s);
        return seen;
    }

private Q_SLOTS:
    void init()
    {
        m_file = m_directory.filePath(u"a file %1?#%.sqlite"_s.arg(++m_files));
        auto opened = SqlDatabase::open(m_file, {.resources = u":/none"_s, .tidiesLog = true});
        QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().detail));
        m_database = *std::move(opened);
        QVERIFY(m_database->prepare(u"CREATE TABLE rows (id INTEGER PRIMARY KEY, text BLOB)"_s).run());
        QVERIFY(QFileInfo::exists(m_file));
    }
    void cleanup() { m_database.reset(); }

    void othersSeeWhatWasCommitted()
    {
        for (int round = 0; round < 20; ++round) { // of one page to hundreds: longer than what is held back
            QVERIFY(m_database->begin());
            fill(round * 1000, 1 + round * 50, QByteArray(500, 'x'));
            const QList<qint64> before = seenByOthers(m_file);
            QCOMPARE(before.first(), round + 50 * round * (round - 1) / 2);
            QVERIFY(m_database->commit().has_value());
            QCOMPARE(seenByOthers(m_file).first(), before.first() + 1 + round * 50);
        }
        m_database->log().wantCheckpoint();
        QVERIFY(m_database->log().tidy());
        QVERIFY(!m_database->log().isUntidy());
        QVERIFY(checkIntegrity(m_file).has_value());
    }

    /// A transaction that outgrows its memory writes pages to the log before it commits, reads them from
    /// there and writes them again.
    void aTransactionMayOutgrowItsMemory()
    {
        QVERIFY(m_database->begin());
        fill(0, 2000, QByteArray(300, 'a'));
        QVERIFY(m_database->commit().has_value());
        (void)m_database->prepare(u"PRAGMA cache_spill=10"_s).next();
        (void)m_database->prepare(u"PRAGMA cache_size=10"_s).next();
        for (const bool kept : {false, true}) {
            QVERIFY(m_database->begin());
            for (int step = 0; step < 4000; ++step) {
                const int id = step * 37 % 2000;
                fill(id, 1, QByteArray(400, 'b'));
                for (const int ago : {15, 100}) { // still held back, and in the file
                    SqlStatement row = m_database->prepare(u"SELECT length(text) FROM rows WHERE id = ?"_s);
                    row.bind(qint64((id + 37 * (2000 - ago)) % 2000));
                    QVERIFY(row.next());
                    QCOMPARE(row.integer(0), step < ago ? 300 : 400);
                }
            }
            QCOMPARE(seenByOthers(m_file), (QList<qint64>{2000, 600'000}));
            if (kept)
                QVERIFY(m_database->commit().has_value());
            else
                m_database->rollback();
        }
        QCOMPARE(seenByOthers(m_file), (QList<qint64>{2000, 800'000}));
        QVERIFY(checkIntegrity(m_file).has_value());
    }

    void aWriteThatFailsKeepsNothingOfItsTransaction()
    {
        QVERIFY(m_database->begin());
        fill(0, 100, QByteArray(300, 'a'));
        QVERIFY(m_database->commit().has_value());
        for (int round = 0; round < 3; ++round) {
            const FileSizeLimit limit(rlim_t(QFileInfo(m_file + "-wal"_L1).size() + 100'000));
            QVERIFY(m_database->begin());
            fill(1000, 2000, QByteArray(300, 'b'));
            const auto refused = m_database->commit();
            QVERIFY(!refused.has_value());
            QVERIFY2(refused.error().kind == Error::Kind::Full, qPrintable(refused.error().detail));
            QCOMPARE(seenByOthers(m_file), (QList<qint64>{100, 30'000}));
            QVERIFY(m_database->begin()); // what fits is still taken
            fill(0, 100, QByteArray(300, 'c'));
            QVERIFY(m_database->commit().has_value());
        }
        QVERIFY(m_database->begin());
        fill(1000, 2000, QByteArray(300, 'b'));
        QVERIFY(m_database->commit().has_value());
        QCOMPARE(seenByOthers(m_file), (QList<qint64>{2100, 630'000}));
        QVERIFY(checkIntegrity(m_file).has_value());
    }

    void aLogIsReadBackAfterACrash()
    {
        for (int id = 0; id < 300; ++id) {
            QVERIFY(m_database->begin());
            fill(id, 1, QByteArray(1500, 'x'));
            QVERIFY(m_database->commit());
        }
        const QString copy = m_directory.filePath(u"copy"_s); // as a crash leaves it
        QVERIFY(QFile::copy(m_file, copy) && QFile::copy(m_file + "-wal"_L1, copy + "-wal"_L1));
        QCOMPARE(seenByOthers(copy).first(), 300);
        QVERIFY(checkIntegrity(copy).has_value());
    }
};

QTEST_GUILESS_MAIN(SqlLogTest)
#include "sql_log_test.moc"
