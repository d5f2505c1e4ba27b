#include "tests/support/accessserver.h"
#include "tests/support/patience.h"

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

/// What the server decides by a request's head: who may send a body at all, and how long a one.
class ServerAdmissionTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_server;

private Q_SLOTS:
    void initTestCase() { m_server = std::make_unique<AccessServer>(); }
    void cleanupTestCase() { m_server.reset(); }

    /// The body never comes, and nobody is told to send it.
    void aBodyIsAskedForOnlyWhereItMayBeSent_data()
    {
        QTest::addColumn<QByteArray>("role"); // of the token; empty: none
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QByteArray>("answer"); // what it begins with
        const QByteArray long_ = "Content-Length: 66000000\r\n";
        const QByteArray json = "Content-Type: application/json\r\n";
        const QByteArray editor = "editor";
        const auto row = [](const char *name, const QByteArray &role, const QByteArray &target,
                            const QByteArray &headers, const char *answer) {
            QTest::newRow(name) << role << target << headers << "HTTP/1.1 " + QByteArray(answer);
        };
        row("nobody", {}, "POST /v1/trees/inside/batch", long_, "401");
        row("nobody, in chunks", {}, "POST /v1/trees/inside/batch", "Transfer-Encoding: chunked\r\n", "401");
        row("a wrong token", "wrong", "POST /v1/trees/inside/batch", long_, "401");
        row("a reader", "reader", "POST /v1/trees/inside/batch", long_, "403");
        row("out of reach", editor, "POST /v1/trees/outside/batch", long_, "404");
        row("no address", editor, "POST /v1/nothing", long_, "404");
        row("another method", editor, "PUT /v1/trees/inside/batch", long_, "405");
        row("too long an object", editor, "PUT /v1/trees/inside/objects/1", long_, "413");
        row("too long for all", editor, "POST /v1/trees/inside/batch", "Content-Length: 67108865\r\n", "413");
        row("another type", editor, "POST /v1/trees/inside/batch", long_ + "Content-Type: text/plain\r\n",
            "415");
        row("compressed", editor, "POST /v1/trees/inside/batch", long_ + "Content-Encoding: gzip\r\n", "415");
        row("compressed by one of two lines", editor, "POST /v1/trees/inside/batch",
            long_ + "Content-Encoding: identity\r\nContent-Encoding: gzip\r\n", "415");
        row("an encoding nobody knows", editor, "POST /v1/trees/inside/batch",
            long_ + "Content-Encoding: x\r\n", "415");
        row("a health check with a body", {}, "GET /healthz", long_, "400");
        row("one that may", editor, "POST /v1/trees/inside/batch", long_ + json, "100");
    }
    void aBodyIsAskedForOnlyWhereItMayBeSent()
    {
        QFETCH(const QByteArray, role);
        QFETCH(const QByteArray, target);
        QFETCH(const QByteArray, headers);
        QFETCH(const QByteArray, answer);
        const QByteArray token = role == "wrong"  ? "gmt_000000000000_" + QByteArray(43, 'x')
                                 : role.isEmpty() ? role
                                                  : m_server->makeToken(role, "inside");
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForConnected());
        socket.write(
            target + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n" + headers +
            (token.isEmpty() ? QByteArray() : QByteArray("Authorization: Bearer " + token + "\r\n")) +
            "\r\n");
        QVERIFY(socket.waitForReadyRead(20'000));
        const QByteArray told = socket.readAll();
        QVERIFY2(told.startsWith(answer), told.constData());
    }

    /// What follows a body comes after who sends it was judged.
    void aTokenInATrailerIsNone()
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForConnected());
        socket.write(
            "POST /v1/trees/inside/batch HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            "Trailer: Authorization\r\n\r\n11\r\n{\"operations\":[]}\r\n0\r\nAuthorization: Bearer " +
            m_server->adminToken() + "\r\n\r\n");
        QVERIFY(socket.waitForReadyRead(20'000));
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 401 "));
    }

    void whatAnAddressTakesIsSaidWithHead()
    {
        const RawAnswer refused = m_server->askAdmin("PATCH", "/v1/trees/inside");
        QCOMPARE(refused.status, 405);
        QByteArrayList methods = refused.headers.value("allow").split(',');
        for (QByteArray &method : methods)
            method = method.trimmed();
        std::ranges::sort(methods);
        QCOMPARE(methods, (QByteArrayList{"DELETE", "GET", "HEAD", "PUT"}));
        QCOMPARE(m_server->askAdmin("PUT", "/v1/trees/inside/updates").headers.value("allow"),
                 "GET, HEAD"_ba);
        QCOMPARE(m_server->askAdmin("GET", "/v1/trees/inside/batch").headers.value("allow"), "POST"_ba);
    }
};

QTEST_GUILESS_MAIN(ServerAdmissionTest)
#include "server_admission_test.moc"
