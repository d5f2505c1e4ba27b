// The way of a mirror's history to the list and the timeline: read elsewhere, in pieces, of any length.
#include "app/genmirror/historyfeed.h"
#include "model/core/memorytreestorage.h"
#include "tests/support/patience.h"
#include "tests/support/realmirror.h"
#include "ui/historypanel.h"
#include "ui/timeline.h"

#include <QAbstractItemModelTester>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolTip>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

/// A mirror, what reads its history, and the model that shows it.
class Followed
{
public:
    explicit Followed(const HistoryLimits &limits = {.records = 1'000'000})
        : mirror(limits)
        , tree(storage, u"main"_s)
    {
        m_isMade = GenerationalTree::initialize(storage).has_value();
        QObject::connect(&feed, &HistoryFeed::began, &model, &HistoryModel::replace);
        QObject::connect(&feed, &HistoryFeed::grown, &model, &HistoryModel::extend);
        QObject::connect(&feed, &HistoryFeed::pageRead, &model, &HistoryModel::addPage);
        QObject::connect(&feed, &HistoryFeed::pageFailed, &model, &HistoryModel::forgoPage);
        QObject::connect(&model, &HistoryModel::pageWanted, &feed, &HistoryFeed::readPage);
        QObject::connect(&model, &HistoryModel::binsWanted, &feed, &HistoryFeed::readBins);
        QObject::connect(&feed, &HistoryFeed::binsRead, &model, &HistoryModel::setCloseBins);
    }
    /// An object that is another each time.
    bool apply(int times = 1)
    {
        for (int i = 0; i < times; ++i) {
            const QByteArray text = "{\"id\":1,\"v\":" + QByteArray::number(++m_value) + '}';
            if (!m_isMade || !tree.add({}, text) || !mirror.poll(tree, 0))
                return false;
        }
        QCoreApplication::processEvents(); // what is pruned is pruned when there is time
        return true;
    }
    [[nodiscard]] HistorySpan span() const { return mirror.history()->span().value(); }
    /// Shows what there is now.
    bool follow()
    {
        feed.follow(mirror.directory(), u"main"_s);
        return QTest::qWaitFor([this] { return model.kept() == span(); }, 20'000);
    }
    bool refresh()
    {
        feed.refresh();
        return QTest::qWaitFor([this] { return model.kept() == span(); }, 20'000);
    }

    RealMirror mirror;
    MemoryTreeStorage storage;
    GenerationalTree tree;
    HistoryFeed feed;
    HistoryModel model;

private:
    bool m_isMade = false;
    int m_value = 0;
};

bool isSame(const HistoryBin &a, const HistoryBin &b)
{
    return a.first == b.first && a.last == b.last && a.lowest == b.lowest && a.highest == b.highest &&
           a.from == b.from && a.to == b.to && a.changed == b.changed && a.most == b.most && a.mark == b.mark;
}

} // namespace

class HistoryFeedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveThousandUpdatesAreAllThere()
    {
        Followed followed;
        QVERIFY(followed.apply(5000));
        QVERIFY(followed.follow());
        QCOMPARE(followed.model.rowCount(), 5000);
        QVERIFY(followed.model.bins().size() <= HistoryFeed::MostBins + 1);
        QCOMPARE(followed.model.bins().first().first, followed.span().oldest);
        QCOMPARE(followed.model.bins().last().last, followed.span().newest);
        for (const int row : {0, 499, 500, 501, 3000, 4999}) { // each one is as it is stored
            const qint64 id = followed.model.index(row, 0).data(HistoryModel::RecordRole).toLongLong();
            QTRY_VERIFY(followed.model.record(id));
            const auto stored = followed.mirror.history()->record(id).value();
            QVERIFY(stored);
            QCOMPARE(followed.model.record(id)->to, stored->to);
            QCOMPARE(followed.model.record(id)->digest, stored->digest);
        }
    }

