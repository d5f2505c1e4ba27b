// The item models under QAbstractItemModelTester, also while random updates stream in.
#include "model/core/memorytreestorage.h"
#include "model/core/plaintext.h"
#include "model/items/historymodel.h"
#include "model/items/mirrortreemodel.h"
#include "model/items/objecttablemodel.h"
#include "model/items/words.h"
#include "tests/support/memoryview.h"
#include "tests/support/patience.h"
#include "tests/support/treeclient.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

/// A server's tree and a mirror of it, with random changes.
class Fixture
{
public:
    Fixture()
    {
        if (!GenerationalTree::initialize(server, {}, 3))
            qFatal("no tree");
    }
    AppliedUpdate randomUpdate(QRandomGenerator &random)
    {
        for (int i = 0; i < 6; ++i) {
            const int id = int(random.bounded(40));
            const SetPath set = random.bounded(3) ? SetPath() : SetPath{ObjectId::ofInteger(1000)};
            const QByteArray object =
                "{\"id\":" + QByteArray::number(id) + ",\"v\":" + QByteArray::number(random.bounded(9)) + '}';
            switch (random.bounded(8)) {
            case 0:
                (void)tree.createSet(SetPath{ObjectId::ofInteger(1000 + int(random.bounded(3)))});
                break;
            case 1:
                (void)tree.removeSet(SetPath{ObjectId::ofInteger(1000 + int(random.bounded(3)))});
                break;
            case 2:
            case 3:
                (void)tree.remove(set, ObjectId::ofInteger(id));
                break;
            default:
                (void)tree.add(set, object);
            }
        }
        return client.poll(tree).value();
    }

    MemoryTreeStorage server;
    GenerationalTree tree{server};
    std::shared_ptr<MemoryView> view = std::make_shared<MemoryView>();
    TreeClient client{view->storage};
};

const Error Failing{.kind = Error::Kind::Storage, .detail = u"The disk fails."_s};

QList<qint64> shownRows(const ObjectTableModel &model)
{
    QList<qint64> rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows.append(model.index(row, 0).data(ObjectTableModel::RowRole).toLongLong());
    return rows;
}

} // namespace

class ItemsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Two ids never look the same, and none turns its row around.
    void whatCannotBeSeenIsShown()
    {
        for (const auto &[text, shown] :
             {std::pair(u"\u202eevil"_s, u"\\u202eevil"_s), std::pair(u"\ufeffa"_s, u"\\ufeffa"_s),
              std::pair(u"a\u200b"_s, u"a\\u200b"_s), std::pair(u"\u001b[31m"_s, u"\\u001b[31m"_s),
              std::pair(u"a\tb"_s, u"a\\u0009b"_s), std::pair(u"ä 😀 \u200d"_s, u"ä 😀 \u200d"_s)})
            QCOMPARE(visibly(text), shown);
    }

    void timesAreToldToTheSecondInEveryLanguage()
    {
        const QDateTime at(QDate(2026, 3, 4), QTime(17, 8, 9));
        QCOMPARE(timeText(at, QLocale(QLocale::German)), u"04.03.26 17:08:09"_s);
        QCOMPARE(timeText(at, QLocale(QLocale::English, QLocale::UnitedStates)), u"3/4/26 5:08:09 PM"_s);
        const QList<QLocale> all =
            QLocale::matchingLocales(QLocale::AnyLanguage, QLocale::AnyScript, QLocale::AnyTerritory);
        QVERIFY(all.size() > 100);
        for (const QLocale &locale : all) {
            const QString text = timeText(at, locale);
            QVERIFY2(text.contains(locale.toString(9)), qPrintable(locale.name() + u": "_s + text));
            QVERIFY2(text != timeText(at.addSecs(1), locale), qPrintable(locale.name() + u": "_s + text));
        }
    }

    void objectsStayRightWhileRandomUpdatesStreamIn_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("sortColumn");
        QTest::newRow("as stored") << QString() << -1;
        QTest::newRow("filtered") << u"\"v\":3"_s << -1;
        QTest::newRow("sorted") << QString() << 2;
        QTest::newRow("sorted and filtered") << u"\"v\":3"_s << 2;
    }
    void objectsStayRightWhileRandomUpdatesStreamIn()
    {
        QFETCH(QString, filter);
        QFETCH(int, sortColumn);
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        Fixture fixture;
        (void)fixture.randomUpdate(random);
        ObjectTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const qint64 root = fixture.view->storage.root().key;
        model.setSource(fixture.view, root);
        model.sort(sortColumn, Qt::DescendingOrder);
        model.setFilter(ObjectFilter::parse(filter).value());
        QTRY_VERIFY(!model.isOrdering());
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const OrderQuery query{.set = root,
                               .filter = ObjectFilter::parse(filter).value(),
                               .sort =
                                   sortColumn > 0 ? OrderQuery::Sort::Attribute : OrderQuery::Sort::Stored,
                               .attribute = sortColumn > 0 ? u"v"_s : QString(),
                               .descending = true};
        for (int i = 0; i < 100; ++i) {
            model.applyUpdate(fixture.randomUpdate(random));
            QTRY_VERIFY(!model.isOrdering());
            QCOMPARE(shownRows(model), fixture.view->order(query, std::atomic<bool>(false), {}));
            for (int row = 0; row < model.rowCount(); ++row) {
                const qint64 number = model.index(row, 0).data(ObjectTableModel::RowRole).toLongLong();
                QCOMPARE(model.index(row, 0).data(ObjectTableModel::TextRole).toByteArray(),
                         fixture.view->objects({&number, 1})->first().object.text);
            }
        }
        QCOMPARE(resets.size(), 0);
    }

    void aSelectedObjectStaysSelectedThroughSorting()
    {
        QRandomGenerator random(7);
        Fixture fixture;
        for (int i = 0; i < 10; ++i)
            (void)fixture.randomUpdate(random);
        ObjectTableModel model;
        model.setSource(fixture.view, fixture.view->storage.root().key);
        QVERIFY(model.rowCount() > 3);
        const QPersistentModelIndex held = model.index(2, 0);
        const qint64 row = held.data(ObjectTableModel::RowRole).toLongLong();
        model.sort(2, Qt::DescendingOrder);
        QTRY_VERIFY(!model.isOrdering());
        QCOMPARE(held.data(ObjectTableModel::RowRole).toLongLong(), row);
        QCOMPARE(model.placeOf(row), held.row());
    }

    void whatCannotBeReadIsToldAndTriedAgain()
    {
        QRandomGenerator random(11);
        Fixture fixture;
        for (int i = 0; i < 10; ++i)
            (void)fixture.randomUpdate(random);
        const qint64 root = fixture.view->storage.root().key;
        ObjectTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QSignalSpy told(&model, &ObjectTableModel::problemChanged);
        fixture.view->error = Failing;
        model.setSource(fixture.view, root);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.problem());
        QCOMPARE(model.problem()->detail, Failing.detail);
        model.tryAgain(fixture.view); // still
        QVERIFY(model.problem());
        fixture.view->error.reset();
        model.tryAgain(fixture.view);
        QVERIFY(!model.problem());
        QVERIFY(model.rowCount() > 3);
        QVERIFY(told.size() >= 2);
    }

    void anOrderThatFailsKeepsWhatIsShown_data()
    {
        QTest::addColumn<bool>("hasFilter");
        QTest::newRow("filter") << true;
        QTest::newRow("sort") << false;
    }
    void anOrderThatFailsKeepsWhatIsShown()
    {
        QFETCH(const bool, hasFilter);
        QRandomGenerator random(12);
        Fixture fixture;
        for (int i = 0; i < 10; ++i)
            (void)fixture.randomUpdate(random);
        const qint64 root = fixture.view->storage.root().key;
        ObjectTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSource(fixture.view, root);
        const QList<qint64> before = shownRows(model);
        fixture.view->error = Failing;
        if (hasFilter)
            model.setFilter(ObjectFilter::parse(u"\"v\":3"_s).value());
        else
            model.sort(2, Qt::DescendingOrder);
        QTRY_VERIFY(model.problem());
        QVERIFY(!model.isOrdering());
        QCOMPARE(shownRows(model), before);
        model.applyUpdate(fixture.randomUpdate(random)); // it still fails
        QTRY_VERIFY(!model.isOrdering());
        QVERIFY(model.problem());
        fixture.view->error.reset();
        model.applyUpdate(fixture.randomUpdate(random)); // and now everything is ordered anew
        QTRY_VERIFY(!model.isOrdering());
        const OrderQuery query{.set = root,
                               .filter = model.orderQuery().filter,
                               .sort = model.orderQuery().sort,
                               .attribute = model.orderQuery().attribute,
                               .descending = true};
        QCOMPARE(shownRows(model), fixture.view->order(query, std::atomic<bool>(false), {}).value());
        QVERIFY(!model.problem());
    }

    void aRowThatCannotBeReadSaysSoAndHidesNoOther()
    {
        QRandomGenerator random(13);
        Fixture fixture;
        for (int i = 0; i < 10; ++i)
            (void)fixture.randomUpdate(random);
        ObjectTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSource(fixture.view, fixture.view->storage.root().key);
        model.replaceView(fixture.view, model.set()); // forgets what the tester looked at
        fixture.view->unreadable = model.rows()[2];
        model.tryAgain(fixture.view);
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row, 0);
            QCOMPARE(index.data().toString() == u"(cannot be read)"_s, row == 2);
            QCOMPARE(index.data(ObjectTableModel::TextRole).toByteArray().isEmpty(), row == 2);
        }
        QTRY_VERIFY(model.problem()); // later, as a view looks
        fixture.view->unreadable.reset();
        model.tryAgain(fixture.view);
        QVERIFY(!model.problem());
        QVERIFY(!model.index(2, 0).data(ObjectTableModel::TextRole).toByteArray().isEmpty());
    }

    /// Changes that wait for the order of one state have no place in another.
    void anotherStateHasNoneOfTheChangesThatWaitForTheOneBefore()
    {
        const auto fill = [](Fixture &fixture) {
            for (int id = 0; id < ObjectTableModel::RowsAtOnce + 10; ++id) {
                if (!fixture.tree.add({}, "{\"id\":" + QByteArray::number(id) + '}'))
                    return false;
            }
            return fixture.client.poll(fixture.tree).has_value();
        };
        Fixture now;
        Fixture then;
        QVERIFY(fill(now) && fill(then));
        const qint64 root = now.view->storage.root().key;
        ObjectTableModel model;
        model.setSource(now.view, root);
        QVERIFY(model.isOrdering()); // the rest of it
        QVERIFY(now.tree.add({}, "{\"id\":100000}"));
        model.applyUpdate(now.client.poll(now.tree).value());
        model.replaceView(then.view, root);
        QTRY_VERIFY(!model.isOrdering());
        QCOMPARE(shownRows(model), then.view->order({.set = root}, std::atomic<bool>(false), {}).value());
        model.replaceView(now.view, root);
        QTRY_VERIFY(!model.isOrdering());
        QCOMPARE(shownRows(model), now.view->order({.set = root}, std::atomic<bool>(false), {}).value());
    }

    void aQueryThatANewerOneInterruptsIsNoProblem()
    {
        QRandomGenerator random(14);
        Fixture fixture;
        for (int i = 0; i < 10; ++i)
            (void)fixture.randomUpdate(random);
        ObjectTableModel model;
        model.setSource(fixture.view, fixture.view->storage.root().key);
        for (int i = 0; i < 20; ++i)
            model.sort(2, i % 2 == 0 ? Qt::DescendingOrder : Qt::AscendingOrder);
        QTRY_VERIFY(!model.isOrdering());
        QVERIFY(!model.problem());
    }

    void theTreeOfSetsFollowsUpdatesExactly()
    {
        QRandomGenerator random(QRandomGenerator::global()->generate());
        Fixture fixture;
        MirrorTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const int mirror = model.addMirror(u"main"_s, u"http://x"_s);
        model.setSets(mirror, fixture.view->sets().value());
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        for (int i = 0; i < 200; ++i) {
            model.applyUpdate(mirror, fixture.randomUpdate(random));
            const QList<MirrorSet> sets = fixture.view->sets().value();
            QCOMPARE(model.rowCount(model.indexOf(mirror)), sets.size() - 1);
            for (const MirrorSet &set : sets) {
                QVERIFY(model.indexOf(mirror, set.path).isValid());
                QCOMPARE(model.indexOf(mirror, set.path).data(MirrorTreeModel::SetRole).toLongLong(),
                         set.key);
            }
        }
        QCOMPARE(resets.size(), 0);
        model.removeMirror(mirror);
        QCOMPARE(model.rowCount(), 0);
    }

    void aSetThatChangedSaysSoUntilItIsLookedAt()
    {
        Fixture fixture;
        MirrorTreeModel model;
        const int mirror = model.addMirror(u"main"_s, u"http://x"_s);
        const SetPath one{ObjectId::ofInteger(1)};
        const SetPath two{ObjectId::ofInteger(2)};
        const auto hasNews = [&](const SetPath &set) {
            return model.indexOf(mirror, set).data(MirrorTreeModel::NewsRole).toBool();
        };
        const auto put = [&fixture](const SetPath &set, const QByteArray &text) {
            QVERIFY(fixture.tree.add(set, text));
        };
        for (const SetPath &set : {one, two})
            QVERIFY(fixture.tree.createSet(set));
        put(one, "{\"id\":1}");
        AppliedUpdate first = fixture.client.poll(fixture.tree).value();
        first.cause = UpdateCause::FirstSync;
        model.applyUpdate(mirror, first);
        QVERIFY(!hasNews(one)); // what was never there is no news
        model.setSeen(model.indexOf(mirror, one));
        put(one, "{\"id\":2}");
        put(two, "{\"id\":3}");
        model.applyUpdate(mirror, fixture.client.poll(fixture.tree).value());
        QVERIFY(!hasNews(one)); // it is looked at
        QVERIFY(hasNews(two));
        QVERIFY(model.indexOf(mirror, two).data(Qt::AccessibleTextRole).toString().contains(u"changed"_s));
        model.setSeen(model.indexOf(mirror, two));
        QVERIFY(!hasNews(two));
        put(one, "{\"id\":4}");
        model.applyUpdate(mirror, fixture.client.poll(fixture.tree).value());
        QVERIFY(hasNews(one)); // no more
    }

    void historyGrowsOnTopAndFallsOffTheEnd()
    {
        HistoryModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        for (int i = 1; i <= 20; ++i) {
            model.extend({.span = {.oldest = std::max(1, i - 4), .newest = i},
                          .newest = {{.id = i, .from = {i}, .to = {i + 1}, .added = i}}});
            QCOMPARE(model.rowCount(), std::min(i, 5));
            QCOMPARE(model.index(0, HistoryModel::Added).data().toString(), QString::number(i));
            QCOMPARE(model.index(model.rowCount() - 1, 0).data(HistoryModel::RecordRole).toLongLong(),
                     model.kept().oldest);
        }
        QCOMPARE(resets.size(), 1); // the first
    }

    void whatStandsInARowOfTheHistoryIsAskedForWhenItIsLookedAt()
    {
        HistoryModel model;
        QSignalSpy wanted(&model, &HistoryModel::pageWanted);
        const auto record = [](qint64 id) { return HistoryRecord{.id = id, .to = {id}, .added = id}; };
        model.replace(
            {.span = {.oldest = 7, .newest = 100'000}, .newest = {record(100'000), record(99'999)}});
        QCOMPARE(model.rowCount(), 99'994);
        const int row = model.rowOf(5000);
        QVERIFY(!model.index(row, 0).data(HistoryModel::LoadedRole).toBool());
        QVERIFY(!model.index(row, HistoryModel::Added).data().isValid());
        QCOMPARE(wanted.size(), 1); // however often it is looked at
        const qint64 first = wanted[0][0].toLongLong();
        const qint64 last = wanted[0][1].toLongLong();
        QVERIFY(first <= 5000 && 5000 <= last && last - first < HistoryModel::PageSize);
        model.forgoPage(first); // it could not be read
        QVERIFY(!model.record(5000));
        QCOMPARE(wanted.size(), 2);
        QList<HistoryRecord> page;
        for (qint64 id = last; id >= first; --id)
            page.append(record(id));
        model.addPage(first, page);
        QCOMPARE(model.index(row, HistoryModel::Added).data().toString(), QLocale().toString(5000));
        for (qint64 id = 7; id < 100'000; id += HistoryModel::PageSize) { // a walk through all of it
            if (model.record(id))
                continue;
            const qint64 from = wanted.last()[0].toLongLong();
            page.clear();
            for (qint64 other = from; other <= wanted.last()[1].toLongLong(); ++other)
                page.append(record(other));
            model.addPage(from, page);
            QVERIFY(model.record(id));
        }
        QVERIFY(!model.index(row, 0).data(HistoryModel::LoadedRole).toBool()); // memory has an end
        const auto before = wanted.size();
        model.replace({}); // another mirror: what is on its way is of the one before
        model.addPage(first, page);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.record(5000));
        QCOMPARE(wanted.size(), before);
    }
};

QTEST_GUILESS_MAIN(ItemsTest)
#include "items_test.moc"
