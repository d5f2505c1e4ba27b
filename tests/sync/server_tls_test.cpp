// The real server with real certificates, asked by the real client.
#include "sync/client/mirrorsession.h"
#include "sync/client/replyproblems.h"
#include "sync/protocol/routes.h"
#include "tests/support/patience.h"
#include "tests/support/testauthority.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <csignal>

using namespace GenMirror;
using namespace Qt::StringLiterals;

class ServerTlsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    const Test::TestAuthority m_authority;
    std::unique_ptr<QProcess> m_server;
    QUrl m_url;
    QByteArray m_token;
    QByteArray m_log;
    ServerCredentials m_credentials;

    QString path(const QString &name) const { return m_directory.filePath(name); }
    static bool run(const QString &program, const QStringList &arguments, QByteArray *output = nullptr)
    {
        QProcess process;
        process.start(program, arguments);
        const bool done = process.waitForFinished() && process.exitCode() == 0;
        if (output)
            *output = process.readAllStandardOutput();
        return done;
    }
    std::unique_ptr<QProcess> startServer(const QStringList &arguments) const
    {
        auto process = std::make_unique<QProcess>();
        process->start(QStringLiteral(GENMIRRORD), QStringList{u"--data"_s, path(u"data"_s)} + arguments);
        return process;
    }
    std::pair<int, QString> ask(const QUrl &url, const ServerCredentials &credentials)
    {
        QNetworkAccessManager network;
        QNetworkRequest request(url);
        if (!credentials.apply(request))
            return {-1, {}};
        const std::unique_ptr<QNetworkReply> reply(network.get(request));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000))
            return {-2, {}};
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                notReached(*reply, u"It"_s).detail};
    }
    QByteArray serialOfServer() const
    {
        QSslSocket socket;
        QSslConfiguration configuration = socket.sslConfiguration();
        configuration.addCaCertificates(QSslCertificate::fromData(m_credentials.authority));
        socket.setSslConfiguration(configuration);
        socket.connectToHostEncrypted(u"localhost"_s, quint16(m_url.port()));
        return socket.waitForEncrypted() ? socket.peerCertificate().serialNumber() : QByteArray();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(run(QStringLiteral(GENMIRRORD), {u"init"_s, u"--data"_s, path(u"data"_s)}, &m_token));
        m_token = m_token.trimmed();
        QCOMPARE(m_token.size(), 60);
        m_server = startServer(QStringList{u"--log-level"_s, u"debug"_s, u"--listen"_s, u"127.0.0.1:0"_s} +
                               m_authority.options());
        QTRY_VERIFY(m_server->canReadLine());
        const QString line = QString::fromUtf8(m_server->readLine()).trimmed();
        QVERIFY(line.contains("https://"_L1));
        m_url = QUrl(line.section(u' ', -1));
        m_url.setHost(u"localhost"_s);
        m_credentials = {.token = m_token,
                         .authority = ServerCredentials::readAuthority(m_authority.authority()).value()};
    }
    void cleanupTestCase()
    {
        m_server->terminate();
        QVERIFY(m_server->waitForFinished());
        QCOMPARE(m_server->exitCode(), 0);
        m_log += m_server->readAllStandardError();
        QVERIFY(m_log.contains("PUT /v1/trees/main"));
        QVERIFY(!m_log.contains(m_token.mid(17))); // no secret in the log, however much it tells
    }

    void onlyWhoTrustsTheAuthorityGetsAnAnswer()
    {
        QCOMPARE(ask(Routes::resolve(m_url, Routes::trees()), m_credentials).first, 200);
        const auto [status, sentence] =
            ask(Routes::resolve(m_url, Routes::trees()), ServerCredentials{.token = m_token});
        QCOMPARE(status, 0);
        QVERIFY2(sentence.contains("cannot prove"_L1) && sentence.contains("authority"_L1),
                 qPrintable(sentence));
        QUrl other = m_url;
        other.setHost(u"127.0.0.2"_s); // where it does not even listen
        QVERIFY(ask(Routes::resolve(other, Routes::trees()), m_credentials).first <= 0);
    }

    /// The test's own is good for two days.
    void aCertificateThatEndsSoonIsWarnedOf()
    {
        QTRY_VERIFY(
            (m_log += m_server->readAllStandardError()).contains("The server's certificate expires at"));
        QNetworkAccessManager network;
        const auto get = [&](const QByteArray &address) {
            QNetworkRequest request(Routes::resolve(m_url, address));
            if (!m_credentials.apply(request))
                return QByteArray();
            const std::unique_ptr<QNetworkReply> reply(network.get(request));
            return QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000) ? reply->readAll()
                                                                                : QByteArray();
        };
        QVERIFY(get("/readyz").startsWith(
            "{\"status\":\"ready\",\"warning\":\"The server's certificate expires at"));
        QVERIFY(get("/metrics").contains("\ngenmirror_certificate_expires_seconds "));
    }

    void aMirrorFollowsOverTls()
    {
        QNetworkAccessManager network;
        const auto put = [&](const QByteArray &address, const QByteArray &body) {
            QNetworkRequest request(Routes::resolve(m_url, address));
            if (!m_credentials.apply(request))
                return 0;
            request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
            const std::unique_ptr<QNetworkReply> reply(network.put(request, body));
            if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000))
                return -1;
            return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        };
        QCOMPARE(put("/v1/trees/main", {}), 201);
        const QByteArray big(1'000'000, 'x'); // many TLS records
        QCOMPARE(put("/v1/trees/main/objects/1", "{\"id\":1,\"text\":\"" + big + "\"}"), 201);
        MirrorSession session({.server = m_url,
                               .tree = u"main"_s,
                               .directory = path(u"cache"_s),
                               .credentials = m_credentials,
                               .pollMilliseconds = 3'600'000});
        session.start();
        QTRY_COMPARE(session.status().link, MirrorStatus::Link::Push);
        QTRY_COMPARE(session.status().generation.value, 2);
        QVERIFY(session.status().verified);
        for (int id = 2; id < 20; ++id)
            QCOMPARE(put("/v1/trees/main/objects/" + QByteArray::number(id),
                         "{\"id\":" + QByteArray::number(id) + '}'),
                     201);
        QTRY_COMPARE(session.status().generation.value, 20);
        QVERIFY(session.status().verified);
    }

    void aNewCertificateIsTakenOnSighup()
    {
        const QByteArray before = serialOfServer();
        QVERIFY(!before.isEmpty());
        QVERIFY(m_authority.makeCertificate(u"77"_s));
        QCOMPARE(serialOfServer(), before); // not by itself
        ::kill(pid_t(m_server->processId()), SIGHUP);
        QTRY_COMPARE(serialOfServer(), "4d"_ba);
        QFile broken(m_authority.certificate());
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("nonsense");
        broken.close();
        ::kill(pid_t(m_server->processId()), SIGHUP);
        QTRY_VERIFY((m_log += m_server->readAllStandardError()).contains("the certificate stays as it was"));
        QCOMPARE(serialOfServer(), "4d"_ba);
    }

    void whoSpeaksNoTlsIsSentAway()
    {
        for (const QByteArray &words :
             {"GET /v1/trees HTTP/1.1\r\nHost: x\r\n\r\n"_ba, QByteArray(70'000, '\x16')}) {
            QTcpSocket socket;
            socket.connectToHost(u"127.0.0.1"_s, quint16(m_url.port()));
            QVERIFY(socket.waitForConnected());
            socket.write(words);
            QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
            QVERIFY(!socket.readAll().contains("HTTP/"));
        }
        QCOMPARE(ask(Routes::resolve(m_url, Routes::trees()), m_credentials).first, 200);
    }

    void nobodyServesTheNetworkByMistake_data()
    {
        QTest::addColumn<QString>("data");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("word");
        QTest::newRow("no token") << u"fresh"_s << QStringList() << u"genmirrord init"_s;
        QTest::newRow("no TLS") << u"closed"_s << QStringList() << u"tls-certificate"_s;
        QTest::newRow("half of TLS") << u"closed"_s << QStringList{u"--tls-key"_s, u"/x"_s} << u"both"_s;
        QTest::newRow("no such file")
            << u"closed"_s << QStringList{u"--tls-key"_s, u"/no/key"_s, u"--tls-certificate"_s, u"/no/cert"_s}
            << u"/no/cert"_s;
    }
    void nobodyServesTheNetworkByMistake()
    {
        QFETCH(QString, data);
        QFETCH(QStringList, arguments);
        QFETCH(QString, word);
        if (data == "closed"_L1)
            QVERIFY(run(QStringLiteral(GENMIRRORD), {u"init"_s, u"--data"_s, path(data)}));
        QProcess process;
        process.start(QStringLiteral(GENMIRRORD),
                      QStringList{u"--data"_s, path(data), u"--listen"_s, u"0.0.0.0:0"_s} + arguments);
        QVERIFY(process.waitForFinished());
        QVERIFY(process.exitCode() != 0);
        const QString said = QString::fromUtf8(process.readAllStandardError());
        QVERIFY2(said.contains(word), qPrintable(said));
        QVERIFY(process.readAllStandardOutput().isEmpty());
    }
};

QTEST_GUILESS_MAIN(ServerTlsTest)
#include "server_tls_test.moc"
