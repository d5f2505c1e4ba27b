// The rule book over SQLite: the same answers as in memory, and what only a file can do.
#include "sync/server/sqlstorage.h"
#include "tests/support/dump.h"
#include "tests/support/treevectortarget.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

std::unique_ptr<SqlStorage> openTree(const QString &fileName, qint64 maximumRemovals = 99,
                                     qint64 maximumPages = 0)
{
    auto storage = SqlStorage::open(fileName, {.maximumPages = maximumPages});
    if (!storage)
        qFatal("%s", qPrintable(storage.error().detail));
    if (!(*storage)->holdsTree() && !GenerationalTree::initialize(**storage, {}, maximumRemovals))
        qFatal("no tree");
    return *std::move(storage);
}

} // namespace

class ServerStorageTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    int m_files = 0;

    QString newFile() { return m_directory.filePath(u"%1.sqlite"_s.arg(++m_files)); }

private Q_SLOTS:
    void theTreeInSqliteGivesTheOriginalsAnswers()
    {
        int checks = 0;
        const QString problem = playVectors(
            qEnvironmentVariable("GENMIRROR_VECTORS", QStringLiteral(VECTORS)),
            [this](qint64 maximumRemovals) {
                return std::make_unique<TreeVectorTarget>(openTree(newFile(), maximumRemovals));
            },
            checks);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(checks > 0);
    }

    void theLogIsPutAwayWhenItIsSaid()
    {
        const QString file = newFile();
        const auto storage = openTree(file);
        GenerationalTree tree(*storage);
        QList<Operation> batch;
        for (int id = 0; id < 2000; ++id)
            batch.append({.kind = Operation::Kind::Add,
                          .object = "{\"id\":" + QByteArray::number(id) + ",\"t\":\"" +
                                    QByteArray(8000, 'x') + "\"}"});
        QVERIFY(tree.apply(batch).has_value());
        const qint64 before = QFileInfo(file).size();
        QVERIFY(before < 1'000'000); // the commit did not wait for it: all is in the log, and can be read
        QVERIFY(storage->hasUntidyLog());
        QCOMPARE(tree.set({}).value().members, 2000);
        storage->tidyLog();
        QVERIFY(!storage->hasUntidyLog());
        QVERIFY(QFileInfo(file).size() > 15'000'000);
        QVERIFY(tree.add({}, "{\"id\":-1}").has_value()); // it goes on, and the log begins anew
        QVERIFY(!storage->hasUntidyLog());
        QCOMPARE(tree.recomputeDigest().value(), tree.state().digest);
    }

    void spaceIsGivenBackWhenNobodyReadsIt()
    {
        const QString file = newFile();
        const auto storage = openTree(file);
        GenerationalTree tree(*storage);
        QVERIFY(tree.add({}, "{\"id\":1,\"t\":\"" + QByteArray(3'000'000, 'x') + "\"}").has_value());
        const auto reader = *SqlStorage::open(file, {.readOnly = true});
        reader->beginRead();
        QCOMPARE(reader->state().generation, tree.state().generation);
        QVERIFY(tree.remove({}, ObjectId::ofInteger(1)).has_value());
        QVERIFY(!storage->giveSpaceBack(100'000));
        QVERIFY(storage->hasUntidyLog()); // short as it is: the space is in it
        storage->tidyLog();
        QVERIFY(storage->hasUntidyLog());
        QVERIFY(reader->commit().has_value());
        storage->tidyLog();
        QVERIFY(!storage->hasUntidyLog());
        QVERIFY(QFileInfo(file).size() < 200'000);
    }

    void theHistoryIsHeldToItsLimits_data()
    {
        QTest::addColumn<HistoryLimits>("limits");
        QTest::addColumn<int>("fewest");
        QTest::addColumn<int>("most");
        QTest::newRow("none reached") << HistoryLimits() << 2048 << 2048;
        QTest::newRow("records") << HistoryLimits{.records = 100} << 100 << 100;
        QTest::newRow("days") << HistoryLimits{.days = 5} << 120 << 121; // a day has 24
        QTest::newRow("bytes") << HistoryLimits{.bytes = 50 * 187} << 50 << 50;
        QTest::newRow("all") << HistoryLimits{.records = 300, .days = 10, .bytes = 200 * 187} << 200 << 200;
    }
    void theHistoryIsHeldToItsLimits()
    {
        QFETCH(HistoryLimits, limits);
        const auto storage = openTree(newFile());
        QCOMPARE(storage->journal().records(0, 3000).size(), 0);
        const QDateTime begin = QDateTime::currentDateTimeUtc();
        for (int n = 1; n <= 2048; ++n) {
            storage->begin();
            storage->journal().append({.first = {n},
                                       .last = {n},
                                       .at = begin.addSecs(3600 * n),
                                       .what = u"changes"_s,
                                       .who = u"somebody"_s,
                                       .reason = QString(97, u'r')},
                                      limits);
            QVERIFY(storage->commit().has_value());
        }
        const QList<TreeHistoryRecord> kept = storage->journal().records(0, 3000);
        QFETCH(int, fewest);
        QFETCH(int, most);
        QVERIFY2(kept.size() >= fewest && kept.size() <= most, qPrintable(QString::number(kept.size())));
        QCOMPARE(kept.first().last.value, 2048);
    }

    void everythingIsThereAfterItWasClosed()
    {
        const QString file = newFile();
        Dump before;
        TreeState state;
        {
            const auto storage = openTree(file);
            GenerationalTree tree(*storage);
            QVERIFY(
                tree.createSet(SetPath{ObjectId::ofInteger(7)}, SetKey::ofAttribute(u"k"_s), 3).has_value());
            QVERIFY(tree.add(SetPath{ObjectId::ofInteger(7)}, " {\"k\" : \"ü\"}").has_value());
            QVERIFY(tree.add({}, "{\"id\":\"7\"}").has_value());
            before = dumpOf(tree);
            state = tree.state();
        }
        const auto storage = openTree(file);
        GenerationalTree tree(*storage);
        QCOMPARE(dumpOf(tree), before);
        QCOMPARE(tree.state().generation, state.generation);
        QCOMPARE(tree.state().collection, state.collection);
        QCOMPARE(tree.recomputeDigest().value(), state.digest);
        QCOMPARE(tree.set(SetPath{ObjectId::ofInteger(7)}).value().setKey, SetKey::ofAttribute(u"k"_s));
    }

    void aResetRenumbersWhatItKeeps()
    {
        const auto storage = openTree(newFile());
        GenerationalTree tree(*storage);
        QVERIFY(tree.createSet(SetPath{ObjectId::ofInteger(7)}).has_value());
        for (int i = 0; i < 20; ++i)
            QVERIFY(tree.add(i % 2 ? SetPath{} : SetPath{ObjectId::ofInteger(7)},
                             "{\"id\":" + QByteArray::number(100 + i) + '}')
                        .has_value());
        const Dump before = dumpOf(tree);
        QVERIFY(tree.reset(GenerationalTree::ResetObjects::Keep).has_value());
        QCOMPARE(dumpOf(tree), before);
        QCOMPARE(tree.state().generation.value, 22); // the root, a set and 20 objects
        QCOMPARE(tree.recomputeDigest().value(), tree.state().digest);
    }

    void aFullDiskKeepsNothingOfABatch()
    {
        const auto storage = openTree(newFile(), 99, 60);
        GenerationalTree tree(*storage);
        QVERIFY(tree.add({}, "{\"id\":1}").has_value());
        const Dump before = dumpOf(tree);
        QList<Operation> batch;
        for (int i = 0; i < 1000; ++i)
            batch.append(
                {.kind = Operation::Kind::Add,
                 .object = "{\"id\":" + QByteArray::number(i) + ",\"x\":\"" + QByteArray(1000, 'x') + "\"}"});
        const auto refused = tree.apply(batch);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().kind, Error::Kind::Storage);
        QVERIFY2(refused.error().detail.contains("full"_L1), qPrintable(refused.error().detail));
        QCOMPARE(dumpOf(tree), before);
        QVERIFY(tree.add({}, "{\"id\":2}").has_value());
    }

    void aDamagedFileAndANewerSchemaAreTold()
    {
        const QString damaged = newFile();
        QFile file(damaged);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(100000, 'x'));
        file.close();
        const auto refused = SqlStorage::open(damaged, {});
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().kind, Error::Kind::Damaged);
        QVERIFY(refused.error().detail.contains(damaged));

        const QString newer = newFile();
        {
            auto database = SqlDatabase::open(newer, {.resources = u":/sql/server"_s});
            QVERIFY(database.has_value());
            QVERIFY((*database)->prepare(u"PRAGMA user_version=99"_s).run());
        }
        QCOMPARE(SqlStorage::open(newer, {}).error().kind, Error::Kind::NewerSchema);
    }
};

QTEST_GUILESS_MAIN(ServerStorageTest)
#include "server_storage_test.moc"
