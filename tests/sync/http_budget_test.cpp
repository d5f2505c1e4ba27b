#include "sync/server/http/httpserver.h"
#include "tests/support/patience.h"
#include "tests/support/rawhttp.h"

#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

/// What all requests and answers hold in memory together, and what one client may of it.
class HttpBudgetTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<HttpServer> m_server;
    std::vector<std::jthread> m_threads;

    using Run = std::function<void(const HttpRequest &, const std::shared_ptr<HttpResponder> &)>;
    static void tellLength(const HttpRequest &request, const std::shared_ptr<HttpResponder> &responder)
    {
        responder->respond({.headers = {{"Content-Type", "text/plain"}},
                            .body = QByteArray::number(request.body.size()) + " bytes"});
    }
    /// The header Who names the accounts.
    void start(const HttpLimits &limits, Run run = tellLength)
    {
        m_server = std::make_unique<HttpServer>(
            [run](const HttpHead &head) -> HttpVerdict {
                return HttpAdmission{.accounts = head.header("Who").split(','), .run = run};
            },
            limits);
        QVERIFY(m_server->listen(u"127.0.0.1"_s, 0));
    }
    /// A client whose body was announced and does not come; told to send it, or not.
    std::unique_ptr<QTcpSocket> announce(const QByteArray &who, const QByteArray &length,
                                         QByteArray &told) const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(u"127.0.0.1"_s, m_server->port());
        if (!socket->waitForConnected())
            return socket;
        socket->write("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nWho: " + who +
                      "\r\nContent-Length: " + length + "\r\n\r\n");
        if (socket->waitForReadyRead(20'000))
            told = socket->readAll();
        return socket;
    }

private Q_SLOTS:
    void cleanup()
    {
        m_server.reset();
        m_threads.clear();
    }

    void aBodyIsTakenWhereThereIsRoomForIt_data()
    {
        QTest::addColumn<QByteArrayList>("there"); // who has announced how much and not sent it
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<QByteArray>("length");
        QTest::addColumn<bool>("fits"); // into 8 MB, 3 MB for each
        const auto row = [](const char *name, const QByteArrayList &there, const char *who,
                            const char *length, bool fits) {
            QTest::newRow(name) << there << QByteArray(who) << QByteArray(length) << fits;
        };
        row("nobody else", {}, "a", "3000000", true);
        row("past a share", {}, "a", "3000001", false);
        row("another's", {"a 3000000"}, "b", "3000000", true);
        row("past a share together", {"a 2000000"}, "a", "1000001", false);
        row("a share together", {"a 2000000"}, "a", "1000000", true);
        row("a token at other addresses", {"x,a 2000000", "y,a 1000000"}, "z,a", "1", false);
        row("others at a token's address", {"x,a 2000000"}, "x,b", "1000001", false);
        row("neither", {"x,a 2000000"}, "y,b", "1000001", true);
        row("all but an eighth", {"a 3000000", "b 3000000"}, "c", "1000000", true);
        row("the last eighth", {"a 3000000", "b 3000000"}, "c", "1000001", false);
        row("a small one in the last eighth", {"a 3000000", "b 3000000", "c 1000000"}, "d", "262144", true);
        row("one not so small", {"a 3000000", "b 3000000", "c 1000000"}, "d", "262145", false);
    }
    void aBodyIsTakenWhereThereIsRoomForIt()
    {
        QFETCH(const QByteArrayList, there);
        QFETCH(const QByteArray, who);
        QFETCH(const QByteArray, length);
        QFETCH(const bool, fits);
        start({.memoryBytes = 8'000'000, .memoryShare = 3'000'000});
        std::vector<std::unique_ptr<QTcpSocket>> others;
        QByteArray told;
        for (const QByteArray &other : there) {
            others.push_back(announce(other.split(' ')[0], other.split(' ')[1], told));
            QVERIFY2(told.startsWith("HTTP/1.1 100 "), told.constData());
        }
        {
            const auto socket = announce(who, length, told);
            QVERIFY2(told.startsWith(fits ? "HTTP/1.1 100 " : "HTTP/1.1 503 "), told.constData());
            QCOMPARE(told.contains("\r\nRetry-After: 5\r\n"), !fits);
        }
        others.clear(); // whoever leaves gives back what it had
        QTRY_COMPARE(m_server->heldBytes(), 0);
        const auto again = announce("a", "3000000", told);
        QVERIFY2(told.startsWith("HTTP/1.1 100 "), told.constData());
    }

    void chunksTakeRoomAsTheyCome()
    {
        start({.memoryBytes = 8'000'000, .memoryShare = 3'000'000});
        const auto put = [&](int chunks) -> QByteArray {
            QTcpSocket socket;
            socket.connectToHost(u"127.0.0.1"_s, m_server->port());
            if (!socket.waitForConnected())
                return QByteArray();
            socket.write(
                "PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < chunks; ++i)
                socket.write("f4240\r\n" + QByteArray(1'000'000, 'x') + "\r\n");
            socket.write("0\r\n\r\n");
            QByteArray answer;
            while (socket.waitForReadyRead(20'000))
                answer += socket.readAll();
            return answer + socket.readAll();
        };
        const QByteArray fits = put(3);
        QVERIFY2(fits.endsWith("3000000 bytes"), fits.constData());
        const QByteArray tooMuch = put(4);
        QVERIFY2(tooMuch.startsWith("HTTP/1.1 503 "), tooMuch.constData());
        QTRY_COMPARE(m_server->heldBytes(), 0);
    }

    void aLongestBodyFitsIntoAShare()
    {
        start({});
        RawHttp http(m_server->port());
        const QByteArray longest(HttpLimits().bodyBytes, 'x');
        QCOMPARE(http.request("PUT", "/", longest, {"Who: a"}).body,
                 QByteArray::number(longest.size()) + " bytes");
        QTRY_COMPARE(m_server->heldBytes(), 0);
    }

    /// What does not fit into memory goes to the disk, and arrives all the same.
    void answersPastTheBudgetAreKeptOnTheDisk_data()
    {
        QTest::addColumn<bool>("whole");
        QTest::addColumn<QByteArray>("encoding");
        QTest::newRow("whole") << true << "identity"_ba;
        QTest::newRow("whole, compressed") << true << "gzip"_ba;
        QTest::newRow("a stream") << false << "identity"_ba;
        QTest::newRow("a stream, compressed") << false << "gzip"_ba;
    }
    void answersPastTheBudgetAreKeptOnTheDisk()
    {
        QFETCH(const bool, whole);
        QFETCH(const QByteArray, encoding);
        QByteArray content; // that cannot be made much shorter
        for (int i = 0; content.size() < 16'000'000; ++i)
            content += QByteArray::number(quint64(i) * 0x9e3779b97f4a7c15U, 36);
        std::atomic<int> done = 0;
        start({.queuedBytes = 8'000'000, .memoryBytes = 400'000, .memoryShare = 200'000},
              [&](const HttpRequest &, const std::shared_ptr<HttpResponder> &responder) {
                  m_threads.emplace_back([&, responder] {
                      const HttpHeaders type{{"Content-Type", "text/plain"}};
                      if (whole) {
                          responder->respond({.headers = type, .body = content});
                      } else {
                          responder->beginStream({.headers = type});
                          for (qsizetype at = 0; at < content.size(); at += 50'000) {
                              if (!responder->write(QByteArrayView(content).sliced(
                                      at, std::min<qsizetype>(50'000, content.size() - at))))
                                  return;
                          }
                          responder->end();
                      }
                      ++done;
                      done.notify_one();
                  });
              });
        std::vector<std::unique_ptr<RawHttp>> clients;
        for (int i = 0; i < 5; ++i) {
            clients.push_back(std::make_unique<RawHttp>(m_server->port()));
            clients.back()->send("GET", "/", {}, {"Who: a", "Accept-Encoding: " + encoding});
        }
        for (int seen = done; seen < 5; seen = done) // no event loop: the clients would read
            done.wait(seen);
        QVERIFY2(m_server->heldBytes() <= 200'000, qPrintable(QString::number(m_server->heldBytes())));
        QVERIFY(m_server->spooledBytes() > 1'000'000);
        for (const auto &client : clients)
            QVERIFY(client->receive().body == content);
        for (const auto &client : clients) // the connections go on
            client->disconnect();
        QTRY_COMPARE(m_server->spooledBytes(), 0);
        QTRY_COMPARE(m_server->heldBytes(), 0);
    }
};

QTEST_GUILESS_MAIN(HttpBudgetTest)
#include "http_budget_test.moc"
