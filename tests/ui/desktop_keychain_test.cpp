// A token over a restart, with a real keychain (tests/ui/with_keychain.sh starts one).
#include "tests/ui/desktopfixture.h"
#include "ui/credentialsdialog.h"
#include "ui/importdialog.h"

#include <QMessageBox>
#include <QTreeView>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopKeychainTest : public DesktopFixture
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_secured;

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        QSettings().clear();
        m_directory = std::make_unique<QTemporaryDir>();
        m_secured = std::make_unique<AccessServer>();
        m_secured->put("inside", 1);
    }
    void cleanup()
    {
        m_desktop.reset();
        m_secured.reset();
    }

    void aTokenIsThereAgainAfterARestart()
    {
        const QUrl server(u"http://127.0.0.1:%1"_s.arg(m_secured->port()));
        startDesktop();
        m_desktop->addMirror({.server = server, .tree = u"inside"_s});
        m_desktop->keepCredentials(server, {.token = m_secured->adminToken()});
        QTRY_VERIFY(status().contains("Live"_L1));
        Keychain keychain;
        QByteArray kept;
        QTRY_VERIFY_WITH_TIMEOUT(([&] {
                                     keychain.read(server, [&](const Result<QByteArray> &token) {
                                         kept = token.value_or(QByteArray());
                                     });
                                     return kept == m_secured->adminToken();
                                 }()),
                                 10'000);
        m_desktop.reset();

        m_secured->put("inside", 2);
        startDesktop();
        QTRY_COMPARE(table().model()->rowCount(), 2);
        QTRY_VERIFY(status().contains("Live"_L1));
        QTRY_VERIFY(actionNamed(window(), u"Administer"_s)->isVisible());

        actionNamed(window(), u"Token and authority…"_s)->trigger();
        QTRY_VERIFY(window().findChild<CredentialsDialog *>());
        press(*window().findChild<CredentialsDialog *>(), u"Forget both"_s);
        QTRY_VERIFY(status().contains("No access"_L1));
        QTRY_VERIFY_WITH_TIMEOUT(([&] {
                                     keychain.read(server, [&](const Result<QByteArray> &token) {
                                         kept = token.value_or(QByteArray());
                                     });
                                     return kept.isEmpty();
                                 }()),
                                 10'000);
        m_desktop.reset();
        startDesktop();
        QTRY_VERIFY(status().contains("asks for a token"_L1));
        QCOMPARE(table().model()->rowCount(), 2); // what is stored stays to be seen
    }

    /// With the last mirror of its server, and not before; the question says so.
    void aTokenGoesWithTheLastMirrorOfItsServer()
    {
        const QUrl server(u"http://127.0.0.1:%1"_s.arg(m_secured->port()));
        startDesktop();
        for (const QString &tree : {u"inside"_s, u"outside"_s})
            m_desktop->addMirror({.server = server, .tree = tree});
        m_desktop->keepCredentials(server, {.token = m_secured->adminToken()});
        QTRY_VERIFY(status().contains("Live"_L1));
        Keychain keychain;
        const auto isKept = [&](bool is) {
            std::optional<bool> has;
            keychain.read(server, [&](const Result<QByteArray> &token) { has = token.has_value(); });
            return QTest::qWaitFor([&] { return has.has_value(); }, 10'000) && *has == is;
        };
        QTRY_VERIFY(isKept(true));
        for (const bool isLast : {false, true}) {
            actionNamed(window(), u"Remove local copy…"_s)->trigger();
            QTRY_VERIFY(window().findChild<QMessageBox *>());
            QMessageBox &box = *window().findChild<QMessageBox *>();
            QCOMPARE(box.text().contains(u"token is removed from the keychain"_s), isLast);
            press(box, u"Remove"_s);
            QTRY_VERIFY(!window().findChild<QMessageBox *>());
            if (!isLast) {
                QVERIFY(isKept(true));
                auto *sidebar = window().findChild<QTreeView *>();
                sidebar->setCurrentIndex(sidebar->model()->index(0, 0, sidebar->model()->index(0, 0)));
            }
        }
        QTRY_VERIFY(isKept(false));
    }

    /// The same server and the same name under another address, over a restart, too.
    void aTokenThatIsKeptGoesToNoImportedConnection()
    {
        const QUrl server(u"http://127.0.0.1:%1"_s.arg(m_secured->port()));
        const QUrl other(u"http://localhost:%1"_s.arg(m_secured->port()));
        startDesktop();
        m_desktop->addMirror({.server = server, .tree = u"inside"_s});
        m_desktop->keepCredentials(server, {.token = m_secured->adminToken()});
        QTRY_VERIFY(status().contains("Live"_L1));
        const QByteArray entry = "{\"server\":\"" + other.toEncoded() + "\",\"tree\":\"inside\"}";
        QVERIFY(m_desktop->importConnections("{\"genmirrorConnections\":1,\"connections\":[" + entry + "]}"));
        press(*window().findChild<ImportDialog *>(), u"Import"_s);
        for (const bool isAnew : {false, true}) {
            if (isAnew) {
                m_desktop.reset();
                startDesktop();
            }
            auto *tree = window().findChild<QTreeView *>();
            for (const auto &place :
                 {std::pair(other, u"asks for a token"_s), std::pair(server, u"Live"_s)}) {
                const QModelIndexList found = tree->model()->match(
                    tree->model()->index(0, 0), Qt::DisplayRole, place.first.toString(), 1, Qt::MatchExactly);
                QVERIFY(!found.isEmpty());
                tree->setCurrentIndex(tree->model()->index(0, 0, found.first()));
                QTRY_VERIFY2(status().contains(place.second), qPrintable(status()));
            }
        }
    }
};

QTEST_MAIN(DesktopKeychainTest)
#include "desktop_keychain_test.moc"
