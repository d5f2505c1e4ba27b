// Which file is whose, and how files come and go in a server's data directory.
#include "sync/server/store/datadirectory.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace GenMirror;
using namespace Qt::StringLiterals;

class ServerDataDirectoryTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<DataDirectory> m_directory;

    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    void write(const QString &name, const QByteArray &contents = "x") const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(contents), contents.size());
    }
    [[nodiscard]] QByteArray contentsOf(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : "none"_ba;
    }
    [[nodiscard]] QList<SetAside::Entry> aside() const { return m_directory->aside().list(100).value(); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_directory = DataDirectory::open(m_folder->path()).value();
    }
    void cleanup() { m_directory.reset(); }

    void whatLooksLikeATreeIsOneWhateverIsInIt()
    {
        for (const char *name :
             {"a.sqlite", "b~c.x.sqlite", "restoring~y.sqlite", "empty.sqlite", "restoring~y", "a.sqlite-wal",
              "access.db", ".hidden.sqlite", "with space.sqlite", ".sqlite"})
            write(QString::fromLatin1(name));
        write(u"folder.sqlite/x"_s);
        QVERIFY(QFile::link(path(u"nothing"_s), path(u"link.sqlite"_s)));
        QCOMPARE(m_directory->trees().value(),
                 (QStringList{u"a"_s, u"b~c.x"_s, u"empty"_s, u"link"_s, u"restoring~y"_s}));
    }

    void nothingIsPlacedOverAnything()
    {
        write(u"t.sqlite"_s, "old");
        write(u".work/new"_s, "new");
        const auto taken = m_directory->place(path(u".work/new"_s), u"t"_s);
        QVERIFY(!taken);
        QCOMPARE(taken.error().kind, Error::Kind::AlreadyExists);
        QCOMPARE(contentsOf(u"t.sqlite"_s), "old");
        QVERIFY(QFile::link(path(u"nothing"_s), path(u"link.sqlite"_s)));
        QCOMPARE(m_directory->place(path(u".work/new"_s), u"link"_s).error().kind,
                 Error::Kind::AlreadyExists);
        QVERIFY(m_directory->place(path(u".work/new"_s), u"other"_s));
        QCOMPARE(contentsOf(u"other.sqlite"_s), "new");
        QVERIFY(aside().isEmpty());
    }

    void aTreeNeverTakesUpALogThatIsNotItsOwn_data()
    {
        QTest::addColumn<QString>("log");
        QTest::newRow("write-ahead log") << u"t.sqlite-wal"_s;
        QTest::newRow("journal") << u"t.sqlite-journal"_s;
    }
    void aTreeNeverTakesUpALogThatIsNotItsOwn()
    {
        QFETCH(QString, log);
        write(log, "foreign");
        write(u".work/new"_s, "new");
        QVERIFY(m_directory->place(path(u".work/new"_s), u"t"_s));
        QCOMPARE(contentsOf(u"t.sqlite"_s), "new");
        QVERIFY(!QFile::exists(path(log)));
        QCOMPARE(aside().size(), 1);
        QCOMPARE(contentsOf(aside()[0].folder + u'/' + log), "foreign");
    }

    void aStartRemovesItsOwnLeftOversAndSetsLonelyLogsAside()
    {
        write(u".work/7/half.sqlite"_s);
        write(u"backups/.work/8/t.sqlite"_s);
        write(u"backups/good/t.sqlite"_s);
        write(u"backups/older~unfinished/t.sqlite"_s);
        write(u"restoring~t"_s);
        write(u"gone.sqlite-wal"_s, "commits");
        write(u"there.sqlite"_s);
        write(u"there.sqlite-wal"_s, "its own");
        write(u"empty.sqlite"_s, "");
        QVERIFY(m_directory->tidy());
        QVERIFY(!QFile::exists(path(u".work/7"_s)));
        QVERIFY(!QFile::exists(path(u"backups/.work/8"_s)));
        for (const char *kept : {"backups/good/t.sqlite", "backups/older~unfinished/t.sqlite", "restoring~t",
                                 "there.sqlite", "there.sqlite-wal", "empty.sqlite"})
            QVERIFY2(QFile::exists(path(QString::fromLatin1(kept))), kept);
        QCOMPARE(aside().size(), 1);
        QCOMPARE(aside()[0].tree, u"gone"_s);
        QCOMPARE(aside()[0].bytes, 7);
        QVERIFY(!aside()[0].why.isEmpty());
        QCOMPARE(contentsOf(aside()[0].folder + "/gone.sqlite-wal"_L1), "commits");
    }

    void aTreeThatIsReplacedIsSetAsideWithItsLogAndTheReason()
    {
        write(u"a.b.sqlite"_s, "tree");
        write(u"a.b.sqlite-wal"_s, "log");
        write(u".work/new"_s, "new");
        const auto folder = m_directory->replaceTree(path(u".work/new"_s), u"a.b"_s, u"It is damaged."_s);
        QVERIFY(folder);
        QCOMPARE(contentsOf(*folder + "/a.b.sqlite"_L1), "tree");
        QCOMPARE(contentsOf(*folder + "/a.b.sqlite-wal"_L1), "log");
        QCOMPARE(contentsOf(*folder + "/why.txt"_L1), "It is damaged.\n");
        QCOMPARE(contentsOf(u"a.b.sqlite"_s), "new");
        QVERIFY(!QFile::exists(path(u"a.b.sqlite-wal"_s)));
        QCOMPARE(aside()[0].tree, u"a.b"_s);
        QVERIFY(aside()[0].at.secsTo(QDateTime::currentDateTimeUtc()) < 60);
        write(u".work/other"_s, "other");
        QVERIFY(m_directory->replaceTree(path(u".work/other"_s), u"none"_s, u"gone"_s).value().isEmpty());
        QCOMPARE(contentsOf(u"none.sqlite"_s), "other");
    }

    void aReplacementThatFailsLeavesTheTree()
    {
        write(u"t.sqlite"_s, "tree");
        write(u"t.sqlite-wal"_s, "log");
        QVERIFY(!m_directory->replaceTree(path(u".work/none"_s), u"t"_s, u"It is damaged."_s));
        QCOMPARE(contentsOf(u"t.sqlite"_s), "tree");
        QCOMPARE(contentsOf(u"t.sqlite-wal"_s), "log");
        QVERIFY(aside().isEmpty());
    }

    void aTreeIsRemovedWithAllItsFilesAndNoOther()
    {
        for (const char *name : {"t.sqlite", "t.sqlite-wal", "t.sqlite-shm", "t.sqlite.sqlite", "t.sqlitex"})
            write(QString::fromLatin1(name));
        QVERIFY(m_directory->removeTree(u"t"_s, {}));
        QCOMPARE(QDir(m_folder->path()).entryList({u"t*"_s}),
                 (QStringList{u"t.sqlite.sqlite"_s, u"t.sqlitex"_s}));
        QVERIFY(m_directory->removeTree(u"t"_s, {}));
    }

    void aWorkFolderGoesWithWhatIsInIt()
    {
        QString where;
        {
            const auto work = m_directory->work();
            QVERIFY(work);
            where = (*work)->path();
            write(QDir(m_folder->path()).relativeFilePath((*work)->filePath(u"x"_s)));
            const auto other = m_directory->work();
            QVERIFY((*other)->path() != where);
        }
        QVERIFY(!QFile::exists(where));
    }

    void aBackupHasItsNameOnceItIsWhole()
    {
        const BackupFolders &backups = m_directory->backups();
        const auto work = backups.begin();
        QVERIFY(work);
        write(QDir(m_folder->path()).relativeFilePath((*work)->filePath(u"t.sqlite"_s)), "12345");
        QVERIFY(backups.list().value().isEmpty());
        const auto made = backups.finish(**work, u"one"_s, {});
        QVERIFY(made);
        QCOMPARE(made->trees, QStringList{u"t"_s});
        QCOMPARE(made->bytes, 5);
        QCOMPARE(backups.list()->size(), 1);
        QCOMPARE(backups.fileOf(u"one"_s, u"t"_s).value(), path(u"backups/one/t.sqlite"_s));
        for (const QString &name : {u"two"_s, u".."_s, u".work"_s, u"../x"_s})
            QCOMPARE(backups.fileOf(name, u"t"_s).error().kind, Error::Kind::NotFound);
        const auto again = backups.begin();
        QCOMPARE(backups.finish(**again, u"one"_s, {}).error().kind, Error::Kind::AlreadyExists);
        QVERIFY(backups.remove(u"one"_s));
        QVERIFY(backups.list().value().isEmpty());
        QCOMPARE(backups.remove(u"one"_s).error().kind, Error::Kind::NotFound);
        QCOMPARE(backups.remove(u".work"_s).error().kind, Error::Kind::NotFound);
        QVERIFY(QDir(path(u"backups/.work"_s)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size() <=
                2);
    }

    void theDirectoryHasOneServerAtATime()
    {
        const auto second = DataDirectory::open(m_folder->path());
        QVERIFY(!second);
        QCOMPARE(second.error().kind, Error::Kind::Conflict);
        QVERIFY(second.error().detail.contains(m_folder->path()));
        m_directory.reset();
        m_directory = DataDirectory::open(m_folder->path()).value();
    }
};

QTEST_GUILESS_MAIN(ServerDataDirectoryTest)
#include "server_datadirectory_test.moc"
