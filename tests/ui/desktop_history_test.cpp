// What the window says of time and place: travel, removal, tabs, a restart, a long history.
#include "tests/ui/historyfixture.h"
#include "ui/timeline.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTreeView>

#include <algorithm>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopHistoryTest : public HistoryFixture
{
    Q_OBJECT

    void removeShown()
    {
        actionNamed(window(), u"Remove local copy…"_s)->trigger();
        auto *question = window().findChild<QMessageBox *>();
        QVERIFY(question);
        press(*question, u"Remove"_s);
    }
    /// What is shown of a mirror that is not there any more, anywhere.
    QString traces()
    {
        QStringList found;
        if (table().model()->rowCount() > 0)
            found.append(u"rows"_s);
        if (!inspector().findChild<QPlainTextEdit *>()->toPlainText().isEmpty())
            found.append(u"text"_s);
        if (history().model()->rowCount() > 0)
            found.append(u"history"_s);
        if (inspector().findChild<QListWidget *>()->count() > 0)
            found.append(u"versions"_s);
        for (const QString &word : {u"Live"_s, u"verified"_s, u"generation"_s, u"as of"_s}) {
            if (status().contains(word))
                found.append(u"status: "_s + word);
        }
        if (titles().contains("things"_L1) || titles().contains("main"_L1))
            found.append(u"titles: "_s + titles());
        if (tabTexts().size() > 1)
            found.append(u"tabs"_s);
        if (!textOf(historyPanel()).contains("Nothing was applied yet"_L1))
            found.append(u"extent: "_s + textOf(historyPanel()));
        if (banner().isVisible())
            found.append(u"banner"_s);
        return found.join(u", "_s);
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init() { begin(); }
    void cleanup() { end(); }

    void aRemovedMirrorIsGoneEverywhere()
    {
        put(1, 1);
        follow(2);
        click(table(), 0);
        inspector().findChild<QTabWidget *>()->setCurrentIndex(2);
        QTRY_COMPARE(inspector().findChild<QListWidget *>()->count(), 2);
        middleClick(setNamed(u"others"_s)); // a second tab, of the same mirror
        QTRY_COMPARE(table().model()->rowCount(), 1);
        tree().setCurrentIndex(setNamed(u"things"_s));
        window().tabs().setCurrentIndex(0);
        click(history(), 1);
        press(historyPanel(), u"View this state"_s);
        QTRY_VERIFY(banner().isVisible());
        QVERIFY(!traces().isEmpty());
        removeShown();
        QTRY_COMPARE(traces(), QString());
        QCOMPARE(tree().model()->rowCount(), 0);
        QVERIFY(status().contains("No mirror selected"_L1));
        QVERIFY(!QFile::exists(m_directory->filePath(u"mirrors"_s) + u"/main.genmirror"_s));
        QCoreApplication::processEvents(); // nor does anything of it come back
        QCOMPARE(traces(), QString());
        m_desktop->addMirror(config()); // and it can be mirrored again
        QTRY_VERIFY(status().contains("Live (push)"_L1));
        QTRY_VERIFY(table().model()->rowCount() > 0);
        follow(1);
    }

    void whatStaysOpenIsOfTheOtherMirror()
    {
        m_desktop->addMirror(config(u"second"_s));
        QTRY_VERIFY(setNamed(u"second"_s).isValid());
        const auto second = [this] { return tree().model()->index(0, 0, setNamed(u"second"_s)); };
        QTRY_VERIFY(second().isValid());
        middleClick(second());
        QTRY_VERIFY(window().windowTitle().startsWith("second"_L1));
        window().tabs().setCurrentIndex(0);
        QTRY_VERIFY(window().windowTitle().startsWith("main"_L1));
        removeShown();
        QTRY_VERIFY(window().windowTitle().startsWith("second"_L1));
        QCOMPARE(tabTexts().size(), 1);
        QVERIFY(tabTexts().first().startsWith("second"_L1));
        QTRY_VERIFY(status().contains("Live (push)"_L1));
        QTRY_COMPARE(table().model()->rowCount(), 1);
        follow(1);
    }

    void theQuestionNamesTheMirror()
    {
        actionNamed(window(), u"Remove local copy…"_s)->trigger();
        const auto *question = window().findChild<QMessageBox *>();
        QVERIFY(question);
        QVERIFY(question->text().contains("Tree: main"_L1));
        QVERIFY(question->text().contains(u"Server: "_s + m_proxy->url().toDisplayString()));
        QVERIFY(!question->text().contains("Name:"_L1));
        press(*question, u"Cancel"_s);
        QTRY_VERIFY(!window().findChild<QMessageBox *>());
        QCOMPARE(table().model()->rowCount(), 30);
        QVERIFY(keepProfile({.server = m_proxy->url().toDisplayString(), .name = u"Warehouse"_s}));
        actionNamed(window(), u"Remove local copy…"_s)->trigger();
        question = window().findChild<QMessageBox *>();
        QVERIFY(question && question->text().contains("Name: Warehouse"_L1));
        picture(*window().findChild<QMessageBox *>(), u"remove"_s);
    }

    void everythingTravelsThroughTime()
    {
        put(1, 1);
        follow(2);
        put(1, 2);
        follow(3);
        QCOMPARE(m_editor->request("DELETE", "/v1/trees/main/objects/things/30").status, 200);
        follow(4);
        click(table(), 0);
        inspector().findChild<QTabWidget *>()->setCurrentIndex(2);
        auto &versions = *inspector().findChild<QListWidget *>();
        const auto &text = *inspector().findChild<QPlainTextEdit *>();
        QTRY_COMPARE(versions.count(), 3);
        QCOMPARE(versions.currentRow(), 0);
        middleClick(setNamed(u"others"_s)); // a tab of the same mirror, which travels along
        window().tabs().setCurrentIndex(0);
        QTRY_COMPARE(table().model()->rowCount(), 29);
        click(table(), 0);
        const auto generation = [this](int row) {
            return history().model()->index(row, 0).data().toString().section(u' ', -1);
        };
        const auto walk = [&](int row, int version, const QString &value, int objects) {
            const QString then = u"generation "_s + generation(row);
            QTRY_VERIFY(banner().isVisible());
            QTRY_COMPARE(table().model()->rowCount(), objects);
            QTRY_COMPARE(text.toPlainText(), u"{\"id\":1,\"v\":%1}"_s.arg(value));
            QTRY_COMPARE(versions.currentRow(), version);
            QVERIFY(versions.currentItem()->font().bold());
            const QModelIndexList rows = history().selectionModel()->selectedRows();
            QCOMPARE(rows.size(), 1);
            QCOMPARE(rows[0].row(), row);
            QVERIFY2(status().contains(then), qPrintable(status()));
            QVERIFY2(status().contains(u"%1 objects"_s.arg(objects + 1)), qPrintable(status()));
            QVERIFY(textOf(panel()).contains(u"%1 object(s)"_s.arg(objects)) ||
                    textOf(panel()).contains(u"%1 objects"_s.arg(objects)));
            QCOMPARE(setNamed(u"things"_s).siblingAtColumn(1).data().toString(), QString::number(objects));
            QVERIFY2(window().windowTitle().contains(then), qPrintable(window().windowTitle()));
            const QStringList tabs = tabTexts();
            for (const QString &tab : tabs)
                QVERIFY2(tab.contains(then), qPrintable(tab));
            QVERIFY(textOf(panel()).contains(then));
        };
        window().findChild<HistoryPanel *>()->step(1);
        walk(1, 0, u"2"_s, 30);
        picture(window(), u"past"_s);
        window().findChild<HistoryPanel *>()->step(1);
        walk(2, 1, u"1"_s, 30);
        put(2, 5); // what happens meanwhile moves nothing
        follow(5);
        walk(3, 1, u"1"_s, 30);
        window().findChild<HistoryPanel *>()->step(1);
        walk(4, 2, u"0"_s, 30);
        click(history(), 2);
        press(historyPanel(), u"View this state"_s);
        walk(2, 0, u"2"_s, 30);
        QTest::keyClick(&window(), Qt::Key_Home, Qt::AltModifier);
        QTRY_VERIFY(!banner().isVisible());
        QTRY_COMPARE(table().model()->rowCount(), 29);
        QCOMPARE(versions.currentRow(), 0);
        QVERIFY(history().selectionModel()->selectedRows().isEmpty());
        QVERIFY(!titles().contains("generation"_L1));
        QVERIFY(!status().contains("viewing"_L1));
        QVERIFY(status().contains("30 objects"_L1));
    }

    void itIsVerifiedAfterARestart()
    {
        QTRY_VERIFY(status().contains("verified"_L1));
        put(1, 1);
        follow(2);
        QTRY_VERIFY(status().contains("verified"_L1));
        m_desktop.reset();
        startDesktop();
        QTRY_VERIFY(status().contains("Live (push)"_L1));
        QTRY_VERIFY(status().contains("verified"_L1));
        actionNamed(window(), u"Copy support bundle"_s)->trigger();
        const QString bundle = QGuiApplication::clipboard()->text();
        QVERIFY2(bundle.contains("31 objects in 3 sets, verified"_L1), qPrintable(bundle));
        m_desktop.reset();
        m_proxy->setFault(FaultProxy::Fault::Refuse);
        startDesktop();
        QTRY_VERIFY(status().contains("Offline"_L1));
        actionNamed(window(), u"Copy support bundle"_s)->trigger();
        const QString alone = QGuiApplication::clipboard()->text();
        QVERIFY2(alone.contains("(the server not heard of yet), 31 objects in 3 sets"_L1), qPrintable(alone));
    }

    void theMiddleButtonOpensATabAndLeavesTheOther()
    {
        middleClick(setNamed(u"others"_s));
        QCOMPARE(tabTexts(), (QStringList{u"main / things"_s, u"main / others"_s}));
        QCOMPARE(window().tabs().currentIndex(), 1);
        QTRY_COMPARE(table().model()->rowCount(), 1);
        middleClick(setNamed(u"things"_s)); // open already: raised
        QCOMPARE(window().tabs().currentIndex(), 0);
        QTRY_COMPARE(table().model()->rowCount(), 30);
        middleClick(setNamed(u"things"_s)); // shown already
        QCOMPARE(tabTexts(), (QStringList{u"main / things"_s, u"main / others"_s}));
        QCOMPARE(window().tabs().tabs()[1].set.toDisplay(), u"others"_s);
        QCOMPARE(tree().currentIndex().data().toString(), u"things"_s);
    }

    /// What an update costs the thread of the window, and what a start costs it, does not depend on how many
    /// updates there were before.
    void aLongHistoryCostsTheWindowNoMore()
    {
        m_desktop.reset();
        const auto costs = [this](qint64 updates) {
            const SqlWork before = SqlWork::ofThisThread();
            restart();
            [&] { QTRY_COMPARE(qint64(history().model()->rowCount()), updates); }();
            const SqlWork started = SqlWork::ofThisThread();
            for (int value = 1; value <= 3; ++value) {
                put(7, int(updates) + value);
                [&] { QTRY_COMPARE(qint64(history().model()->rowCount()), updates + value); }();
            }
            const SqlWork applied = SqlWork::ofThisThread();
            m_desktop.reset();
            return QList<qint64>{started.statements - before.statements,
                                 started.rows - before.rows,
                                 started.steps - before.steps,
                                 applied.statements - started.statements,
                                 applied.rows - started.rows,
                                 applied.steps - started.steps};
        };
        const QList<qint64> few = costs(1);
        lengthenHistory(100'000);
        const QList<qint64> many = costs(100'004);
        for (qsizetype i = 0; i < few.size(); ++i)
            QVERIFY2(many[i] <= few[i] + few[i] / 2 + 20,
                     qPrintable(u"%1: %2, not %3"_s.arg(i).arg(many[i]).arg(few[i])));
    }

    void aHundredThousandUpdatesCanBeTravelledThrough()
    {
        m_desktop.reset();
        lengthenHistory(100'000);
        restart();
        follow(100'001);
        auto *timeline = historyPanel().findChild<Timeline *>();
        auto *model = qobject_cast<HistoryModel *>(history().model());
        QVERIFY(model->bins().size() <= HistoryFeed::MostBins + 1);
        QTRY_VERIFY(textOf(historyPanel()).contains(QLocale().toString(100'001)));
        timeline->setFocus();
        QTest::keyClick(timeline, Qt::Key_Home);
        QTRY_VERIFY(banner().isVisible());
        QTRY_COMPARE(shown().value(u"1"_s), u"1"_s);
        QTRY_VERIFY(history().selectionModel()->selectedRows().value(0).row() == 100'000);
        QTRY_VERIFY(history().selectionModel()->selectedRows()[0].data(HistoryModel::LoadedRole).toBool());
        QTest::keyClick(timeline, Qt::Key_Right);
        QTRY_COMPARE(shown().value(u"1"_s), u"2"_s);
        const QPoint middle(timeline->width() / 2, timeline->height() / 2);
        QTest::mouseClick(timeline, Qt::LeftButton, {}, middle);
        QTRY_VERIFY(std::abs(shown().value(u"1"_s).toInt() - 50'000) < 5000);
        const int row = history().selectionModel()->selectedRows().value(0).row();
        QCOMPARE(shown().value(u"1"_s).toInt(), 100'001 - row);
        picture(window(), u"long-history"_s);
        click(history(), row + 3); // where it was scrolled to
        press(historyPanel(), u"View this state"_s);
        QTRY_COMPARE(shown().value(u"1"_s).toInt(), 100'001 - row - 3);
    }
};

QTEST_MAIN(DesktopHistoryTest)
#include "desktop_history_test.moc"
