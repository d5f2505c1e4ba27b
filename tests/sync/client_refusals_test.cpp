// What is no update is not read to its end: a mirror says at once what it thinks of it.
#include "sync/client/mirrorsession.h"
#include "tests/support/hostileserver.h"
#include "tests/support/patience.h"

#include <QSignalSpy>
#include <QTemporaryDir>

Q_DECLARE_METATYPE(GenMirror::Test::HostileAnswer)

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

const QByteArray Collection(32, 'c');

QByteArray headOf(const QByteArray &status, const QByteArray &more)
{
    return "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + more + "\r\n";
}

HostileAnswer withoutEnd(const QByteArray &head)
{
    return {.first = head, .more = [] { return QByteArray(65'536, 'a'); }};
}

} // namespace

class ClientRefusalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsSaidWithoutWaitingForItsEnd_data()
    {
        QTest::addColumn<HostileAnswer>("answer");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const HostileAnswer &answer, const QString &says) {
            QTest::newRow(name) << answer << says;
        };
        row("another type", withoutEnd(headOf("200 OK", "Content-Type: application/json\r\n") + "{\"id\":\""),
            u"not as a GenMirror server does"_s);
        row("a page", withoutEnd(headOf("200 OK", "Content-Type: text/html\r\n") + "<html>"),
            u"not as a GenMirror server does"_s);
        row("a problem",
            withoutEnd(headOf("400 Bad", "Content-Type: application/problem+json\r\n") + "{\"detail\":\""),
            u"status 400"_s);
        row("no tree",
            withoutEnd(headOf("404 Not Found", "Content-Type: application/problem+json\r\n") + "{"),
            u"status 404"_s);
        row("busy", withoutEnd(headOf("503 Busy", "Content-Type: text/plain\r\n")), u"status 503"_s);
        row("a redirect", withoutEnd(headOf("302 Found", "Location: /login\r\n")), u"/login"_s);
    }
    void itIsSaidWithoutWaitingForItsEnd()
    {
        QFETCH(HostileAnswer, answer);
        QFETCH(QString, says);
        const QTemporaryDir directory;
        HostileServer server([answer](const QByteArray &) { return answer; });
        // Longer than the test waits: nothing but the limit ends it.
        MirrorSession session({.server = server.url(),
                               .tree = u"main"_s,
                               .directory = directory.path(),
                               .requestTimeoutMilliseconds = 600'000});
        QSignalSpy told(&session, &MirrorSession::statusChanged);
        session.start();
        QTRY_VERIFY2(session.status().problem.contains(says), qPrintable(session.status().problem));
        QVERIFY(session.status().state == MirrorStatus::State::Offline);
    }

    /// Whoever answers may name anything: what is no address of a server is not recommended.
    void aRedirectNamesAnAddressOrNone_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QString>("says");
        const QString none = u"to no address of a server"_s;
        QTest::newRow("absolute") << "https://elsewhere.example/x"_ba << u"https://elsewhere.example/x"_s;
        QTest::newRow("relative") << "/there"_ba << u"/there"_s;
        QTest::newRow("of the same scheme") << "//elsewhere.example/x"_ba << u"http://elsewhere.example/x"_s;
        QTest::newRow("a file") << "file:///etc/passwd"_ba << none;
        QTest::newRow("a script") << "javascript:alert(1)"_ba << none;
        QTest::newRow("nothing") << ""_ba << none;
        QTest::newRow("with a password")
            << "https://user:secret@elsewhere.example/x"_ba << u"https://elsewhere.example/x"_s;
    }
    void aRedirectNamesAnAddressOrNone()
    {
        QFETCH(QByteArray, location);
        QFETCH(QString, says);
        const QTemporaryDir directory;
        HostileServer server([location](const QByteArray &) {
            return HostileAnswer{
                .first = headOf("302 Found", "Location: " + location + "\r\nContent-Length: 0\r\n")};
        });
        MirrorSession session({.server = server.url(), .tree = u"main"_s, .directory = directory.path()});
        session.start();
        QTRY_VERIFY2(session.status().problem.contains(says), qPrintable(session.status().problem));
        QVERIFY(!session.status().problem.contains("secret"_L1));
        QVERIFY(!session.status().problem.contains("passwd"_L1));
    }

    /// "Live" is who is up to date again at once.
    void whoIsBehindForLongIsNotLive()
    {
        using State = MirrorStatus::State;
        const QTemporaryDir directory;
        const auto asked = std::make_shared<std::atomic<int>>(0);
        HostileServer server([asked](const QByteArray &head) -> HostileAnswer {
            if (head.contains("Accept: text/event-stream")) // a sign of life now and then, and news
                return {.first = headOf("200 OK", "Content-Type: text/event-stream\r\n") +
                                 "event: generation\nid: main." + Collection + ".5." + QByteArray(64, '1') +
                                 "\ndata: {\"tree\":\"main\",\"collection\":\"" + Collection +
                                 "\",\"generation\":5,\"digest\":\"" + QByteArray(64, '1') + "\"}\n\n",
                        .more = [] { return QByteArray(":\n\n"); },
                        .millisecondsBetween = 20};
            if ((*asked)++ > 0)
                return {.first = {}, .staysOpen = true}; // nothing comes of it
            return {.first = headOf("200 OK", "Content-Type: application/vnd.genmirror+json\r\n") +
                             "{\"tree\":\"main\",\"collection\":\"" + Collection +
                             "\",\"generation\":1,\"key\":{\"attribute\":\"id\"},\"digest\":\"" +
                             QByteArray(64, '0') + "\"}"};
        });
        MirrorSession session({.server = server.url(),
                               .tree = u"main"_s,
                               .directory = directory.path(),
                               .requestTimeoutMilliseconds = 600'000});
        QList<State> states;
        connect(&session, &MirrorSession::statusChanged, &session,
                [&](const MirrorStatus &status) { states.append(status.state); });
        session.start();
        QTRY_VERIFY(states.contains(State::Live));
        QTRY_COMPARE(session.status().state, State::CatchingUp);
        QCOMPARE(session.status().serverGeneration, Generation{5});
        QCOMPARE(session.status().generation, Generation{1});
    }
};

QTEST_GUILESS_MAIN(ClientRefusalsTest)
#include "client_refusals_test.moc"
