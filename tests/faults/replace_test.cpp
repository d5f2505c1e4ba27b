// A restore over a damaged tree, where the disk fails while the one file is set aside and the other takes its
// place, or while that is undone: both are still there, and whoever asks is told where.
#include "sync/server/store/datadirectory.h"
#include "tests/faults/filelayer.h"
#include "tests/support/datafiles.h"
#include "tests/support/testserver.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

constexpr char Restore[] = R"({"backup":"b","reason":"a test"})";

} // namespace

class ReplaceTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    const QByteArray m_damaged = QByteArray(5000, 'd');

    [[nodiscard]] QString file(const QString &name) const { return m_server->directory() + u'/' + name; }
    /// The files below the data directory that hold these bytes.
    [[nodiscard]] QStringList holding(const QByteArray &bytes) const
    {
        QStringList names;
        QDirIterator it(m_server->directory(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString name = it.next();
            if (contentsOf(name) == bytes)
                names.append(name);
        }
        return names;
    }
    static void write(const QString &fileName, const QByteArray &bytes)
    {
        QFile written(fileName);
        QVERIFY(written.open(QIODevice::WriteOnly) && written.write(bytes) == bytes.size());
    }
    void makeDamagedTree()
    {
        m_server = std::make_unique<TestServer>();
        {
            const auto http = m_server->connect();
            QCOMPARE(http->request("PUT", "/v1/trees/t").status, 201);
            QCOMPARE(http->request("PUT", "/v1/trees/t/objects/1", R"({"id":1})").status, 201);
            QCOMPARE(http->request("POST", "/v1/admin/backups", R"({"name":"b"})").status, 201);
        }
        m_server->stop();
        write(file(u"t.sqlite"_s), m_damaged);
        FileLayer::watch(QFile::encodeName(m_server->directory()));
        m_server->start();
    }
    /// False: the fault struck nothing.
    bool restoreWith(const FileFault &fault)
    {
        makeDamagedTree();
        if (QTest::currentTestFailed())
            return false;
        auto http = m_server->connect();
        FileLayer::arm(fault);
        const RawAnswer answer = http->request("POST", "/v1/admin/trees/t/restore", Restore);
        const bool struck = FileLayer::disarm() > 0;
        const QByteArray where =
            QByteArray::number(fault.nth) + ": " + FileLayer::struckAt() + "; " + answer.body;
        const auto check = [&where](bool holds, const char *what) {
            if (!holds)
                QTest::qFail(QByteArray(what + QByteArray("; call ") + where).constData(), __FILE__,
                             __LINE__);
        };
        const QStringList damaged = holding(m_damaged);
        check(damaged.size() == 1, "what was there before is lost");
        const QJsonArray aside =
            QJsonDocument::fromJson(http->get("/v1/trees").body)["set_aside"_L1].toArray();
        if (const QString kept = QFileInfo(damaged.value(0)).path(); kept != m_server->directory()) {
            const QString folder = QDir(m_server->directory()).relativeFilePath(kept);
            check(answer.body.contains(folder.toUtf8()), "nobody is told where it was moved to");
            check(aside.size() == 1 && aside[0]["folder"_L1] == folder && aside[0]["tree"_L1] == u"t"_s &&
                      aside[0]["problem"_L1].toString().contains(u"t.sqlite"_s),
                  "it is not listed with its reason");
        }
        if (answer.status != 200)
            check(answer.status == 507, "the failure is not told as one of the disk");
        else
            check(http->get("/v1/trees/t/objects/1").body == R"({"id":1})", "it is not restored");
        if (answer.status != 200) { // the fault is over
            const RawAnswer again = http->request("POST", "/v1/admin/trees/t/restore", Restore);
            check(again.status == 200, "it goes on failing");
        }
        check(http->get("/v1/trees/t/objects/1").body == R"({"id":1})", "it is not restored in the end");
        check(holding(m_damaged).size() == 1, "it is lost in the end");
        http.reset();
        m_server->stop();
        m_server->start();
        check(m_server->connect()->get("/v1/trees/t/objects/1").body == R"({"id":1})", "a start loses it");
        check(holding(m_damaged).size() == 1, "a start removes it");
        return struck;
    }

private Q_SLOTS:
    void cleanup()
    {
        FileLayer::disarm();
        FileLayer::watch({});
        m_server.reset();
    }

    void aRestoreLosesNothing_data()
    {
        QTest::addColumn<int>("works");
        QTest::addColumn<bool>("forEver");
        for (const bool forEver : {false, true}) {
            const char *often = forEver ? "for ever" : "once";
            QTest::addRow("rename, %s", often) << int(FileWork::Rename) << forEver;
            QTest::addRow("sync, %s", often) << int(FileWork::Sync) << forEver;
            QTest::addRow("all that changes, %s", often)
                << int(FileWork::Rename) + int(FileWork::Sync) + int(FileWork::Remove) << forEver;
        }
    }
    void aRestoreLosesNothing()
    {
        QFETCH(const int, works);
        QFETCH(const bool, forEver);
        int struck = 0;
        for (int nth = 1; !QTest::currentTestFailed(); ++nth, ++struck) {
            if (!restoreWith({.works = FileWorks(works), .nth = nth, .forEver = forEver}))
                break;
        }
        QVERIFY(struck > 0);
    }

    /// The same without a server: a log is never beside a file that is not its own.
    void aReplacementLosesNothing_data() { aRestoreLosesNothing_data(); }
    void aReplacementLosesNothing()
    {
        QFETCH(const int, works);
        QFETCH(const bool, forEver);
        int struck = 0;
        for (int nth = 1;; ++nth, ++struck) {
            const QTemporaryDir folder;
            const auto path = [&folder](const QString &name) { return folder.filePath(name); };
            const auto directory = DataDirectory::open(folder.path());
            QVERIFY(directory.has_value());
            const auto work = (*directory)->work();
            QVERIFY(work.has_value());
            const QString made = (*work)->filePath(u"made"_s);
            write(path(u"t.sqlite"_s), "old");
            write(path(u"t.sqlite-wal"_s), "log");
            write(made, "new");
            FileLayer::watch(QFile::encodeName(folder.path()));
            FileLayer::arm({.works = FileWorks(works), .nth = nth, .forEver = forEver});
            const auto replaced = (*directory)->replaceTree(made, u"t"_s, u"It is damaged."_s);
            if (FileLayer::disarm() == 0)
                break;
            const QByteArray where = QByteArray::number(nth) + ": " + FileLayer::struckAt() + "; " +
                                     (replaced ? QByteArray() : replaced.error().detail.toUtf8());
            QMap<QByteArray, QString> places;
            QDirIterator it(folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (it.hasNext()) {
                const QString name = it.next();
                QVERIFY2(!places.contains(contentsOf(name)), where);
                places.insert(contentsOf(name), name);
            }
            for (const QByteArray part : {"old", "log", "new"})
                QVERIFY2(places.contains(part), QByteArray(where + ", lost: " + part));
            if (places["log"] == path(u"t.sqlite-wal"_s))
                QVERIFY2(places["new"] != path(u"t.sqlite"_s), where);
            if (replaced)
                QVERIFY2(places["new"] == path(u"t.sqlite"_s), where);
            const auto aside = (*directory)->aside().list(10);
            for (const QByteArray part : {"old", "log"}) {
                const QString kept = QFileInfo(places[part]).path();
                if (kept == folder.path())
                    continue;
                QVERIFY2(replaced || replaced.error().detail.contains(kept), where);
                QVERIFY2(aside.has_value() && aside->size() == 1 && path(aside->first().folder) == kept &&
                             aside->first().why == u"It is damaged."_s,
                         where);
            }
        }
        QVERIFY(struck > 0);
    }
};

QTEST_GUILESS_MAIN(ReplaceTest)
#include "replace_test.moc"
