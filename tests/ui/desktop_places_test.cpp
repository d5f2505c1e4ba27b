// Where the window looks: tabs, links, columns, exports, and that all of it is there again after a restart.
#include "app/genmirror/supportbundle.h"
#include "tests/ui/desktopfixture.h"
#include "ui/rowtable.h"
#include "ui/sheetchoices.h"
#include "ui/start/connectcard.h"
#include "ui/start/startpage.h"
#include "ui/timeline.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QStatusBar>
#include <QTreeView>

#include <algorithm>
#include <array>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopPlacesTest : public DesktopFixture
{
    Q_OBJECT

    ObjectsPanel &panel() { return *window().findChild<ObjectsPanel *>(); }
    QLineEdit &filter() { return *panel().findChild<QLineEdit *>(); }
    ObjectTableModel &model() { return *qobject_cast<ObjectTableModel *>(table().model()); }
    QString server() const { return u"127.0.0.1:%1"_s.arg(m_proxy->port()); }
    QString cell(int row, int column) { return table().model()->index(row, column).data().toString(); }
    void selectSet(const QString &name)
    {
        auto *tree = window().findChild<QTreeView *>();
        const QModelIndexList found = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, name,
                                                           1, Qt::MatchExactly | Qt::MatchRecursive);
        QVERIFY(!found.isEmpty());
        tree->setCurrentIndex(found.first());
    }
    QByteArray exported(ExportOrder order, const QString &name)
    {
        const QString file = m_directory->filePath(name);
        const QDir mirrors(m_directory->filePath(u"mirrors"_s));
        order.directory = mirrors.filePath(mirrors.entryList(QDir::Dirs | QDir::NoDotAndDotDot).first());
        order.tree = u"main"_s;
        order.fileName = file;
        m_desktop->startExport(order);
        if (!QTest::qWaitFor([&] { return window().statusBar()->currentMessage().contains("exported"_L1); }))
            return {};
        window().statusBar()->clearMessage();
        QFile written(file);
        return written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
    }

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
        QCOMPARE(
            m_editor
                ->request("POST", "/v1/trees/main/batch",
                          "{\"operations\":[{\"op\":\"create-set\",\"set\":[\"things\"]},"
                          "{\"op\":\"create-set\",\"set\":[\"others\"]},"
                          "{\"op\":\"add\",\"set\":[\"others\"],\"object\":{\"id\":\"a, b\",\"w\":\"x\"}},"
                          "{\"op\":\"add\",\"set\":[\"others\"],\"object\":{\"id\":\"c\",\"w\":\"y\"}}]}")
                .status,
            200);
        for (int id = 1; id <= 60; ++id)
            put(id, id % 7);
        startDesktop();
        m_desktop->addMirror({.server = m_proxy->url(), .tree = u"main"_s});
        QTRY_VERIFY(status().contains("Live (push)"_L1));
        selectSet(u"things"_s);
        QTRY_COMPARE(table().model()->rowCount(), 60);
    }
    void cleanup()
    {
        m_desktop.reset();
        m_proxy.reset();
        m_editor.reset();
        m_server.reset();
    }

    void everythingIsAsItWasAfterARestart()
    {
        table().sortByColumn(2, Qt::DescendingOrder); // by v
        QTest::keyClicks(&filter(), u"v>3"_s);
        QTRY_COMPARE(table().model()->rowCount(), 25);
        QTRY_COMPARE(cell(0, 2), u"6"_s);
        auto *header = table().horizontalHeader();
        header->resizeSection(2, 222);
        header->moveSection(2, 0);
        click(table(), 3);
        const QString selected = cell(table().currentIndex().row(), 0);
        QTest::keyClick(&window(), Qt::Key_T, Qt::ControlModifier); // a second tab
        selectSet(u"others"_s);
        QTRY_COMPARE(table().model()->rowCount(), 2);
        QVERIFY(filter().text().isEmpty());
        click(table(), 1);
        QCOMPARE(window().tabs().count(), 2);
        m_desktop.reset();
        m_proxy->setFault(FaultProxy::Fault::Refuse); // without a network

        startDesktop();
        QCOMPARE(window().tabs().count(), 2);
        QCOMPARE(window().tabs().currentIndex(), 1);
        QCOMPARE(table().model()->rowCount(), 2);
        QTRY_COMPARE(cell(table().currentIndex().row(), 0), u"c"_s);
        QTest::keyClick(&window(), Qt::Key_Tab, Qt::ControlModifier);
        QTRY_COMPARE(table().model()->rowCount(), 25);
        QCOMPARE(filter().text(), u"v>3"_s);
        QTRY_COMPARE(cell(0, 2), u"6"_s);
        QTRY_COMPARE(cell(table().currentIndex().row(), 0), selected);
        QVERIFY(panel().shownColumns().first() == u"v"_s);
        const int column = int(model().attributes().indexOf(u"v"_s)) + 1;
        QCOMPARE(table().horizontalHeader()->sectionSize(column), 222);
        QCOMPARE(table().horizontalHeader()->visualIndex(column), 0);
        QTest::keyClick(&window(), Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(window().tabs().count(), 1);
        QTRY_COMPARE(table().model()->rowCount(), 2);
    }

    void columnsAreChosenAndRemembered()
    {
        model().setAttributes({u"v"_s});
        QCOMPARE(table().model()->columnCount(), 2);
        selectSet(u"others"_s);
        QTRY_COMPARE(table().model()->rowCount(), 2);
        panel().showColumnMenu({});
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QCOMPARE(menu->actions().first()->text(), u"id"_s);
        menu->actions().first()->trigger(); // off
        menu->close();
        QCOMPARE(table().model()->columnCount(), 2);
        QCOMPARE(table().model()->headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), u"w"_s);
        selectSet(u"things"_s);
        QTRY_COMPARE(table().model()->rowCount(), 60);
        selectSet(u"others"_s);
        QTRY_COMPARE(table().model()->rowCount(), 2);
        QCOMPARE(table().model()->columnCount(), 2);
    }

    void aCacheThatCannotBeReadIsToldUntilItCan()
    {
        const QDir mirrors(m_directory->filePath(u"mirrors"_s));
        const QString file = mirrors.filePath(mirrors.entryList(QDir::Dirs | QDir::NoDotAndDotDot).first()) +
                             u"/main.genmirror"_s;
        QVERIFY(QFile::rename(file, file + u".away"_s));
        selectSet(u"others"_s);
        QTRY_VERIFY(status().contains("Cannot be read"_L1));
        QCOMPARE(table().model()->rowCount(), 0);
        const QList<QPushButton *> buttons = window().findChildren<QPushButton *>();
        const auto again = std::ranges::find(buttons, u"Try again"_s, &QPushButton::text);
        QVERIFY(again != buttons.end() && (*again)->isVisible());
        (*again)->click();
        QVERIFY(status().contains("Cannot be read"_L1)); // it is still away
        QVERIFY(QFile::rename(file + u".away"_s, file));
        (*again)->click();
        QTRY_COMPARE(table().model()->rowCount(), 2);
        QVERIFY(!status().contains("Cannot be read"_L1));
        QVERIFY(!(*again)->isVisible());
        selectSet(u"things"_s);
        QTRY_COMPARE(table().model()->rowCount(), 60);
    }

    void anotherSetIsShownInItsOwnOrder()
    {
        table().sortByColumn(2, Qt::DescendingOrder);
        QTRY_COMPARE(cell(0, 2), u"6"_s);
        selectSet(u"others"_s);
        QTRY_COMPARE(table().model()->rowCount(), 2);
        QCOMPARE(table().horizontalHeader()->sortIndicatorSection(), -1);
        QCOMPARE(cell(0, 0), u"a, b"_s);
    }

    void aLinkLeadsToItsObject()
    {
        click(table(), 41);
        actionNamed(window(), u"Copy link"_s)->trigger();
        const QString link = QGuiApplication::clipboard()->text();
        QCOMPARE(link, u"genmirror://%1/main/things/42"_s.arg(server()));
        selectSet(u"others"_s);
        QTRY_COMPARE(table().model()->rowCount(), 2);
        m_desktop->openLink(link);
        QTRY_COMPARE(cell(table().currentIndex().row(), 0), u"42"_s);
        QCOMPARE(table().model()->rowCount(), 60);
        m_desktop->openLink(u"genmirror://%1/main/others/a%2C%20b"_s.arg(server()));
        QTRY_COMPARE(cell(table().currentIndex().row(), 0), u"a, b"_s);
        m_desktop->openLink(u"genmirror://%1/main/things/"_s.arg(server()));
        QTRY_COMPARE(table().model()->rowCount(), 60);
        m_desktop->openLink(u"genmirror://%1/main/things/4711"_s.arg(server()));
        QTRY_VERIFY(window().statusBar()->currentMessage().contains("4711"_L1));
        m_desktop->openLink(u"http://example.org"_s);
        QVERIFY(window().statusBar()->currentMessage().contains("genmirror://server/tree/set/id"_L1));
        m_desktop->openLink(u"genmirror://elsewhere.example/far/away/1"_s);
        QVERIFY(window().startPage().isVisible());
        QCOMPARE(window().startPage().connectCard().address(), u"elsewhere.example"_s);
    }

    void anExportHoldsExactlyWhatIsShown()
    {
        QTest::keyClicks(&filter(), u"v=6"_s);
        QTRY_COMPARE(table().model()->rowCount(), 8);
        table().sortByColumn(0, Qt::DescendingOrder);
        QTRY_COMPARE(cell(0, 0), u"55"_s);
        const QByteArray csv = exported(
            {.rows = model().rows(), .columns = panel().shownColumns(), .format = ExportOrder::Format::Csv},
            u"things.csv"_s);
        QCOMPARE(csv.split('\n').first(), "\"key\",\"id\",\"v\"\r"_ba);
        QCOMPARE(csv.split('\n')[1], "55,55,6\r"_ba);
        QCOMPARE(csv.count('\n'), 9);
        const QByteArray lines =
            exported({.rows = model().rows(), .format = ExportOrder::Format::Ndjson}, u"things.ndjson"_s);
        QVERIFY(lines.startsWith("{\"id\":55,\"v\":6}\n{\"id\":48,\"v\":6}\n"));
        const QByteArray json = exported(
            {.rows = model().rows().mid(0, 2), .format = ExportOrder::Format::Json}, u"things.json"_s);
        QCOMPARE(json, "[\n{\"id\":55,\"v\":6},\n{\"id\":48,\"v\":6}\n]\n"_ba);
        const QByteArray tree =
            exported({.isTree = true, .format = ExportOrder::Format::Json}, u"tree.json"_s);
        const QJsonObject document = QJsonDocument::fromJson(tree).object();
        QCOMPARE(document["sets"_L1].toArray().size(), 3);
        QCOMPARE(document["sets"_L1].toArray()[2].toObject()["objects"_L1].toArray().size(), 60);

        ExportOrder nowhere{.rows = model().rows(), .fileName = u"/nowhere/at/all.json"_s};
        m_desktop->startExport(nowhere);
        QTRY_VERIFY(!window().statusBar()->currentMessage().isEmpty());
        QVERIFY(!QFile::exists(u"/nowhere/at/all.json"_s));
    }

    void theSelectionIsCopiedAsATable()
    {
        click(table(), 1);
        click(table(), 2, Qt::ShiftModifier);
        panel().copySelection(ObjectsPanel::CopyFormat::Tsv);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"key\tid\tv\n2\t2\t2\n3\t3\t3"_s);
        panel().copySelection(ObjectsPanel::CopyFormat::Json);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"{\"id\":2,\"v\":2}\n{\"id\":3,\"v\":3}"_s);
    }

    void whatASpreadsheetWouldCalculateIsAPersonsChoice()
    {
        QCOMPARE(m_editor
                     ->request("PUT", "/v1/trees/main/objects/others/%3D1",
                               "{\"id\":\"=1\",\"w\":-5,\"long\":\"" + QByteArray(2000, '+') + "\\n\"}")
                     .status,
                 201);
        selectSet(u"others"_s);
        QTRY_COMPARE(table().model()->rowCount(), 3);
        model().setAttributes({u"w"_s, u"long"_s});
        click(table(), 2);
        const auto copied = [this](ObjectsPanel::CopyFormat format) {
            panel().copySelection(format);
            return QGuiApplication::clipboard()->text();
        };
        const QString text = QString(2000, u'+') + u'\n';
        QCOMPARE(copied(ObjectsPanel::CopyFormat::Csv),
                 QString(u"\"key\",\"w\",\"long\"\n\"'=1\",-5,\"'"_s + text + u'"'));
        QCOMPARE(copied(ObjectsPanel::CopyFormat::Tsv),
                 QString(u"key\tw\tlong\n'=1\t-5\t\"'"_s + text + u'"'));
        actionNamed(window(), u"Spreadsheets do not calculate what is exported or copied"_s)->trigger();
        actionNamed(window(), u"CSV files tell Excel that they are UTF-8 (byte order mark)"_s)->trigger();
        QCOMPARE(copied(ObjectsPanel::CopyFormat::Tsv), QString(u"key\tw\tlong\n=1\t-5\t\""_s + text + u'"'));
        QCOMPARE(
            exported({.rows = panel().selectedRows(),
                      .columns = panel().shownColumns(),
                      .sheet = chosenSheetStyle(),
                      .format = ExportOrder::Format::Csv},
                     u"others.csv"_s),
            QByteArray("\xef\xbb\xbf\"key\",\"w\",\"long\"\r\n\"=1\",-5,\""_ba + text.toUtf8() + "\"\r\n"));
    }

    void whatComesOutOfSightWaitsForAClick()
    {
        auto &rows = static_cast<RowTable &>(table());
        QVERIFY(rows.rowsInView() < 60);
        put(100, 1);
        put(101, 1);
        QTRY_COMPARE(table().model()->rowCount(), 62);
        QCOMPARE(rows.topRow(), 0); // nothing moved
        const QList<QPushButton *> buttons = panel().findChildren<QPushButton *>();
        const auto news = std::ranges::find_if(
            buttons, [](const QPushButton *button) { return button->text().contains("new"_L1); });
        QVERIFY(news != buttons.end());
        QTRY_VERIFY((*news)->isVisible());
        QTRY_VERIFY((*news)->text().contains(u'2'));
        QTest::mouseClick(*news, Qt::LeftButton);
        QTRY_VERIFY(rows.isRowVisible(61));
        QVERIFY(!(*news)->isVisible());
        put(102, 1); // a row that flashes, and fades
        QTRY_COMPARE(table().model()->rowCount(), 63);
        const QModelIndex last = table().model()->index(62, 0);
        QCOMPARE(last.data(ObjectTableModel::FlashKindRole).toInt(), int(Flashes::Kind::Added));
        QTRY_COMPARE(last.data(ObjectTableModel::FlashRole).toDouble(), 0.0);
    }

    void theTimelineIsDragged()
    {
        put(1, 100);
        put(1, 200);
        QTRY_VERIFY(historyPanel().findChild<Timeline *>()->maximum() >= 2);
        auto *timeline = historyPanel().findChild<Timeline *>();
        const int y = timeline->height() / 2;
        QTest::mousePress(timeline, Qt::LeftButton, {}, QPoint(timeline->width() - 8, y));
        QTest::mouseMove(timeline, QPoint(timeline->width() / 2, y));
        QTRY_VERIFY(banner().isVisible());
        QTest::mouseMove(timeline, QPoint(16, y));
        QTest::mouseRelease(timeline, Qt::LeftButton, {}, QPoint(16, y));
        QTRY_VERIFY(shown().value(u"1"_s) != u"200"_s);
        timeline->setFocus();
        QTest::keyClick(timeline, Qt::Key_End);
        QTRY_VERIFY(!banner().isVisible());
        QTRY_COMPARE(shown().value(u"1"_s), u"200"_s);
    }

    void aPersonIsToldWhatTheyAskedFor()
    {
        actionNamed(window(), u"Tell me about changes here…"_s)->trigger();
        window().statusBar()->clearMessage();
        QCOMPARE(
            m_editor->request("PUT", "/v1/trees/main/objects/others/c", "{\"id\":\"c\",\"w\":\"z\"}").status,
            200);
        put(5, 5555);
        QTRY_COMPARE(shown().value(u"5"_s), u"5555"_s);
        QTRY_VERIFY(window().statusBar()->currentMessage().contains("things changed"_L1));
        m_desktop.reset();
        startDesktop();
        QTRY_VERIFY(status().contains("Live (push)"_L1));
        window().statusBar()->clearMessage();
        put(5, 5556);
        QTRY_VERIFY(window().statusBar()->currentMessage().contains("things changed"_L1));
    }

    void theSupportBundleHoldsNoSecret()
    {
        MirrorStatus status;
        status.problem = u"failed at https://ann:geheim@example.org/x?token=abc with "
                         u"gmt_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"_s;
        const QString text =
            supportBundle({{.name = u"https://bob:pw@example.org / main"_s, .status = status}},
                          u"Authorization: Bearer ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklm\n"_s);
        for (const QString &secret :
             {u"geheim"_s, u"token=abc"_s, u"gmt_0123"_s, u":pw@"_s, u"ABCDEFGHIJKLM"_s})
            QVERIFY2(!text.contains(secret), qPrintable(text));
        QVERIFY(text.contains("example.org"_L1));
    }

    void aSecondStartHandsItsLinkToTheFirst()
    {
        const QString program = QCoreApplication::applicationDirPath() + u"/genmirror"_s;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_CONFIG_HOME"_s, m_directory->filePath(u"config"_s));
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_directory->path());
        const QStringList arguments{u"--cache"_s, m_directory->filePath(u"second"_s)};
        QProcess first;
        first.setProcessEnvironment(environment);
        first.start(program,
                    arguments + QStringList{u"--server"_s, m_proxy->url().toString(), u"--tree"_s, u"main"_s,
                                            u"--screenshot"_s, m_directory->filePath(u"shot.png"_s),
                                            u"--after"_s, u"60"_s});
        QVERIFY(first.waitForStarted());
        const QDir sockets(QDir::tempPath());
        QTRY_VERIFY_WITH_TIMEOUT(
            !QDir(m_directory->filePath(u"second"_s)).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty(),
            20'000);
        QProcess second;
        second.setProcessEnvironment(environment);
        second.start(program, arguments + QStringList{u"genmirror://%1/main/things/7"_s.arg(server())});
        QVERIFY(second.waitForFinished(20'000));
        QCOMPARE(second.exitCode(), 0);
        QVERIFY(second.readAllStandardError().contains("runs already"));
        QCOMPARE(first.state(), QProcess::Running);
        QProcess wrong;
        wrong.setProcessEnvironment(environment);
        wrong.start(program, arguments + QStringList{u"genmirror://nothing"_s});
        QVERIFY(wrong.waitForFinished(20'000));
        QCOMPARE(wrong.exitCode(), 2);
        QVERIFY(wrong.readAllStandardError().contains("genmirror://server/tree/set/id"));
        first.kill();
        first.waitForFinished();
    }

    void ofTwoStartsAtOnceOneHasTheWindow()
    {
        const QString program = QCoreApplication::applicationDirPath() + u"/genmirror"_s;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_CONFIG_HOME"_s, m_directory->filePath(u"config"_s));
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_directory->path());
        std::array<QProcess, 2> starts;
        for (QProcess &start : starts) {
            start.setProcessEnvironment(environment);
            start.start(program, {u"--cache"_s, m_directory->filePath(u"second"_s)});
        }
        QTRY_VERIFY_WITH_TIMEOUT(
            std::ranges::any_of(starts,
                                [](const QProcess &start) { return start.state() == QProcess::NotRunning; }),
            30'000);
        QProcess &ended = starts[starts[0].state() == QProcess::NotRunning ? 0 : 1];
        QCOMPARE(ended.exitCode(), 0);
        QVERIFY(ended.readAllStandardError().contains("runs already"));
        for (QProcess &start : starts) {
            start.kill();
            start.waitForFinished();
        }
    }
};

QTEST_MAIN(DesktopPlacesTest)
#include "desktop_places_test.moc"
