#include "model/core/generationaltree.h"
#include "model/core/memorytreestorage.h"
#include "sync/protocol/updatewriter.h"
#include "sync/server/store/sqlite/sqlstorage.h"
#include "sync/sql/readtransaction.h"
#include "tests/support/settableclock.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

std::unique_ptr<SqlStorage> opened(const QString &file, const SqlStorage::Options &options = {})
{
    auto storage = SqlStorage::open(file, options);
    if (!storage)
        qFatal("%s", qPrintable(storage.error().detail));
    return *std::move(storage);
}

std::unique_ptr<SqlStorage> newTree(const QString &file, qint64 maximumRemovals = 99,
                                    const TimeSource &time = {})
{
    auto storage = opened(file, {.time = time});
    if (!GenerationalTree::initialize(*storage, {}, maximumRemovals))
        qFatal("no tree");
    return storage;
}

/// A visitor that counts.
class Counter final : public UpdateVisitor
{
public:
    std::function<bool()> onObject = [] { return true; };
    qsizetype objects = 0;

    bool beginUpdate(const UpdateHeader &, const SetKey &) override { return true; }
    bool beginContents() override { return true; }
    bool object(const Object &) override
    {
        ++objects;
        return onObject();
    }
    bool removal(const ObjectId &) override { return true; }
    bool beginSet(const ObjectId &, const SetKey &) override { return true; }
    bool endSet() override { return true; }
    bool endUpdate(const UpdateHeader &) override { return true; }
};

} // namespace

/// SqlStorage beside the storage in memory, and its readers beside its writer.
class ServerComparedTest : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] QString file(const char *name) const { return m_directory.filePath(QLatin1String(name)); }
    QTemporaryDir m_directory;
    int m_histories = 0;

private Q_SLOTS:
    void aReaderSeesOneStateWhileAWriterGoesOn()
    {
        auto writer = newTree(file("wal.sqlite"));
        GenerationalTree written(*writer);
        for (int i = 0; i < 10; ++i)
            QVERIFY(written.add({}, "{\"id\":" + QByteArray::number(i) + '}'));
        auto reader = opened(file("wal.sqlite"), {.mode = SqlDatabase::Mode::ReadOnly});
        GenerationalTree read(*reader);
        auto transaction = std::make_unique<ReadTransaction>(reader->database());
        Counter counter;
        int next = 100;
        counter.onObject = [&] {
            return written.add({}, "{\"id\":" + QByteArray::number(next++) + '}').has_value();
        };
        QVERIFY(read.updates({}, counter));
        QCOMPARE(counter.objects, 10);
        QCOMPARE(read.state()->generation, Generation{11});
        QVERIFY(transaction->end());
        QCOMPARE(read.state()->generation, Generation{21});
    }

    void aVisitorMayReadWhatItLikes()
    {
        auto storage = newTree(file("nested.sqlite"));
        GenerationalTree tree(*storage);
        for (int i = 0; i < 5; ++i)
            QVERIFY(tree.add({}, "{\"id\":" + QByteArray::number(i) + '}'));
        int pairs = 0;
        const auto count = [&](const MemberRecord &) { return ++pairs > 0; };
        QVERIFY(tree.visitObjects({}, {}, [&](const MemberRecord &member) {
            return tree.get({}, member.object.id).has_value() && tree.visitObjects({}, {}, count).has_value();
        }));
        QCOMPARE(pairs, 25);
    }

    void answersAreRememberedForADayAndInABoundedNumber()
    {
        Test::SettableClock clock;
        auto storage = newTree(file("remembered.sqlite"), 99, clock.source());
        const auto remember = [&](const QByteArray &key) {
            storage->journal().remember(key, {.bodyHash = "hash", .answer = key});
        };
        QVERIFY(storage->begin());
        remember("first");
        clock.pass(std::chrono::seconds(86'399));
        QCOMPARE(storage->journal().remembered("first").value()->answer, "first"_ba);
        clock.pass(std::chrono::seconds(2));
        QVERIFY(!storage->journal().remembered("first").value());
        remember("first"); // as if it were new
        clock.pass(std::chrono::seconds(1));
        for (qint64 i = 1; i < TreeJournal::MostRemembered; ++i)
            remember("k" + QByteArray::number(i));
        QVERIFY(storage->journal().remembered("first").value());
        remember("one more");
        QVERIFY(!storage->journal().remembered("first").value());
        QVERIFY(storage->journal().remembered("k1").value());
        QVERIFY(storage->commit());
    }

    /// Pages, cuts and compactions of a random history: the storage in memory is the reference.
    void answersAsTheStorageInMemoryDoes_data()
    {
        QTest::addColumn<uint>("seed");
        const uint first = qEnvironmentVariable("GENMIRROR_SEED", u"1"_s).toUInt();
        for (uint seed = first; seed < first + 10; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void answersAsTheStorageInMemoryDoes()
    {
        QFETCH(const uint, seed);
        std::mt19937 random(seed);
        const auto upTo = [&random](int bound) { return int(random() % uint(bound)); };
        MemoryTreeStorage memory;
        QVERIFY(GenerationalTree::initialize(memory, {}, 3));
        auto sql = newTree(m_directory.filePath(u"random%1.sqlite"_s.arg(seed)), 3);
        GenerationalTree expected(memory);
        GenerationalTree actual(*sql);
        const auto pathOf = [&] {
            QList<ObjectId> ids;
            for (int depth = upTo(3); depth > 0; --depth)
                ids.append(ObjectId::ofString(QString(QChar(u'a' + upTo(2)))));
            return SetPath(ids);
        };
        for (int step = 0; step < 150; ++step) {
            QList<Operation> batch(1 + upTo(3));
            for (Operation &operation : batch) {
                operation = {.kind = Operation::Kind(upTo(5)), .set = pathOf(), .maximumRemovals = upTo(3)};
                operation.id = ObjectId::ofInteger(upTo(6));
                operation.object =
                    "{\"id\":" + operation.id->toJson() + ",\"n\":" + QByteArray::number(step) + '}';
            }
            const auto first = expected.apply(batch);
            const auto second = actual.apply(batch);
            QCOMPARE(second.has_value(), first.has_value());
            if (!first)
                QCOMPARE(second.error().detail, first.error().detail);
            if (upTo(20) == 0) {
                const CompactionRequest request{.keepRemovals = upTo(3)};
                QCOMPARE(actual.compact(request)->dropped, expected.compact(request)->dropped);
            }
            const UpdateRequest request{.since = {upTo(int(expected.state()->generation.value) + 2)},
                                        .limit = upTo(4)};
            QCOMPARE(answer(actual, request), answer(expected, request));
            QVERIFY(actual.state()->digest == expected.state()->digest);
        }
        QVERIFY(actual.reset(GenerationalTree::ResetObjects::Keep));
        QVERIFY(expected.reset(GenerationalTree::ResetObjects::Keep));
        QCOMPARE(actual.state()->generation, expected.state()->generation);
        QVERIFY(actual.recomputeDigest().value() == expected.state()->digest);
        ++m_histories;
    }
    void cleanupTestCase() { qInfo("histories: %d", m_histories); }

private:
    static QByteArray answer(GenerationalTree &tree, const UpdateRequest &request)
    {
        QByteArray json;
        UpdateWriter writer(Dialect::Classic, [&json](QByteArrayView bytes) {
            json += bytes;
            return true;
        });
        const auto told = tree.updates(request, writer, GenerationalTree::Order::Interleaved);
        return told ? json : told.error().detail.toUtf8();
    }
};

QTEST_GUILESS_MAIN(ServerComparedTest)
#include "server_compared_test.moc"
