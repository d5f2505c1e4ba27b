// What does not work is said whole, in the window's language, and with what to do next as a button.
#include "tests/ui/desktopfixture.h"
#include "ui/credentialsdialog.h"
#include "ui/problemline.h"
#include "ui/start/connectcard.h"
#include "ui/start/startpage.h"

#include <QFile>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTranslator>
#include <QTreeView>

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
    ConnectCard &askForServer()
    {
        actionNamed(window(), u"Add server…"_s)->trigger();
        return window().startPage().connectCard();
    }
    static QLineEdit *lineNamed(QWidget &dialog, const QString &name)
    {
        const QList<QLineEdit *> lines = dialog.findChildren<QLineEdit *>();
        const auto found = std::ranges::find(lines, name, &QLineEdit::accessibleName);
        return found == lines.end() ? nullptr : *found;
    }
    static QLineEdit *addressLine(ConnectCard &card) { return lineNamed(card, u"A server's address"_s); }
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
        ConnectCard &card = askForServer();
        addressLine(card)->setText(address(u"https"_s));
        const auto &line = *card.findChild<ProblemLine *>();
        checkMessage(line, u"does not speak https"_s);
        picture(window(), u"steps-https"_s);
        press(card, u"Use http://…"_s);
        QCOMPARE(addressLine(card)->text(), address());
        checkMessage(line, u"asks for a token"_s);
        picture(window(), u"steps-token"_s);
        press(card, u"Enter token…"_s);
        QCOMPARE(window().focusWidget(), lineNamed(card, u"Token"_s));
        QTest::keyClicks(lineNamed(card, u"Token"_s),
                         QString::fromLatin1(m_secured->makeToken("reader", "inside")));
        const auto *trees = card.findChild<QTreeView *>();
        QTRY_COMPARE(trees->model()->rowCount(), 1);
        QCOMPARE(trees->model()->index(0, 0).data().toString(), u"inside"_s);
        for (const QPushButton *button : line.findChildren<QPushButton *>())
            QVERIFY(button->isHidden()); // nothing is in the way any more
    }

    /// However long it is, the page makes room for it.
    void aLongSentenceIsShownWhole()
    {
        ConnectCard &card = askForServer();
        const int width = window().minimumSizeHint().width();
        addressLine(card)->setText(u"http://"_s + QString(60, u'w') + u".invalid/"_s + QString(150, u'p'));
        checkMessage(*card.findChild<ProblemLine *>(), u"cannot be reached"_s);
        picture(window(), u"steps-long"_s);
        QCOMPARE(window().minimumSizeHint().width(), width);
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
        QTRY_VERIFY(window().startPage().isVisible());
        ConnectCard &card = window().startPage().connectCard();
        QCOMPARE(addressLine(card)->text(), address());
        QTRY_COMPARE(card.findChild<QTreeView *>()->model()->rowCount(), 2); // with the token that is known
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
