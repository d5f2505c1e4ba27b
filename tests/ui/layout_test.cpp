// Names may be as long as they like: window, docks and dialogs stay as they are. And they fit the screen.
#include "tests/support/memoryview.h"
#include "tests/support/patience.h"
#include "ui/compactdialog.h"
#include "ui/confirmdialog.h"
#include "ui/credentialsdialog.h"
#include "ui/differencespage.h"
#include "ui/editdialog.h"
#include "ui/foreigntext.h"
#include "ui/inspectorpanel.h"
#include "ui/jobbar.h"
#include "ui/mainwindow.h"
#include "ui/objectspanel.h"
#include "ui/profiledialog.h"
#include "ui/rulesdialog.h"
#include "ui/serverpage.h"
#include "ui/settabs.h"
#include "ui/start/classicdialog.h"
#include "ui/start/connectcard.h"
#include "ui/start/startpage.h"
#include "ui/statusline.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QHeaderView>
#include <QHelpEvent>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolTip>

#include <algorithm>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

/// One that cannot be broken, as ids may be.
const QString Long = QString(300, u'W') + u"&end"_s;

const QString Usual = u"a name as it is usual"_s;

/// The window over a mirror in memory.
class Shown
{
public:
    Shown()
        : view(std::make_shared<MemoryView>())
        , window({&mirrors, &objects, &history, &serverHistory, &activity})
    {
        window.show();
    }

    std::shared_ptr<MemoryView> view;
    MirrorTreeModel mirrors;
    ObjectTableModel objects;
    HistoryModel history;
    ServerHistoryModel serverHistory;
    ActivityModel activity;
    MainWindow window;
};

QStringList widthsOf(const MainWindow &window)
{
    QStringList widths{u"window %1, at least %2"_s.arg(window.width()).arg(window.minimumSizeHint().width())};
    const QList<QDockWidget *> docks = window.findChildren<QDockWidget *>();
    for (const QDockWidget *dock : docks)
        widths.append(u"%1 %2x%3, at least %4"_s.arg(dock->objectName())
                          .arg(dock->width())
                          .arg(dock->height())
                          .arg(dock->minimumSizeHint().width()));
    return widths;
}

QAction *actionOf(const QWidget &window, const QString &text)
{
    const QList<QAction *> actions = window.findChildren<QAction *>();
    const auto found = std::ranges::find_if(
        actions, [&](const QAction *action) { return action->text().remove(u'&') == text; });
    return found == actions.end() ? nullptr : *found;
}

/// What a child process is told to do: the first window, and how it fits. Prints what does not.
int firstWindow()
{
    QSettings().clear();
    Shown shown;
    if (!QTest::qWaitForWindowExposed(&shown.window))
        return 2;
    const QRect room = shown.window.screen()->availableGeometry();
    const QSize needed = shown.window.minimumSizeHint();
    const QRect frame = shown.window.frameGeometry();
    qInfo("screen %dx%d, window %dx%d, at least %dx%d", room.width(), room.height(), frame.width(),
          frame.height(), needed.width(), needed.height());
    if (const QString picture = qEnvironmentVariable("GENMIRROR_PICTURE"); !picture.isEmpty())
        shown.window.grab().save(picture);
    const bool fits = frame.width() <= room.width() && frame.height() <= room.height() &&
                      needed.width() <= room.width() && needed.height() <= room.height();
    return fits ? 0 : 1;
}

} // namespace

class LayoutTest : public QObject
{
    Q_OBJECT

