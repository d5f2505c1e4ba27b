// The whole way: the real window over real mirrors of a real server, driven by mouse and keys.
#include "tests/ui/desktopfixture.h"
#include "ui/commandpalette.h"
#include "ui/differencespage.h"
#include "ui/inspectorpanel.h"

#include <QAccessible>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabWidget>
#include <QTextBrowser>
#include <QTreeView>
#include <QTreeWidget>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopTest : public DesktopFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        QSettings().clear();
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<TestServer>();
        m_editor = m_server->connect();
        m_proxy = std::make_unique<FaultProxy>(m_server->port());
        QCOMPARE(m_editor->request("PUT", "/v1/trees/main").status, 201);
        QCOMPARE(m_editor
                     ->request("POST", "/v1/trees/main/batch",
                               "{\"operations\":[{\"op\":\"create-set\",\"set\":[\"things\"]}]}")
                     .status,
                 200);
        for (int id = 1; id <= 30; ++id)
            put(id, 0);
        startDesktop();
        m_desktop->addMirror(
            {.server = m_proxy->url(), .tree = u"main"_s, .requestTimeoutMilliseconds = 500});
        QTRY_COMPARE(table().model()->rowCount(), 30);
        QTRY_VERIFY(status().contains("Live (push)"_L1));
    }
    void cleanup()
    {
        m_desktop.reset();
        m_proxy.reset();
        m_editor.reset();
        m_server.reset();
    }

    void theWholeWindowGoesBackInTimeAndReturns()
    {
        put(1, 1);
        follow(2);
        put(2, 1);
        QCOMPARE(m_editor->request("DELETE", "/v1/trees/main/objects/things/3").status, 200);
        follow(4);
        QTRY_COMPARE(shown().size(), 29);
        click(table(), 4); // the object 6, as 3 is gone
        const QString selected = table().currentIndex().siblingAtColumn(0).data().toString();

        click(history(), 2); // after the first change
        press(historyPanel(), u"View this state"_s);
        QTRY_VERIFY(banner().isVisible());
        QTRY_VERIFY(textOf(banner()).contains("Viewing generation"_L1));
        QCOMPARE(shown().size(), 30);
        QCOMPARE(shown().value(u"1"_s), u"1"_s);
        QCOMPARE(shown().value(u"2"_s), u"0"_s);
        QVERIFY(shown().contains(u"3"_s));
        QCOMPARE(table().currentIndex().siblingAtColumn(0).data().toString(), selected);

        put(4, 7); // what happens meanwhile does not show
        follow(5);
        QCOMPARE(shown().value(u"4"_s), u"0"_s);
        auto *filter = window().findChild<ObjectsPanel *>()->findChild<QLineEdit *>();
        filter->setFocus();
        QTest::keyClicks(filter, u"\"v\":1"_s); // the filter works on the state that is shown
        QTRY_COMPARE(shown(), (QMap<QString, QString>{{u"1"_s, u"1"_s}}));
        filter->clear();
        QTRY_COMPARE(shown().size(), 30);
        table().sortByColumn(2, Qt::DescendingOrder); // and so does the order
        QTRY_COMPARE(table().model()->index(0, 0).data().toString(), u"1"_s);

        QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier); // one state older
        QTRY_COMPARE(shown().value(u"1"_s), u"0"_s);
        click(table(), 9); // the filter had taken the selected one away
        const QString reselected = table().currentIndex().siblingAtColumn(0).data().toString();
        press(banner(), u"Return to live"_s);
        QTRY_VERIFY(!banner().isVisible());
        QTRY_COMPARE(shown().value(u"4"_s), u"7"_s);
        QTRY_COMPARE(shown().size(), 29);
        QCOMPARE(table().currentIndex().siblingAtColumn(0).data().toString(), reselected);
        put(5, 9); // and it is live
        QTRY_COMPARE(shown().value(u"5"_s), u"9"_s);
    }

    void aSetThatWasNotThereYetIsNotShown()
    {
        auto *tree = window().findChild<QTreeView *>();
        const QModelIndex mirror = tree->model()->index(0, 0, tree->model()->index(0, 0));
        QCOMPARE(tree->model()->rowCount(mirror), 1);
        QCOMPARE(m_editor
                     ->request("POST", "/v1/trees/main/batch",
                               "{\"operations\":[{\"op\":\"create-set\",\"set\":[\"more\"]},"
                               "{\"op\":\"add\",\"set\":[\"more\"],\"object\":{\"id\":1}}]}")
                     .status,
                 200);
        QTRY_COMPARE(tree->model()->rowCount(mirror), 2);
        click(history(), 1);
        press(historyPanel(), u"View this state"_s);
        QTRY_COMPARE(tree->model()->rowCount(mirror), 1);
        QTest::keyClick(&window(), Qt::Key_Home, Qt::AltModifier);
        QTRY_COMPARE(tree->model()->rowCount(mirror), 2);
    }

    void theVersionsOfAnObjectAreShown()
    {
        put(1, 1);
        follow(2);
        put(1, 2);
        follow(3);
        click(table(), 0);
        auto *tabs = window().findChild<InspectorPanel *>()->findChild<QTabWidget *>();
        tabs->setCurrentIndex(2);
        auto *versions = tabs->findChild<QListWidget *>();
        QTRY_COMPARE(versions->count(), 3);
        put(1, 3); // it keeps up
        QTRY_COMPARE(versions->count(), 4);
        versions->setCurrentRow(2);
        const auto *compared = versions->parentWidget()->findChild<QTextBrowser *>();
        QCOMPARE(compared->toPlainText(), u"{\"id\":1,\"v\":01}"_s); // 0 is struck out, 1 is underlined
    }

    void twoStatesAreCompared()
    {
        put(1, 1);
        follow(2);
        put(2, 1);
        follow(3);
        click(history(), 0);
        click(history(), 2, Qt::ControlModifier);
        press(historyPanel(), u"Differences"_s);
        const auto *page = window().findChild<DifferencesPage *>();
        QVERIFY(page->isVisible() && !window().findChild<ObjectsPanel *>()->isVisible());
        const QAbstractItemModel &list = *page->findChild<QTreeView *>()->model();
        QTRY_COMPARE(list.rowCount(list.index(0, 0)), 2);
        QCOMPARE(list.index(0, 0).data().toString(), u"things"_s);
        QCOMPARE(list.index(0, 0, list.index(0, 0)).data().toString(), u"~ 1"_s);
        QCOMPARE(list.index(0, 1, list.index(0, 0)).data().toString(), u"v"_s);
        QCOMPARE(list.index(0, 2, list.index(0, 0)).data().toString(), u"0"_s);
        QCOMPARE(list.index(0, 3, list.index(0, 0)).data().toString(), u"1"_s);
    }

    void theServersHistoryStandsBesideTheLocalOne()
    {
        historyPanel().findChild<QTabWidget *>()->setCurrentIndex(1);
        const QTableView *server = &tableNamed(u"History of the server"_s);
        QTRY_COMPARE(server->model()->rowCount(), 32);
        put(1, 1);
        QTRY_COMPARE(server->model()->rowCount(), 33);
        QCOMPARE(server->model()->index(0, ServerHistoryModel::What).data().toString(), u"changes"_s);
        QCOMPARE(server->model()->index(32, ServerHistoryModel::What).data().toString(), u"created"_s);
    }

    void theCableIsPulledAndNobodyNotices()
    {
        click(table(), 3);
        m_proxy->setFault(FaultProxy::Fault::Refuse);
        m_proxy->setPush(FaultProxy::Push::Pass); // cuts what is open
        QTRY_VERIFY(status().contains("Offline"_L1));
        QVERIFY(status().contains("as of"_L1)); // how old it is is said
        QCOMPARE(shown().size(), 30);
        put(4, 5);
        m_proxy->setFault(FaultProxy::Fault::None);
        QTRY_COMPARE_WITH_TIMEOUT(shown().value(u"4"_s), u"5"_s, 10'000); // without a click
        QTRY_VERIFY_WITH_TIMEOUT(status().contains("Live (push)"_L1), 10'000);
        QCOMPARE(table().currentIndex().row(), 3);
    }

    void startedWithoutANetworkItShowsEverything()
    {
        m_desktop.reset();
        m_proxy->setFault(FaultProxy::Fault::Refuse);
        startDesktop();
        QTRY_COMPARE(table().model()->rowCount(), 30);
        QTRY_VERIFY(status().contains("Offline"_L1));
        m_proxy->setFault(FaultProxy::Fault::None);
        QTRY_VERIFY_WITH_TIMEOUT(status().contains("Live"_L1), 10'000);
    }

    void aRepairAndAResetKeepThePlace()
    {
        click(table(), 12);
        const QPersistentModelIndex place = table().currentIndex();
        const QString selected = place.data().toString();
        actionNamed(window(), u"Repair"_s)->trigger();
        follow(2);
        QCOMPARE(history().model()->index(0, HistoryModel::Cause).data().toString(), u"repair"_s);
        QCOMPARE(m_editor->request("POST", "/v1/admin/trees/main/reset", "{\"reason\":\"a test\"}").status,
                 200);
        follow(3);
        QCOMPARE(history().model()->index(0, HistoryModel::Cause).data().toString(), u"reset"_s);
        QCOMPARE(table().currentIndex(), QModelIndex(place));
        QCOMPARE(table().currentIndex().data().toString(), selected);
        QCOMPARE(table().currentIndex().row(), 12);
    }

    void aDamagedCacheIsReplacedOnRequest()
    {
        m_desktop.reset();
        const QStringList folders =
            QDir(m_directory->filePath(u"mirrors"_s)).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(folders.size(), 1);
        const QString name = m_directory->filePath(u"mirrors/"_s + folders.first() + u"/main.genmirror"_s);
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(4096, 'x'));
        file.close();
        startDesktop();
        QTRY_VERIFY(status().contains("damaged"_L1));
        press(*window().findChild<StatusLine *>(), u"Fetch anew"_s);
        QTRY_COMPARE(table().model()->rowCount(), 30);
        QTRY_VERIFY(status().contains("verified"_L1));
        QVERIFY(QFile::exists(name + u".damaged"_s));
    }

    void aCommandIsFoundByAFewLetters()
    {
        QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
        auto *palette = window().findChild<CommandPalette *>();
        QVERIFY(palette);
        QTest::keyClicks(palette->findChild<QLineEdit *>(), u"new tab"_s);
        auto *list = palette->findChild<QListWidget *>();
        QCOMPARE(list->count(), 1);
        QVERIFY(list->item(0)->text().startsWith("Mirror › Open in a new tab"_L1) ||
                list->item(0)->text().contains("new tab"_L1));
        QTest::keyClick(palette->findChild<QLineEdit *>(), Qt::Key_Return);
        QTRY_COMPARE(window().tabs().count(), 2);
    }

    void everyCommandHasANameAndKeysThatAreItsOwn()
    {
        QHash<QString, QString> owners;
        for (const QAction *action : CommandPalette::commandsOf(window())) {
            QVERIFY(!action->text().isEmpty());
            const QString keys = action->shortcut().toString();
            if (keys.isEmpty())
                continue;
            QVERIFY2(!owners.contains(keys),
                     qPrintable(keys + u": "_s + owners.value(keys) + action->text()));
            owners.insert(keys, action->text());
        }
        for (const QString &keys :
             {u"Ctrl+K"_s, u"Ctrl+F"_s, u"Ctrl+L"_s, u"F5"_s, u"Alt+Left"_s, u"Alt+Right"_s, u"Ctrl+Tab"_s})
            QVERIFY2(owners.contains(keys), qPrintable(keys));
        for (const QString &text : owners) // administration has no keys
            QVERIFY(!text.contains("Compact"_L1) && !text.contains("Reset"_L1));
    }

    void everyControlHasAnAccessibleName()
    {
        const QList<QWidget *> widgets = window().findChildren<QWidget *>();
        for (QWidget *widget : widgets) {
            const bool isControl =
                qobject_cast<QAbstractItemView *>(widget) || qobject_cast<QLineEdit *>(widget) ||
                qobject_cast<QAbstractButton *>(widget) || qobject_cast<QAbstractSlider *>(widget);
            if (!isControl || widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() ||
                qobject_cast<QScrollBar *>(widget) || qobject_cast<QHeaderView *>(widget))
                continue;
            const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(interface);
            QVERIFY2(
                !interface->text(QAccessible::Name).isEmpty(),
                qPrintable(QString::fromLatin1(widget->metaObject()->className()) + widget->objectName()));
        }
    }
};

QTEST_MAIN(DesktopTest)
#include "desktop_test.moc"
