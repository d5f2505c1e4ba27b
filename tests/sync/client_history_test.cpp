// What a mirror remembers: after random histories, the mirror at each kept generation equals what the server
// had then, and versions and differences say the same.
#include "model/core/memorytreestorage.h"
#include "sync/cache/historyreader.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/cache/mirrorstore.h"
#include "tests/support/dump.h"
#include "tests/support/patience.h"
#include "tests/support/randomhistory.h"
#include "tests/support/realmirror.h"

#include <optional>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

Dump dumpOfView(MirrorReader &reader)
{
    Dump dump;
    const QList<MirrorSet> sets = reader.sets().value();
    for (const MirrorSet &set : sets) {
        if (!set.path.isRoot())
            dump.insert(dumpKey(set.path.parent(), set.path.ids().constLast()), {});
        const auto visited = reader.visitObjects(set.key, [&](const MirrorObject &object) {
            dump.insert(dumpKey(set.path, object.object.id), object.object.text);
            return true;
        });
        RC_ASSERT(visited.has_value());
    }
    return dump;
}

/// Plays a random history on a server and a mirror that polls, stops, comes back, is repaired.
class PlayedHistory
{
public:
    explicit PlayedHistory(qint64 maximumRemovals)
        : m_tree(m_storage, u"main"_s)
    {
        RC_ASSERT(GenerationalTree::initialize(m_storage, {}, maximumRemovals).has_value());
    }

    void play(const std::vector<Step> &steps)
    {
        const auto early = mirror.reader(); // views the oldest state while newer ones come in
        bool isViewing = false;
        for (size_t i = 0; i < steps.size(); ++i) {
            const Step &step = steps[i];
            const int what = step.kind / 16 % 16;
            if (what < 9)
                mutate(std::span(steps).subspan(
                    i, std::min<size_t>(size_t(step.value % 4) + 1, steps.size() - i)));
            else if (what < 13)
                poll(step.value % 6);
            else if (what == 13)
                mirror.reopen();
            else if (what == 14 && step.value % 4 == 0)
                (void)m_tree.reset(step.id % 2 == 0 ? GenerationalTree::ResetObjects::Keep
                                                    : GenerationalTree::ResetObjects::Drop);
            else if (what == 15)
                poll(0, true);
            if (!isViewing && !m_states.isEmpty())
                isViewing = early->viewAt(m_states.firstKey()).has_value();
            if (isViewing)
                RC_ASSERT(dumpOfView(*early) == m_states.first());
        }
        while (poll(0))
            ;
    }

