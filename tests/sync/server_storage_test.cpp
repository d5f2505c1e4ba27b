// The rule book over SQLite: the same answers as in memory, and what only a file can do.
#include "sync/server/store/sqlite/sqlstorage.h"
#include "sync/sql/readtransaction.h"
#include "tests/support/dump.h"
#include "tests/support/settableclock.h"
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
                                     qint64 maximumPages = 0, const TimeSource &time = {})
{
    const bool isNew = !QFile::exists(fileName);
    auto storage = SqlStorage::open(fileName, {.maximumPages = maximumPages, .time = time});
    if (!storage)
        qFatal("%s", qPrintable(storage.error().detail));
    if (isNew && !GenerationalTree::initialize(**storage, {}, maximumRemovals))
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
        QVERIFY(storage->tidyLog());
        QVERIFY(!storage->hasUntidyLog());
        QVERIFY(QFileInfo(file).size() > 15'000'000);
        QVERIFY(tree.add({}, "{\"id\":-1}").has_value()); // it goes on, and the log begins anew
        QVERIFY(!storage->hasUntidyLog());
        QCOMPARE(tree.recomputeDigest().value(), tree.state().value().digest);
    }

    void spaceIsGivenBackWhenNobodyReadsIt()
    {
        const QString file = newFile();
        const auto storage = openTree(file);
        GenerationalTree tree(*storage);
        QVERIFY(tree.add({}, "{\"id\":1,\"t\":\"" + QByteArray(3'000'000, 'x') + "\"}").has_value());
        const auto reader = *SqlStorage::open(file, {.mode = SqlDatabase::Mode::ReadOnly});
        ReadTransaction reading(reader->database());
        QCOMPARE(reader->state().generation, tree.state().value().generation);
        QVERIFY(tree.remove({}, ObjectId::ofInteger(1)).has_value());
        QVERIFY(!storage->giveSpaceBack(100'000).value());
        QVERIFY(storage->hasUntidyLog()); // short as it is: the space is in it
        QVERIFY(storage->tidyLog());
        QVERIFY(storage->hasUntidyLog());
        QVERIFY(reading.end());
        QVERIFY(storage->tidyLog());
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
        QTest::newRow("bytes") << HistoryLimits{.bytes = 50 * 187} << 43 << 50;
        QTest::newRow("all") << HistoryLimits{.records = 300, .days = 10, .bytes = 200 * 187} << 175 << 200;
    }
    void theHistoryIsHeldToItsLimits()
    {
        QFETCH(HistoryLimits, limits);
        SettableClock clock;
        const auto storage = openTree(newFile(), 99, 0, clock.source());
        QCOMPARE(storage->journal().page(0, 3000).value().records.size(), 0);
        const CollectionId collection = CollectionId::random();
        for (int n = 1; n <= 2048; ++n) {
            clock.pass(std::chrono::hours(1));
            QVERIFY(storage->begin());
            storage->journal().append({.collection = collection,
                                       .first = {n},
                                       .last = {n},
                                       .at = clock.now().wall,
                                       .what = u"changes"_s,
                                       .who = u"somebody"_s,
                                       .reason = QString(97, u'r')},
                                      limits);
            QVERIFY(storage->commit().has_value());
        }
        QList<TreeHistoryRecord> kept;
        for (bool more = true; more;) {
            const auto page =
                storage->journal().page(kept.isEmpty() ? 0 : kept.constLast().number, 3000).value();
            kept += page.records;
            more = page.more;
        }
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
            state = tree.state().value();
        }
        const auto storage = openTree(file);
        GenerationalTree tree(*storage);
        QCOMPARE(dumpOf(tree), before);
        QCOMPARE(tree.state().value().generation, state.generation);
        QCOMPARE(tree.state().value().collection, state.collection);
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
        QCOMPARE(tree.state().value().generation.value, 22); // the root, a set and 20 objects
        QCOMPARE(tree.recomputeDigest().value(), tree.state().value().digest);
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
        QCOMPARE(refused.error().kind, Error::Kind::Full);
        QVERIFY2(refused.error().detail.contains("full"_L1), qPrintable(refused.error().detail));
        QCOMPARE(dumpOf(tree), before);
        QVERIFY(tree.add({}, "{\"id\":2}").has_value());
    }

    void whatCannotBeUndoneAloneIsNotKept()
    {
        const auto storage = openTree(newFile());
        GenerationalTree tree(*storage);
        const Dump before = dumpOf(tree);
        QVERIFY(storage->beginGroup());
        QVERIFY(tree.add({}, "{\"id\":1}").has_value());
        QVERIFY(storage->begin());
        storage->recordTransaction({7}, {7});
        QVERIFY(storage->database().prepare(u"RELEASE part"_s).run()); // now it is a part of the whole
        storage->rollback();
        QVERIFY(storage->error());
        storage->rollback(); // whoever was told of that goes on
        QVERIFY(!storage->error());
        QVERIFY(!storage->begin());
        QVERIFY(!storage->commitGroup());
        QCOMPARE(dumpOf(tree), before);
        QVERIFY(!storage->transactionAt({7}));
        QVERIFY(storage->beginGroup()); // it goes on
        QVERIFY(tree.add({}, "{\"id\":2}").has_value());
        QVERIFY(storage->commitGroup());
        QCOMPARE(tree.set({}).value().members, 1);
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
