// Files that are made, renamed and removed for good.
#include "sync/files/durablefiles.h"
#include "sync/files/filesizesignal.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

using namespace GenMirror;
using namespace Qt::StringLiterals;

class FilesDurableTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;

    [[nodiscard]] QString path(const QString &name) const { return m_directory->filePath(name); }
    void write(const QString &name, const QByteArray &contents) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(contents), contents.size());
    }
    [[nodiscard]] QByteArray contentsOf(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : "none"_ba;
    }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void foldersAreMadeWithThoseAboveThem()
    {
        QVERIFY(makeFolder(path(u"a/b/c"_s)));
        QVERIFY(makeFolder(path(u"a/b/c"_s)));
        QVERIFY(QFileInfo(path(u"a/b/c"_s)).isDir());
        QCOMPARE(QFile::permissions(path(u"a/b"_s)) & QFile::ReadOther, QFile::Permissions());
        write(u"file"_s, "x");
        const auto inFile = makeFolder(path(u"file/d"_s));
        QVERIFY(!inFile);
        QVERIFY(inFile.error().detail.contains(path(u"file"_s)));
        QVERIFY(!makeFolder(u"/proc/none/below"_s));
        QCOMPARE(makeFolder({}).error().kind, Error::Kind::InvalidArgument);
        const auto asFile = makeFolder(path(u"file"_s));
        QVERIFY(!asFile);
        QCOMPARE(asFile.error().kind, Error::Kind::Storage);
    }

    void whatIsRenamedReplacesNothing()
    {
        write(u"one"_s, "1");
        write(u"two"_s, "2");
        const auto taken = renameDurably(path(u"one"_s), path(u"two"_s));
        QVERIFY(!taken);
        QCOMPARE(taken.error().kind, Error::Kind::AlreadyExists);
        QCOMPARE(contentsOf(u"one"_s), "1");
        QCOMPARE(contentsOf(u"two"_s), "2");
        QVERIFY(QFile::link(path(u"nothing"_s), path(u"link"_s)));
        QVERIFY(!renameDurably(path(u"one"_s), path(u"link"_s))); // a link to nothing is something, too
        QVERIFY(makeFolder(path(u"folder/below"_s)));
        QVERIFY(renameDurably(path(u"one"_s), path(u"folder/three"_s)));
        QVERIFY(renameDurably(path(u"folder"_s), path(u"other"_s)));
        QCOMPARE(contentsOf(u"other/three"_s), "1");
        QVERIFY(!QFileInfo::exists(path(u"folder"_s)));
        QCOMPARE(renameDurably(path(u"none"_s), path(u"x"_s)).error().kind, Error::Kind::NotFound);
    }

    void whatIsNotThereIsRemovedAlready()
    {
        write(u"one"_s, "1");
        QVERIFY(removeDurably(path(u"one"_s)));
        QVERIFY(!QFileInfo::exists(path(u"one"_s)));
        QVERIFY(removeDurably(path(u"one"_s)));
        QVERIFY(makeFolder(path(u"folder/below"_s)));
        QVERIFY(!removeDurably(path(u"folder"_s)));
        write(u"folder/below/x"_s, "1");
        QVERIFY(removeFolderDurably(path(u"folder"_s)));
        QVERIFY(!QFileInfo::exists(path(u"folder"_s)));
        QVERIFY(removeFolderDurably(path(u"folder"_s)));
    }

    void listsTellFilesFromFoldersAndFailuresFromNothing()
    {
        QVERIFY(makeFolder(path(u"folder"_s)));
        write(u"b"_s, "1");
        write(u".hidden"_s, "1");
        QVERIFY(QFile::link(path(u"nothing"_s), path(u"link"_s)));
        QCOMPARE(filesIn(m_directory->path()).value(), (QStringList{u".hidden"_s, u"b"_s, u"link"_s}));
        QCOMPARE(foldersIn(m_directory->path()).value(), QStringList{u"folder"_s});
        QVERIFY(filesIn(path(u"none"_s)).value().isEmpty());
        const auto inFile = filesIn(path(u"b"_s));
        QVERIFY(!inFile);
        QVERIFY(inFile.error().detail.contains(path(u"b"_s)));
        QVERIFY(isThere(path(u"link"_s)).value());
        QVERIFY(!isThere(path(u"nothing"_s)).value());
        QVERIFY(!isThere(path(QString(300, u'x'))));
    }

    void aFileThatCannotBeWrittenKeepsWhatItHad()
    {
        QVERIFY(writeFileDurably(path(u"x"_s), "first"));
        QVERIFY(writeFileDurably(path(u"x"_s), "second"));
        QCOMPARE(contentsOf(u"x"_s), "second");
        ignoreFileSizeSignal();
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small{1000, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto written = writeFileDurably(path(u"x"_s), QByteArray(2000, 'x'));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(!written);
        QCOMPARE(written.error().kind, Error::Kind::Full);
        QCOMPARE(contentsOf(u"x"_s), "second");
        QCOMPARE(filesIn(m_directory->path()).value(), QStringList{u"x"_s});
    }
};

QTEST_GUILESS_MAIN(FilesDurableTest)
#include "files_durable_test.moc"