    /// Shows a name wherever the window shows names.
    static void fill(Shown &shown, const QString &name)
    {
        MainWindow &window = shown.window;
        const int mirror = shown.mirrors.addMirror(name, u"https://"_s + name);
        const MirrorSet set = shown.view->storage.root();
        QList<MirrorSet> sets = shown.view->sets().value();
        const SetPath path({ObjectId::ofString(name)});
        sets.append({.key = 77, .parent = set.key, .path = path, .objects = 1});
        shown.mirrors.setSets(mirror, sets);
        window.selectSet(shown.mirrors.indexOf(mirror, path));
        const QByteArray begun = "{\"id\":\"" + name.toUtf8() + "\",\"" + name.toUtf8() + "\":\"";
        const QByteArray text =
            begun + QByteArray(1500 - begun.size(), 'w') + "\"}"; // its size is shown, too
        QVERIFY(shown.view->storage.insertObject(set, {ObjectId::ofString(name), text}));
        shown.view->known = {u"id"_s, name};
        shown.objects.setSource(shown.view, set.key);
        window.setTitle(name);
        MirrorStatus status{.state = MirrorStatus::State::Offline,
                            .linkProblem = name,
                            .generation = {987'654},
                            .objects = 12'345'678,
                            .problem = name};
        window.setStatus(status);
        window.setReadProblem(name, false);
        window.setProduction(u"PRODUCTION — "_s + name);
        for (int index = 0; index < 15; ++index)
            window.tabs().open({.mirror = mirror, .set = path}, name);
        for (int index = 0; index < window.tabs().count(); ++index)
            window.tabs().setTitle(index, name, name);
        window.objects().setWaiting(name);
        window.statusBar()->showMessage(name);
        window.setServerHistoryProblem(name);
        window.jobs().begin(name);
        const HistoryRecord record{.id = 1,
                                   .to = {987'654},
                                   .at = QDateTime::currentDateTimeUtc(),
                                   .reason = name,
                                   .sets = {{.path = path, .added = 1}}};
        shown.history.replace({.span = {.oldest = 1, .newest = 1}, .newest = {record}});
        window.showPast(record, 12'345'678);
        shown.serverHistory.setNewest(
            {{.number = 1, .what = name, .who = name, .agent = name, .reason = name}}, false);
        shown.activity.add(name, name);
        ConnectCard &connecting = window.startPage().connectCard();
        connecting.showFound({.server = name,
                              .trees = {{.name = name, .objects = 12'345'678, .bytes = 12'345'678},
                                        {.name = name, .problem = name}}});
        connecting.showProblem(name);
        auto *inspector = window.findChild<InspectorPanel *>();
        inspector->setObject(name, text);
        for (int page = 0; page < 3; ++page) {
            inspector->findChild<QTabWidget *>()->setCurrentIndex(page);
            window.setVersions({{.record = record, .text = text}, {.record = record, .text = text}},
                               InspectorPanel::Versions::All);
            QCoreApplication::processEvents();
        }
        window.showDifferences(name, name, {name, name});
        window.differences().setDifferences(
            {{.set = path, .id = ObjectId::ofString(name), .before = text, .after = text, .attributes = {}}},
            true);
        window.differences().setProblem(name);
        QCoreApplication::processEvents();
        window.leaveDifferences();
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        Theme::use(Theme::Look::Light); // with the style that people see
    }
    void init() { QSettings().clear(); }

    void longNamesMakeNothingWider()
    {
        Shown shown;
        MainWindow &window = shown.window;
        window.resize(1000, 700);
        const QList<QDockWidget *> docks = window.findChildren<QDockWidget *>();
        for (QDockWidget *dock : docks)
            dock->show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        fill(shown, Usual);
        const QStringList before = widthsOf(window);
        fill(shown, Long);
        QCOMPARE(widthsOf(window), before);
        if (const QString folder = qEnvironmentVariable("GENMIRROR_PICTURES"); !folder.isEmpty())
            QVERIFY(window.grab().save(folder + u"/long-names.png"_s));

        window.objects().showColumnMenu({});
        const auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QVERIFY(menu->sizeHint().width() < 800);
        const QList<QAction *> entries = menu->actions();
        QVERIFY(std::ranges::any_of(
            entries, [](const QAction *entry) { return entry->toolTip().contains(u"WW&amp;end"_s); }));
        QApplication::activePopupWidget()->close();
    }

    /// What has no room has a tool tip, and the middle or the end is left out, not half a letter.
    void whatIsCutOffIsTheToolTip()
    {
        PlainLabel label(u"short"_s);
        label.resize(200, 30);
        label.show();
        QVERIFY(QTest::qWaitForWindowExposed(&label));
        const auto tip = [&label] {
            QToolTip::hideText();
            QHelpEvent help(QEvent::ToolTip, QPoint(5, 5), label.mapToGlobal(QPoint(5, 5)));
            QCoreApplication::sendEvent(&label, &help);
            return QToolTip::text();
        };
        QCOMPARE(tip(), QString());
        label.setText(Long);
        QVERIFY(tip().contains("WW&amp;end"_L1));
        QVERIFY(label.minimumSizeHint().width() < 200);
        QVERIFY(label.sizeHint().width() < 1000);
        QCOMPARE(label.text(), Long);
        PlainLabel field(u"&A field"_s);
        field.setBuddy(&label);
        QCOMPARE(field.minimumSizeHint(), static_cast<QLabel &>(field).QLabel::minimumSizeHint());
        label.setToolTip(u"of its own"_s);
        QVERIFY(!tip().contains("WW"_L1));

        QTableWidget table(1, 2);
        table.setHorizontalHeader(new PlainHeader(&table));
        table.setHorizontalHeaderLabels({u"a"_s, Long});
        table.resize(400, 100);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const auto tipOf = [&table](int column) {
            QToolTip::hideText();
            QWidget *viewport = table.horizontalHeader()->viewport();
            const QPoint place(table.horizontalHeader()->sectionViewportPosition(column) + 8, 5);
            QHelpEvent help(QEvent::ToolTip, place, viewport->mapToGlobal(place));
            QCoreApplication::sendEvent(viewport, &help);
            return QToolTip::text();
        };
        QVERIFY(!tipOf(0).contains(u'a'));
        QVERIFY(tipOf(1).contains("WW&amp;end"_L1));

        QCOMPARE(shortName(u"short"_s), u"short"_s);
        QCOMPARE(shortName(u"abcdefghij"_s, 5), u"ab…ij"_s);
        for (qsizetype most = 4; most < 12; ++most) { // each of these letters is two of QString's
            const QString cut = shortName(u"😀😁😂🤣😃😄😅😆"_s, most);
            QVERIFY(cut.size() <= most);
            QCOMPARE(QString::fromUtf8(cut.toUtf8()), cut);
        }
        QVERIFY(shortEntry(Long).endsWith("&&end"_L1));
        QCOMPARE(withShortWords(u"a bc\nabcdefghij  k"_s, 5), u"a bc\nab…ij  k"_s);
    }

    /// However much it is magnified: what helps can be pressed.
    void theStatusLineKeepsItsButtonsWhole_data()
    {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {1.0, 1.5, 2.0, 3.0})
            QTest::newRow(qPrintable(QString::number(zoom))) << zoom;
    }
    void theStatusLineKeepsItsButtonsWhole()
    {
        QFETCH(double, zoom);
        StatusLine line;
        QFont font = line.font();
        font.setPointSizeF(font.pointSizeF() * zoom);
        line.setFont(font);
        line.resize(1024, 80);
        line.show();
        line.setStatus({.state = MirrorStatus::State::Offline,
                        .generation = {987'654},
                        .serverGeneration = {1'987'654},
                        .objects = 12'345'678,
                        .verified = true,
                        .problem = Long,
                        .problemCode = ErrorCode::TokenMissing});
        QVERIFY(QTest::qWaitForWindowExposed(&line));
        int seen = 0;
        const QList<QPushButton *> buttons = line.findChildren<QPushButton *>();
        for (const QPushButton *button : buttons) {
            if (!button->isVisible())
                continue;
            ++seen;
            QVERIFY2(line.rect().contains(button->geometry()), qPrintable(button->text()));
            QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
        }
        QCOMPARE(seen, 2);
    }

    void dialogsAreNoWiderThanAScreen()
    {
        const auto check = [](QDialog &dialog) {
            dialog.show();
            QVERIFY(QTest::qWaitForWindowExposed(&dialog));
            QVERIFY2(
                dialog.width() <= 1000 && dialog.minimumSizeHint().width() <= 1000,
                qPrintable(u"%1: %2, at least %3"_s.arg(QString::fromLatin1(dialog.metaObject()->className()))
                               .arg(dialog.width())
                               .arg(dialog.minimumSizeHint().width())));
        };
        ClassicDialog classic;
        check(classic);
        CompactDialog compact(Long, {{Long, "[]"}}, 1);
        check(compact);
        ConfirmDialog confirm(Long, Long, Long, u"Do it"_s);
        check(confirm);
        CredentialsDialog credentials(Long, true, true);
        check(credentials);
        EditDialog edit(Long, {Long.toUtf8()});
        edit.setConflict({Long.toUtf8()});
        edit.setProblem(Long);
        check(edit);
        ProfileDialog profile(Long, {.name = Long});
        profile.setTestResult(false, Long);
        check(profile);
        RulesDialog rules({Long, Long});
        check(rules);
        ServerPage page(Long);
        page.setProblem(Long);
        page.setDone(Long);
        check(page);
        PlainBox box(QMessageBox::Question, Long, Long + u' ' + Long, QMessageBox::Cancel, nullptr);
        box.setAttribute(Qt::WA_DeleteOnClose, false);
        check(box);
    }

    void theLayoutCanBeReset()
    {
        Shown shown;
        MainWindow &window = shown.window;
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCoreApplication::processEvents();
        const auto places = [&window] {
            QStringList all{u"%1x%2"_s.arg(window.width()).arg(window.height())};
            const QList<QDockWidget *> docks = window.findChildren<QDockWidget *>();
            for (const QDockWidget *dock : docks)
                all.append(u"%1 %2 %3 %4x%5"_s.arg(dock->objectName())
                               .arg(dock->isFloating())
                               .arg(window.dockWidgetArea(const_cast<QDockWidget *>(dock)))
                               .arg(dock->isVisible() ? dock->width() : 0)
                               .arg(dock->isVisible() ? dock->height() : 0));
            std::ranges::sort(all);
            auto *history = window.findChild<QTableView *>(u"history"_s);
            for (int column = 0; column < HistoryModel::ColumnCount - 1; ++column)
                all.append(QString::number(history->columnWidth(column)));
            return all;
        };
        const QStringList before = places();
        const QList<QDockWidget *> docks = window.findChildren<QDockWidget *>();
        window.addDockWidget(Qt::RightDockWidgetArea, docks[0]);
        docks[1]->setFloating(true);
        docks[2]->hide();
        docks[3]->show();
        window.findChild<QTableView *>(u"history"_s)->setColumnWidth(1, 33);
        window.resize(500, 400);
        QSettings().setValue("columns/x"_L1, QStringList{u"5:a"_s});
        QSettings().setValue("window/state"_L1, window.saveState());
        QCoreApplication::processEvents();
        QVERIFY(places() != before);
        actionOf(window, u"Reset layout"_s)->trigger();
        QTRY_COMPARE(places(), before);
        QVERIFY(!QSettings().contains("columns/x"_L1));
        QVERIFY(!QSettings().contains("window/state"_L1));
    }

    void theFirstWindowFitsTheScreen_data()
    {
        QTest::addColumn<QSize>("screen");
        QTest::addColumn<QString>("scale");
        const std::initializer_list<std::pair<QSize, const char *>> rows{
            {{1366, 768}, "1"}, {{1366, 768}, "1.25"}, {{1366, 768}, "1.5"},
            {{1366, 768}, "2"}, {{1366, 768}, "3"},    {{1024, 600}, "1"},
            {{1024, 600}, "2"}, {{1280, 720}, "3"},    {{1920, 1080}, "1"}};
        for (const auto &[screen, scale] : rows)
            QTest::addRow("%dx%d at %s", screen.width(), screen.height(), scale)
                << screen << QString::fromLatin1(scale);
    }
    void theFirstWindowFitsTheScreen()
    {
        QFETCH(const QSize, screen);
        QFETCH(const QString, scale);
        const QTemporaryDir folder;
        QFile screens(folder.filePath(u"screens.json"_s));
        QVERIFY(screens.open(QIODevice::WriteOnly));
        screens.write("{\"screens\":[{\"name\":\"one\",\"x\":0,\"y\":0,\"width\":" +
                      QByteArray::number(screen.width()) +
                      ",\"height\":" + QByteArray::number(screen.height()) +
                      ",\"logicalDpi\":96,\"logicalBaseDpi\":96,\"dpr\":1}]}");
        screens.close();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen:configfile="_s + screens.fileName());
        environment.insert(u"QT_SCALE_FACTOR"_s, scale);
        environment.insert(u"GENMIRROR_FIRST_WINDOW"_s, u"1"_s);
        environment.insert(u"XDG_CONFIG_HOME"_s, folder.path());
        if (const QString pictures = qEnvironmentVariable("GENMIRROR_PICTURES"); !pictures.isEmpty())
            environment.insert(u"GENMIRROR_PICTURE"_s,
                               u"%1/first-%2-%3.png"_s.arg(pictures).arg(screen.width()).arg(scale));
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QCoreApplication::applicationFilePath(), QStringList());
        QVERIFY(process.waitForFinished(60'000));
        const QByteArray said = process.readAll();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, said.constData());
        const QSize room = screen / scale.toDouble(); // it did look at that screen
        const QByteArray wanted = "screen " + QByteArray::number(room.width()) + 'x';
        QVERIFY2(said.contains(wanted), said.constData());
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (qEnvironmentVariableIsSet("GENMIRROR_FIRST_WINDOW"))
        return firstWindow();
    LayoutTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "layout_test.moc"
