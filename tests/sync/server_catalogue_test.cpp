#include "tests/support/patience.h"
#include "tests/support/testserver.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

/// What the server remembers of trees that it has not open: it opens nothing that did not change, and what it
/// remembers is never older than the file.
class ServerCatalogueTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;

    void start(const TreeServiceOptions &options = {})
    {
        m_server = std::make_unique<TestServer>(options);
        m_http = m_server->connect();
        for (const QByteArray name : {"a", "b", "c", "d", "e"}) {
            QCOMPARE(m_http->request("PUT", "/v1/trees/" + name).status, 201);
            QCOMPARE(m_http->request("PUT", "/v1/trees/" + name + "/objects/1", R"({"id":1})").status, 201);
        }
    }
    void stop()
    {
        m_http.reset();
        m_server->stop();
    }
    void startAgain()
    {
        m_server->start();
        m_http = m_server->connect();
    }
    [[nodiscard]] QString path(const QString &name) const { return m_server->directory() + u'/' + name; }
    [[nodiscard]] QJsonObject list(const QByteArray &query = {})
    {
        return QJsonDocument::fromJson(m_http->get("/v1/trees" + query).body).object();
    }
    [[nodiscard]] static QString names(const QJsonObject &page)
    {
        QString names;
        const QJsonArray trees = page["trees"_L1].toArray();
        for (const QJsonValue tree : trees)
            names += tree["tree"_L1].toString();
        return names;
    }
    [[nodiscard]] qint64 generationOf(qsizetype place)
    {
        return list()["trees"_L1].toArray()[place]["generation"_L1].toInteger();
    }
    /// Of the trees' files, those that this process, the server's, has open.
    [[nodiscard]] QSet<QString> openFiles() const
    {
        QSet<QString> files;
        const QFileInfoList links = QDir(u"/proc/self/fd"_s).entryInfoList(QDir::Files | QDir::System);
        for (const QFileInfo &link : links) {
            const QString target = link.symLinkTarget();
            if (target.startsWith(m_server->directory()) && target.endsWith(".sqlite"_L1))
                files.insert(QFileInfo(target).fileName());
        }
        return files;
    }
    [[nodiscard]] bool isOpen(const QString &file) const { return openFiles().contains(file); }

