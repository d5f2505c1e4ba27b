// The first minute: a server is found by its address alone, and the sample plays without one.
#include "app/genmirror/serverfinder.h"
#include "tests/support/hostileserver.h"
#include "tests/support/serverprocess.h"
#include "tests/support/testauthority.h"
#include "tests/ui/desktopfixture.h"
#include "ui/problemline.h"
#include "ui/start/classicdialog.h"
#include "ui/start/connectcard.h"
#include "ui/start/hintbar.h"
#include "ui/start/samplecard.h"
#include "ui/start/startpage.h"

#include <QLineEdit>
#include <QMutex>
#include <QRadioButton>
#include <QTcpSocket>
#include <QTreeView>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopStartTest : public DesktopFixture
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_secured;

    StartPage &page() { return window().startPage(); }
    ConnectCard &card() { return page().connectCard(); }
    QLineEdit &line(const QString &name)
    {
        const QList<QLineEdit *> lines = card().findChildren<QLineEdit *>();
        const auto found = std::ranges::find(lines, name, &QLineEdit::accessibleName);
        Q_ASSERT(found != lines.end());
        return **found;
    }
    QLineEdit &address() { return line(u"A server's address"_s); }
    QTreeView &trees() { return *card().findChild<QTreeView *>(); }
    QString answer() { return address().accessibleDescription(); }
    QString problem() { return textOf(*card().findChild<ProblemLine *>()); }
    QDockWidget *dock(const QString &name) { return window().findChild<QDockWidget *>(name); }
    void type(const QString &text)
    {
        address().setFocus();
        address().selectAll();
        QTest::keyClicks(&address(), text);
    }
    static QString localName(quint16 port) { return u"127.0.0.1:%1"_s.arg(port); }
    void makeTree(const QByteArray &name)
    {
        QCOMPARE(m_editor->request("PUT", "/v1/trees/" + name).status, 201);
        QCOMPARE(m_editor->request("PUT", "/v1/trees/" + name + "/objects/1", "{\"id\":1}").status / 100, 2);
    }
    QString cell(int row, int column) { return trees().model()->index(row, column).data().toString(); }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        QSettings().clear();
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<TestServer>();
        m_editor = m_server->connect();
        startDesktop();
    }
    void cleanup()
    {
        m_desktop.reset();
        m_editor.reset();
        m_server.reset();
        m_secured.reset();
    }

    void whatIsTypedCanMeanSeveralAddresses_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("meant");
        QTest::newRow("host") << u" mirror.example.org "_s
                              << QStringList{
                                     u"https://mirror.example.org"_s, u"https://mirror.example.org:8765"_s,
                                     u"http://mirror.example.org"_s, u"http://mirror.example.org:8765"_s};
        QTest::newRow("port") << u"host:99"_s << QStringList{u"https://host:99"_s, u"http://host:99"_s};
        QTest::newRow("folder") << u"host:99/some/where/"_s
                                << QStringList{u"https://host:99/some/where"_s,
                                               u"http://host:99/some/where"_s};
        QTest::newRow("http") << u"http://host"_s << QStringList{u"http://host"_s};
        QTest::newRow("https") << u"https://host"_s << QStringList{u"https://host"_s};
        QTest::newRow("IPv6") << u"[::1]:99"_s << QStringList{u"https://[::1]:99"_s, u"http://[::1]:99"_s};
        QTest::newRow("other scheme") << u"ftp://host"_s << QStringList();
        QTest::newRow("nothing") << u"  "_s << QStringList();
        QTest::newRow("spaces") << u"two words"_s << QStringList();
        QTest::newRow("query") << u"host?a=b"_s << QStringList();
    }
    void whatIsTypedCanMeanSeveralAddresses()
    {
        QFETCH(QString, typed);
        QFETCH(QStringList, meant);
        QStringList found;
        if (const auto urls = addressesMeant(typed)) {
            for (const QUrl &url : *urls)
                found.append(url.toString(QUrl::StripTrailingSlash));
        }
        QCOMPARE(found, meant);
    }

    void withoutAMirrorThereIsTheStartPageAlone()
    {
        QVERIFY(page().isVisible());
        QVERIFY(!dock(u"mirrors"_s)->isVisible());
        QVERIFY(!window().statusBar()->isVisible());
        picture(window(), u"start"_s);
        makeTree("only");
        type(localName(m_server->port()));
        QTRY_COMPARE(trees().model()->rowCount(), 1); // by itself
        QVERIFY2(answer().contains("not encrypted"_L1), qPrintable(answer()));
        QCOMPARE(cell(0, 0), u"only"_s);
        QVERIFY2(cell(0, 1).startsWith("1 object"_L1), qPrintable(cell(0, 1)));
        QCOMPARE(card().chosenTrees(), QStringList{u"only"_s}); // there is no other
        QVERIFY(!line(u"Token"_s).isVisible());                 // nobody wants one
        picture(window(), u"start-found"_s);
        QTest::keyClick(&address(), Qt::Key_Return);
        QTRY_VERIFY(status().contains("Live"_L1));
        QVERIFY(!page().isVisible());
        QVERIFY(dock(u"mirrors"_s)->isVisible());
        QVERIFY(window().statusBar()->isVisible());
        QTRY_COMPARE(table().model()->rowCount(), 1);

        actionNamed(window(), u"Start page"_s)->trigger(); // always under Help
        QTRY_VERIFY(page().isVisible());
        QVERIFY(dock(u"mirrors"_s)->isVisible()); // there is something to go back to
        QTest::keyClick(&address(), Qt::Key_Escape);
        QVERIFY(!page().isVisible());
        actionNamed(window(), u"Add server…"_s)->trigger();
        QVERIFY(address().text().isEmpty());
        auto *sidebar = dock(u"mirrors"_s)->findChild<QTreeView *>();
        QTest::mouseClick(sidebar->viewport(), Qt::LeftButton, {},
                          sidebar->visualRect(sidebar->currentIndex()).center());
        QVERIFY(!page().isVisible());

        actionNamed(window(), u"Remove local copy…"_s)->trigger(); // the last one: as at the beginning
        QTRY_VERIFY(window().findChild<QDialog *>());
        press(*window().findChild<QDialog *>(), u"Remove"_s);
        QTRY_VERIFY(page().isVisible());
        QVERIFY(!dock(u"mirrors"_s)->isVisible());
    }

    void ofSeveralTreesAPersonChooses()
    {
        for (const char *name : {"alpha", "beta", "gamma"})
            makeTree(name);
        m_desktop->addMirror({.server = QUrl(u"http://"_s + localName(m_server->port())), .tree = u"beta"_s});
        actionNamed(window(), u"Add server…"_s)->trigger();
        type(localName(m_server->port()));
        QTRY_COMPARE(trees().model()->rowCount(), 3);
        QVERIFY(card().chosenTrees().isEmpty());
        const auto pressRow = [this](int row) {
            QTest::mouseClick(trees().viewport(), Qt::LeftButton, {},
                              trees().visualRect(trees().model()->index(row, 1)).center());
        };
        pressRow(0);
        pressRow(1); // that is here already
        pressRow(2);
        QCOMPARE(card().chosenTrees(), (QStringList{u"alpha"_s, u"gamma"_s}));
        QCOMPARE(cell(1, 1), u"mirrored here"_s);
        pressRow(2);
        QCOMPARE(card().chosenTrees(), QStringList{u"alpha"_s});
        trees().setFocus();
        trees().setCurrentIndex(trees().model()->index(2, 0));
        QTest::keyClick(&trees(), Qt::Key_Space);
        picture(window(), u"start-choice"_s);
        press(card(), u"Mirror 2 trees"_s);
        QTRY_COMPARE(status().contains("Live"_L1), true);
        const auto *sidebar = dock(u"mirrors"_s)->findChild<QTreeView *>();
        QCOMPARE(sidebar->model()->rowCount(sidebar->model()->index(0, 0)), 3);
    }

    void aTokenIsAskedForOnlyWhenTheServerWantsOne()
    {
        m_secured = std::make_unique<AccessServer>();
        m_secured->put("inside", 1);
        type(localName(m_secured->port()));
        QTRY_VERIFY2(problem().contains(u"asks for a token"_s), qPrintable(problem()));
        QTRY_VERIFY(line(u"Token"_s).hasFocus()); // what is typed next goes there
        picture(window(), u"start-token"_s);
        QTest::keyClicks(&line(u"Token"_s), u"gmt_"_s + QString(12, u'0') + u'_' + QString(43, u'x'));
        QTRY_VERIFY2(problem().contains(u"does not take this token"_s), qPrintable(problem()));
        line(u"Token"_s).selectAll();
        QTest::keyClicks(&line(u"Token"_s), QString::fromLatin1(m_secured->makeToken("reader", "inside")));
        QTRY_COMPARE(trees().model()->rowCount(), 1);
        QVERIFY(problem().trimmed().isEmpty() || !card().findChild<ProblemLine *>()->isVisible());
        press(card(), u"Mirror inside"_s);
        QTRY_VERIFY(status().contains("Live"_L1));
    }

    /// It goes to no address that is not known to be a GenMirror server's.
    void aTokenGoesToAServerOfOursAlone()
    {
        QMutex mutex;
        QByteArrayList heads;
        HostileServer stranger([&](const QByteArray &head) {
            const QMutexLocker lock(&mutex);
            heads.append(head);
            return HostileAnswer{.first =
                                     "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n"
                                     "Connection: close\r\n\r\nhi"};
        });
        press(card(), u"I have a token"_s);
        QTest::keyClicks(&line(u"Token"_s), u"gmt_"_s + QString(12, u'0') + u'_' + QString(43, u'x'));
        type(localName(quint16(stranger.url().port())));
        QTRY_VERIFY2(problem().contains(u"not as a GenMirror server does"_s), qPrintable(problem()));
        const QMutexLocker lock(&mutex);
        QVERIFY(!heads.isEmpty());
        for (const QByteArray &head : std::as_const(heads))
            QVERIFY2(!head.contains("gmt_"), head.constData());
    }

    void anAuthorityIsAskedForOnlyWhereACertificateIsNotBelieved()
    {
        const TestAuthority authority;
        ServerProcess server(QStringLiteral(GENMIRRORD));
        QVERIFY(server.start(m_directory->filePath(u"data"_s), authority.options()));
        type(localName(quint16(server.url().port())));
        QTRY_VERIFY2(problem().contains(u"cannot prove"_s), qPrintable(problem()));
        QVERIFY(line(u"File of an authority's certificates"_s).isVisible());
        QVERIFY(answer().isEmpty()); // nobody is led to http
        picture(window(), u"start-certificate"_s);
        line(u"File of an authority's certificates"_s).setText(authority.authority());
        QTRY_VERIFY2(problem().contains(u"no trees yet"_s), qPrintable(problem()));
        QVERIFY2(answer().contains(", encrypted"_L1), qPrintable(answer()));
    }

    void whereNothingAnswersItIsSaidWhatWasTried()
    {
        QTcpServer nobody;
        QVERIFY(nobody.listen(QHostAddress::LocalHost));
        const quint16 port = nobody.serverPort();
        nobody.close();
        type(localName(port));
        QTRY_VERIFY2(problem().contains(u"No GenMirror server answers there"_s), qPrintable(problem()));
        QVERIFY(problem().contains(u"https://127.0.0.1:%1"_s.arg(port)));
        QVERIFY(problem().contains(u"http://127.0.0.1:%1"_s.arg(port)));
        picture(window(), u"start-nobody"_s);
        type(u"ftp://somewhere"_s);
        QTRY_VERIFY2(problem().contains(u"ftp://somewhere"_s), qPrintable(problem()));
    }

    void anotherKindOfServerIsAskedForInADialog()
    {
        press(page(), u"Another kind of server…"_s);
        auto *dialog = window().findChild<ClassicDialog *>();
        QVERIFY(dialog);
        const QList<QLineEdit *> lines = dialog->findChildren<QLineEdit *>();
        QTest::keyClicks(lines[0], u"http://127.0.0.1:1/data"_s);
        QTest::keyClicks(lines[1], u"old"_s);
        press(*dialog, u"Mirror it"_s);
        QTRY_VERIFY(textOf(*dialog->findChild<ProblemLine *>()).contains(u"{generation}"_s));
        QTest::keyClicks(lines[0], u"?g={generation}"_s);
        press(*dialog, u"Mirror it"_s);
        QTRY_VERIFY(!page().isVisible());
        QTRY_VERIFY(status().contains(u"127.0.0.1"_s));
    }

    void theSamplePlaysOnThisComputer()
    {
        picture(window(), u"welcome"_s);
        press(page(), u"Start the sample"_s);
        QTRY_VERIFY_WITH_TIMEOUT(status().contains("Live (push)"_L1), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() > 0, 60'000);
        auto &hints = *window().findChild<HintBar *>();
        QVERIFY(hints.isVisible());
        QVERIFY(textOf(hints).startsWith("1 of 3"_L1));
        picture(window(), u"sample"_s);
        press(hints, u"Next hint"_s);
        press(hints, u"Next hint"_s);
        QVERIFY(textOf(hints).startsWith("3 of 3"_L1));
        press(hints, u"Close the hints"_s);
        QVERIFY(!hints.isVisible());
        const QUrl server = QSettings().value("sample/server"_L1).toUrl();
        m_desktop.reset(); // and its server with it
        QTcpSocket socket;
        socket.connectToHost(server.host(), quint16(server.port()));
        QVERIFY(!socket.waitForConnected(2000));

        startDesktop(); // it is there again, without a question
        QVERIFY(!page().isVisible());
        QVERIFY(!window().findChild<HintBar *>()->isVisible());
        QTRY_VERIFY(table().model()->rowCount() > 0);
        QTRY_VERIFY_WITH_TIMEOUT(status().contains("Live (push)"_L1), 60'000);
        QCOMPARE(QSettings().value("sample/server"_L1).toUrl(), server);
    }

    /// After the last change it begins anew; the pace can be changed while it plays.
    void theSampleNeverStandsStill()
    {
        QFile trace(m_directory->filePath(u"trace.ndjson"_s));
        QVERIFY(trace.open(QIODevice::WriteOnly));
        for (int i = 1; i <= 5; ++i)
            trace.write(R"({"operations":[{"op":"add","set":[],"object":{"id":)" + QByteArray::number(i) +
                        "}}]}\n");
        trace.close();
        SampleServer sample({.file = trace.fileName(), .quickly = 2});
        sample.setPace(SamplePace::Slow);
        QSignalSpy ready(&sample, &SampleServer::ready);
        sample.start();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 30'000);
        const QUrl url = ready.first().first().toUrl();
        m_desktop->showMirror({.server = url, .tree = SampleServer::tree()});
        QTRY_COMPARE(table().model()->rowCount(), 2);
        sample.setPace(SamplePace::Fast); // five seconds would be long
        const auto causes = [this] {
            QStringList all;
            for (int row = 0; row < history().model()->rowCount(); ++row)
                all.append(history().model()->index(row, HistoryModel::Cause).data().toString());
            return all;
        };
        QTRY_VERIFY_WITH_TIMEOUT(causes().count(u"reset"_s) >= 2, 60'000);
        QCOMPARE(ready.size(), 1); // told once
    }
};

QTEST_MAIN(DesktopStartTest)
#include "desktop_start_test.moc"
