// Goes through every state that a person can see, on the bundled sample with its real history, and takes a
// picture of each. Started by ./screenshots once for each appearance, language and scale.
#include "app/genmirror/appearance.h"
#include "app/genmirror/sampleserver.h"
#include "app/genmirror/translations.h"
#include "tests/ui/desktopfixture.h"
#include "ui/differencespage.h"
#include "ui/editdialog.h"
#include "ui/inspectorpanel.h"
#include "ui/serverpage.h"
#include "ui/timeline.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QScreen>
#include <QTabWidget>
#include <QTreeView>

using namespace GenMirror;
using namespace GenMirror::Test;

class ScreenshotsTour : public DesktopFixture
{
    Q_OBJECT

    QString m_folder;
    std::unique_ptr<SampleServer> m_sample;
    int m_number = 0;

    /// The whole screen, as a person has it before them, once all is painted.
    void shoot(const QString &name)
    {
        QTest::qWait(350); // animations of docks and pop-ups; nothing is decided by it
        const QString file =
            u"%1/%2-%3.png"_s.arg(m_folder).arg(++m_number, 2, 10, QLatin1Char('0')).arg(name);
        QVERIFY2(QGuiApplication::primaryScreen()->grabWindow(0).save(file), qPrintable(file));
    }
    void obey(MainWindow::Command command) { Q_EMIT window().commanded(command); }
    template <typename Dialog>
    Dialog *opened()
    {
        return QTest::qWaitFor([this] { return window().findChild<Dialog *>() != nullptr; })
                   ? window().findChild<Dialog *>()
                   : nullptr;
    }
    void closeDialogs()
    {
        const QList<QDialog *> dialogs = window().findChildren<QDialog *>();
        for (QDialog *dialog : dialogs)
            dialog->reject();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents();
    }
    /// The first table below, whatever the language.
    QTableView &records() { return *historyPanel().findChild<QTableView *>(u"history"_s); }
    QLineEdit &filter() { return *window().findChild<ObjectsPanel *>()->findChild<QLineEdit *>(); }
    void type(const QString &text)
    {
        filter().setFocus();
        filter().selectAll();
        QTest::keyClicks(&filter(), text);
    }
    void selectSet(const QString &name)
    {
        auto *tree = window().findChild<QTreeView *>();
        const QModelIndexList found = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, name,
                                                           1, Qt::MatchExactly | Qt::MatchRecursive);
        QVERIFY2(!found.isEmpty(), qPrintable(name));
        tree->setCurrentIndex(found.first());
        QTRY_VERIFY(table().model()->rowCount() > 0);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        m_folder = qEnvironmentVariable("GENMIRROR_PICTURES", u"."_s);
        QVERIFY(QDir().mkpath(m_folder));
        QSettings().clear();
        const QLocale locale(qEnvironmentVariable("GENMIRROR_LANGUAGE", u"en"_s));
        QLocale::setDefault(locale);
        installTranslations(locale);
        applyAppearance(qEnvironmentVariable("GENMIRROR_APPEARANCE"));
        m_directory = std::make_unique<QTemporaryDir>();
    }

    void takesAPictureOfEachState()
    {
        startDesktop();
        shoot(u"start"_s);

        m_sample = std::make_unique<SampleServer>();
        QUrl server;
        connect(m_sample.get(), &SampleServer::ready, this, [&server](const QUrl &url) { server = url; });
        m_sample->start();
        QTRY_VERIFY_WITH_TIMEOUT(!server.isEmpty(), 60'000);
        m_proxy = std::make_unique<FaultProxy>(quint16(server.port()));
        m_proxy->setFault(FaultProxy::Fault::Stall, 10'000); // a page that comes slowly
        m_desktop->addMirror({.server = m_proxy->url(),
                              .tree = SampleServer::tree(),
                              .pageLimit = 300,
                              .requestTimeoutMilliseconds = 2000});
        QTRY_VERIFY_WITH_TIMEOUT(window().findChild<StatusLine *>()->findChild<QProgressBar *>()->isVisible(),
                                 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(table().model() && table().model()->rowCount() > 0, 60'000);
        shoot(u"catching-up"_s);
        m_proxy->setFault(FaultProxy::Fault::None);
        m_proxy->forgetOldLinks();
        QTRY_VERIFY_WITH_TIMEOUT(table().model() && table().model()->rowCount() > 0, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(historyPanel().findChild<Timeline *>()->maximum() >= 12, 60'000);
        click(table(), 3);
        shoot(u"live"_s);

        type(u"linux"_s);
        QTRY_VERIFY(table().model()->rowCount() < 200);
        shoot(u"filtered"_s);
        type(u"rel"_s);
        shoot(u"filter-completion"_s);
        type(u"nothing-like-this"_s);
        QTRY_COMPARE(table().model()->rowCount(), 0);
        shoot(u"filter-without-match"_s);
        type(u"\"not closed"_s);
        shoot(u"filter-not-understood"_s);
        filter().clear();
        QTRY_VERIFY(table().model()->rowCount() > 0);

        m_desktop->window().tabs().setFocus();
        obey(MainWindow::Command::OpenTab);
        selectSet(u"python"_s);
        table().sortByColumn(1, Qt::DescendingOrder);
        click(table(), 2);
        shoot(u"tabs"_s);

        auto *inspector = window().findChild<InspectorPanel *>()->findChild<QTabWidget *>();
        inspector->setCurrentIndex(1);
        shoot(u"exact-text"_s);
        inspector->setCurrentIndex(2);
        shoot(u"versions"_s);
        inspector->setCurrentIndex(0);
        window().tabs().step(1);

        auto *timeline = historyPanel().findChild<Timeline *>();
        timeline->setFocus();
        QTest::mouseClick(timeline, Qt::LeftButton, {},
                          QPoint(timeline->width() / 3, timeline->height() / 2));
        QTRY_VERIFY(banner().isVisible());
        shoot(u"time-travel"_s);
        QTest::keyClick(&window(), Qt::Key_Home, Qt::AltModifier);
        QTRY_VERIFY(!banner().isVisible());
        obey(MainWindow::Command::Pause); // so that rows stay where they are
        QTest::qWait(1000);
        click(records(), 0);
        click(records(), 8, Qt::ControlModifier);
        const QList<QPushButton *> buttons = historyPanel().findChildren<QPushButton *>();
        QTest::mouseClick(buttons.last(), Qt::LeftButton);
        const auto *differences = window().findChild<DifferencesPage *>();
        QVERIFY(differences->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(differences->findChild<QTreeView *>()->model()->rowCount() > 0, 30'000);
        shoot(u"differences"_s);
        QTest::keyClick(differences->findChild<QTreeView *>(), Qt::Key_Escape);
        QVERIFY(!differences->isVisible());
        obey(MainWindow::Command::Pause);
        historyPanel().findChild<QTabWidget *>()->setCurrentIndex(1);
        QTest::qWait(600);
        shoot(u"history-of-the-server"_s);
        historyPanel().findChild<QTabWidget *>()->setCurrentIndex(0);

        selectSet(u"python"_s); // with several objects
        click(table(), 1);
        QTRY_VERIFY(window().findChild<InspectorPanel *>()->findChild<QPushButton *>() != nullptr);
        obey(MainWindow::Command::EditObjects);
        auto *editor = opened<EditDialog>();
        QVERIFY(editor);
        auto *text = editor->findChild<QPlainTextEdit *>();
        QString changed = text->toPlainText();
        text->setPlainText(changed.replace(u"\"name\""_s, u"\"title\""_s).replace(u"true"_s, u"false"_s));
        shoot(u"edit"_s);
        editor->setConflict({"{\"name\":\"somebody else's\"}"});
        shoot(u"edit-conflict"_s);
        closeDialogs();

        const QList<QAction *> menus = window().menuBar()->actions();
        for (const int number : {1, 3}) { // edit and view
            menus[number]->menu()->popup(window().mapToGlobal(QPoint(100, 40)));
            shoot(u"menu"_s);
            menus[number]->menu()->close();
        }
        QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
        QTest::qWait(200);
        shoot(u"commands"_s);
        closeDialogs();
        QTest::keyClick(&window(), Qt::Key_F1, Qt::ControlModifier);
        shoot(u"shortcuts"_s);
        closeDialogs();
        obey(MainWindow::Command::Profile);
        shoot(u"connection"_s);
        closeDialogs();
        obey(MainWindow::Command::Credentials);
        shoot(u"credentials"_s);
        closeDialogs();
        obey(MainWindow::Command::NewRule);
        obey(MainWindow::Command::Rules);
        shoot(u"notifications"_s);
        closeDialogs();

        obey(MainWindow::Command::ServerPage);
        auto *page = opened<ServerPage>();
        QVERIFY(page);
        QTest::qWait(800);
        shoot(u"server-trees"_s);
        for (const QString &name : {u"clients"_s, u"tokens"_s, u"backups"_s, u"audit"_s}) {
            auto *tabs = page->findChild<QTabWidget *>();
            tabs->setCurrentIndex(tabs->currentIndex() + 1);
            QTest::qWait(400);
            shoot(u"server-"_s + name);
        }
        closeDialogs();
        obey(MainWindow::Command::Compact);
        QTest::qWait(800);
        shoot(u"compact"_s);
        closeDialogs();
        obey(MainWindow::Command::Reset);
        QTest::qWait(400);
        shoot(u"reset"_s);
        closeDialogs();

        const QList<QDockWidget *> docks = window().findChildren<QDockWidget *>();
        docks[3]->show();
        docks[3]->raise();
        shoot(u"activity"_s);
        docks[3]->hide();

        m_proxy->setFault(FaultProxy::Fault::Refuse);
        m_sample.reset();
        QTest::qWait(3000);
        shoot(u"offline"_s);
        m_desktop->addMirror({.server = QUrl(u"http://127.0.0.1:9"_s), .tree = u"nobody"_s});
        QTest::qWait(1500);
        auto *tree = window().findChild<QTreeView *>();
        tree->setCurrentIndex(tree->model()->index(0, 0, tree->model()->index(1, 0)));
        shoot(u"never-reached"_s);
        m_desktop.reset();
    }
};

QTEST_MAIN(ScreenshotsTour)
#include "screenshots_tour.moc"