private Q_SLOTS:
    void cleanup()
    {
        m_http.reset();
        m_server.reset();
    }

    void treesAreListedInPages()
    {
        start();
        QCOMPARE(names(list()), u"abcde"_s);
        QCOMPARE(list()["more"_L1], false);
        const QJsonObject first = list("?limit=2");
        QCOMPARE(names(first), u"ab"_s);
        QCOMPARE(first["more"_L1], true);
        QCOMPARE(names(list("?limit=2&after=b")), u"cd"_s);
        const QJsonObject last = list("?limit=2&after=d");
        QCOMPARE(names(last), u"e"_s);
        QCOMPARE(last["more"_L1], false);
        QCOMPARE(names(list("?after=bb")), u"cde"_s); // of one that is not there
        QCOMPARE(names(list("?limit=2&after=c")), u"de"_s);
        QCOMPARE(list("?limit=2&after=c")["more"_L1], false);
        for (const QByteArray query : {"?limit=0", "?limit=1001", "?limit=x"})
            QCOMPARE(m_http->get("/v1/trees" + query).status, 400);
    }

    void whatDidNotChangeIsNotOpened()
    {
        start();
        const QJsonObject before = list();
        stop();
        startAgain();
        QCOMPARE(m_http->request("PUT", "/v1/trees/c/objects/2", R"({"id":2})").status, 201);
        const QJsonArray now = list()["trees"_L1].toArray();
        for (const qsizetype same : {0, 1, 3, 4}) {
            for (const auto member : {"tree"_L1, "collection"_L1, "generation"_L1, "digest"_L1, "objects"_L1,
                                      "removals"_L1, "floor"_L1, "sets"_L1, "bytes"_L1})
                QCOMPARE(now[same][member], before["trees"_L1].toArray()[same][member]);
        }
        QCOMPARE(now[2]["objects"_L1], 2);
        QCOMPARE(m_http->get("/metrics").status, 200);
        QVERIFY(isOpen(u"c.sqlite"_s));
        QVERIFY(!isOpen(u"a.sqlite"_s));
    }

    void anotherStateOfAFileIsNoticed()
    {
        start();
        stop();
        QVERIFY(QFile::copy(path(u"a.sqlite"_s), path(u"kept"_s)));
        startAgain();
        QCOMPARE(m_http->request("PUT", "/v1/trees/a/objects/2", R"({"id":2})").status, 201);
        QCOMPARE(generationOf(0), 3);
        stop();
        startAgain();
        QCOMPARE(generationOf(0), 3);
        stop();
        QVERIFY(QFile::remove(path(u"a.sqlite"_s)));
        QVERIFY(QFile::copy(path(u"kept"_s), path(u"a.sqlite"_s)));
        startAgain();
        QCOMPARE(generationOf(0), 2);
        stop();
        { // written in its place
            QFile file(path(u"b.sqlite"_s));
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.write(QByteArray(100, 'x'));
        }
        startAgain();
        QVERIFY(list()["trees"_L1].toArray()[1]["problem"_L1].toString().contains("b.sqlite"_L1));
    }

    void oneThatIsMadeAnewIsAnotherOne()
    {
        start();
        const QJsonValue before = list()["trees"_L1].toArray()[0]["collection"_L1];
        QCOMPARE(m_http->request("DELETE", "/v1/trees/a").status, 204);
        QCOMPARE(names(list()), u"bcde"_s);
        QCOMPARE(m_http->request("PUT", "/v1/trees/a").status, 201);
        QVERIFY(list()["trees"_L1].toArray()[0]["collection"_L1] != before);
        QCOMPARE(generationOf(0), 1);
        stop();
        startAgain();
        QCOMPARE(generationOf(0), 1);
    }

    void aCatalogueThatCannotBeReadIsMadeAnew_data()
    {
        QTest::addColumn<QByteArray>("contents");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no database") << QByteArray(8192, 'x');
    }
    void aCatalogueThatCannotBeReadIsMadeAnew()
    {
        QFETCH(QByteArray, contents);
        start();
        const QJsonObject before = list();
        stop();
        {
            QFile file(path(u"catalogue.db"_s));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(contents);
        }
        startAgain();
        QCOMPARE(names(list()), names(before));
        stop();
        startAgain();
        QCOMPARE(names(list()), names(before));
        QVERIFY(openFiles().isEmpty()); // it remembers again
    }

    void aCatalogueThatCouldNotBeOpenedIsTriedAgain()
    {
        start();
        stop();
        QVERIFY(QFile::remove(path(u"catalogue.db"_s)));
        QVERIFY(QDir().mkdir(path(u"catalogue.db"_s))); // in its place
        startAgain();
        QCOMPARE(names(list()), u"abcde"_s);
        QVERIFY(QDir().rmdir(path(u"catalogue.db"_s)));
        stop(); // what is known is written down at the end
        startAgain();
        QCOMPARE(names(list()), u"abcde"_s);
        QVERIFY(openFiles().isEmpty());
    }

    void aTreeThatIsRemovedIsInUseNoMore()
    {
        start();
        for (int round = 0; round < 3; ++round) {
            QCOMPARE(m_http->request("DELETE", "/v1/trees/a").status, 204);
            QCOMPARE(m_http->request("PUT", "/v1/trees/a").status, 201);
            QCOMPARE(m_http->get("/v1/trees/a").status, 200);
        }
        QCOMPARE(m_http->request("DELETE", "/v1/trees/a").status, 204);
        QTRY_VERIFY(!isOpen(u"a.sqlite"_s));
        QCOMPARE(names(list()), u"bcde"_s);
    }

    void aTreeThatNobodyAskedForIsLookedAt()
    {
        start();
        stop();
        QFile file(path(u"d.sqlite"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'x'));
        file.close();
        startAgain();
        QTRY_COMPARE(m_http->get("/readyz").status, 503);
        QVERIFY(!m_http->get("/readyz").body.contains("\"d\""));
        QVERIFY(m_http->get("/metrics").body.contains("genmirror_trees_with_problems 1"));
    }

    void aPolicyLeavesAloneWhatDidNotChange()
    {
        TreeServiceOptions options;
        options.compaction = {.keepRemovals = 1, .every = std::chrono::milliseconds(50)};
        start(options);
        for (const QByteArray id : {"1", "2", "3"}) {
            QCOMPARE(m_http->request("PUT", "/v1/trees/a/objects/" + id, "{\"id\":" + id + '}').status / 100,
                     2);
            QCOMPARE(m_http->request("DELETE", "/v1/trees/a/objects/" + id).status, 200);
        }
        const auto removals = [this](qsizetype tree) {
            return list()["trees"_L1].toArray()[tree]["removals"_L1].toInteger();
        };
        QTRY_COMPARE(removals(0), 1);
        stop();
        startAgain(); // opens each tree once more, as it was written since the policy looked
        QTRY_COMPARE(openFiles().size(), 5);
        stop();
        startAgain();
        QCOMPARE(m_http->request("DELETE", "/v1/trees/e/objects/1").status, 200);
        QCOMPARE(m_http->request("PUT", "/v1/trees/e/objects/2", R"({"id":2})").status, 201);
        QCOMPARE(m_http->request("DELETE", "/v1/trees/e/objects/2").status, 200);
        QTRY_COMPARE(removals(4), 1); // so a round has passed
        QVERIFY(!isOpen(u"a.sqlite"_s));
        QVERIFY(isOpen(u"e.sqlite"_s));
        QCOMPARE(removals(0), 1);
    }
};

QTEST_GUILESS_MAIN(ServerCatalogueTest)
#include "server_catalogue_test.moc"
