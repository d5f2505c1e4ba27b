// The index of texts behind a real mirror of a real server: however late it is, a filter finds the same.
#include "app/genmirror/cacheview.h"
#include "model/core/jsontext.h"
#include "model/items/sortkey.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/cache/textindex.h"
#include "sync/client/mirrorsession.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

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
    QString directory() const { return m_directory->path(); }

    /// What a filter finds, by the index where it can tell, and by looking at everything.
    void compare(const QString &text, bool *used = nullptr)
    {
        const auto view = CacheView::open(directory(), u"main"_s);
        QVERIFY(view);
        const qint64 root = (*view)->set({})->key;
        const OrderQuery query{.set = root, .filter = ObjectFilter::parse(text).value()};
        QList<qint64> expected;
        const QList<qint64> all = (*view)->rows(root, -1);
        for (const MirrorObject &object : (*view)->objects(all)) {
            if (query.filter.matches(object.object))
                expected.append(object.row);
        }
        const QList<qint64> found =
            (*view)->order(query, std::atomic<bool>(false), [](const QList<qint64> &) {});
        QVERIFY2(found == expected,
                 qPrintable(u"%1: %2 in place of %3"_s.arg(text).arg(found.size()).arg(expected.size())));
        const auto reader = MirrorReader::open(directory(), u"main"_s);
        (*reader)->beginRead();
        const auto candidates = TextIndex::candidates(**reader, directory(), u"main"_s, root,
                                                      query.filter.requiredTexts(), 100'000);
        (*reader)->endRead();
        if (used)
            *used = candidates.has_value();
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
        while (*(*index)->catchUp()) {
        }
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
        while (*(*index)->catchUp()) {
        }
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
        while (*(*index)->catchUp()) {
        }
        compare(u"unique"_s, &used);
        QVERIFY(used);
    }

    void aDamagedIndexIsMadeAnew()
    {
        QRandomGenerator random(1);
        batch({add(1, random), "{\"op\":\"add\",\"object\":{\"id\":3,\"t\":\"unique words\"}}"});
        {
            QFile file(mirrorFileName(directory(), u"main"_s) + u".index"_s);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(8192, 'x'));
        }
        bool used = true;
        compare(u"unique"_s, &used); // nothing is missed meanwhile
        QVERIFY(!used);
        auto index = TextIndex::open(directory(), u"main"_s);
        QVERIFY(index);
        while (*(*index)->catchUp()) {
        }
        compare(u"unique"_s, &used);
        QVERIFY(used);
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
        const qint64 root = (*view)->set({})->key;
        for (const bool descending : {false, true}) {
            const OrderQuery query{.set = root,
                                   .filter = ObjectFilter::parse(u"-plum"_s).value(),
                                   .sort = OrderQuery::Sort::Attribute,
                                   .attribute = u"t"_s,
                                   .descending = descending};
            SortKeys order(query);
            std::vector<SortKey> keys;
            const QList<qint64> all = (*view)->rows(root, -1);
            QCOMPARE(all.size(), 12'000);
            for (const MirrorObject &object : (*view)->objects(all)) {
                if (query.filter.matches(object.object))
                    keys.push_back(order.of(object));
            }
            std::sort(keys.begin(), keys.end(), std::cref(order));
            QList<qint64> expected;
            for (const SortKey &key : keys)
                expected.append(key.row);
            QVERIFY((*view)->order(query, std::atomic<bool>(false), {}) == expected);
        }
    }
};

QTEST_GUILESS_MAIN(IndexTest)
#include "index_test.moc"
