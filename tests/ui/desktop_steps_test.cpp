// What does not work is said whole, in the window's language, and with what to do next as a button.
#include "tests/ui/desktopfixture.h"
#include "ui/addserverdialog.h"
#include "ui/credentialsdialog.h"
#include "ui/problemline.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTranslator>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopStepsTest : public DesktopFixture
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_secured;

    QString address(const QString &scheme = u"http"_s) const
    {
        return u"%1://127.0.0.1:%2"_s.arg(scheme).arg(m_secured->port());
    }
    template <typename Dialog>
    Dialog *opened()
    {
        return QTest::qWaitFor([this] { return window().findChild<Dialog *>() != nullptr; })
                   ? window().findChild<Dialog *>()
                   : nullptr;
    }
    AddServerDialog *askForServer()
    {
        actionNamed(window(), u"Add server…"_s)->trigger();
        return opened<AddServerDialog>();
    }
    static QLineEdit *lineNamed(QWidget &dialog, const QString &name)
    {
        const QList<QLineEdit *> lines = dialog.findChildren<QLineEdit *>();
        const auto found = std::ranges::find(lines, name, &QLineEdit::accessibleName);
        return found == lines.end() ? nullptr : *found;
    }
    static QLineEdit *addressLine(AddServerDialog &dialog)
    {
        const QList<QLineEdit *> lines = dialog.findChildren<QLineEdit *>();
        const auto found = std::ranges::find_if(
            lines, [](const QLineEdit *line) { return line->text().contains(u"://"_s); });
        return found == lines.end() ? nullptr : *found;
    }
    /// Nothing of the message is cut, and nothing in it is for programs.
    static void checkMessage(const QWidget &line, const QString &part)
    {
        const auto *label = line.findChild<QLabel *>();
        QTRY_VERIFY2(label->text().contains(part), qPrintable(label->text()));
        QTRY_VERIFY(label->height() >= label->heightForWidth(label->width()));
        static const QRegularExpression forPrograms(u"Bearer|GET /|/v1/|gmt_…"_s);
        QVERIFY2(!label->text().contains(forPrograms), qPrintable(label->text()));
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        QSettings().clear();
        m_directory = std::make_unique<QTemporaryDir>();
        m_secured = std::make_unique<AccessServer>();
        m_secured->put("inside", 1);
        startDesktop();
    }
    void cleanup()
    {
        m_desktop.reset();
        m_secured.reset();
    }

    void aServerWithoutTlsIsAskedWithoutIt()
    {
        AddServerDialog *dialog = askForServer();
        QVERIFY(dialog);
        addressLine(*dialog)->setText(address(u"https"_s));
        press(*dialog, u"Show trees"_s);
        const auto &line = *dialog->findChild<ProblemLine *>();
        checkMessage(line, u"does not speak https"_s);
        picture(*dialog, u"steps-https"_s);
        press(*dialog, u"Use http://…"_s);
        QCOMPARE(addressLine(*dialog)->text(), address());
        checkMessage(line, u"asks for a token"_s);
        picture(*dialog, u"steps-token"_s);
        press(*dialog, u"Enter token…"_s);
        QCOMPARE(dialog->focusWidget(), lineNamed(*dialog, u"Token"_s));

        QTest::keyClicks(dialog->focusWidget(), u"gmt_"_s + QString(12, u'0') + u'_' + QString(43, u'x'));
        press(*dialog, u"Show trees"_s);
        checkMessage(line, u"does not take this token"_s);
        lineNamed(*dialog, u"Token"_s)->clear();
        QTest::keyClicks(lineNamed(*dialog, u"Token"_s),
                         QString::fromLatin1(m_secured->makeToken("reader", "inside")));
        press(*dialog, u"Show trees"_s);
        checkMessage(line, u"has these trees"_s);
        const auto *trees = dialog->findChildren<QComboBox *>().at(1);
        QCOMPARE(trees->count(), 1);
        QCOMPARE(trees->itemText(0), u"inside"_s);
        for (const QPushButton *button : line.findChildren<QPushButton *>())
            QVERIFY(button->isHidden()); // nothing is in the way any more
    }

    /// However long it is, the dialog grows with it.
    void aLongSentenceIsShownWhole()
    {
        AddServerDialog *dialog = askForServer();
        QVERIFY(dialog);
        const int width = dialog->width();
        addressLine(*dialog)->setText(u"http://"_s + QString(60, u'w') + u".invalid/"_s + QString(150, u'p'));
        press(*dialog, u"Show trees"_s);
        checkMessage(*dialog->findChild<ProblemLine *>(), u"cannot be reached"_s);
        picture(*dialog, u"steps-long"_s);
        QCOMPARE(dialog->width(), width);
    }

    void aMirrorWithoutAccessSaysWhatHelps()
    {
        const auto &line = *window().findChild<StatusLine *>();
        m_desktop->addMirror({.server = QUrl(address()), .tree = u"inside"_s});
        QTRY_VERIFY(status().contains(u"The server asks for a token"_s));
        press(line, u"Enter token…"_s);
        auto *credentials = opened<CredentialsDialog>();
        QVERIFY(credentials);
        QTest::keyClicks(lineNamed(*credentials, u"Token"_s),
                         QString::fromLatin1(m_secured->makeToken("reader", "inside")));
        press(*credentials, u"OK"_s);
        QTRY_VERIFY(status().contains("Live"_L1));
        for (const QPushButton *button : line.findChildren<QPushButton *>())
            QVERIFY(!button->isVisible());
    }

    void anotherTreeIsChosenWhereOneIsGone()
    {
        const QByteArray token = m_secured->makeToken("reader", "*");
        m_desktop->addMirror(
            {.server = QUrl(address()), .tree = u"elsewhere"_s, .credentials = {.token = token}});
        QTRY_VERIFY(status().contains(u"no such tree"_s));
        picture(window(), u"steps-tree"_s);
        press(*window().findChild<StatusLine *>(), u"Choose another tree…"_s);
        auto *dialog = opened<AddServerDialog>();
        QVERIFY(dialog);
        QCOMPARE(addressLine(*dialog)->text(), address());
        const auto *trees = dialog->findChildren<QComboBox *>().at(1);
        QTRY_COMPARE(trees->count(), 2);
    }

    void sentencesAreInTheWindowsLanguage()
    {
        QTranslator german;
        QVERIFY(german.load(u":/i18n/genmirror_de.qm"_s));
        QCoreApplication::installTranslator(&german);
        m_desktop->addMirror({.server = QUrl(address()), .tree = u"inside"_s});
        QTRY_VERIFY2(status().contains(u"Der Server verlangt ein Token"_s), qPrintable(status()));
        QCoreApplication::removeTranslator(&german);
    }
};

QTEST_MAIN(DesktopStepsTest)
#include "desktop_steps_test.moc"
