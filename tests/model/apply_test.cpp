// The client's half of the rules: what UpdateApplier does with answers, right and wrong ones.
#include "model/core/memorymirrorstorage.h"
#include "model/core/memorytreestorage.h"
#include "tests/support/dump.h"
#include "tests/support/treeclient.h"

#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class ApplyTest : public QObject
{
    Q_OBJECT

    MemoryMirrorStorage m_mirror;

    void init(const CollectionId &collection)
    {
        m_mirror = MemoryMirrorStorage();
        UpdateApplier applier(m_mirror, {});
        QVERIFY(applier.beginUpdate({}, {}));
        QVERIFY(applier.object({ObjectId::ofInteger(1), "{\"id\":1}"}));
        QVERIFY(applier.object({ObjectId::ofInteger(2), "{\"id\":2}"}));
        QVERIFY(applier.endUpdate({.collection = collection, .generation = {3}}));
    }

private Q_SLOTS:
    void theResultNamesRowsByKindAndSet()
    {
        const CollectionId collection = CollectionId::random();
        init(collection);
        UpdateApplier applier(m_mirror, {.since = {3}, .collection = collection});
        QVERIFY(applier.beginUpdate({}, {}));
        QVERIFY(applier.object({ObjectId::ofInteger(1), "{\"id\":1,\"v\":2}"}));
        QVERIFY(applier.object({ObjectId::ofInteger(3), "{\"id\":3}"}));
        QVERIFY(applier.removal(ObjectId::ofInteger(2)));
        QVERIFY(applier.removal(ObjectId::ofInteger(99)));
        QVERIFY(applier.beginSet(ObjectId::ofString(u"s"), {}));
        QVERIFY(applier.endSet());
        QVERIFY(applier.endUpdate({.collection = collection, .generation = {7}}));
        const AppliedUpdate &result = applier.result();
        QCOMPARE(result.sets.size(), 1);
        QCOMPARE(result.sets[0].changed, QList<qint64>{1});
        QCOMPARE(result.sets[0].added, QList<qint64>{3});
        QCOMPARE(result.sets[0].removed, QList<qint64>{2});
        QCOMPARE(result.sets[0].objects, 2);
        QCOMPARE(result.setsCreated.size(), 1);
        QCOMPARE(result.from.value, 3);
        QCOMPARE(result.to.value, 7);
    }

    void anObjectWithTheSameTextIsNoChange()
    {
        const CollectionId collection = CollectionId::random();
        init(collection);
        UpdateApplier applier(m_mirror, {.since = {3}, .collection = collection});
        QVERIFY(applier.beginUpdate({}, {}));
        QVERIFY(applier.object({ObjectId::ofInteger(1), "{\"id\":1}"}));
        QVERIFY(applier.endUpdate({.collection = collection, .generation = {4}}));
        QVERIFY(applier.result().isEmpty());
    }

    void everythingAnewKeepsTheRowsThatAreTheSame()
    {
        init(CollectionId::random());
        UpdateApplier applier(m_mirror, {});
        QVERIFY(applier.beginUpdate({}, {}));
        QVERIFY(applier.object({ObjectId::ofInteger(2), "{\"id\":2}"}));
        QVERIFY(applier.endUpdate({.collection = CollectionId::random(), .generation = {9}}));
        QCOMPARE(applier.result().sets.size(), 1);
        QCOMPARE(applier.result().sets[0].removed, QList<qint64>{1});
        QVERIFY(applier.result().sets[0].changed.isEmpty());
        QCOMPARE(dumpOf(m_mirror).size(), 1);
    }

    void theObserverHearsWhatEachObjectWasBefore()
    {
        const CollectionId collection = CollectionId::random();
        init(collection);
        QStringList heard;
        UpdateApplier applier(m_mirror, {.since = {3}, .collection = collection});
        applier.setObserver([&](const UpdateApplier::ObjectChange &change) {
            const auto text = [](const QByteArray *t) { return t ? QString::fromUtf8(*t) : u"-"_s; };
            heard.append(text(change.before) + u" > "_s + text(change.after));
        });
        QVERIFY(applier.beginUpdate({}, {}));
        QVERIFY(applier.object({ObjectId::ofInteger(1), "{\"id\":1,\"v\":2}"}));
        QVERIFY(applier.removal(ObjectId::ofInteger(2)));
        QVERIFY(applier.object({ObjectId::ofInteger(3), "{\"id\":3}"}));
        QVERIFY(applier.endUpdate({.collection = collection, .generation = {6}}));
        QCOMPARE(heard, QStringList({u"{\"id\":1} > {\"id\":1,\"v\":2}"_s, u"{\"id\":2} > -"_s,
                                     u"- > {\"id\":3}"_s}));
    }

    void aDigestThatDiffersIsTold()
    {
        const CollectionId collection = CollectionId::random();
        init(collection);
        UpdateApplier applier(m_mirror, {.since = {3}, .collection = collection});
        QVERIFY(applier.beginUpdate({}, {}));
        QVERIFY(applier.endUpdate({.collection = collection, .generation = {3}, .digest = Digest()}));
        QCOMPARE(applier.result().verification, AppliedUpdate::Verification::Different);
        QVERIFY(applier.result().digest != applier.result().expectedDigest);
    }

    void anAnswerThatContradictsTheQuestionIsRefused_data()
    {
        QTest::addColumn<qint64>("generation");
        QTest::addColumn<bool>("sameCollection");
        QTest::addColumn<bool>("more");
        QTest::newRow("went back without a reset") << qint64(2) << true << false;
        QTest::newRow("other collection without a reset") << qint64(5) << false << false;
        QTest::newRow("more of nothing") << qint64(3) << true << true;
    }
    void anAnswerThatContradictsTheQuestionIsRefused()
    {
        QFETCH(qint64, generation);
        QFETCH(bool, sameCollection);
        QFETCH(bool, more);
        const CollectionId collection = CollectionId::random();
        init(collection);
        UpdateApplier applier(m_mirror, {.since = {3}, .collection = collection});
        QVERIFY(applier.beginUpdate({}, {}));
        QVERIFY(!applier.endUpdate({.collection = sameCollection ? collection : CollectionId::random(),
                                    .generation = {generation},
                                    .more = more}));
        QCOMPARE(applier.error().value().kind, Error::Kind::Protocol);
    }

    void setsNestedTooDeepAreRefused()
    {
        m_mirror = MemoryMirrorStorage();
        UpdateApplier applier(m_mirror, {});
        QVERIFY(applier.beginUpdate({}, {}));
        for (qsizetype depth = 0; depth < SetPath::MaximumDepth; ++depth)
            QVERIFY(applier.beginSet(ObjectId::ofInteger(1), {}));
        QVERIFY(!applier.beginSet(ObjectId::ofInteger(1), {}));
        QCOMPARE(applier.error().value().kind, Error::Kind::Protocol);
    }
};

QTEST_APPLESS_MAIN(ApplyTest)
#include "apply_test.moc"
