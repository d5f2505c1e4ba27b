// Time travel in the window: made on another thread, the newest wish only, and no tab lost by it.
#include "tests/ui/historyfixture.h"
#include "ui/timeline.h"

#include <QListWidget>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopTimeTest : public HistoryFixture
{
    Q_OBJECT

    QListWidget &versions() { return *inspector().findChild<QListWidget *>(); }
    void showVersions() { inspector().findChild<QTabWidget *>()->setCurrentIndex(2); }
    /// How often another state was marked as the one that is looked at.
    static qsizetype marks(const QSignalSpy &changes)
    {
        return std::ranges::count_if(changes, [](const QList<QVariant> &change) {
            return change[2].value<QList<int>>().contains(HistoryModel::ViewedRole);
        });
    }
    void makeSet(const char *name)
    {
        const QByteArray operations = QByteArray("{\"operations\":[{\"op\":\"create-set\",\"set\":[\"") +
                                      name + "\"]},{\"op\":\"add\",\"set\":[\"" + name +
                                      "\"],\"object\":{\"id\":1,\"v\":5}},{\"op\":\"add\",\"set\":[\"" +
                                      name + "\"],\"object\":{\"id\":2,\"v\":6}}]}";
        QCOMPARE(m_editor->request("POST", "/v1/trees/main/batch", operations).status, 200);
    }
    QString emptyText() { return textOf(panel()); }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init() { begin(); }
    void cleanup() { end(); }

    /// What travel and versions cost the thread of the window does not depend on how much happened since.
    void oldStatesAndVersionsCostTheWindowNoMoreAfterMuchHappened()
    {
        m_desktop.reset();
        const auto costs = [this](qint64 updates) {
            restart();
            [&] { QTRY_COMPARE(qint64(history().model()->rowCount()), updates); }();
            click(table(), 0);
            const SqlWork start = SqlWork::ofThisThread();
            showVersions();
            [&] { QTRY_VERIFY(versions().count() > 1); }();
            const SqlWork listed = SqlWork::ofThisThread();
            auto *timeline = historyPanel().findChild<Timeline *>();
            timeline->setFocus();
            QTest::keyClick(timeline, Qt::Key_Home);
            [&] { QTRY_COMPARE(shown().value(u"1"_s), u"0"_s); }();
            [&] { QTRY_VERIFY(window().windowTitle().contains("generation"_L1)); }();
            const SqlWork travelled = SqlWork::ofThisThread();
            m_desktop.reset();
            return QList<qint64>{listed.statements - start.statements, travelled.rows - listed.rows,
                                 travelled.steps - listed.steps};
        };
        put(1, 1); // while nobody looks
        const QList<qint64> few = costs(2);
        lengthenHistory(50'000);
        const QList<qint64> many = costs(50'002);
        QCOMPARE(few[0], 0);
        QCOMPARE(many[0], 0);
        for (qsizetype i = 0; i < few.size(); ++i)
            QVERIFY2(many[i] <= few[i] + few[i] / 2 + 20,
                     qPrintable(u"%1: %2, not %3"_s.arg(i).arg(many[i]).arg(few[i])));
    }

    void aThousandVersionsAreListedAndItIsSaidThatThereAreMore()
    {
        m_desktop.reset();
        lengthenHistory(3000);
        restart();
        click(table(), 0);
        showVersions();
        QTRY_COMPARE(versions().count(), 1000);
        versions().setCurrentRow(999);
        QVERIFY(textOf(inspector()).contains("genmirrorctl log tells all"_L1));
        click(table(), 1); // of another object the list is another, at once
        QVERIFY(versions().count() <= 1);
        QTRY_COMPARE(versions().count(), 1);
    }

    void whileAStateIsMadeTheWindowSaysSoAndShowsWhatItShowed()
    {
        put(1, 1);
        follow(2);
        window().findChild<HistoryPanel *>()->step(1);
        QVERIFY(banner().isVisible()); // before anything else happened
        QVERIFY2(textOf(banner()).contains("Opening generation"_L1), qPrintable(textOf(banner())));
        QCOMPARE(shown().value(u"1"_s), u"1"_s);
        QVERIFY(!window().windowTitle().contains("generation"_L1));
        picture(window(), u"opening"_s);
        QTRY_COMPARE(shown().value(u"1"_s), u"0"_s);
        QVERIFY(textOf(banner()).contains("Viewing generation"_L1));
        window().findChild<HistoryPanel *>()->step(-1);
        QVERIFY(!banner().isVisible());
        window().findChild<HistoryPanel *>()->step(1);
        QTest::keyClick(&window(), Qt::Key_Home, Qt::AltModifier); // changed one's mind
        QVERIFY(!banner().isVisible());
        QTest::qWait(0);
        QTRY_COMPARE(shown().value(u"1"_s), u"1"_s);
        QVERIFY(!banner().isVisible());
    }

    void ofManyWishesOnlyTheLastIsFulfilled()
    {
        for (int value = 1; value <= 9; ++value) {
            put(1, value);
            follow(value + 1);
        }
        const QSignalSpy changes(history().model(), &QAbstractItemModel::dataChanged);
        for (int i = 0; i < 7; ++i) // faster than any can be made
            QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier);
        QTRY_COMPARE(shown().value(u"1"_s), u"2"_s);
        QCOMPARE(marks(changes), 1);
        QCOMPARE(history().selectionModel()->selectedRows().value(0).row(), 7);
    }

    void aStateThatIsGoneIsToldAndLeavesAllAsItWas()
    {
        put(1, 1);
        follow(2);
        Q_EMIT window().viewRequested(4711);
        QVERIFY(textOf(banner()).contains("Opening an earlier state"_L1));
        QTRY_VERIFY(!banner().isVisible());
        QVERIFY(textOf(window()).contains("The history does not go back so far"_L1));
        QCOMPARE(shown().value(u"1"_s), u"1"_s);
        window().findChild<HistoryPanel *>()->step(1); // from where it is, not from what was wished
        QTRY_COMPARE(shown().value(u"1"_s), u"0"_s);
    }

    void aSetThatWasNotThereYetKeepsItsTab()
    {
        makeSet("late");
        follow(2);
        QTRY_VERIFY(setNamed(u"late"_s).isValid());
        middleClick(setNamed(u"late"_s));
        QTRY_COMPARE(table().model()->rowCount(), 2);
        actionNamed(window(), u"Filter"_s)->trigger();
        table().sortByColumn(2, Qt::DescendingOrder);
        QTRY_COMPARE(table().model()->index(0, 0).data().toString(), u"2"_s);
        click(table(), 1);
        const QString generation = history().model()->index(1, 0).data().toString().section(u' ', -1);
        window().findChild<HistoryPanel *>()->step(1);
        QTRY_VERIFY2(emptyText().contains(u"This set did not exist at generation %1."_s.arg(generation)),
                     qPrintable(emptyText()));
        picture(window(), u"absent"_s);
        QCOMPARE(table().model()->rowCount(), 0);
        QCOMPARE(window().tabs().currentIndex(), 1);
        QVERIFY(tabTexts()[1].contains("late"_L1));
        QVERIFY(tabTexts()[0].contains("things"_L1));
        QVERIFY(window().windowTitle().contains("late"_L1));
        QVERIFY(!setNamed(u"late"_s).isValid());
        QCOMPARE(window().currentMirror(), 1); // it still is that one's window
        window().tabs().setCurrentIndex(0);    // the other tab is in the same state
        QTRY_COMPARE(table().model()->rowCount(), 30);
        QVERIFY(!emptyText().contains("did not exist"_L1));
        window().tabs().setCurrentIndex(1);
        QTRY_VERIFY(emptyText().contains("did not exist at generation"_L1));
        QCOMPARE(table().model()->rowCount(), 0);
        put(2, 7); // what happens meanwhile changes nothing
        follow(3);
        QVERIFY(emptyText().contains("did not exist at generation"_L1));
        QTest::keyClick(&window(), Qt::Key_Home, Qt::AltModifier);
        QTRY_COMPARE(table().model()->rowCount(), 2);
        QVERIFY(!emptyText().contains("did not exist"_L1));
        QCOMPARE(tree().currentIndex().data().toString(), u"late"_s);
        QTRY_COMPARE(table().model()->index(0, 0).data().toString(), u"2"_s); // in its order
        QTRY_COMPARE(table().currentIndex().row(), 1);                        // at its object
        QCOMPARE(tabTexts(), (QStringList{u"main / things"_s, u"main / late"_s}));
    }

    void aSetThatIsNotThereAnyMoreKeepsItsTabToo()
    {
        makeSet("old");
        follow(2);
        QCOMPARE(m_editor
                     ->request("POST", "/v1/trees/main/batch",
                               "{\"operations\":[{\"op\":\"remove-set\",\"set\":[\"old\"]}]}")
                     .status,
                 200);
        follow(3);
        window().findChild<HistoryPanel *>()->step(1);
        QTRY_VERIFY(setNamed(u"old"_s).isValid());
        tree().setCurrentIndex(setNamed(u"old"_s));
        QTRY_COMPARE(table().model()->rowCount(), 2);
        QTest::keyClick(&window(), Qt::Key_Home, Qt::AltModifier);
        QTRY_VERIFY(emptyText().contains("This set does not exist any more."_L1));
        QVERIFY(window().windowTitle().contains("old"_L1));
        makeSet("old"); // and there it is again
        QTRY_COMPARE(table().model()->rowCount(), 2);
        QTRY_COMPARE(tree().currentIndex().data().toString(), u"old"_s);
    }

    void theHistoryOfTheServerComesAsItIsScrolled()
    {
        for (int value = 1; value <= 450; ++value)
            put(1, value);
        historyPanel().findChild<QTabWidget *>()->setCurrentIndex(1);
        auto &list = tableNamed(u"History of the server"_s);
        QTRY_VERIFY(list.model()->rowCount() >= ServerHistoryFetcher::Most);
        QTest::qWait(0);
        const int first = list.model()->rowCount();
        QVERIFY(first < 450);
        QVERIFY(!textOf(historyPanel()).contains("since the tree was made"_L1));
        int rounds = 0;
        while (!textOf(historyPanel()).contains("since the tree was made"_L1) && ++rounds < 10) {
            const int before = list.model()->rowCount();
            list.scrollToBottom();
            QTRY_VERIFY(list.model()->rowCount() > before ||
                        textOf(historyPanel()).contains("since the tree was made"_L1));
        }
        QVERIFY(list.model()->rowCount() > 450);
        picture(historyPanel(), u"server-history"_s);
        const int all = list.model()->rowCount();
        put(1, 451); // what is new comes on top, and nothing else moves
        QTRY_COMPARE(list.model()->rowCount(), all + 1);
        QVERIFY(textOf(historyPanel()).contains("since the tree was made"_L1));
    }
};

QTEST_MAIN(DesktopTimeTest)
#include "desktop_time_test.moc"
