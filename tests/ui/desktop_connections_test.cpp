// Files of connections: what they hold is shown before it is taken, a person chooses, and no token goes where
// it was not given for.
#include "app/genmirror/connections.h"
#include "app/genmirror/mirrorlist.h"
#include "tests/ui/desktopfixture.h"
#include "ui/importdialog.h"

#include <QFile>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QProcess>
#include <QStatusBar>
#include <QTreeView>
#include <QTreeWidget>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopConnectionsTest : public DesktopFixture
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_secured;

    QUrl server(const QString &host = u"127.0.0.1"_s) const
    {
        return QUrl(u"http://%1:%2"_s.arg(host).arg(m_secured->port()));
    }
    static QJsonObject entry(const QUrl &server, const QString &tree, const QJsonObject &more = {})
    {
        QJsonObject object{{u"server"_s, server.toString()}, {u"tree"_s, tree}};
        for (auto member = more.begin(); member != more.end(); ++member)
            object.insert(member.key(), member.value());
        return object;
    }
    static QByteArray fileOf(const QJsonArray &connections)
    {
        return QJsonDocument(QJsonObject{{u"genmirrorConnections"_s, 1}, {u"connections"_s, connections}})
            .toJson();
    }
    int mirrors() { return int(readMirrorList().size()); }
    /// The dialog that shows what a file brings.
    ImportDialog *bring(const QJsonArray &connections)
    {
        const auto shown = m_desktop->importConnections(fileOf(connections));
        if (!shown) {
            qWarning("%s", qUtf8Printable(shown.error().detail));
            return nullptr;
        }
        return window().findChild<ImportDialog *>();
    }
    static QTreeWidget &listOf(const ImportDialog &dialog) { return *dialog.findChild<QTreeWidget *>(); }
    /// Sentences below a connection: whom it believes, and what it changes.
    static QStringList sentencesOf(const ImportDialog &dialog, int connection)
    {
        QStringList sentences;
        const QTreeWidgetItem *item = listOf(dialog).topLevelItem(connection);
        for (int i = 0; i < item->childCount(); ++i)
            sentences.append(item->child(i)->text(0));
        return sentences;
    }
    static QStringList changesOf(const ImportDialog &dialog, int connection)
    {
        return sentencesOf(dialog, connection).sliced(1); // one certificate at most
    }
    static bool isChosen(const ImportDialog &dialog, int connection)
    {
        return dialog.chosen().contains(connection);
    }
    static void choose(const ImportDialog &dialog, int connection)
    {
        QTreeWidget &list = listOf(dialog);
        list.setCurrentItem(list.topLevelItem(connection));
        list.setFocus();
        QTest::keyClick(&list, Qt::Key_Space);
    }
    void import(ImportDialog &dialog)
    {
        press(dialog, u"Import"_s);
        QTRY_VERIFY(!window().findChild<ImportDialog *>());
    }
    /// A certificate of its own with this name.
    QByteArray certificate(const QString &name)
    {
        QProcess openssl;
        openssl.start(u"openssl"_s, {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                                     u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s, u"-utf8"_s, u"-keyout"_s,
                                     u"/dev/null"_s, u"-subj"_s,
                                     QString(u"/CN="_s + QString(name).replace(u"/"_s, u"\\/"_s))});
        if (!openssl.waitForFinished(60'000) || openssl.exitCode() != 0)
            qFatal("openssl: %s", openssl.readAllStandardError().constData());
        return openssl.readAllStandardOutput();
    }
    void begin(const QByteArray &token, const QByteArray &authority = {})
    {
        startDesktop();
        m_desktop->addMirror(
            {.server = server(), .tree = u"inside"_s, .credentials = {.authority = authority}});
        m_desktop->keepCredentials(server(), {.token = token, .authority = authority});
        QTRY_VERIFY(status().contains("Live"_L1));
        QCOMPARE(mirrors(), 1);
    }
    void look(const QString &address)
    {
        auto *tree = window().findChild<QTreeView *>();
        const QModelIndexList found = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole,
                                                           address, 1, Qt::MatchExactly | Qt::MatchRecursive);
        QVERIFY(!found.isEmpty());
        tree->setCurrentIndex(tree->model()->index(0, 0, found.first()));
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        QSettings().clear();
        m_directory = std::make_unique<QTemporaryDir>();
        m_secured = std::make_unique<AccessServer>();
        m_secured->put("inside", 1);
        m_secured->put("outside", 1);
    }
    void cleanup()
    {
        m_desktop.reset();
        m_secured.reset();
    }

    void aWrongFileIsRefusedAsAWhole_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("word");
        const QJsonObject good = entry(QUrl(u"http://127.0.0.1:9"_s), u"a"_s);
        const auto with = [&good](const QString &name, const QJsonValue &value) {
            QJsonObject other = good;
            other.insert(u"tree"_s, u"b"_s);
            other.insert(name, value);
            return fileOf({good, other});
        };
        QTest::newRow("no JSON") << "{"_ba << u"newer"_s;
        QTest::newRow("no version") << "{\"connections\":[]}"_ba << u"newer"_s;
        QTest::newRow("newer") << "{\"genmirrorConnections\":2,\"connections\":[{}]}"_ba << u"newer"_s;
        QTest::newRow("none") << fileOf({}) << u"1 to"_s;
        QTest::newRow("no object") << fileOf({good, u"x"_s}) << u"Connection 2"_s;
        QTest::newRow("scheme") << with(u"server"_s, u"ftp://x"_s) << u"Connection 2"_s;
        QTest::newRow("user in the address") << with(u"server"_s, u"http://a:b@x"_s) << u"user name"_s;
        QTest::newRow("long address")
            << with(u"server"_s, QString(u"http://"_s + QString(3000, u'x'))) << u"at most 2,000"_s;
        QTest::newRow("tree") << with(u"tree"_s, u"../x"_s) << u"Connection 2"_s;
        QTest::newRow("mark") << with(u"production"_s, u"true"_s) << u"true or false"_s;
        QTest::newRow("read-only") << with(u"readOnly"_s, 1) << u"true or false"_s;
        QTest::newRow("time-out") << with(u"timeoutSeconds"_s, 0) << u"1 to 3600"_s;
        QTest::newRow("time-out as text") << with(u"timeoutSeconds"_s, u"5"_s) << u"1 to 3600"_s;
        QTest::newRow("authority") << with(u"authority"_s, u"no certificate"_s) << u"PEM"_s;
        QTest::newRow("direction in the name") << with(u"name"_s, u"safe\u202eevil"_s) << u"cannot be seen"_s;
        QTest::newRow("lines in the name") << with(u"name"_s, u"safe\nevil"_s) << u"cannot be seen"_s;
        QTest::newRow("two names for a server") << with(u"name"_s, u"other"_s) << u"two things"_s;
        QTest::newRow("twice") << fileOf({good, good}) << u"two things"_s;
        QJsonArray many;
        for (int i = 0; i < 1001; ++i)
            many.append(entry(QUrl(u"http://127.0.0.1:9"_s), u"t%1"_s.arg(i)));
        QTest::newRow("too many") << fileOf(many) << u"1 to"_s;
    }
    void aWrongFileIsRefusedAsAWhole()
    {
        QFETCH(const QByteArray, file);
        QFETCH(const QString, word);
        startDesktop();
        const auto shown = m_desktop->importConnections(file);
        QVERIFY(!shown);
        QVERIFY2(shown.error().detail.contains(word), qPrintable(shown.error().detail));
        QVERIFY(!window().findChild<ImportDialog *>());
        QCOMPARE(mirrors(), 0);
    }

    void aFileIsReadUpToABound()
    {
        const QString name = m_directory->filePath(u"long.json"_s);
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(11 * 1024 * 1024));
        file.close();
        const auto read = readConnectionsFile(name);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, Error::Kind::TooLarge);
        QCOMPARE(readConnectionsFile(u"/nowhere"_s).error().kind, Error::Kind::Storage);
        QCOMPARE(readConnectionsFile(u"/dev/zero"_s).error().kind, Error::Kind::TooLarge);
    }

    void aFileIsChosenInTheMenu()
    {
        startDesktop();
        const QString name = m_directory->filePath(u"connections.json"_s);
        const auto open = [&](const QByteArray &text) {
            QFile file(name);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
            file.close();
            window().statusBar()->clearMessage();
            actionNamed(window(), u"Import…"_s)->trigger();
            QTRY_VERIFY(window().findChild<QFileDialog *>());
            auto *line = window().findChild<QFileDialog *>()->findChild<QLineEdit *>(u"fileNameEdit"_s);
            QVERIFY(line);
            line->setText(name);
            QTest::keyClick(line, Qt::Key_Return);
            QTRY_VERIFY(!window().findChild<QFileDialog *>());
        };
        open("no connections");
        QVERIFY(window().statusBar()->currentMessage().contains("no file of connections"_L1));
        QVERIFY(!window().findChild<ImportDialog *>());
        open(fileOf({entry(QUrl(u"http://127.0.0.1:9"_s), u"a"_s)}));
        QVERIFY(window().findChild<ImportDialog *>());
        import(*window().findChild<ImportDialog *>());
        QCOMPARE(mirrors(), 1);
        QVERIFY(window().statusBar()->currentMessage().contains("imported"_L1));
    }

    void whatIsWrittenIsReadAgain()
    {
        SharedConnection connection{.config = {.server = server(), .tree = u"inside"_s},
                                    .profile = {.server = server().toString(),
                                                .name = u"Nine"_s,
                                                .isProduction = true,
                                                .isReadOnly = false,
                                                .timeoutSeconds = 5}};
        connection.config.credentials = {.token = m_secured->adminToken(),
                                         .authority = certificate(u"Ours"_s)};
        const QByteArray file = writeConnections({connection});
        QVERIFY(!file.contains("gmt_"));
        const auto read = readConnections(file);
        QVERIFY(read);
        QCOMPARE(read->size(), 1);
        QCOMPARE(read->first().profile, connection.profile);
        QCOMPARE(read->first().config.server, server());
        QCOMPARE(read->first().config.credentials.authority, connection.config.credentials.authority);
        QVERIFY(read->first().config.credentials.token.isEmpty());
    }

    void nothingIsTakenBeforeItIsShown()
    {
        begin(m_secured->adminToken());
        const QJsonArray file{
            entry(QUrl(u"http://127.0.0.1:9"_s), u"a"_s,
                  {{u"name"_s, u"Nine"_s}, {u"production"_s, true}, {u"timeoutSeconds"_s, 5}})};
        ImportDialog *dialog = bring(file);
        QVERIFY(dialog);
        const QTreeWidgetItem *item = listOf(*dialog).topLevelItem(0);
        QCOMPARE(item->text(0), u"Nine"_s);
        QCOMPARE(item->text(1), u"http://127.0.0.1:9"_s);
        QCOMPARE(item->text(2), u"a"_s);
        QCOMPARE(item->text(3), u"production, read-only, 5 s"_s);
        QCOMPARE(sentencesOf(*dialog, 0), QStringList{u"Authority: the system's"_s});
        QVERIFY(changesOf(*dialog, 0).isEmpty());
        QVERIFY(isChosen(*dialog, 0));
        picture(*dialog, u"import-new"_s);
        press(*dialog, u"Cancel"_s);
        QTRY_VERIFY(!window().findChild<ImportDialog *>());
        QCOMPARE(mirrors(), 1);
        QVERIFY(!serversWithProfiles().contains(u"http://127.0.0.1:9"_s));

        dialog = bring(file);
        QVERIFY(dialog);
        import(*dialog);
        QCOMPARE(mirrors(), 2);
        QCOMPARE(profileOf(u"http://127.0.0.1:9"_s).name, u"Nine"_s);
        QVERIFY(profileOf(u"http://127.0.0.1:9"_s).isReadOnly); // as production is, unless it says otherwise
        dialog = bring(file);                                   // once more
        QVERIFY(dialog);
        QCOMPARE(changesOf(*dialog, 0), QStringList{u"All of this is there already."_s});
        choose(*dialog, 0);
        QVERIFY(dialog->chosen().isEmpty()); // nothing to choose
    }

    void whatWouldBeReplacedIsChosenByThePerson()
    {
        begin(m_secured->adminToken());
        const Profile mine{
            .server = server().toString(), .name = u"Mine"_s, .isProduction = true, .isReadOnly = true};
        QVERIFY(keepProfile(mine));
        ImportDialog *dialog =
            bring({entry(server(), u"inside"_s, {{u"name"_s, u"Theirs"_s}, {u"timeoutSeconds"_s, 7}}),
                   entry(QUrl(u"http://127.0.0.1:9"_s), u"a"_s)});
        QVERIFY(dialog);
        QCOMPARE(changesOf(*dialog, 0),
                 (QStringList{u"Name: \"Mine\" → \"Theirs\""_s, u"In production: yes → no"_s,
                              u"Read-only: yes → no"_s, u"Time-out: 30 s → 7 s"_s}));
        QVERIFY(!isChosen(*dialog, 0));
        QVERIFY(isChosen(*dialog, 1));
        picture(*dialog, u"import-changes"_s);
        import(*dialog);
        QCOMPARE(profileOf(mine.server), mine); // as it was
        QCOMPARE(mirrors(), 2);

        dialog = bring({entry(server(), u"inside"_s, {{u"name"_s, u"Theirs"_s}})});
        QVERIFY(dialog);
        for (QPushButton *button : dialog->findChildren<QPushButton *>())
            QVERIFY(!button->text().contains("Import"_L1) || !button->isEnabled()); // nothing is chosen
        choose(*dialog, 0);
        import(*dialog);
        QCOMPARE(profileOf(mine.server).name, u"Theirs"_s);
        QVERIFY(!profileOf(mine.server).isProduction);
        QTRY_VERIFY(status().contains("Live"_L1)); // the token for this address stays
    }

    void aNameThatIsTakenStaysWithItsServer()
    {
        begin(m_secured->adminToken());
        QVERIFY(keepProfile({.server = server().toString(), .name = u"Bank"_s}));
        const QUrl evil(u"http://127.0.0.1:9"_s);
        ImportDialog *dialog = bring({entry(evil, u"a"_s, {{u"name"_s, u"Bank"_s}})});
        QVERIFY(dialog);
        QCOMPARE(listOf(*dialog).topLevelItem(0)->text(0), u"Bank (2)"_s);
        QCOMPARE(changesOf(*dialog, 0).size(), 1);
        QCOMPARE(changesOf(*dialog, 0).first(),
                 QString(u"The name \"Bank\" is that of "_s + server().toString() +
                         u". This connection, to http://127.0.0.1:9, is called \"Bank (2)\"."_s));
        QVERIFY(!isChosen(*dialog, 0));
        choose(*dialog, 0);
        import(*dialog);
        QCOMPARE(profileOf(server().toString()).name, u"Bank"_s);
        QCOMPARE(profileOf(evil.toString()).name, u"Bank (2)"_s);
        // Neither by what cannot be seen (it is shown), nor as an address, nor among those of the file.
        dialog = bring({entry(QUrl(u"http://127.0.0.1:10"_s), u"a"_s, {{u"name"_s, u"Ba\u200bnk"_s}}),
                        entry(QUrl(u"http://127.0.0.1:11"_s), u"a"_s, {{u"name"_s, server().toString()}}),
                        entry(QUrl(u"http://127.0.0.1:12"_s), u"a"_s, {{u"name"_s, u"New"_s}}),
                        entry(QUrl(u"http://127.0.0.1:13"_s), u"a"_s, {{u"name"_s, u"New"_s}})});
        QVERIFY(dialog);
        QCOMPARE(listOf(*dialog).topLevelItem(0)->text(0), u"Ba\\u200bnk (3)"_s);
        QCOMPARE(listOf(*dialog).topLevelItem(1)->text(0), QString(server().toString() + u" (2)"_s));
        QCOMPARE(dialog->chosen(), QList<qsizetype>{2});
        QCOMPARE(listOf(*dialog).topLevelItem(3)->text(0), u"New (2)"_s);
    }

    void textOfTheFileIsShownAsItIs()
    {
        startDesktop();
        const QString name = u"<b>bold</b><img src='http://127.0.0.1:9/x.png'>"_s;
        ImportDialog *dialog = bring(
            {entry(QUrl(u"https://xn--bnk-sna.example"_s), u"a"_s,
                   {{u"name"_s, name},
                    {u"authority"_s, QString::fromLatin1(certificate(u"<i>Evil</i> \u202etrust"_s))}})});
        QVERIFY(dialog);
        const QTreeWidgetItem *item = listOf(*dialog).topLevelItem(0);
        QCOMPARE(item->text(0), name);
        QVERIFY(item->toolTip(0).contains("&lt;b&gt;"_L1));
        QCOMPARE(item->text(1), u"https://xn--bnk-sna.example"_s); // no letter that looks like another
        const QString authority = sentencesOf(*dialog, 0).first();
        QVERIFY2(authority.startsWith("Authority: <i>Evil</i> \\u202etrust, until "_L1),
                 qPrintable(authority));
        QVERIFY(authority.contains("SHA-256 "_L1));
        QVERIFY(item->child(0)->toolTip(0).contains("&lt;i&gt;"_L1));
        picture(*dialog, u"import-markup"_s);
    }

    /// The same server, under another address: the token was not given for that.
    void aTokenGoesToNoOtherAddress()
    {
        begin(m_secured->adminToken());
        QVERIFY(keepProfile({.server = server().toString(), .name = u"Work"_s}));
        ImportDialog *dialog = bring({entry(server(u"localhost"_s), u"inside"_s, {{u"name"_s, u"Work"_s}})});
        QVERIFY(dialog);
        choose(*dialog, 0); // its name is taken
        import(*dialog);
        QCOMPARE(mirrors(), 2);
        look(server(u"localhost"_s).toString());
        QTRY_VERIFY(status().contains("asks for a token"_L1));
        QVERIFY(!hasKeptToken(server(u"localhost"_s)));
        look(server().toString());
        QTRY_VERIFY(status().contains("Live"_L1));
        QVERIFY(hasKeptToken(server()));
    }

    void anotherTreeOfTheSameServerHasItsToken()
    {
        begin(m_secured->adminToken());
        ImportDialog *dialog = bring({entry(server(), u"outside"_s)});
        QVERIFY(dialog);
        QVERIFY(changesOf(*dialog, 0).isEmpty());
        import(*dialog);
        auto *tree = window().findChild<QTreeView *>();
        const QModelIndex both = tree->model()->index(0, 0);
        QTRY_COMPARE(tree->model()->rowCount(both), 2);
        tree->setCurrentIndex(tree->model()->index(1, 0, both));
        QTRY_VERIFY(status().contains("Live"_L1));
    }

    /// Who makes certificates for an address could read the token on its way.
    void anotherAuthorityLosesTheToken()
    {
        begin(m_secured->adminToken());
        const QByteArray evil = certificate(u"Evil"_s);
        const QJsonArray file{entry(server(), u"outside"_s, {{u"authority"_s, QString::fromLatin1(evil)}})};
        ImportDialog *dialog = bring(file);
        QVERIFY(dialog);
        QCOMPARE(changesOf(*dialog, 0).size(), 2);
        QVERIFY(changesOf(*dialog, 0)[0].contains("the system's"_L1));
        QVERIFY(sentencesOf(*dialog, 0).first().startsWith("Authority: Evil, until "_L1));
        QVERIFY(changesOf(*dialog, 0)[1].startsWith("The token for this address is forgotten"_L1));
        QVERIFY(!isChosen(*dialog, 0));
        picture(*dialog, u"import-authority"_s);
        press(*dialog, u"Cancel"_s);
        QTRY_VERIFY(!window().findChild<ImportDialog *>());
        QVERIFY(hasKeptToken(server()));
        QTRY_VERIFY(status().contains("Live"_L1));

        dialog = bring(file);
        QVERIFY(dialog);
        choose(*dialog, 0);
        import(*dialog);
        QTRY_VERIFY(status().contains("asks for a token"_L1));
        QVERIFY(!hasKeptToken(server()));
        QCOMPARE(mirrors(), 2);
        for (const MirrorConfig &config : readMirrorList())
            QCOMPARE(config.credentials.authority, evil);
    }

    /// Also where the mirror is gone and its token is still in the keychain.
    void aTokenThatIsLeftIsNotForAnotherAuthority()
    {
        startDesktop();
        QVERIFY(keepHasToken(server(), true));
        ImportDialog *dialog = bring(
            {entry(server(), u"inside"_s, {{u"authority"_s, QString::fromLatin1(certificate(u"Evil"_s))}})});
        QVERIFY(dialog);
        QCOMPARE(changesOf(*dialog, 0).size(), 1);
        choose(*dialog, 0);
        import(*dialog);
        QVERIFY(!hasKeptToken(server()));
        QTRY_VERIFY(status().contains("asks for a token"_L1));
    }
};

QTEST_MAIN(DesktopConnectionsTest)
#include "desktop_connections_test.moc"
