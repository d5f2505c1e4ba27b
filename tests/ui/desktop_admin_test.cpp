// What an admin does from the window, by mouse and keys, against a real server with tokens.
#include "app/genmirror/profile.h"
#include "tests/support/eventclient.h"
#include "tests/ui/desktopfixture.h"
#include "ui/adminlist.h"
#include "ui/compactdialog.h"
#include "ui/confirmdialog.h"
#include "ui/credentialsdialog.h"
#include "ui/newtokendialog.h"
#include "ui/serverpage.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QSpinBox>
#include <QStatusBar>
#include <QTabWidget>
#include <QTreeWidget>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopAdminTest : public DesktopFixture
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_secured;

    QJsonObject tree() const
    {
        return QJsonDocument::fromJson(m_secured->askAdmin("GET", "/v1/trees/inside").body).object();
    }
    void begin(const QByteArray &token)
    {
        startDesktop();
        m_desktop->addMirror({.server = QUrl(u"http://127.0.0.1:%1"_s.arg(m_secured->port())),
                              .tree = u"inside"_s,
                              .credentials = {.token = token}});
        QTRY_COMPARE(table().model()->rowCount(), 5);
        QTRY_VERIFY(status().contains("Live"_L1));
    }
    bool isAdmin() { return actionNamed(window(), u"Administer"_s)->isVisible(); }
    template <typename Dialog>
    Dialog *opened()
    {
        return QTest::qWaitFor([this] { return window().findChild<Dialog *>() != nullptr; })
                   ? window().findChild<Dialog *>()
                   : nullptr;
    }
    ServerPage *openPage()
    {
        actionNamed(window(), u"Server…"_s)->trigger();
        return opened<ServerPage>();
    }
    static void look(ServerPage &page, ServerPage::List list)
    {
        page.findChild<QTabWidget *>()->setCurrentIndex(int(list));
    }
    static QTableView *tableOf(ServerPage &page)
    {
        return page.findChild<QTabWidget *>()->currentWidget()->findChild<QTableView *>();
    }
    static QString textAt(ServerPage &page, int row, int column)
    {
        return tableOf(page)->model()->index(row, column).data().toString();
    }
    static void typeInto(QLineEdit *line, const QString &text)
    {
        line->setFocus();
        QTest::keyClicks(line, text);
    }
    static QPushButton *buttonNamed(const QWidget &widget, const QString &text)
    {
        const QList<QPushButton *> buttons = widget.findChildren<QPushButton *>();
        const auto found = std::ranges::find_if(
            buttons, [&](const QPushButton *button) { return button->text().remove(u'&') == text; });
        return found == buttons.end() ? nullptr : *found;
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        QSettings().clear();
        m_directory = std::make_unique<QTemporaryDir>();
        m_secured = std::make_unique<AccessServer>();
        for (int id = 1; id <= 5; ++id)
            m_secured->put("inside", id);
    }
    void cleanup()
    {
        m_desktop.reset();
        m_secured.reset();
    }

    void onlyAnAdminSeesAdministration_data()
    {
        QTest::addColumn<QByteArray>("role");
        QTest::addColumn<bool>("admin");
        QTest::newRow("reader") << "reader"_ba << false;
        QTest::newRow("editor") << "editor"_ba << false;
        QTest::newRow("admin") << "admin"_ba << true;
    }
    void onlyAnAdminSeesAdministration()
    {
        QFETCH(QByteArray, role);
        QFETCH(bool, admin);
        begin(m_secured->makeToken(role, "*"));
        const qint64 before =
            m_secured->askAdmin("GET", "/metrics").body.count("route=\"/v1/me\",status=\"200\"");
        QTRY_VERIFY(before > 0 ||
                    m_secured->askAdmin("GET", "/metrics").body.contains("route=\"/v1/me\",status=\"200\""));
        QTRY_COMPARE(isAdmin(), admin);
        // and one who was, and is no more
        if (admin) {
            const QByteArray list = m_secured->askAdmin("GET", "/v1/admin/tokens").body;
            const QJsonArray tokens = QJsonDocument::fromJson(list)["tokens"_L1].toArray();
            const QByteArray id = tokens.last()["id"_L1].toString().toLatin1();
            QCOMPARE(m_secured->askAdmin("PATCH", "/v1/admin/tokens/" + id, "{\"role\":\"reader\"}").status,
                     200);
            QTRY_VERIFY_WITH_TIMEOUT(!isAdmin(), 10'000);
        }
    }

    void aCompactionIsSeenBeforeItIsDone()
    {
        for (int id = 10; id < 20; ++id)
            m_secured->put("inside", id);
        for (int id = 10; id < 20; ++id)
            QCOMPARE(
                m_secured->askAdmin("DELETE", "/v1/trees/inside/objects/" + QByteArray::number(id)).status,
                200);
        const QByteArray late(32, 'a');
        QCOMPARE(m_secured
                     ->ask(m_secured->adminToken(), "GET",
                           "/v1/trees/inside/updates?since=7&limit=1&collection=" +
                               tree()["collection"_L1].toString().toLatin1(),
                           {}, {"GenMirror-Client: " + late})
                     .status,
                 200);
        begin(m_secured->adminToken());
        QTRY_VERIFY(isAdmin());
        actionNamed(window(), u"Compact…"_s)->trigger();
        auto *dialog = opened<CompactDialog>();
        QVERIFY(dialog);
        QTRY_VERIFY(textOf(*dialog).contains("Nothing would be dropped"_L1)); // 99 are kept
        QVERIFY(!buttonNamed(*dialog, u"Compact"_s)->isEnabled());
        auto *value = dialog->findChild<QSpinBox *>();
        value->setFocus();
        value->selectAll();
        QTest::keyClicks(value, u"4"_s);
        QTRY_VERIFY2(textOf(*dialog).contains("6 removals would be dropped"_L1), qPrintable(textOf(*dialog)));
        QVERIFY(textOf(*dialog).contains("1 known client would"_L1));
        QCOMPARE(dialog->findChild<QTreeWidget *>()->topLevelItemCount(), 1);
        QCOMPARE(tree()["removals"_L1].toInt(), 10); // nothing has happened yet
        picture(*dialog, u"compact"_s);
        press(*dialog, u"Compact"_s);
        QTRY_COMPARE(tree()["removals"_L1].toInt(), 4);
        QTRY_VERIFY(status().contains("Live"_L1));
    }

    void thePreviewAndTheListTellTheSameOfAClient()
    {
        for (int id = 10; id < 20; ++id)
            m_secured->put("inside", id);
        for (int id = 10; id < 20; ++id)
            QCOMPARE(
                m_secured->askAdmin("DELETE", "/v1/trees/inside/objects/" + QByteArray::number(id)).status,
                200);
        begin(m_secured->adminToken());
        QTRY_VERIFY(isAdmin());
        const QByteArray late(32, 'a');
        EventClient events(m_secured->port(), "?tree=inside",
                           "GenMirror-Client: " + late + "\r\nAuthorization: Bearer " +
                               m_secured->adminToken() + "\r\n");
        QVERIFY(!events.next().name.isEmpty()); // it listens, and is far behind
        QCOMPARE(m_secured
                     ->ask(m_secured->adminToken(), "GET",
                           "/v1/trees/inside/updates?since=7&limit=1&collection=" +
                               tree()["collection"_L1].toString().toLatin1(),
                           {}, {"GenMirror-Client: " + late})
                     .status,
                 200);
        actionNamed(window(), u"Compact…"_s)->trigger();
        auto *dialog = opened<CompactDialog>();
        QVERIFY(dialog);
        auto *clients = dialog->findChild<QTreeWidget *>();
        dialog->findChild<QSpinBox *>()->setValue(4);
        QTRY_COMPARE(clients->topLevelItemCount(), 1);
        const auto told = [&](int column) { return clients->topLevelItem(0)->text(column); };
        const QString seen = told(4);
        QTRY_VERIFY_WITH_TIMEOUT(told(4) != seen, 10'000); // of this moment, not of when it was opened
        actionNamed(window(), u"Server…"_s)->trigger();
        ServerPage &page = *opened<ServerPage>();
        look(page, ServerPage::List::Clients);
        QTRY_COMPARE(tableOf(page)->model()->rowCount(), 2);
        const int row = textAt(page, 0, 2) == told(1) ? 0 : 1;
        QCOMPARE(textAt(page, row, 0), told(0)); // name
        QCOMPARE(textAt(page, row, 2), told(1)); // generation
        QCOMPARE(textAt(page, row, 7), told(5)); // address
        const auto timeOf = [](const QString &text) {
            return QLocale().toDateTime(text, QLocale().dateTimeFormat(QLocale::ShortFormat));
        };
        QVERIFY(timeOf(told(4)).isValid());
        QTRY_VERIFY(std::abs(timeOf(textAt(page, row, 5)).secsTo(timeOf(told(4)))) <= 5); // last seen
    }

    void aReadOnlyConnectionAdministersNothing()
    {
        const QString server = u"http://127.0.0.1:%1"_s.arg(m_secured->port());
        QVERIFY(keepProfile({.server = server, .isProduction = true, .isReadOnly = true}));
        begin(m_secured->adminToken());
        QTRY_VERIFY(isAdmin());
        ServerPage &page = *openPage();
        QVERIFY(textOf(page).contains("PRODUCTION"_L1));
        QTRY_COMPARE(tableOf(page)->model()->rowCount(), 2);
        for (const auto list : {ServerPage::List::Trees, ServerPage::List::Clients, ServerPage::List::Tokens,
                                ServerPage::List::Backups}) {
            look(page, list);
            tableOf(page)->selectRow(0);
            const QList<QPushButton *> buttons =
                page.findChild<QTabWidget *>()->currentWidget()->findChildren<QPushButton *>();
            QVERIFY(!buttons.isEmpty());
            for (const QPushButton *button : buttons) {
                QVERIFY2(!button->isEnabled(), qPrintable(button->text()));
                QVERIFY(button->toolTip().contains("read-only"_L1));
            }
        }
        picture(page, u"server-read-only"_s);
        look(page, ServerPage::List::Audit); // what only looks can be done
        QVERIFY(buttonNamed(*page.findChild<QTabWidget *>()->currentWidget(), u"Export…"_s)->isEnabled());
    }

    void aResetHasTheNameTypedAndAReasonGiven()
    {
        begin(m_secured->adminToken());
        QTRY_VERIFY(isAdmin());
        click(table(), 3);
        const QString place = table().currentIndex().siblingAtColumn(0).data().toString();
        actionNamed(window(), u"Reset…"_s)->trigger();
        auto *dialog = opened<ConfirmDialog>();
        QVERIFY(dialog);
        const QList<QLineEdit *> lines = dialog->findChildren<QLineEdit *>();
        typeInto(lines[0], u"insid"_s);
        typeInto(lines[1], u"it was wrong"_s);
        QVERIFY(!buttonNamed(*dialog, u"Reset"_s)->isEnabled());
        typeInto(lines[0], u"e"_s);
        picture(*dialog, u"reset"_s);
        const QString before = tree()["collection"_L1].toString();
        QTest::keyClick(lines[1], Qt::Key_Return); // Enter cancels
        QTRY_VERIFY(!window().findChild<ConfirmDialog *>());
        QCOMPARE(tree()["collection"_L1].toString(), before);

        actionNamed(window(), u"Reset…"_s)->trigger();
        dialog = opened<ConfirmDialog>();
        typeInto(dialog->findChildren<QLineEdit *>()[0], u"inside"_s);
        typeInto(dialog->findChildren<QLineEdit *>()[1], u"it was wrong"_s);
        press(*dialog, u"Reset"_s);
        QTRY_VERIFY(tree()["collection"_L1].toString() != before);
        QTRY_COMPARE(history().model()->index(0, HistoryModel::Cause).data().toString(), u"reset"_s);
        QCOMPARE(table().model()->rowCount(), 5);
        QCOMPARE(table().currentIndex().siblingAtColumn(0).data().toString(),
                 place); // the view stays where it was
        QCOMPARE(m_secured->auditOf("reset").first()["reason"_L1].toString(), u"it was wrong"_s);
    }

    void theServerPageShowsAndDoes()
    {
        begin(m_secured->adminToken());
        QTRY_VERIFY(isAdmin());
        ServerPage &page = *openPage();
        QTRY_COMPARE(tableOf(page)->model()->rowCount(), 2);
        QCOMPARE(textAt(page, 0, 0), u"inside"_s);
        QCOMPARE(textAt(page, 0, 2), u"5"_s);
        click(*tableOf(page), 0);
        m_secured->put("inside", 6); // it ticks, and the selection stays
        QTRY_COMPARE(textAt(page, 0, 2), u"6"_s);
        QCOMPARE(
            page.findChild<QTabWidget *>()->currentWidget()->findChild<QTableView *>()->currentIndex().row(),
            0);

        picture(page, u"server-trees"_s);
        look(page, ServerPage::List::Clients);
        QTRY_COMPARE(tableOf(page)->model()->rowCount(), 1);
        picture(page, u"server-clients"_s);
        QCOMPARE(textAt(page, 0, 0), u"the admin"_s);

        look(page, ServerPage::List::Backups);
        QTRY_VERIFY(textOf(*page.findChild<QTabWidget *>()->currentWidget()).contains("no backups"_L1));
        QStringList beside; // what the list shows when it is said that there is a backup
        connect(window().statusBar(), &QStatusBar::messageChanged, &page, [&](const QString &message) {
            if (message.contains("backed up"_L1))
                beside.append(QString::number(tableOf(page)->model()->rowCount()));
        });
        press(*page.findChild<QTabWidget *>()->currentWidget(), u"Back up now"_s);
        QTRY_COMPARE(beside, QStringList(u"1"_s));
        QCOMPARE(tableOf(page)->model()->rowCount(), 1);
        QCOMPARE(textAt(page, 0, 3), u"inside outside"_s);
        QCOMPARE(m_secured->askAdmin("DELETE", "/v1/trees/inside/objects/6").status, 200);
        click(*tableOf(page), 0);
        press(*page.findChild<QTabWidget *>()->currentWidget(), u"Restore…"_s);
        QTRY_VERIFY(page.findChild<QMessageBox *>());
        press(*page.findChild<QMessageBox *>(), u"inside"_s);
        QTRY_VERIFY(page.findChild<ConfirmDialog *>());
        typeInto(page.findChild<ConfirmDialog *>()->findChildren<QLineEdit *>()[0], u"inside"_s);
        typeInto(page.findChild<ConfirmDialog *>()->findChildren<QLineEdit *>()[1], u"a test"_s);
        press(*page.findChild<ConfirmDialog *>(), u"Restore"_s);
        QTRY_COMPARE(tree()["objects"_L1].toInt(), 6);
        QTRY_COMPARE(table().model()->rowCount(), 6); // and the mirror has it

        QVERIFY(QFile::resize(m_secured->directory() + "/outside.sqlite"_L1, 0));
        press(*page.findChild<QTabWidget *>()->currentWidget(), u"Back up now"_s);
        QTRY_COMPARE(tableOf(page)->model()->rowCount(), 2);
        QVERIFY(textAt(page, 0, 4) == u"outside"_s || textAt(page, 1, 4) == u"outside"_s);
        const auto saysPartial = [](const QLabel *label) { return label->text().contains(u"partial"_s); };
        QTRY_VERIFY(std::ranges::any_of(page.findChildren<QLabel *>(), saysPartial));

        look(page, ServerPage::List::Audit);
        QTRY_VERIFY(tableOf(page)->model()->rowCount() > 4);
        picture(page, u"server-audit"_s);
        typeInto(page.findChild<QLineEdit *>(), u"restore"_s);
        QTRY_COMPARE(tableOf(page)->model()->rowCount(), 1);
        QCOMPARE(textAt(page, 0, 6), u"a test"_s);
        press(*page.findChild<QTabWidget *>()->currentWidget(), u"Export…"_s);
        QTRY_VERIFY(page.findChild<QFileDialog *>());
        const QString file = m_directory->filePath(u"audit.csv"_s);
        Q_EMIT page.findChild<QFileDialog *>()->fileSelected(file); // the chooser itself is the system's
        QFile csv(file);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const QByteArrayList lines = csv.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 2); // as filtered
        QVERIFY(lines[1].contains("\"a test\""));
    }

    void tokensAreMadeShownOnceAndRevoked()
    {
        begin(m_secured->adminToken());
        QTRY_VERIFY(isAdmin());
        ServerPage &page = *openPage();
        look(page, ServerPage::List::Tokens);
        QTRY_COMPARE(tableOf(page)->model()->rowCount(), 1);
        press(*page.findChild<QTabWidget *>()->currentWidget(), u"Make…"_s);
        QTRY_VERIFY(page.findChild<NewTokenDialog *>());
        auto *dialog = page.findChild<NewTokenDialog *>();
        const QList<QLineEdit *> lines = dialog->findChildren<QLineEdit *>();
        typeInto(lines[0], u"Anna's laptop"_s);
        press(*dialog, u"Make"_s);
        const auto shown = [&] {
            const auto found = std::ranges::find(lines, u"The new token"_s, &QLineEdit::accessibleName);
            return found == lines.end() ? QString() : (*found)->text();
        };
        QTRY_VERIFY(shown().startsWith("gmt_"_L1));
        QCOMPARE(m_secured->ask(shown().toLatin1(), "GET", "/v1/trees").status, 200);
        const QByteArray token = shown().toLatin1();
        picture(*dialog, u"token"_s);
        press(*dialog, u"Copy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text().toLatin1(), token);
        press(*dialog, u"Close"_s);
        QTRY_COMPARE(tableOf(page)->model()->rowCount(), 2);
        QCOMPARE(textAt(page, 1, 0), u"Anna's laptop"_s);
        click(*tableOf(page), 1);
        press(*page.findChild<QTabWidget *>()->currentWidget(), u"Revoke…"_s);
        QTRY_VERIFY(page.findChild<QMessageBox *>());
        press(*page.findChild<QMessageBox *>(), u"Revoke"_s);
        QTRY_COMPARE(tableOf(page)->model()->rowCount(), 1);
        QCOMPARE(m_secured->ask(token, "GET", "/v1/trees").status, 401);
        click(*tableOf(page), 0); // the last admin's
        press(*page.findChild<QTabWidget *>()->currentWidget(), u"Revoke…"_s);
        QTRY_VERIFY(page.findChild<QMessageBox *>());
        press(*page.findChild<QMessageBox *>(), u"Revoke"_s);
        QTRY_VERIFY(textOf(page).contains("last token of an admin"_L1));
    }

    void anotherTokenIsTakenAndNeverWrittenDown()
    {
        startDesktop();
        const QUrl server(u"http://127.0.0.1:%1"_s.arg(m_secured->port()));
        m_desktop->addMirror({.server = server, .tree = u"inside"_s});
        QTRY_VERIFY(status().contains("asks for a token"_L1));
        QVERIFY(status().contains("No access"_L1)); // which is not the same as offline
        actionNamed(window(), u"Token and authority…"_s)->trigger();
        auto *dialog = opened<CredentialsDialog>();
        QVERIFY(dialog);
        typeInto(dialog->findChildren<QLineEdit *>()[0], u"nonsense"_s);
        press(*dialog, u"OK"_s);
        QTRY_VERIFY(textOf(*dialog).contains("This is no token"_L1));
        picture(*dialog, u"credentials"_s);
        dialog->findChildren<QLineEdit *>()[0]->clear();
        typeInto(dialog->findChildren<QLineEdit *>()[0], QString::fromLatin1(m_secured->adminToken()));
        press(*dialog, u"OK"_s);
        QTRY_COMPARE(table().model()->rowCount(), 5);
        QTRY_VERIFY(status().contains("Live"_L1));
        QTRY_VERIFY(window().statusBar()->currentMessage().contains("There is no keychain"_L1)); // in tests
        m_desktop.reset();
        QSettings settings;
        settings.sync();
        for (const QString &key : settings.allKeys())
            QVERIFY2(!settings.value(key).toString().contains(
                         QString::fromLatin1(m_secured->adminToken().mid(17))),
                     qPrintable(key));
        QVERIFY(settings.value("keychain/servers"_L1).toStringList().contains(server.toString()));
    }
};

QTEST_MAIN(DesktopAdminTest)
#include "desktop_admin_test.moc"