    void check()
    {
        const auto reader = mirror.reader();
        const auto history = mirror.history();
        RC_ASSERT(dumpOfView(*reader) == dumpOf(m_tree));
        const QList<HistoryRecord> records = history->records(10'000).value();
        RC_ASSERT(records.size() == m_states.size());
        for (const HistoryRecord &record : records) {
            RC_ASSERT(m_states.contains(record.id));
            const Dump &state = m_states[record.id];
            RC_ASSERT(reader->viewAt(record.id).has_value());
            RC_ASSERT(dumpOfView(*reader) == state);
            RC_ASSERT(reader->state()->generation == record.to);
            RC_ASSERT(reader->recomputeDigest().value() == record.digest);
            const QList<MirrorSet> sets = reader->sets().value();
            qint64 objects = 0;
            for (const MirrorSet &set : sets) {
                const QList<qint64> rows = reader->rows(set.key).value();
                RC_ASSERT(rows.size() == set.objects);
                RC_ASSERT(reader->objects(rows)->size() == set.objects);
                RC_ASSERT(reader->set(set.path).value()->key == set.key);
                objects += set.objects;
            }
            RC_ASSERT(reader->objectCount().value() == objects);
        }
        for (const HistoryRecord &from : records) {
            for (const HistoryRecord &to : records)
                checkDifference(*history, from, to);
        }
        checkVersions(*history, records);
    }

    RealMirror mirror;

private:
    void mutate(std::span<const Step> steps)
    {
        QList<Operation> batch;
        for (const Step &step : steps)
            batch.append(operationOf(step));
        if (!m_tree.apply(batch)) {
            for (const Operation &operation : std::as_const(batch))
                (void)m_tree.apply({&operation, 1});
        }
    }

    /// Whether there was anything new.
    bool poll(qint64 limit, bool repair = false)
    {
        const qint64 recordsBefore = mirror.stored().history.records;
        const auto update = mirror.poll(m_tree, limit, repair);
        RC_ASSERT(update != nullptr);
        if (update->more)
            return true;
        RC_ASSERT(update->verification == AppliedUpdate::Verification::Equal);
        if (mirror.stored().history.records == recordsBefore)
            return false;
        m_states.insert(mirror.history()->records(1)->first().id, dumpOf(m_tree));
        return !repair;
    }

    void checkDifference(HistoryReader &history, const HistoryRecord &from, const HistoryRecord &to)
    {
        // Objects only: that a set came or went shows in what was in it.
        Dump expected = m_states[from.id];
        const Dump &after = m_states[to.id];
        const auto visited =
            history.visitDifferences(from, to, [&](const HistoryReader::Difference &difference) {
                const QByteArray key = dumpKey(difference.set, difference.id);
                RC_ASSERT(expected.value(key) == difference.before.value_or(QByteArray()));
                RC_ASSERT(after.value(key) == difference.after.value_or(QByteArray()));
                if (difference.after)
                    expected.insert(key, *difference.after);
                else
                    expected.remove(key);
                return true;
            });
        RC_ASSERT(visited.has_value());
        const auto objectsOf = [](Dump dump) {
            dump.removeIf([](const auto &entry) { return entry.value().isEmpty(); });
            return dump;
        };
        RC_ASSERT(objectsOf(expected) == objectsOf(after));
    }

    /// Of each object that ever was: the versions are exactly the texts that it had, one after the other.
    void checkVersions(HistoryReader &history, const QList<HistoryRecord> &records)
    {
        for (int set = 0; set < 6; ++set) {
            for (int number = 1; number <= 7; ++number) {
                const ObjectId id = ObjectId::ofInteger(number);
                const QByteArray key = dumpKey(pathOf(set), id);
                QList<std::optional<QByteArray>> texts; // oldest first, without repetitions
                for (auto record = records.crbegin(); record != records.crend(); ++record) {
                    const QByteArray text = m_states[record->id].value(key);
                    const auto state = text.isEmpty() ? std::nullopt : std::optional(text);
                    if (texts.isEmpty() ? state.has_value() : texts.last() != state)
                        texts.append(state);
                }
                QList<std::optional<QByteArray>> told;
                const auto versions = history.versions(pathOf(set), id);
                for (const ObjectVersion &version : versions.value())
                    told.prepend(version.text);
                RC_ASSERT(told == texts);
            }
        }
    }

    MemoryTreeStorage m_storage;
    GenerationalTree m_tree;
    QMap<qint64, Dump> m_states; ///< By the record's id.
};

QByteArray objectText(int id, int value)
{
    return "{\"id\":" + QByteArray::number(id) + ",\"v\":" + QByteArray::number(value) + '}';
}

} // namespace

class ClientHistoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyKeptGenerationIsWhatTheServerHadThen()
    {
        QVERIFY(rc::check("every kept generation is what the server had then", [] {
            PlayedHistory history(*rc::gen::inRange(0, 5));
            history.play(*histories());
            history.check();
        }));
    }

    void anUpdateThatWentOnAfterARestartIsOneRecord()
    {
        MemoryTreeStorage storage;
        GenerationalTree tree(storage, u"main"_s);
        QVERIFY(GenerationalTree::initialize(storage));
        QVERIFY(tree.add({}, objectText(1, 0)));
        RealMirror mirror;
        QVERIFY(mirror.poll(tree, 0));
        for (int id = 2; id <= 9; ++id)
            QVERIFY(tree.add({}, objectText(id, 0)));
        QVERIFY(tree.changed({}, objectText(1, 1)));
        QVERIFY(tree.remove({}, ObjectId::ofInteger(9)));
        QVERIFY(mirror.poll(tree, 3)->more);
        mirror.reopen(); // as after a kill
        while (mirror.poll(tree, 3)->more)
            ;
        const QList<HistoryRecord> records = mirror.history()->records(10).value();
        QCOMPARE(records.size(), 2);
        QCOMPARE(records.first().from.value, 2);
        QCOMPARE(records.first().to, tree.state().value().generation);
        QCOMPARE(records.first().added, 7);
        QCOMPARE(records.first().changed, 1);
        QVERIFY(records.first().keptBytes > 0);
    }

    void theHistoryIsPrunedToItsLimits_data()
    {
        QTest::addColumn<qint64>("records");
        QTest::addColumn<qint64>("days");
        QTest::addColumn<qint64>("bytes");
        QTest::newRow("by number") << qint64(20) << qint64(90) << qint64(1'000'000'000);
        QTest::newRow("by bytes") << qint64(100'000) << qint64(90) << qint64(20 * 1250);
    }
    void theHistoryIsPrunedToItsLimits()
    {
        QFETCH(const qint64, records);
        QFETCH(const qint64, days);
        QFETCH(const qint64, bytes);
        MemoryTreeStorage storage;
        GenerationalTree tree(storage, u"main"_s);
        QVERIFY(GenerationalTree::initialize(storage));
        RealMirror mirror({.records = records, .days = days, .bytes = bytes});
        QMap<qint64, Dump> states;
        const QByteArray filling(1000, 'x');
        for (int n = 0; n < 200; ++n) {
            QVERIFY(tree.add({}, "{\"id\":1,\"v\":" + QByteArray::number(n) + ",\"x\":\"" + filling + "\"}"));
            QVERIFY(mirror.poll(tree, 0));
            states.insert(mirror.history()->records(1)->first().id, dumpOf(tree));
        }
        QTRY_VERIFY(mirror.history()->extent()->records < 100); // on the event loop, in the background
        const auto history = mirror.history();
        const HistoryExtent extent = history->extent().value();
        QVERIFY(extent.records >= 19);
        QVERIFY(extent.bytes < 100 * 1400);
        const auto reader = mirror.reader();
        const auto kept = history->records(1000);
        for (const HistoryRecord &record : kept.value()) { // what is kept is still right
            QVERIFY(reader->viewAt(record.id));
            QCOMPARE(dumpOfView(*reader), states[record.id]);
        }
        const auto gone = reader->viewAt(extent.oldest - 1);
        QVERIFY(!gone && gone.error().kind == Error::Kind::NotFound);
        const auto refused = history->recordOf({2});
        QVERIFY(!refused && refused.error().detail.contains(QString::number(extent.oldestGeneration.value)));
    }

    void aViewOfAStateThatIsPrunedMeanwhileKnowsIt()
    {
        MemoryTreeStorage storage;
        GenerationalTree tree(storage, u"main"_s);
        QVERIFY(GenerationalTree::initialize(storage));
        RealMirror mirror({.records = 10});
        QVERIFY(tree.add({}, objectText(1, 0)));
        QVERIFY(mirror.poll(tree, 0));
        const auto reader = mirror.reader();
        QVERIFY(reader->viewAt(mirror.history()->records(1)->first().id));
        QVERIFY(reader->isStillKept().value());
        for (int n = 1; n < 200; ++n) {
            QVERIFY(tree.changed({}, objectText(1, n)));
            QVERIFY(mirror.poll(tree, 0));
        }
        QTRY_VERIFY(!reader->isStillKept().value());
        const auto rows = reader->rows(1); // not those of another state
        QVERIFY(!rows && rows.error().kind == Error::Kind::NotFound);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsEmpty("RC_PARAMS"))
        qputenv("RC_PARAMS", "max_success=300");
    ClientHistoryTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "client_history_test.moc"
