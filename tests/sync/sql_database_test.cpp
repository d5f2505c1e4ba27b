// One SQLite file and its errors: what is there is never taken for nothing, and no failure is swallowed.
#include "sync/sql/readtransaction.h"
#include "tests/support/readonlyplace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using Mode = SqlDatabase::Mode;

class SqlDatabaseTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    int m_files = 0;
    QString m_file;

    /// Statements and schema of this test alone, in a folder.
    void writeSchema(int step, const QByteArray &sql)
    {
        QVERIFY(QDir().mkpath(m_directory.filePath(u"statements/schema"_s)));
        QFile file(m_directory.filePath(u"statements/schema/%1.sql"_s.arg(step)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(sql), sql.size());
    }
    [[nodiscard]] Result<std::unique_ptr<SqlDatabase>> open(Mode mode) const
    {
        return SqlDatabase::open(m_file, {.resources = m_directory.filePath(u"statements"_s), .mode = mode});
    }
    [[nodiscard]] Result<std::unique_ptr<SqlDatabase>> openCopies() const
    {
        return SqlDatabase::open(m_file, {.resources = m_directory.filePath(u"statements"_s),
                                          .mode = Mode::ReadOnly,
                                          .readsCopies = true});
    }
    /// Closes the file as a crash does.
    void leaveLog(std::unique_ptr<SqlDatabase> &database) const
    {
        const QString copy = m_file + u".copy"_s;
        QVERIFY(QFile::copy(m_file, copy) && QFile::copy(m_file + u"-wal"_s, copy + u"-wal"_s));
        database.reset();
        QVERIFY(QFile::remove(m_file) && QFile::rename(copy, m_file) &&
                QFile::rename(copy + u"-wal"_s, m_file + u"-wal"_s));
    }
    static qint64 countIn(SqlDatabase &database)
    {
        SqlStatement row = database.prepare(u"SELECT count(*) FROM rows"_s);
        return row.next() ? row.integer(0) : -1;
    }
    static Result<void> add(SqlDatabase &database, int rows, qsizetype bytes = 10)
    {
        if (auto begun = database.begin(); !begun)
            return begun;
        for (int row = 0; row < rows; ++row)
            database.prepare(u"INSERT INTO rows (text) VALUES (?)"_s).bind(QByteArray(bytes, 'x')).run();
        return database.commit();
    }
    static QByteArray contentsOf(const QString &fileName)
    {
        QFile file(fileName);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init()
    {
        QVERIFY(QDir(m_directory.filePath(u"statements"_s)).removeRecursively());
        writeSchema(1, "CREATE TABLE rows (id INTEGER PRIMARY KEY, text BLOB);");
        m_file = m_directory.filePath(u"place %1/a file ?#%.sqlite"_s.arg(++m_files));
        QVERIFY(QDir().mkpath(QFileInfo(m_file).path()));
    }

    void whatIsNotThereIsMadeOnlyWhereThatIsMeant()
    {
        QCOMPARE(open(Mode::Open).error().kind, Error::Kind::NotFound);
        QCOMPARE(open(Mode::ReadOnly).error().kind, Error::Kind::NotFound);
        QVERIFY(!QFileInfo::exists(m_file));
        QVERIFY(open(Mode::Create));
        QCOMPARE(open(Mode::Create).error().kind, Error::Kind::AlreadyExists);
        QVERIFY(open(Mode::OpenOrCreate));
        QVERIFY(open(Mode::Open));
        QVERIFY(open(Mode::ReadOnly));
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(m_file) & others));
    }

    void anEmptyOrForeignFileIsNeverTakenForANewOne_data()
    {
        QTest::addColumn<QByteArray>("contents");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a text") << QByteArray("Dear Sir or Madam");
        QTest::newRow("noise of a page") << QByteArray(4096, '\x5a');
        QTest::newRow("zeros") << QByteArray(65536, '\0');
    }
    void anEmptyOrForeignFileIsNeverTakenForANewOne()
    {
        QFETCH(const QByteArray, contents);
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(contents), contents.size());
        file.close();
        for (const Mode mode : {Mode::Open, Mode::OpenOrCreate, Mode::ReadOnly}) {
            const auto opened = open(mode);
            QVERIFY(!opened);
            QVERIFY2(opened.error().kind == Error::Kind::Damaged, qPrintable(opened.error().detail));
            QVERIFY(opened.error().detail.contains(m_file));
            QCOMPARE(contentsOf(m_file), contents);
        }
    }

    void aLogWithoutItsFileIsSetAsideAndNotTakenUp()
    {
        {
            auto database = open(Mode::OpenOrCreate);
            QVERIFY(database && add(**database, 5));
            leaveLog(*database);
        }
        const QByteArray log = contentsOf(m_file + u"-wal"_s);
        QVERIFY(!log.isEmpty() && QFile::remove(m_file));
        const auto database = open(Mode::OpenOrCreate);
        QVERIFY2(database, database ? "" : qPrintable(database.error().detail));
        QCOMPARE(countIn(**database), 0);
        const QFileInfo file(m_file);
        QStringList kept;
        for (const QString &name : file.dir().entryList(QDir::Files)) {
            if (name.startsWith(file.fileName() + u"-wal."_s) && contentsOf(file.dir().filePath(name)) == log)
                kept.append(name);
        }
        QCOMPARE(kept.size(), 1);
    }

    void aCrashWhileAFileIsMadeLeavesNone()
    {
        QFile unfinished(m_file + ".new"_L1);
        QVERIFY(unfinished.open(QIODevice::WriteOnly));
        unfinished.write("half");
        unfinished.close();
        const auto database = open(Mode::OpenOrCreate);
        QVERIFY2(database, database ? "" : qPrintable(database.error().detail));
        QCOMPARE(countIn(**database), 0);
        QVERIFY(!unfinished.exists());
    }

    /// Whatever the failure was taken for, it is what is told.
    void whatAReadGaveCountsOnlyIfNothingFailed()
    {
        auto database = open(Mode::OpenOrCreate);
        QVERIFY(database && add(**database, 3));
        const auto count = [&] { return countIn(**database); };
        QCOMPARE(inReadTransaction(**database, count).value(), 3);
        const auto failing = inReadTransaction(**database, [&]() -> Result<int> {
            (*database)->prepare(u"SELECT nothing FROM nowhere"_s).run();
            return failure(Error::Kind::NotFound, u"There is none."_s);
        });
        QCOMPARE(failing.error().kind, Error::Kind::Damaged);      // a table of ours is not there
        QCOMPARE(inReadTransaction(**database, count).value(), 3); // and the next may succeed
        {
            const ReadTransaction forgotten(**database);
            (*database)->prepare(u"SELECT nothing FROM nowhere"_s).run();
        }
        QVERIFY(!inReadTransaction(**database, count)); // nobody asked: so the next one is told
        QCOMPARE(inReadTransaction(**database, count).value(), 3);
        const auto nested = inReadTransaction(**database, [&] {
            const auto inner =
                inReadTransaction(**database, [&] { (*database)->prepare(u"SELECT 1 FROM no"_s).run(); });
            return inner.has_value();
        });
        QVERIFY(!nested);
    }

    void aFileThatGetsShorterIsAnErrorAndNoDeath()
    {
        auto database = open(Mode::OpenOrCreate);
        QVERIFY(database && add(**database, 1000, 1000));
        database->reset(); // with its log checkpointed
        auto reader = open(Mode::ReadOnly);
        QVERIFY(reader);
        QVERIFY(QFile::resize(m_file, 8192));
        const auto sum = inReadTransaction(**reader, [&] {
            SqlStatement row = (*reader)->prepare(u"SELECT sum(length(text)) FROM rows"_s);
            return row.next() ? row.integer(0) : 0;
        });
        QVERIFY(!sum);
    }

    void aFileThatWasMovedIsNotWrittenTo_data()
    {
        QTest::addColumn<bool>("replaced");
        QTest::newRow("gone") << false;
        QTest::newRow("another in its place") << true;
    }
    void aFileThatWasMovedIsNotWrittenTo()
    {
        QFETCH(const bool, replaced);
        auto database = open(Mode::OpenOrCreate);
        QVERIFY(database && add(**database, 1));
        QVERIFY(QFile::rename(m_file, m_file + u".moved"_s));
        if (replaced)
            QVERIFY(QFile::copy(m_file + u".moved"_s, m_file));
        const auto refused = add(**database, 1);
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.contains(u"moved"_s), qPrintable(refused.error().detail));
        QVERIFY(QFile::remove(m_file) || !replaced);
        QVERIFY(QFile::rename(m_file + u".moved"_s, m_file));
        QVERIFY(add(**database, 1)); // it is back
        QCOMPARE(countIn(**database), 2);
    }

    /// As on a medium that cannot be written; with the log put into the file, or left beside it by a crash.
    void aFileInAReadOnlyPlaceCanBeRead_data()
    {
        QTest::addColumn<bool>("leavesLog");
        QTest::newRow("closed well") << false;
        QTest::newRow("its log beside it") << true;
    }
    void aFileInAReadOnlyPlaceCanBeRead()
    {
        QFETCH(const bool, leavesLog);
        auto database = open(Mode::OpenOrCreate);
        QVERIFY(database && add(**database, 5));
        if (leavesLog)
            leaveLog(*database);
        database->reset();
        QVERIFY(
            QFile::setPermissions(m_directory.path(), QFile::Permissions(0x7555))); // others get to the place
        auto place = std::make_unique<ReadOnlyPlace>(QFileInfo(m_file).path());
        const auto reader = open(Mode::ReadOnly);
        QVERIFY2(reader, reader ? "" : qPrintable(reader.error().detail));
        const auto count = [&] { return countIn(**reader); };
        QCOMPARE(inReadTransaction(**reader, count).value(), 5);
        QVERIFY(!open(Mode::Open));
        place.reset();
        {
            const auto writer = open(Mode::Open); // it can be written again, and somebody does
            QVERIFY2(writer, writer ? "" : qPrintable(writer.error().detail));
            QVERIFY(add(**writer, 1));
        }
        QVERIFY(!inReadTransaction(**reader, count)); // never a mixture of before and after
        const auto again = open(Mode::ReadOnly);
        QCOMPARE(inReadTransaction(**again, [&] { return countIn(**again); }).value(), 6);
    }

    /// Who reads there gets a copy that was brought up to date; all share it, and it goes with the last.
    void anOlderFileInAReadOnlyPlaceIsReadFromACopy_data() { aFileInAReadOnlyPlaceCanBeRead_data(); }
    void anOlderFileInAReadOnlyPlaceIsReadFromACopy()
    {
        QFETCH(const bool, leavesLog);
        auto database = open(Mode::OpenOrCreate);
        QVERIFY(database && add(**database, 5));
        if (leavesLog)
            leaveLog(*database);
        database->reset();
        writeSchema(2, "ALTER TABLE rows ADD COLUMN more INTEGER; UPDATE rows SET more = id;");
        const QByteArray before = contentsOf(m_file);
        QVERIFY(QFile::setPermissions(m_directory.path(), QFile::Permissions(0x7555)));
        const QTemporaryDir temporary;
        QVERIFY(QFile::setPermissions(temporary.path(), QFile::Permissions(0x7777)));
        const QByteArray usual = qgetenv("TMPDIR");
        qputenv("TMPDIR", temporary.path().toUtf8());
        const auto copies = [&temporary] {
            return QDir(temporary.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
        };
        auto place = std::make_unique<ReadOnlyPlace>(QFileInfo(m_file).path());
        {
            QCOMPARE(open(Mode::ReadOnly).error().kind, Error::Kind::Storage); // unless it is asked for
            QCOMPARE(copies(), 0);
            const auto first = openCopies();
            QVERIFY2(first, first ? "" : qPrintable(first.error().detail));
            QCOMPARE(copies(), 1);
            const auto second = openCopies();
            QVERIFY(second);
            QCOMPARE(copies(), 1);
            const auto sum = inReadTransaction(**second, [&] {
                SqlStatement row = (*second)->prepare(u"SELECT sum(more) FROM rows"_s);
                return row.next() ? row.integer(0) : 0;
            });
            QCOMPARE(sum.value(), 15);
            QCOMPARE(contentsOf(m_file), before);
            place.reset();
            const auto writer = open(Mode::Open); // it can be written again, and somebody does
            QVERIFY(writer && add(**writer, 1));
            QVERIFY(!inReadTransaction(**second, [&] { return countIn(**second); }));
        }
        QCOMPARE(copies(), 0);
        qputenv("TMPDIR", usual);
    }

    void withoutRoomForACopyItSaysSo()
    {
        {
            auto database = open(Mode::OpenOrCreate);
            QVERIFY(database && add(**database, 5));
        }
        writeSchema(2, "ALTER TABLE rows ADD COLUMN more INTEGER;");
        QVERIFY(QFile::setPermissions(m_directory.path(), QFile::Permissions(0x7555)));
        const ReadOnlyPlace place(QFileInfo(m_file).path());
        const QByteArray usual = qgetenv("TMPDIR");
        qputenv("TMPDIR", QFileInfo(m_file).path().toUtf8()); // nothing can be made there either
        const auto reader = openCopies();
        qputenv("TMPDIR", usual);
        QVERIFY(!reader);
        QVERIFY2(reader.error().detail.contains(u"no room"_s) && reader.error().detail.contains(m_file),
                 qPrintable(reader.error().detail));
    }

    void aStepOfTheSchemaThatFailsLeavesTheFileAsItWas()
    {
        {
            auto database = open(Mode::OpenOrCreate);
            QVERIFY(database && add(**database, 4));
        }
        const QByteArray before = contentsOf(m_file);
        writeSchema(2, "ALTER TABLE rows ADD COLUMN more INTEGER; UPDATE rows SET more = id;");
        writeSchema(3, "UPDATE rows SET text = NULL; INSERT INTO nowhere VALUES (1);");
        for (const Mode mode : {Mode::Open, Mode::OpenOrCreate, Mode::ReadOnly})
            QVERIFY(!open(mode));
        QCOMPARE(contentsOf(m_file), before);
        writeSchema(3, "UPDATE rows SET more = more + 1;");
        const auto database = open(Mode::ReadOnly); // brought up to date on the way
        QVERIFY2(database, database ? "" : qPrintable(database.error().detail));
        SqlStatement row = (*database)->prepare(u"SELECT sum(more), count(text) FROM rows"_s);
        QVERIFY(row.next());
        QCOMPARE(row.integer(0), 14);
        QCOMPARE(row.integer(1), 4);
    }

    void aFileOfANewerProgramIsLeftAlone()
    {
        {
            const auto database = open(Mode::OpenOrCreate);
            QVERIFY(database && (*database)->prepare(u"PRAGMA user_version=7"_s).run());
        }
        for (const Mode mode : {Mode::Open, Mode::OpenOrCreate, Mode::ReadOnly})
            QCOMPARE(open(mode).error().kind, Error::Kind::NewerSchema);
        QVERIFY(QFile::remove(m_directory.filePath(u"statements/schema/1.sql"_s)));
        QCOMPARE(open(Mode::Open).error().kind, Error::Kind::NewerSchema);
    }
};

QTEST_GUILESS_MAIN(SqlDatabaseTest)
#include "sql_database_test.moc"
