// A token that is revoked, changed or expires while a long answer that it was asked with is on its way.
#include "tests/support/accessserver.h"
#include "tests/support/patience.h"

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class ServerPermitsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_server;

    /// One object that is longer than sockets take by themselves.
    void fill() const
    {
        const QByteArray big = "{\"id\":1,\"text\":\"" + QByteArray(15'000'000, 'x') + "\"}";
        QCOMPARE(m_server->askAdmin("PUT", "/v1/trees/inside/objects/1", big).status, 201);
    }
    /// Asks for that object and reads hardly anything.
    std::unique_ptr<QTcpSocket> askSlowly(const QByteArray &token) const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->setReadBufferSize(4096);
        socket->connectToHost(u"127.0.0.1"_s, m_server->port());
        socket->write("GET /v1/trees/inside/objects/1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
                      token + "\r\n\r\n");
        return socket;
    }

private Q_SLOTS:
    void init() { m_server = std::make_unique<AccessServer>(); }
    void cleanup() { m_server.reset(); }

    void aLongAnswerEndsWithItsToken_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("revoked") << "DELETE"_ba
                                 << ""_ba;
        QTest::newRow("out of reach") << "PATCH"_ba
                                      << R"({"trees":["out*"]})"_ba;
        QTest::newRow("expired") << ""_ba
                                 << ""_ba;
    }
    void aLongAnswerEndsWithItsToken()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, body);
        fill();
        const QByteArray end =
            QDateTime::currentDateTimeUtc().addMSecs(2000).toString(Qt::ISODateWithMs).toLatin1();
        const QByteArray token = m_server->makeToken(
            "reader", "*", method.isEmpty() ? ",\"expires\":\"" + end + '"' : QByteArray());
        const QByteArray other = m_server->makeToken("reader", "*");
        const auto client = askSlowly(token);
        const auto stays = askSlowly(other);
        QTRY_VERIFY(client->peek(4096).startsWith("HTTP/1.1 200 "));
        QTRY_VERIFY(stays->peek(4096).startsWith("HTTP/1.1 200 "));
        QTRY_COMPARE(m_server->connectionCount(), 2);
        if (!method.isEmpty())
            QCOMPARE(m_server->askAdmin(method, "/v1/admin/tokens/" + token.mid(4, 12), body).status / 100,
                     2);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->connectionCount(), 1, 20'000);
        stays->setReadBufferSize(0);
        QByteArray got;
        QTRY_VERIFY((got += stays->readAll()).endsWith("xxx\"}")); // the other one's comes whole
    }

    void whatWasBegunWithoutTokensEndsWithTheFirst()
    {
        TestServer server; // open
        const auto editor = server.connect();
        QCOMPARE(editor->request("PUT", "/v1/trees/main").status, 201);
        QCOMPARE(editor
                     ->request("PUT", "/v1/trees/main/objects/1",
                               "{\"id\":1,\"text\":\"" + QByteArray(15'000'000, 'x') + "\"}")
                     .status,
                 201);
        QTcpSocket client;
        client.setReadBufferSize(4096);
        client.connectToHost(u"127.0.0.1"_s, server.port());
        client.write("GET /v1/trees/main/objects/1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTRY_VERIFY(client.peek(4096).startsWith("HTTP/1.1 200 "));
        QCOMPARE(server.connectionCount(), 2);
        QCOMPARE(editor->request("POST", "/v1/admin/tokens", R"({"name":"a","role":"admin"})").status, 201);
        QTRY_COMPARE_WITH_TIMEOUT(server.connectionCount(), 1, 20'000); // the editor's, who has its answer
    }

    void whoRevokesItsOwnTokenGetsTheAnswer()
    {
        const QByteArray token = m_server->makeToken("admin", "*");
        QCOMPARE(m_server->ask(token, "DELETE", "/v1/admin/tokens/" + token.mid(4, 12)).status, 204);
        QCOMPARE(m_server->ask(token, "GET", "/v1/trees").status, 401);
    }
};

QTEST_GUILESS_MAIN(ServerPermitsTest)
#include "server_permits_test.moc"
