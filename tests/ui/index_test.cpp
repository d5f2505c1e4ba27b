// The index of texts behind a real mirror of a real server: however late it is, a filter finds the same.
#include "app/genmirror/cacheview.h"
#include "app/genmirror/indexkeeper.h"
#include "model/core/jsontext.h"
#include "model/items/sortkey.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/cache/textindex.h"
#include "sync/client/mirrorsession.h"
#include "tests/support/patience.h"
#include "tests/support/testserver.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <algorithm>
#include <functional>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class IndexTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<MirrorSession> m_session;
    const QStringList m_words{u"apple"_s, u"Pear"_s,        u"plum"_s, u"PEACH"_s,
                              u"grün"_s,  u"cherry tree"_s, u"ab"_s,   u"\"q\""_s};

    void batch(const QByteArrayList &operations)
    {
        QCOMPARE(
            m_server->connect()
                ->request("POST", "/v1/trees/main/batch", "{\"operations\":[" + operations.join(',') + "]}")
                .status,
            200);
        const auto answer = m_server->connect()->request("GET", "/v1/trees/main");
        const qint64 generation = QJsonDocument::fromJson(answer.body)["generation"_L1].toInteger();
        QTRY_COMPARE_WITH_TIMEOUT(m_session->status().generation.value, generation, 60'000);
    }
    QByteArray add(int id, QRandomGenerator &random)
    {
        QString text;
        for (int i = 0; i < 3; ++i)
            text += m_words[random.bounded(m_words.size())] + u' ';
        return "{\"op\":\"add\",\"object\":{\"id\":" + QByteArray::number(id) + ",\"t\":" + jsonString(text) +
               "}}";
    }
    static void catchUp(TextIndex &index)
    {
        while (index.catchUp().value()) {
        }
    }
    QString directory() const { return m_directory->path(); }
    QString indexName() const { return mirrorFileName(directory(), u"main"_s) + u".index"_s; }
    /// Catches up and closes the index; what is in its file then.
    QByteArray indexFile()
    {
        {
            auto index = TextIndex::open(directory(), u"main"_s);
            if (index)
                catchUp(**index);
        }
        QFile file(indexName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// What a filter finds, by the index where it can tell, and by looking at everything.
    void compare(const QString &text, bool *used = nullptr)
    {
        const auto view = CacheView::open(directory(), u"main"_s);
        QVERIFY(view);
        const qint64 root = (*view)->set({}).value()->key;
        const OrderQuery query{.set = root, .filter = ObjectFilter::parse(text).value()};
        QList<qint64> expected;
        const QList<qint64> all = (*view)->rows(root, -1).value();
        const auto objects = (*view)->objects(all);
        for (const MirrorObject &object : objects.value()) {
            if (query.filter.matches(object.object))
                expected.append(object.row);
        }
        const QList<qint64> found =
            (*view)->order(query, std::atomic<bool>(false), [](const QList<qint64> &) {}).value();
        QVERIFY2(found == expected,
                 qPrintable(u"%1: %2 in place of %3"_s.arg(text).arg(found.size()).arg(expected.size())));
        const auto reader = MirrorReader::open(directory(), u"main"_s);
        const ReadTransaction reading = (*reader)->readOneState();
        const auto candidates = TextIndex::candidates(**reader, directory(), u"main"_s, root,
                                                      query.filter.requiredTexts(), 100'000);
        if (used)
            *used = candidates && *candidates;
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<TestServer>();
        QCOMPARE(m_server->connect()->request("PUT", "/v1/trees/main").status, 201);
        m_session = std::make_unique<MirrorSession>(
            MirrorConfig{.server = QUrl(u"http://127.0.0.1:%1"_s.arg(m_server->port())),
                         .tree = u"main"_s,
                         .directory = directory()});
        m_session->start();
    }
    void cleanup()
    {
        m_session.reset();
        m_server.reset();
    }

    void aFilterFindsTheSameHoweverLateTheIndexIs()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        QByteArrayList many;
        for (int id = 0; id < 5000; ++id)
            many.append(add(id, random));
        batch(many);
        auto index = TextIndex::open(directory(), u"main"_s);
        QVERIFY(index);
        int withIndex = 0;
        for (int round = 0; round < 15; ++round) {
            for (int portions = int(random.bounded(3)); portions > 0; --portions)
                QVERIFY((*index)->catchUp());
            bool used = false;
            compare(m_words[random.bounded(m_words.size())], &used);
            withIndex += int(used);
            compare(u"appl pear"_s);
            compare(u"CHERRY -plum"_s);
            compare(u"\"cherry tree\""_s);
            compare(u"not-there"_s);
            QByteArrayList operations;
            for (int i = 0; i < 60; ++i)
                operations.append(add(int(random.bounded(6000)), random));
            batch(operations);
        }
        QVERIFY(withIndex > 0);
        catchUp(**index);
        bool used = false;
        compare(u"peach"_s, &used);
        QVERIFY(used);
        compare(u"ab"_s, &used); // too short for three letters in a row
        QVERIFY(!used);
    }

    void aNewCollectionVoidsTheIndex()
    {
        QRandomGenerator random(1);
        batch({add(1, random), add(2, random),
               "{\"op\":\"add\",\"object\":{\"id\":3,\"t\":\"unique words\"}}"});
        auto index = TextIndex::open(directory(), u"main"_s);
        catchUp(**index);
        bool used = false;
        compare(u"unique"_s, &used);
        QVERIFY(used);
        const CollectionId former = m_session->status().collection;
        QCOMPARE(m_server->connect()
                         ->request("POST", "/v1/admin/trees/main/reset", "{\"reason\":\"a test\"}")
                         .status /
                     100,
                 2);
        QTRY_VERIFY(m_session->status().collection != former && !m_session->status().collection.isNone());
        compare(u"unique"_s, &used);
        QVERIFY(!used);
        catchUp(**index);
        compare(u"unique"_s, &used);
        QVERIFY(used);
    }

    void aDamagedIndexIsMadeAnew()
    {
        QRandomGenerator random(1);
        batch({add(1, random), "{\"op\":\"add\",\"object\":{\"id\":3,\"t\":\"unique words\"}}"});
        QFile file(indexName());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(8192, 'x')) == 8192 && file.flush());
        bool used = true;
        compare(u"unique"_s, &used); // nothing is missed meanwhile
        QVERIFY(!used);
        auto index = TextIndex::open(directory(), u"main"_s);
        QVERIFY(index);
        catchUp(**index);
        compare(u"unique"_s, &used);
        QVERIFY(used);
    }

    void anIndexThatAFilterFindsDamagedIsMadeAnewAtOnce()
    {
        QRandomGenerator random(1);
        batch({add(1, random), "{\"op\":\"add\",\"object\":{\"id\":3,\"t\":\"unique words\"}}"});
        IndexKeeper keeper;
        keeper.check(directory(), u"main"_s, TextIndex::WorthIndexing);
        QTRY_VERIFY(keeper.isIdle());
        bool used = false;
        compare(u"unique"_s, &used);
        QVERIFY(used);
        QVERIFY(QFile::resize(indexName(), QFileInfo(indexName()).size() / 2));
        const auto view = CacheView::open(directory(), u"main"_s);
        QVERIFY(view);
        (*view)->setIndexObserver(keeper.damageListener(directory(), u"main"_s));
        const OrderQuery query{.set = (*view)->set({}).value()->key,
                               .filter = ObjectFilter::parse(u"unique"_s).value()};
        QCOMPARE((*view)->order(query, std::atomic<bool>(false), [](const QList<qint64> &) {}).value().size(),
                 1);
        QTRY_VERIFY(keeper.isIdle() && QFile::exists(indexName()));
        compare(u"unique"_s, &used);
        QVERIFY(used);
    }

    void aRowThatTheIndexLacksIsFoundByLookingAtAllOfIt()
    {
        QRandomGenerator random(1);
        batch({add(1, random), add(2, random), add(3, random)});
        batch({"{\"op\":\"remove\",\"id\":2}"});
        QVERIFY(!indexFile().isEmpty() && TextIndex::open(directory(), u"main"_s).value()->check().value());
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
            database.setDatabaseName(mirrorFileName(directory(), u"main"_s));
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(u"INSERT INTO objects VALUES (2, 1, x'32', x'7b226964223a327d')"_s));
            QVERIFY(query.exec(u"UPDATE sets SET objects = objects + 1"_s));
        }
        QSqlDatabase::removeDatabase(u"other"_s);
        QVERIFY(!TextIndex::open(directory(), u"main"_s).value()->check().value());
        QVERIFY(!QFile::exists(indexName())); // it is made anew
    }

    /// Whatever was altered on the disk: it is noticed, and nothing is hidden.
    void aDamagedByteNeverHidesARow_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("bytes") << 0;
        QTest::newRow("a page of zeros") << 1;
        QTest::newRow("a page in another's place") << 2;
        QTest::newRow("pages of an earlier time") << 3;
        QTest::newRow("a shorter file") << 4;
    }
    void aDamagedByteNeverHidesARow()
    {
        QFETCH(const int, kind);
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const QString fileName = indexName();
        QByteArrayList many;
        for (int id = 0; id < 2000; ++id)
            many.append(add(id, random));
        batch(many);
        const QByteArray earlier = indexFile(); // closed, so that its log is in it
        for (int round = 0; round < 5; ++round) {
            batch({add(int(random.bounded(2000)), random), add(int(random.bounded(3000)), random)});
            indexFile();
        }
        batch({"{\"op\":\"add\",\"object\":{\"id\":4711,\"t\":\"unique words\"}}"});
        const QByteArray whole = indexFile();
        constexpr qsizetype page = 2048;
        const auto aPage = [&] { return qsizetype(random.bounded(int(whole.size() / page))) * page; };
        int used = 0;
        for (int round = 0; round < 40; ++round) {
            QByteArray damaged = whole;
            if (kind == 0) {
                for (int i = 0; i < 1 + round % 20; ++i)
                    damaged[qsizetype(random.bounded(int(whole.size())))] ^= char(1 + random.bounded(255));
            } else if (kind == 1) {
                damaged.replace(aPage(), page, QByteArray(page, '\0'));
            } else if (kind == 2) {
                damaged.replace(aPage(), page, whole.mid(aPage(), page));
            } else if (kind == 3) {
                for (qsizetype at = 0; at < earlier.size(); at += page) {
                    if (random.bounded(2) == 0)
                        damaged.replace(at, page, earlier.mid(at, page));
                }
            } else {
                damaged.truncate(qsizetype(random.bounded(int(whole.size()))));
            }
            for (const QString &text : {u"unique"_s, u"appl pear"_s, u"\"cherry tree\""_s, u"not-there"_s}) {
                for (const QString &suffix : {u"-wal"_s, u"-shm"_s})
                    QFile::remove(fileName + suffix);
                QFile file(fileName);
                QVERIFY(file.open(QIODevice::WriteOnly) && file.write(damaged) == damaged.size());
                file.close();
                bool wasUsed = false;
                compare(text, &wasUsed);
                if (QTest::currentTestFailed())
                    return;
                used += int(wasUsed);
            }
        }
        QVERIFY(used < 160); // some were noticed
        qInfo("%d of 160 could still use it", used);
        auto index = TextIndex::open(directory(), u"main"_s); // and made anew
        QVERIFY(index);
        if (!(*index)->check().value())
            index = TextIndex::open(directory(), u"main"_s);
        catchUp(**index);
        bool isUsed = false;
        compare(u"unique"_s, &isUsed);
        QVERIFY(isUsed);
        QVERIFY((*index)->check().value());
    }

    /// As after a power loss, which takes the mirror's last commits, but not the index's.
    void aMirrorThatWentBackVoidsTheIndex()
    {
        QRandomGenerator random(5);
        QByteArrayList many;
        for (int id = 0; id < 300; ++id)
            many.append(add(id, random));
        batch(many);
        const MirrorConfig config = m_session->config();
        const QString fileName = mirrorFileName(directory(), u"main"_s);
        m_session.reset();
        QFile::copy(fileName, fileName + u".then"_s);
        m_session = std::make_unique<MirrorSession>(config);
        m_session->start();
        batch({"{\"op\":\"add\",\"object\":{\"id\":1000,\"t\":\"first words\"}}"});
        batch({"{\"op\":\"add\",\"object\":{\"id\":999,\"t\":\"second words\"}}"});
        indexFile();
        m_session.reset();
        QVERIFY(QFile::remove(fileName) && QFile::rename(fileName + u".then"_s, fileName));
        m_session = std::make_unique<MirrorSession>(config);
        m_session->start(); // both at once, and perhaps in another order
        QTRY_COMPARE(m_session->status().objects, 302);
        bool used = true;
        for (const QString &text : {u"first"_s, u"second"_s, u"words"_s})
            compare(text, &used);
        QVERIFY(!used);
        indexFile();
        for (const QString &text : {u"first"_s, u"second"_s, u"words"_s})
            compare(text, &used);
        QVERIFY(used);
    }

    /// A text with very many trigrams counts as holding each.
    void textsOfAllSizesAreFound()
    {
        QRandomGenerator random(9);
        QByteArrayList operations;
        for (int id = 0; id < 120; ++id) {
            QByteArray text;
            for (int i = 0; i < (id % 40 == 7 ? 12'000 : 20); ++i)
                text += char('a' + random.bounded(26));
            operations.append("{\"op\":\"add\",\"object\":{\"id\":" + QByteArray::number(id) + ",\"t\":\"" +
                              text + " number" + QByteArray::number(id) + "\"}}");
        }
        batch(operations);
        indexFile();
        bool used = false;
        for (int id = 0; id < 120; ++id) {
            compare(u"number%1"_s.arg(id), &used);
            QVERIFY(used);
        }
    }

    void aLargeSetIsSortedOnTwoThreadsAsOnOne()
    {
        QRandomGenerator random(3);
        for (int from = 0; from < 12'000; from += 6000) {
            QByteArrayList operations;
            for (int id = from; id < from + 6000; ++id)
                operations.append(add(id, random));
            batch(operations);
        }
        const auto view = CacheView::open(directory(), u"main"_s);
        QVERIFY(view);
        const qint64 root = (*view)->set({}).value()->key;
        for (const bool descending : {false, true}) {
            const OrderQuery query{.set = root,
                                   .filter = ObjectFilter::parse(u"-plum"_s).value(),
                                   .sort = OrderQuery::Sort::Attribute,
                                   .attribute = u"t"_s,
                                   .descending = descending};
            SortKeys order(query);
            std::vector<SortKey> keys;
            const QList<qint64> all = (*view)->rows(root, -1).value();
            QCOMPARE(all.size(), 12'000);
            const auto objects = (*view)->objects(all);
            for (const MirrorObject &object : objects.value()) {
                if (query.filter.matches(object.object))
                    keys.push_back(order.of(object));
            }
            std::sort(keys.begin(), keys.end(), std::cref(order));
            QList<qint64> expected;
            for (const SortKey &key : keys)
                expected.append(key.row);
            QVERIFY((*view)->order(query, std::atomic<bool>(false), {}).value() == expected);
        }
    }
};

QTEST_GUILESS_MAIN(IndexTest)
#include "index_test.moc"
