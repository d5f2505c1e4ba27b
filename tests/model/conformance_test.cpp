// Both halves of the rule book against the conformance histories, which anyone's server and client may be
// held to.
#include "model/core/memorymirrorstorage.h"
#include "model/core/updateapplier.h"
#include "sync/protocol/updatereader.h"
#include "tests/support/conformancetree.h"
#include "tests/support/dump.h"

#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

/// Values for the variables, as a server could have chosen them.
QMap<QByteArray, QByteArray> someValues()
{
    QMap<QByteArray, QByteArray> values{{"T", "main"}};
    for (int i = 0; i < 100; ++i)
        values.insert("C" + QByteArray::number(i), QByteArray::number(i).rightJustified(32, '0'));
    return values;
}

QMap<QByteArray, QByteArray> queryOf(const MirrorState &state)
{
    QMap<QByteArray, QByteArray> query;
    if (state.generation.value == 0)
        return query;
    query.insert("since", QByteArray::number(state.generation.value));
    query.insert("collection", state.collection.toHex());
    if (state.base.value > 0)
        query.insert("base", QByteArray::number(state.base.value));
    return query;
}

/// Gives an answer to a mirror. Returns what went wrong.
QString apply(MemoryMirrorStorage &mirror, const QByteArray &answer)
{
    const MirrorState before = mirror.state();
    if (auto begun = mirror.begin(); !begun)
        return begun.error().detail;
    UpdateApplier applier(mirror,
                          {.since = before.generation, .collection = before.collection, .base = before.base});
    const auto read =
        UpdateReader().read([text = answer]() mutable { return std::exchange(text, {}); }, applier);
    if (!read)
        return applier.error().value_or(read.error()).detail;
    const auto committed = mirror.commit();
    return committed ? QString() : committed.error().detail;
}

QMap<QByteArray, QByteArray> keysOf(MirrorStorage &mirror, const MirrorSet &set)
{
    QMap<QByteArray, QByteArray> keys{{set.path.toJson(), set.setKey.toJson()}};
    const QList<MirrorSet> children = mirror.children(set);
    for (const MirrorSet &child : children)
        keys.insert(keysOf(mirror, child));
    return keys;
}

} // namespace

class ConformanceTest : public QObject
{
    Q_OBJECT

    const QList<ConformanceHistory> m_histories = readConformance(QStringLiteral(CONFORMANCE));

    void eachHistory() const
    {
        QTest::addColumn<ConformanceHistory>("history");
        for (const ConformanceHistory &history : m_histories)
            QTest::newRow(qPrintable(history.name)) << history;
    }

private Q_SLOTS:
    void thereAreAtLeastThirty() { QVERIFY(m_histories.size() >= 30); }

    void aMirrorTakesEveryAnswer_data() { eachHistory(); }
    void aMirrorTakesEveryAnswer()
    {
        QFETCH(const ConformanceHistory, history);
        const auto values = someValues();
        std::map<QString, MemoryMirrorStorage> mirrors;
        for (const ConformanceStep &step : history.steps) {
            if (step.client.isEmpty())
                continue;
            MemoryMirrorStorage &mirror = mirrors[step.client];
            QMap<QByteArray, QByteArray> expected = step.query;
            for (QByteArray &value : expected)
                value = filled(value, values);
            QCOMPARE(queryOf(mirror.state()), expected);
            const QString problem = apply(mirror, filled(step.answer, values));
            QVERIFY2(problem.isEmpty(), qPrintable(problem));
            QCOMPARE(mirror.state().catchingUp, step.digest.isEmpty());
            if (!step.digest.isEmpty())
                QCOMPARE(mirror.state().digest.toHex(), step.digest);
        }
        QVERIFY(!mirrors.empty());
        for (auto &[name, mirror] : mirrors) {
            QCOMPARE(mirror.state().generation.value, history.finalGeneration);
            QCOMPARE(mirror.state().digest.toHex(), history.finalDigest);
            QCOMPARE(keysOf(mirror, mirror.root()), history.finalKeys);
            Dump objects = dumpOf(mirror);
            erase_if(objects, [](const auto &member) { return member.value().isEmpty(); }); // nested sets
            QCOMPARE(objects, history.finalMembers);
        }
    }

    void aTreeInMemoryGivesEveryAnswer_data() { eachHistory(); }
    void aTreeInMemoryGivesEveryAnswer()
    {
        QFETCH(const ConformanceHistory, history);
        if (history.name == u"a restore"_s || history.name == u"idempotency keys"_s)
            QSKIP("A server remembers backups and answers, a tree does not.");
        ConformanceTree tree;
        int compared = 0;
        for (const ConformanceStep &step : history.steps) {
            const QString problem = tree.take(step, compared);
            QVERIFY2(problem.isEmpty(),
                     qPrintable(QString::fromUtf8(step.method + ' ' + step.address + ": ") + problem));
        }
        QVERIFY(compared > 0);
    }
};

QTEST_APPLESS_MAIN(ConformanceTest)
#include "conformance_test.moc"
