// The window with real mouse and key events over a mirror in memory.
#include "tests/support/memoryview.h"
#include "tests/support/patience.h"
#include "ui/age.h"
#include "ui/jsonhighlighter.h"
#include "ui/jsontree.h"
#include "ui/mainwindow.h"
#include "ui/objectspanel.h"
#include "ui/pastbanner.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTextBlock>
#include <QTextLayout>
#include <QTreeView>

#include <algorithm>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class WindowTest : public QObject
{
    Q_OBJECT

    std::shared_ptr<MemoryView> m_view;
    std::unique_ptr<MirrorTreeModel> m_mirrors;
    std::unique_ptr<ObjectTableModel> m_objects;
    std::unique_ptr<HistoryModel> m_history;
    std::unique_ptr<ServerHistoryModel> m_serverHistory;
    std::unique_ptr<ActivityModel> m_activity;
    std::unique_ptr<MainWindow> m_window;
    QTableView *m_table = nullptr;
    QLineEdit *m_filter = nullptr;
    MirrorSet m_root;

    void put(int id, const QByteArray &text)
    {
        const ObjectId objectId = ObjectId::ofInteger(id);
        const auto known = m_view->storage.object(m_root, objectId);
        if (known)
            m_view->storage.replaceObject(m_root, {known->row, {objectId, text}});
        else
            (void)m_view->storage.insertObject(m_root, {objectId, text});
    }

private Q_SLOTS:
    void anAgeIsInWordsOnlyForWhatIsPast()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        QCOMPARE(ageOf(now), u"just now"_s);
        QCOMPARE(ageOf(now.addSecs(-600)), u"10 min ago"_s);
        for (const QDateTime &time :
             {now.addDays(-3), now.addSecs(60), now.addDays(200)}) // the last by a wrong clock
            QCOMPARE(ageOf(time), QLocale().toString(time.toLocalTime(), QLocale::ShortFormat));
    }

    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings().clear();
        Theme::use(Theme::Look::Light); // with the style that people see
    }

    void init()
    {
        m_view = std::make_shared<MemoryView>();
        m_root = m_view->storage.root();
        put(1, "{\"id\":1,\"v\":\"pear\"}");
        put(2, "{\"id\":2, \"v\":\"apple\"}");
        put(3, "{\"id\":3,\"v\":\"plum\"}");
        m_mirrors = std::make_unique<MirrorTreeModel>();
        m_objects = std::make_unique<ObjectTableModel>();
        m_history = std::make_unique<HistoryModel>();
        m_serverHistory = std::make_unique<ServerHistoryModel>();
        m_activity = std::make_unique<ActivityModel>();
        m_window = std::make_unique<MainWindow>(MainWindow::Models{
            m_mirrors.get(), m_objects.get(), m_history.get(), m_serverHistory.get(), m_activity.get()});
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        const int mirror = m_mirrors->addMirror(u"main"_s, u"http://x"_s);
        m_mirrors->setSets(mirror, m_view->sets().value());
        m_objects->setSource(m_view, m_root.key);
        auto *panel = m_window->findChild<ObjectsPanel *>();
        m_table = panel->findChild<QTableView *>();
        m_filter = panel->findChild<QLineEdit *>();
    }

    void cleanup() { m_window.reset(); }

    void typingFiltersAndClearingShowsAllAgain()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY(m_filter->hasFocus());
        QTest::keyClicks(m_filter, u"apple"_s);
        QTRY_COMPARE(m_objects->rowCount(), 1);
        QCOMPARE(m_objects->index(0, 0).data().toString(), u"2"_s);
        m_filter->selectAll();
        QTest::keyClick(m_filter, Qt::Key_Delete);
        QTRY_COMPARE(m_objects->rowCount(), 3);
    }

    void jsonHasTheColoursOfWhatItIs()
    {
        QPlainTextEdit text;
        new JsonHighlighter(&text);
        text.setPlainText(u"{\"name\": \"a \\\" b\", \"n\":-1.5e3,\"t\":true,\"x\":null}"_s);
        const auto colourAt = [&text](const QString &part) {
            QCoreApplication::sendPostedEvents();
            const auto at = int(text.toPlainText().indexOf(part));
            const QList<QTextLayout::FormatRange> formats = text.document()->firstBlock().layout()->formats();
            const auto found = std::ranges::find_if(formats, [at](const QTextLayout::FormatRange &range) {
                return range.start <= at && at < range.start + range.length;
            });
            return found == formats.end() ? QColor() : found->format.foreground().color();
        };
        const auto isAsOf = [&](Colour colour, const QString &part) {
            return colourAt(part) == Theme::current().colour(colour);
        };
        for (const Theme::Look look : {Theme::Look::Dark, Theme::Look::Light}) {
            Theme::use(look);
            QTRY_VERIFY(isAsOf(Colour::JsonName, u"\"name"_s));
            QVERIFY(isAsOf(Colour::JsonString, u"b\","_s));
            QVERIFY(isAsOf(Colour::JsonNumber, u"-1.5"_s));
            QVERIFY(isAsOf(Colour::JsonKeyword, u"true"_s));
            QVERIFY(isAsOf(Colour::Text3, u"null"_s));
            QCOMPARE(colourAt(u"{"_s), QColor());
        }
        text.setPlainText(QString(JsonHighlighter::LongestLine + 1, u'1'));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(colourAt(u"1"_s), QColor());
    }

    void textGrowsWithItsKeysAndStaysSo()
    {
        const int usual = m_table->fontMetrics().height();
        const int row = m_table->visualRect(m_objects->index(0, 0)).height();
        const auto press = [this](Qt::Key key) { QTest::keyClick(m_window.get(), key, Qt::ControlModifier); };
        press(Qt::Key_Plus);
        press(Qt::Key_Equal); // where plus needs Shift
        QVERIFY(m_table->fontMetrics().height() > usual);
        QVERIFY(m_table->visualRect(m_objects->index(0, 0)).height() > row);
        const int large = m_table->fontMetrics().height();
        m_window.reset();
        setFontZoom(1);
        init(); // a new window of another start
        QCOMPARE(m_table->fontMetrics().height(), large);
        press(Qt::Key_Minus);
        QVERIFY(m_table->fontMetrics().height() < large);
        press(Qt::Key_0);
        QCOMPARE(m_table->fontMetrics().height(), usual);
        QCOMPARE(m_table->visualRect(m_objects->index(0, 0)).height(), row);
    }

    void thePastHasItsBannerInEachLook_data()
    {
        QTest::addColumn<Theme::Look>("look");
        QTest::newRow("light") << Theme::Look::Light;
        QTest::newRow("dark") << Theme::Look::Dark;
        QTest::newRow("high contrast") << Theme::Look::HighContrast;
    }
    void thePastHasItsBannerInEachLook()
    {
        QFETCH(Theme::Look, look);
        Theme::use(look);
        m_window->showPast({.id = 1, .from = {1}, .to = {2}}, 3);
        auto *banner = m_window->findChild<PastBanner *>();
        QTRY_VERIFY(banner->isVisible());
        const Theme &theme = Theme::of(banner);
        QCOMPARE(banner->grab().toImage().pixelColor(2, 2), theme.colour(Colour::Banner));
        const QPalette palette = banner->findChild<QLabel *>()->palette();
        QCOMPARE(palette.color(QPalette::WindowText), theme.colour(Colour::OnBanner));
        m_window->showLive();
        QVERIFY(!banner->isVisible());
        QCOMPARE(m_window->palette().color(QPalette::Window), Theme::current().colour(Colour::Window));
        Theme::use(Theme::Look::Light);
    }

    void rowsAreCompactIfThatIsWanted()
    {
        const int usual = m_table->visualRect(m_objects->index(0, 0)).height();
        const QList<QAction *> actions = m_window->findChildren<QAction *>();
        const auto found = std::ranges::find(actions, u"Co&mpact rows"_s, &QAction::text);
        QVERIFY(found != actions.end());
        (*found)->trigger();
        const int compact = m_table->visualRect(m_objects->index(0, 0)).height();
        QVERIFY(compact < usual);
        m_window.reset();
        init();
        QCOMPARE(m_table->visualRect(m_objects->index(0, 0)).height(), compact);
        QSettings().remove("view/compactRows"_L1);
    }

    void aClickOnAHeaderSorts()
    {
        auto *header = m_table->horizontalHeader();
        const QPoint at(header->sectionViewportPosition(2) + 20, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(header->sortIndicatorOrder(), Qt::AscendingOrder);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        QTRY_COMPARE(m_objects->index(0, 0).data().toString(), u"3"_s);
    }

    void aClickOnARowShowsItsExactTextAndTree()
    {
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {},
                          m_table->visualRect(m_objects->index(1, 1)).center());
        QCOMPARE(m_window->findChild<QPlainTextEdit *>()->toPlainText(), u"{\"id\":2, \"v\":\"apple\"}"_s);
        QCOMPARE(m_window->findChild<JsonTree *>()->topLevelItemCount(), 2);
        QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"{\"id\":2, \"v\":\"apple\"}"_s);
    }

    void anUpdateChangesTheInspectorAndKeepsTheSelection()
    {
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {},
                          m_table->visualRect(m_objects->index(1, 0)).center());
        put(2, "{\"id\":2,\"v\":\"quince\"}");
        put(4, "{\"id\":4,\"v\":\"fig\"}");
        AppliedUpdate update{.from = {1}, .to = {3}};
        update.sets.append({.set = m_root.key, .added = {4}, .changed = {2}, .objects = 4});
        m_objects->applyUpdate(update);
        QCOMPARE(m_objects->rowCount(), 4);
        QCOMPARE(m_table->currentIndex().data(ObjectTableModel::IdRole).toString(), u"2"_s);
        QCOMPARE(m_window->findChild<QPlainTextEdit *>()->toPlainText(), u"{\"id\":2,\"v\":\"quince\"}"_s);
    }

    void whatCannotBeReadIsToldWithAWayOut()
    {
        MirrorStatus status;
        status.state = MirrorStatus::State::Live;
        m_window->setStatus(status);
        const auto button = [this](const QString &text) {
            const QList<QPushButton *> all = m_window->findChildren<QPushButton *>();
            const auto found = std::ranges::find(all, text, &QPushButton::text);
            return found == all.end() ? nullptr : *found;
        };
        QVERIFY(button(u"Try again"_s) && !button(u"Try again"_s)->isVisible());
        m_window->setReadProblem(u"The disk fails."_s, false);
        QVERIFY(button(u"Try again"_s)->isVisible());
        QVERIFY(!button(u"Repair"_s)->isVisible());
        const QList<QLabel *> labels = m_window->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(
            labels, [](const QLabel *label) { return label->text().contains("The disk fails."_L1); }));
        const QSignalSpy again(m_window.get(), &MainWindow::readAgainRequested);
        const QSignalSpy commanded(m_window.get(), &MainWindow::commanded);
        button(u"Try again"_s)->click();
        QCOMPARE(again.size(), 1);
        m_window->setReadProblem(u"It is damaged."_s, true);
        button(u"Repair"_s)->click();
        QCOMPARE(commanded.size(), 1);
        QCOMPARE(commanded[0][0].value<MainWindow::Command>(), MainWindow::Command::Repair);
        m_window->setReadProblem({}, false);
        QVERIFY(!button(u"Try again"_s)->isVisible() && !button(u"Repair"_s)->isVisible());
    }

    void anEmptyTableSaysWhyItIsEmpty()
    {
        m_view->error = Error{.kind = Error::Kind::Storage, .detail = u"The disk fails."_s};
        m_objects->setSource(m_view, m_root.key);
        const QList<QLabel *> labels = m_window->findChild<ObjectsPanel *>()->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->isVisible() && label->text().contains("The disk fails."_L1);
        }));
    }

    void refreshIsAskedForByItsKey()
    {
        m_window->selectSet(m_mirrors->indexOf(1));
        QSignalSpy refresh(m_window.get(), &MainWindow::commanded);
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QCOMPARE(refresh.size(), 1);
        QCOMPARE(refresh.first().first().value<MainWindow::Command>(), MainWindow::Command::Refresh);
        QCOMPARE(m_window->currentMirror(), 1);
    }
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
