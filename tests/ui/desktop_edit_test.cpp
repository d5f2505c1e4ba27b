// Changing objects from the window: what is typed goes to the real server, and comes back through the mirror.
#include "app/genmirror/profile.h"
#include "tests/ui/desktopfixture.h"
#include "ui/editdialog.h"
#include "ui/inspectorpanel.h"
#include "ui/productionframe.h"

#include <QCheckBox>
#include <QJsonObject>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QStatusBar>
#include <QTextBrowser>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopEditTest : public DesktopFixture
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_secured;

    QByteArray onServer(int id) const
    {
        const RawAnswer answer =
            m_secured->askAdmin("GET", "/v1/trees/inside/objects/" + QByteArray::number(id));
        return answer.status == 200 ? answer.body : QByteArray();
    }
    void putOnServer(int id, const QByteArray &text) const
    {
        QCOMPARE(
            m_secured->askAdmin("PUT", "/v1/trees/inside/objects/" + QByteArray::number(id), text).status /
                100,
            2);
    }
    void begin(const QByteArray &role)
    {
        startDesktop();
        m_desktop->addMirror({.server = QUrl(u"http://127.0.0.1:%1"_s.arg(m_secured->port())),
                              .tree = u"inside"_s,
                              .credentials = {.token = m_secured->makeToken(role, "*")}});
        QTRY_COMPARE(table().model()->rowCount(), 5);
        QTRY_VERIFY(status().contains("Live"_L1));
    }
    bool canEdit() { return actionNamed(window(), u"Edit object…"_s)->isEnabled(); }
    EditDialog *editor(const QString &action)
    {
        actionNamed(window(), action)->trigger();
        return QTest::qWaitFor([this] { return window().findChild<EditDialog *>() != nullptr; })
                   ? window().findChild<EditDialog *>()
                   : nullptr;
    }
    static void write(EditDialog &dialog, const QString &text)
    {
        auto *edit = dialog.findChild<QPlainTextEdit *>();
        edit->setFocus();
        edit->selectAll();
        const QStringList lines = text.split(u'\n');
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (i > 0)
                QTest::keyClick(edit, Qt::Key_Return);
            QTest::keyClicks(edit, lines[i]);
        }
    }
    static QPushButton *sendButton(const EditDialog &dialog)
    {
        const QList<QPushButton *> buttons = dialog.findChildren<QPushButton *>();
        const auto found = std::ranges::find_if(buttons, [](const QPushButton *button) {
            return button->text().remove(u'&').startsWith("Send"_L1);
        });
        return *found;
    }
    static void send(const EditDialog &dialog)
    {
        QVERIFY(sendButton(dialog)->isEnabled());
        QTest::mouseClick(sendButton(dialog), Qt::LeftButton);
    }
    void bringUp() // a platform without a window manager does not, once a dialog is closed
    {
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }
    QMessageBox *again()
    {
        const QList<QMessageBox *> boxes = window().findChildren<QMessageBox *>();
        const auto found = std::ranges::find_if(
            boxes, [](const QMessageBox *box) { return box->text().contains("Nothing was sent"_L1); });
        return found == boxes.end() ? nullptr : *found;
    }
    bool noEditor() { return window().findChild<EditDialog *>() == nullptr; }

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

    void aReaderCannotEdit()
    {
        begin("reader");
        QTRY_VERIFY(m_secured->askAdmin("GET", "/metrics").body.contains("route=\"/v1/me\",status=\"200\""));
        QVERIFY(!canEdit());
        QVERIFY(!window().findChild<InspectorPanel *>()->findChild<QPushButton *>()->isEnabled());
    }

    void aRoleIsAskedForThoughPushCameBeforeTheFirstSyncEnded()
    {
        QByteArrayList operations;
        for (int id = 100; id < 20'100; ++id)
            operations.append("{\"op\":\"add\",\"object\":{\"id\":" + QByteArray::number(id) + "}}");
        const RawAnswer answer = m_secured->askAdmin("POST", "/v1/trees/inside/batch",
                                                     "{\"operations\":[" + operations.join(',') + "]}");
        QCOMPARE(answer.status, 200);
        startDesktop();
        m_desktop->addMirror({.server = QUrl(u"http://127.0.0.1:%1"_s.arg(m_secured->port())),
                              .tree = u"inside"_s,
                              .credentials = {.token = m_secured->makeToken("editor", "*")}});
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 20'005, 60'000);
        QTRY_VERIFY(status().contains("Live"_L1));
        QTRY_VERIFY(canEdit());
    }

    void anObjectIsChangedAndTheMirrorFollows()
    {
        begin("editor");
        QTRY_VERIFY(canEdit());
        click(table(), 1);
        EditDialog *dialog = editor(u"Edit object…"_s);
        QVERIFY(dialog);
        QVERIFY(!sendButton(*dialog)->isEnabled()); // nothing is different yet
        write(*dialog, u"{\"id\":2,\"v\":"_s);
        QVERIFY(textOf(*dialog).contains("Not JSON yet"_L1));
        QVERIFY(!sendButton(*dialog)->isEnabled());
        write(*dialog, u"{\"id\":2, \"v\":1.50}"_s);
        QCOMPARE(dialog->findChild<QTextBrowser *>()->toPlainText(), u"{\"id\":2, \"v\":1.50}"_s);
        picture(*dialog, u"edit"_s);
        send(*dialog);
        QTRY_VERIFY(noEditor());
        QCOMPARE(onServer(2), "{\"id\":2, \"v\":1.50}"_ba); // byte for byte
        QTRY_COMPARE(table().model()->index(1, 0).data(ObjectTableModel::TextRole).toByteArray(),
                     "{\"id\":2, \"v\":1.50}"_ba);

        bringUp();
        QTest::keyClick(&window(), Qt::Key_Z, Qt::ControlModifier); // a new edit puts back what was
        QTRY_COMPARE(onServer(2), "{\"id\":2}"_ba);
        QTRY_COMPARE(table().model()->index(1, 0).data(ObjectTableModel::TextRole).toByteArray(),
                     "{\"id\":2}"_ba);
        QTRY_VERIFY(!actionNamed(window(), u"Undo last edit"_s)->isEnabled());
    }

    void theKeysLeadIntoTheText_data()
    {
        QTest::addColumn<QKeySequence>("keys");
        QTest::newRow("F2") << QKeySequence(Qt::Key_F2);
        QTest::newRow("Ctrl+Shift+N") << QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N);
    }
    void theKeysLeadIntoTheText()
    {
        QFETCH(QKeySequence, keys);
        begin("editor");
        QTRY_VERIFY(canEdit());
        click(table(), 1);
        bringUp();
        QTest::keySequence(&window(), keys);
        QTRY_VERIFY(!noEditor());
        EditDialog &dialog = *window().findChild<EditDialog *>();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QCOMPARE(dialog.focusWidget(), dialog.findChild<QPlainTextEdit *>());
        QStringList buttons;
        for (const QPushButton *button : dialog.findChildren<QPushButton *>()) {
            if (button->isVisible())
                buttons.append(button->text().remove(u'&'));
        }
        buttons.sort();
        QCOMPARE(buttons, (QStringList{u"Cancel"_s, u"Send"_s})); // none that belongs to conflicts
    }

    void itIsToldWhatWasDone()
    {
        begin("editor");
        QTRY_VERIFY(canEdit());
        const auto said = [this] { return window().statusBar()->currentMessage(); };
        EditDialog *dialog = editor(u"New object…"_s);
        write(*dialog, u"{\"id\":6}\n{\"id\":7}"_s);
        send(*dialog);
        QTRY_COMPARE(said(), u"2 objects were added on the server."_s);
        QTRY_VERIFY(noEditor());
        click(table(), 0);
        dialog = editor(u"Edit object…"_s);
        write(*dialog, u"{\"id\":1,\"v\":1}"_s);
        send(*dialog);
        QTRY_COMPARE(said(), u"1 object was changed on the server."_s);
        QTRY_VERIFY(noEditor());
        QTRY_COMPARE(table().model()->rowCount(), 7);
        click(table(), 0);
        click(table(), 1, Qt::ControlModifier);
        actionNamed(window(), u"Remove objects…"_s)->trigger();
        QTRY_VERIFY(window().findChild<QMessageBox *>());
        press(*window().findChild<QMessageBox *>(), u"Remove"_s);
        QTRY_COMPARE(said(), u"2 objects were removed from the server."_s);
        actionNamed(window(), u"Tell me about changes here…"_s)->trigger();
        QTRY_VERIFY(said().contains("anything changes in the root set."_L1));
    }

    void whoComesSecondSeesBothVersionsAndChooses_data()
    {
        QTest::addColumn<bool>("removed");
        QTest::addColumn<bool>("mine");
        QTest::newRow("changed, theirs") << false << false;
        QTest::newRow("changed, mine") << false << true;
        QTest::newRow("removed, theirs") << true << false;
        QTest::newRow("removed, mine") << true << true;
    }
    void whoComesSecondSeesBothVersionsAndChooses()
    {
        QFETCH(bool, removed);
        QFETCH(bool, mine);
        begin("editor");
        QTRY_VERIFY(canEdit());
        click(table(), 2);
        EditDialog *dialog = editor(u"Edit object…"_s);
        QVERIFY(dialog);
        if (removed)
            QCOMPARE(m_secured->askAdmin("DELETE", "/v1/trees/inside/objects/3").status, 200);
        else
            putOnServer(3, "{\"id\":3,\"v\":\"theirs\"}");
        write(*dialog, u"{\"id\":3,\"v\":\"mine\"}"_s);
        send(*dialog);
        QTRY_VERIFY(textOf(*dialog).contains("Someone else was first"_L1));
        QCOMPARE(onServer(3), removed ? QByteArray() : "{\"id\":3,\"v\":\"theirs\"}"_ba); // nothing was sent
        QVERIFY(dialog->findChild<QPlainTextEdit *>()->toPlainText().contains("mine"_L1));
        QCOMPARE(dialog->findChild<QTextBrowser *>()->toPlainText().contains("theirs"_L1), !removed);
        picture(*dialog, u"conflict"_s);
        if (!mine) {
            press(*dialog, u"Take theirs"_s);
            QTRY_VERIFY(noEditor());
            QCOMPARE(onServer(3), removed ? QByteArray() : "{\"id\":3,\"v\":\"theirs\"}"_ba);
            return;
        }
        send(*dialog);
        QTRY_VERIFY(noEditor());
        QCOMPARE(onServer(3), "{\"id\":3,\"v\":\"mine\"}"_ba);
    }

    void severalAreAddedChangedAndRemovedAtOnce()
    {
        begin("admin");
        QTRY_VERIFY(canEdit());
        EditDialog *dialog = editor(u"New object…"_s);
        QVERIFY(dialog);
        write(*dialog, u"{\"id\":6}\n{\"id\":7"_s);
        QVERIFY(textOf(*dialog).contains("Line 2"_L1));
        write(*dialog, u"{\"id\":6}\n{\"id\":7}\n{\"id\":1}"_s);
        send(*dialog);
        QTRY_VERIFY(textOf(*dialog).contains("Someone else was first"_L1)); // 1 is there: all or none
        QVERIFY(onServer(6).isNull());
        write(*dialog, u"{\"id\":6}\n{\"id\":7}\n{\"id\":1,\"v\":2}"_s);
        send(*dialog);
        QTRY_VERIFY(noEditor());
        QTRY_COMPARE(table().model()->rowCount(), 7);
        QCOMPARE(onServer(1), "{\"id\":1,\"v\":2}"_ba);

        click(table(), 4);
        click(table(), 6, Qt::ShiftModifier);
        dialog = editor(u"Edit object…"_s);
        QVERIFY(dialog);
        write(*dialog, u"{\"id\":5,\"w\":1}\n{\"id\":9}\n{\"id\":7}"_s);
        send(*dialog);
        QTRY_VERIFY(textOf(*dialog).contains("may not be changed"_L1));
        write(*dialog, u"{\"id\":5,\"w\":1}\n{\"id\":6}\n{\"id\":7,\"w\":2}"_s);
        send(*dialog);
        QTRY_VERIFY(noEditor());
        QCOMPARE(onServer(5), "{\"id\":5,\"w\":1}"_ba);
        QCOMPARE(onServer(7), "{\"id\":7,\"w\":2}"_ba);

        QTRY_COMPARE(table().model()->index(6, 0).data(ObjectTableModel::TextRole).toByteArray(),
                     "{\"id\":7,\"w\":2}"_ba);
        actionNamed(window(), u"Pause or resume"_s)->trigger(); // somebody else will be first for certain
        QTRY_VERIFY(status().contains("Paused"_L1));
        putOnServer(7, "{\"id\":7,\"w\":3}");
        click(table(), 5);
        click(table(), 6, Qt::ControlModifier);
        actionNamed(window(), u"Remove objects…"_s)->trigger();
        QTRY_VERIFY(window().findChild<QMessageBox *>());
        QCOMPARE(window().findChild<QMessageBox *>()->defaultButton()->text().remove(u'&'), u"Cancel"_s);
        press(*window().findChild<QMessageBox *>(), u"Remove"_s);
        QTRY_VERIFY(again() != nullptr);
        QVERIFY(again()->text().contains("\"w\":3"_L1)); // what it is now
        QVERIFY(!onServer(6).isNull() && !onServer(7).isNull());
        press(*again(), u"Do it all the same"_s);
        QTRY_VERIFY(onServer(6).isNull());
        actionNamed(window(), u"Pause or resume"_s)->trigger();
        QTRY_COMPARE(table().model()->rowCount(), 5);
        QVERIFY(onServer(7).isNull());
        bringUp();
        QTest::keyClick(&window(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(table().model()->rowCount(), 7);
        QCOMPARE(onServer(7), "{\"id\":7,\"w\":3}"_ba);
    }

    void aReadOnlyProfileChangesNothing()
    {
        begin("admin");
        QTRY_VERIFY(canEdit());
        actionNamed(window(), u"Connection…"_s)->trigger();
        auto *dialog = window().findChild<QDialog *>();
        QVERIFY(dialog);
        const QList<QCheckBox *> boxes = dialog->findChildren<QCheckBox *>();
        boxes[0]->click(); // in production: read-only with it
        QVERIFY(boxes[1]->isChecked());
        press(*dialog, u"Test"_s);
        QTRY_VERIFY(textOf(*dialog).contains("what an admin may"_L1));
        press(*dialog, u"Save"_s);
        QTRY_VERIFY(!canEdit());
        QVERIFY(!actionNamed(window(), u"Compact…"_s)->isEnabled());
        QVERIFY(actionNamed(window(), u"Edit object…"_s)->toolTip().contains("read-only"_L1)); // and says why
        auto *frame = window().findChild<ProductionFrame *>();
        QVERIFY(textOf(*frame).contains("PRODUCTION"_L1));
        picture(window(), u"production"_s);
        m_desktop.reset(); // and it stays so
        startDesktop();
        QTRY_COMPARE(table().model()->rowCount(), 5);
        QTRY_VERIFY(textOf(*window().findChild<ProductionFrame *>()).contains("PRODUCTION"_L1));
    }

    void aChangeIsAskedForAgainWhenItIsSent()
    {
        begin("editor");
        QTRY_VERIFY(canEdit());
        click(table(), 0);
        EditDialog *dialog = editor(u"Edit object…"_s);
        write(*dialog, u"{\"id\":1,\"v\":1}"_s);
        send(*dialog);
        QTRY_VERIFY(noEditor());
        click(table(), 1);
        dialog = editor(u"Edit object…"_s);
        write(*dialog, u"{\"id\":2,\"v\":1}"_s);
        Profile profile = profileOf(u"http://127.0.0.1:%1"_s.arg(m_secured->port()));
        profile.isReadOnly = true; // the window has not noticed
        QVERIFY(keepProfile(profile));
        send(*dialog);
        QTRY_VERIFY(textOf(*dialog).contains("Nothing was sent. This connection is read-only."_L1));
        QCOMPARE(onServer(2), "{\"id\":2}"_ba);
        dialog->reject();
        actionNamed(window(), u"Undo last edit"_s)->trigger(); // that of the first
        QVERIFY(window().statusBar()->currentMessage().contains("read-only"_L1));
        profile.isReadOnly = false;
        QVERIFY(keepProfile(profile));
        actionNamed(window(), u"Undo last edit"_s)->trigger(); // and it is still there
        QTRY_COMPARE(onServer(1), "{\"id\":1}"_ba);
    }

    void thePastCannotBeChanged()
    {
        begin("editor");
        QTRY_VERIFY(canEdit());
        putOnServer(1, "{\"id\":1,\"v\":1}");
        follow(2);
        QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier);
        QTRY_VERIFY(banner().isVisible());
        QVERIFY(!canEdit());
        QTest::keyClick(&window(), Qt::Key_Home, Qt::AltModifier);
        QTRY_VERIFY(canEdit());
    }
};

QTEST_MAIN(DesktopEditTest)
#include "desktop_edit_test.moc"