    void nothingIsReadOnTheThreadOfTheWindow()
    {
        Followed followed;
        QVERIFY(followed.apply(700));
        const SqlWork before = SqlWork::ofThisThread();
        followed.feed.follow(followed.mirror.directory(), u"main"_s);
        QTRY_COMPARE(followed.model.rowCount(), 700);
        QTRY_VERIFY(followed.model.record(3));
        followed.feed.refresh();
        const QSignalSpy grown(&followed.feed, &HistoryFeed::grown);
        QTRY_COMPARE(grown.size(), 1);
        QCOMPARE(SqlWork::ofThisThread().statements, before.statements);
    }

    /// Told piece by piece, while the mirror also forgets, it is what it is when it is read as a whole.
    void whatGrowsIsTheSameAsWhatIsReadAnew()
    {
        Followed followed({.records = 300});
        QVERIFY(followed.apply(3));
        QVERIFY(followed.follow());
        const QAbstractItemModelTester tester(&followed.model,
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QSignalSpy resets(&followed.model, &QAbstractItemModel::modelReset);
        for (const int times : {1, 60, 1, 200, 1, 1, 250, 64, 1, 700, 1}) {
            QVERIFY(followed.apply(times));
            QVERIFY(followed.refresh());
            QCOMPARE(followed.model.rowCount(), int(followed.span().count()));
            HistoryFeed anew;
            const QSignalSpy began(&anew, &HistoryFeed::began);
            anew.follow(followed.mirror.directory(), u"main"_s);
            QTRY_COMPARE(began.size(), 1);
            const auto whole = began[0][0].value<HistoryNews>();
            QCOMPARE(whole.span, followed.model.kept());
            // A history that has grown may have it finer or coarser than one that is read anew.
            qint64 changed = 0;
            for (const HistoryBin &bin : whole.bins)
                changed += bin.changed;
            for (const HistoryBin &bin : followed.model.bins())
                changed -= bin.changed;
            QCOMPARE(changed, 0);
            if (whole.bins.size() == followed.model.bins().size())
                QVERIFY(std::ranges::equal(whole.bins, followed.model.bins(), isSame));
            for (const HistoryRecord &record : whole.newest) {
                QTRY_VERIFY(followed.model.record(record.id));
                QCOMPARE(followed.model.record(record.id)->to, record.to);
            }
        }
        QVERIFY(followed.span().oldest > 1); // it did forget
        QVERIFY(resets.size() <= 1);         // only where all that was shown was forgotten meanwhile
    }

    void anotherMirrorsAnswersAreDropped()
    {
        Followed followed;
        QVERIFY(followed.apply(400));
        QVERIFY(followed.follow());
        Followed other;
        QVERIFY(other.apply(2));
        followed.feed.readPage(0, HistoryModel::PageSize - 1);
        const QSignalSpy pages(&followed.feed, &HistoryFeed::pageRead);
        const QSignalSpy began(&followed.feed, &HistoryFeed::began);
        followed.feed.follow(other.mirror.directory(), u"main"_s);
        QTRY_COMPARE(began.size(), 1);
        QCOMPARE(began[0][0].value<HistoryNews>().span.newest, 2);
        QCOMPARE(pages.size(), 0);
        followed.feed.close();
        followed.feed.refresh();
        followed.feed.follow(u"/nowhere/at/all"_s, u"main"_s); // not made yet is no problem
        const QSignalSpy failed(&followed.feed, &HistoryFeed::failed);
        followed.feed.follow(other.mirror.directory(), u"main"_s);
        QTRY_COMPARE(began.size(), 2);
        QCOMPARE(failed.size(), 0);
    }

    /// The wall stands where the history ends, and only if something was before that.
    void theWallStandsWhereTheHistoryEnds()
    {
        const auto tipAtTheWall = [](HistoryModel &model, Followed &followed) {
            Timeline timeline(&model);
            timeline.resize(600, timeline.sizeHint().height());
            timeline.show();
            if (!QTest::qWaitForWindowExposed(&timeline) || !followed.refresh())
                return QString();
            const QPoint place(3, 10);
            QHelpEvent help(QEvent::ToolTip, place, timeline.mapToGlobal(place));
            QCoreApplication::sendEvent(&timeline, &help);
            return QToolTip::text();
        };
        Followed whole;
        QVERIFY(whole.apply(1200));
        QVERIFY(whole.follow());
        QVERIFY(!tipAtTheWall(whole.model, whole).contains("not kept"_L1));
        Followed pruned({.records = 100});
        QVERIFY(pruned.apply(1200));
        QVERIFY(pruned.follow());
        QVERIFY(pruned.span().oldest > 1000);
        QVERIFY(tipAtTheWall(pruned.model, pruned)
                    .contains(QLocale().toString(pruned.span().oldestTo.value) + u" is not kept"_s));
    }

    void everyUpdateCanBeChosenInTheTimelineByHandAndByKeys()
    {
        Followed followed;
        QVERIFY(followed.apply(3000));
        ServerHistoryModel server;
        HistoryPanel panel(&followed.model, &server);
        panel.resize(900, 400);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QVERIFY(followed.follow());
        const QSignalSpy viewed(&panel, &HistoryPanel::viewRequested);
        auto *timeline = panel.findChild<Timeline *>();
        auto *list = panel.findChild<QTableView *>(u"history"_s);
        QObject::connect(&panel, &HistoryPanel::viewRequested, &panel, &HistoryPanel::setViewed);
        timeline->setFocus();
        QTest::keyClick(timeline, Qt::Key_Home);
        QTRY_VERIFY(!viewed.isEmpty() && viewed.last()[0].toLongLong() == followed.span().oldest);
        QTest::keyClick(timeline, Qt::Key_Right); // to the very next, however many share a bar
        QTRY_COMPARE(viewed.last()[0].toLongLong(), followed.span().oldest + 1);
        const QPoint middle(timeline->placeOf(followed.span().oldest + 1500), timeline->height() / 2);
        QTest::mousePress(timeline, Qt::LeftButton, {}, middle);
        QTest::mouseRelease(timeline, Qt::LeftButton, {}, middle);
        const qint64 chosen = viewed.last()[0].toLongLong();
        QVERIFY(chosen > followed.span().oldest && chosen < followed.span().newest); // by its time
        const QModelIndexList rows = list->selectionModel()->selectedRows();         // the list went there
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].data(HistoryModel::RecordRole).toLongLong(), chosen);
        QVERIFY(list->viewport()->rect().intersects(list->visualRect(rows[0])));
        QTRY_VERIFY(rows[0].data(HistoryModel::LoadedRole).toBool());
        QTRY_VERIFY(timeline->accessibleDescription().startsWith(
            u"Generation "_s + QLocale().toString(followed.model.record(chosen)->to.value)));
        QVERIFY(followed.apply(20)); // what comes in meanwhile moves nothing out of sight
        QVERIFY(followed.refresh());
        const QModelIndexList still = list->selectionModel()->selectedRows();
        QCOMPARE(still.size(), 1);
        QCOMPARE(still[0].data(HistoryModel::RecordRole).toLongLong(), chosen);
        QVERIFY(list->viewport()->rect().intersects(list->visualRect(still[0])));
        panel.step(1);
        QCOMPARE(viewed.last()[0].toLongLong(), chosen - 1);
        const QSignalSpy live(&panel, &HistoryPanel::liveRequested);
        QTest::keyClick(timeline, Qt::Key_End);
        QTRY_COMPARE(live.size(), 1);
        panel.setViewed(0);
        QVERIFY(list->selectionModel()->selectedRows().isEmpty());
    }
};

QTEST_MAIN(HistoryFeedTest)
#include "historyfeed_test.moc"
