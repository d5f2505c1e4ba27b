#include "sync/server/http/httpserver.h"
#include "tests/support/patience.h"
#include "tests/support/rawhttp.h"

#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Answers whose permit, such as a token, ends while they are on their way.
class HttpPermitTest : public QObject
{
    Q_OBJECT

    static constexpr qsizetype Long = 20'000'000; // more than sockets take by themselves

    std::unique_ptr<HttpServer> m_server;
    std::shared_ptr<HttpPermit> m_permit;
    std::vector<std::jthread> m_threads;
    std::shared_ptr<HttpResponder> m_kept; ///< Of /later.
    std::atomic<int> m_asked = 0;

    /// /stream and /whole are long, /short is not, /later is answered by the test.
    void run(const HttpRequest &request, const std::shared_ptr<HttpResponder> &responder)
    {
        const HttpHeaders type{{"Content-Type", "text/plain"}};
        if (request.path == "/later")
            m_kept = responder;
        else if (request.path == "/stream")
            m_threads.emplace_back([responder, type] {
                responder->beginStream({.headers = type});
                bool goesOn = true;
                for (qsizetype at = 0; goesOn && at < Long; at += 50'000)
                    goesOn = responder->write(QByteArray(50'000, 'x'));
                responder->end();
            });
        else
            responder->respond(
                {.headers = type, .body = QByteArray(request.path == "/whole" ? Long : 5, 'x')});
        ++m_asked;
    }
    /// A client that reads hardly anything.
    std::unique_ptr<QTcpSocket> takeNothing(const QByteArray &path)
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->setReadBufferSize(4096);
        socket->connectToHost(u"127.0.0.1"_s, m_server->port());
        socket->write("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        return socket;
    }
    std::unique_ptr<RawHttp> ask(const QByteArray &path)
    {
        auto client = std::make_unique<RawHttp>(m_server->port());
        client->send("GET", path);
        return client;
    }

private Q_SLOTS:
    void init()
    {
        m_asked = 0;
        m_permit = std::make_shared<HttpPermit>();
        m_server = std::make_unique<HttpServer>([this](const HttpHead &) -> HttpVerdict {
            return HttpAdmission{
                .permit = m_permit,
                .run = [this](const HttpRequest &request, const std::shared_ptr<HttpResponder> &responder) {
                    run(request, responder);
                }};
        });
        QVERIFY(m_server->listen(u"127.0.0.1"_s, 0));
    }
    void cleanup()
    {
        m_kept.reset();
        m_server.reset();
        m_threads.clear();
    }

    void aLongAnswerIsCutWhereItIs_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("byTime");
        for (const char *path : {"/stream", "/whole"}) {
            QTest::addRow("%s, revoked", path) << QByteArray(path) << false;
            QTest::addRow("%s, expired", path) << QByteArray(path) << true;
        }
    }
    void aLongAnswerIsCutWhereItIs()
    {
        QFETCH(const QByteArray, path);
        QFETCH(const bool, byTime);
        if (byTime)
            m_permit = std::make_shared<HttpPermit>(HttpPermit::Clock::now() + 1s);
        const auto socket = takeNothing(path);
        QVERIFY(socket->waitForReadyRead(20'000));
        QVERIFY(socket->peek(4096).startsWith("HTTP/1.1 200 "));
        QCOMPARE(m_server->connectionCount(), 1);
        if (!byTime)
            m_permit->end();
        QTRY_COMPARE_WITH_TIMEOUT(m_server->connectionCount(), 0, 20'000); // long before it stalls
        QVERIFY(!byTime || HttpPermit::Clock::now() >= *m_permit->until());
        QTRY_COMPARE(m_server->spooledBytes(), 0);
        QTRY_COMPARE(m_server->heldBytes(), 0);
        socket->setReadBufferSize(0);
        QByteArray got = socket->readAll();
        while (socket->waitForReadyRead(20'000))
            got += socket->readAll();
        QVERIFY2(got.size() < Long, qPrintable(QString::number(got.size())));
        QVERIFY(!got.endsWith("\r\n0\r\n\r\n"));
    }

    void anAnswerThatBeginsLaterIsRefusedIfItIsLong_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<bool>("streamed");
        QTest::addColumn<int>("status");
        QTest::newRow("a short one") << 5 << false << 200; // such as that to who revoked its own token
        QTest::newRow("a long one") << 100'000 << false << 401;
        QTest::newRow("a stream") << 5 << true << 401;
    }
    void anAnswerThatBeginsLaterIsRefusedIfItIsLong()
    {
        QFETCH(const int, bytes);
        QFETCH(const bool, streamed);
        QFETCH(const int, status);
        const auto client = ask("/later");
        QTRY_COMPARE(m_asked.load(), 1);
        m_permit->end();
        const HttpHeaders type{{"Content-Type", "text/plain"}};
        if (streamed) {
            m_kept->beginStream({.headers = type});
            QVERIFY(m_kept->write(QByteArray(bytes, 'x')));
            m_kept->end();
        } else {
            m_kept->respond({.headers = type, .body = QByteArray(bytes, 'x')});
        }
        QCOMPARE(client->receive().status, status);
    }

    void anAnswerThatIsThereStaysAndTheConnectionGoesOn()
    {
        RawHttp client(m_server->port());
        QCOMPARE(client.get("/whole").body.size(), Long);
        const auto ended = std::exchange(m_permit, std::make_shared<HttpPermit>());
        ended->end();
        QCOMPARE(client.get("/short").body, "xxxxx"); // by another permit
        QCOMPARE(client.get("/stream").body.size(), Long);
        QCOMPARE(m_server->connectionCount(), 1);
    }

    void onePermitIsForManyAnswers()
    {
        const auto ended = m_permit;
        std::vector<std::unique_ptr<QTcpSocket>> clients;
        for (int i = 0; i < 20; ++i)
            clients.push_back(takeNothing(i % 2 == 0 ? "/stream" : "/whole"));
        QTRY_COMPARE(m_asked.load(), 20);
        m_permit = std::make_shared<HttpPermit>();
        const auto stays = takeNothing("/stream");
        QTRY_COMPARE(m_asked.load(), 21);
        QCOMPARE(m_server->connectionCount(), 21);
        ended->end();
        QTRY_COMPARE_WITH_TIMEOUT(m_server->connectionCount(), 1, 20'000);
    }
};

QTEST_GUILESS_MAIN(HttpPermitTest)
#include "http_permit_test.moc"
