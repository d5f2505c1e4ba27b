// Locks that end with the process that has them, whatever their files say.
#include "sync/files/filelock.h"
#include "sync/files/filesizesignal.h"
#include "tests/support/lessrights.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class FilesLockTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;

    /// This program again, which takes the lock, says what came of it, and waits.
    void startHolder(QProcess &process) const
    {
        process.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, m_file});
        QVERIFY(process.waitForReadyRead(10000));
    }
    void write(const QByteArray &contents) const
    {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contents);
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_file = m_directory->filePath(u"lock"_s);
    }

    void theSecondIsToldWhoHasIt()
    {
        QProcess holder;
        startHolder(holder);
        QCOMPARE(holder.readLine(), "held\n");
        const auto second = FileLock::take(m_file);
        QVERIFY(!second);
        QCOMPARE(second.error().kind, Error::Kind::Conflict);
        QVERIFY(second.error().detail.contains(QString::number(holder.processId())));
        QVERIFY(second.error().detail.contains(QSysInfo::machineHostName()));
        holder.closeWriteChannel();
        QVERIFY(holder.waitForFinished());
        QVERIFY(FileLock::take(m_file));
    }

    void twoInOneProcessKeepEachOtherOut()
    {
        auto first = FileLock::take(m_file);
        QVERIFY(first);
        QCOMPARE(FileLock::take(m_file).error().kind, Error::Kind::Conflict);
        first->reset();
        QVERIFY(FileLock::take(m_file));
    }

    void aFileThatWasLeftBehindKeepsNobodyOut_data()
    {
        QTest::addColumn<QByteArray>("contents");
        const QByteArray host = QSysInfo::machineHostName().toUtf8();
        const QByteArray own = QByteArray::number(QCoreApplication::applicationPid());
        QTest::newRow("of the first process of a container") << "1\nfiles_lock_test\n" + host + '\n';
        QTest::newRow("of this very process") << own + "\nfiles_lock_test\n" + host + '\n';
        QTest::newRow("of another host") << own + "\nfiles_lock_test\nanother.example\n"_ba;
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("of something else") << QByteArray(100'000, 'x');
        QTest::newRow("of QLockFile") << own + "\nfiles_lock_test\n" + host + "\nmachine-id\nboot-id\n"_ba;
    }
    void aFileThatWasLeftBehindKeepsNobodyOut()
    {
        QFETCH(QByteArray, contents);
        write(contents);
        QVERIFY(FileLock::take(m_file));
    }

    void aProcessThatWasKilledKeepsNobodyOut()
    {
        QProcess holder;
        startHolder(holder);
        QCOMPARE(holder.readLine(), "held\n");
        holder.kill();
        QVERIFY(holder.waitForFinished());
        QVERIFY(QFileInfo(m_file).size() > 0);
        QVERIFY(FileLock::take(m_file));
    }

    void aCopyOfALockIsNotLocked()
    {
        const auto lock = FileLock::take(m_file);
        QVERIFY(lock);
        const QString copy = m_directory->filePath(u"copy"_s);
        QVERIFY(QFile::copy(m_file, copy));
        QVERIFY(FileLock::take(copy));
    }

    void aLockDoesNotGoOverToAProcessThatIsStarted()
    {
        auto lock = FileLock::take(m_file);
        QVERIFY(lock);
        QProcess other;
        other.start(u"sleep"_s, {u"60"_s});
        QVERIFY(other.waitForStarted());
        lock->reset();
        QVERIFY(FileLock::take(m_file));
        other.kill();
        other.waitForFinished();
    }

    void aLockWhoseFileWasRemovedIsTakenOnTheNewFile()
    {
        const auto old = FileLock::take(m_file);
        QVERIFY(old);
        QVERIFY(QFile::remove(m_file)); // by somebody who should not have
        const auto now = FileLock::take(m_file);
        QVERIFY(now);
        QCOMPARE(FileLock::take(m_file).error().kind, Error::Kind::Conflict);
    }

    void aPlaceThatCannotBeWrittenIsNotInUse()
    {
        QVERIFY(QFile::setPermissions(m_directory->path(), QFile::ReadOwner | QFile::ExeOwner |
                                                               QFile::ReadOther | QFile::ExeOther));
        QProcess process;
        startAsNobody(process);
        startHolder(process);
        const QByteArray said = process.readLine();
        QVERIFY2(said.startsWith("Storage ") && said.contains("Permission denied"), said.constData());
        process.closeWriteChannel();
        process.waitForFinished();

        QVERIFY(QFile::setPermissions(m_directory->path(), QFile::ReadOwner | QFile::ExeOwner |
                                                               QFile::WriteOwner | QFile::ReadOther |
                                                               QFile::ExeOther));
        write("1\nx\ny\n");
        QVERIFY(QFile::setPermissions(m_file, QFile::ReadOwner | QFile::ReadOther));
        startAsNobody(process);
        startHolder(process);
        QCOMPARE(process.readLine(), "held\n"); // a file that is there can be locked, though not written
        QCOMPARE(FileLock::take(m_file).error().kind, Error::Kind::Conflict);
        process.closeWriteChannel();
        process.waitForFinished();
    }

    void aFullDiskIsNoHindranceWhereTheFileIsThere()
    {
        QProcess process;
        startWithFilesUpTo(process, 0);
        startHolder(process);
        QCOMPARE(process.readLine(), "held\n"); // what cannot be written is only missing in a sentence
        QCOMPARE(FileLock::take(m_file).error().kind, Error::Kind::Conflict);
        process.closeWriteChannel();
        process.waitForFinished();
    }

    void aFolderIsLockedWithoutAFileInIt()
    {
        auto lock = FileLock::takeFolder(m_directory->path());
        QVERIFY(lock);
        QCOMPARE(FileLock::takeFolder(m_directory->path()).error().kind, Error::Kind::Conflict);
        lock->reset();
        QVERIFY(FileLock::takeFolder(m_directory->path()));
        QVERIFY(QDir(m_directory->path()).isEmpty());
    }
};

static int hold(const QString &fileName)
{
    ignoreFileSizeSignal();
    const auto lock = FileLock::take(fileName);
    const QByteArray said = lock ? "held"_ba
                            : lock.error().kind == Error::Kind::Conflict
                                ? "in use"_ba
                                : "Storage " + lock.error().detail.toUtf8();
    std::printf("%s\n", said.constData());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--hold") == 0)
        return hold(QString::fromLocal8Bit(argv[2]));
    FilesLockTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "files_lock_test.moc"
