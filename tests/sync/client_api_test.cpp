// ServerApi against the real server, and against servers that answer anything else.
#include "sync/client/serverapi.h"
#include "tests/support/hostileserver.h"
#include "tests/support/patience.h"
#include "tests/support/testserver.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int Patience = 20'000; // milliseconds
constexpr QByteArrayView Page = "<!DOCTYPE html><title>Welcome to the hotel</title>";

/// The bytes of a request, once it is whole.
bool isWhole(const QByteArray &request)
{
    const qsizetype end = request.indexOf("\r\n\r\n");
    const qsizetype at = request.toLower().indexOf("content-length: ");
    const qsizetype length =
        at < 0 || at > end ? 0 : request.mid(at + 16, request.indexOf('\r', at) - at - 16).toLongLong();
    return end >= 0 && request.size() >= end + 4 + length;
}

/// Answers each request by the same bytes, or by what the real server says, which it keeps.
class Mimic : public QObject
{
public:
    Mimic()
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *client = m_server.nextPendingConnection();
            const auto request = std::make_shared<QByteArray>();
            connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
            connect(client, &QTcpSocket::readyRead, this, [this, client, request] {
                *request += client->readAll();
                if (!isWhole(*request))
                    return;
                m_requests.append(request->left(request->indexOf("\r\n")));
                if (m_realPort == 0)
                    say(client, m_answer);
                else
                    passOn(client, *request);
                request->clear();
            });
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no port");
    }

    void answer(const QByteArray &bytes)
    {
        m_realPort = 0;
        m_answer = bytes;
    }
    void passOnTo(quint16 port) { m_realPort = port; }
    /// The first lines of what has come since this was called last.
    [[nodiscard]] QByteArrayList takeRequests() { return std::exchange(m_requests, {}); }
    [[nodiscard]] const QByteArray &heard() const { return m_answer; }
    [[nodiscard]] QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort())); }

private:
    static void say(QTcpSocket *client, const QByteArray &bytes)
    {
        client->write(bytes);
        client->disconnectFromHost();
    }
    void passOn(QTcpSocket *client, QByteArray request)
    {
        auto *real = new QTcpSocket(client);
        const auto answer = std::make_shared<QByteArray>();
        connect(real, &QTcpSocket::readyRead, this, [real, answer] { *answer += real->readAll(); });
        connect(real, &QTcpSocket::disconnected, client, [this, client, real, answer] {
            m_answer = *answer += real->readAll();
            say(client, m_answer);
        });
        real->connectToHost(QHostAddress(QHostAddress::LocalHost), m_realPort);
        request.replace("Connection: Keep-Alive", "Connection: close");
        real->write(request);
    }

    QTcpServer m_server;
    QByteArray m_answer;
    QByteArrayList m_requests;
    quint16 m_realPort = 0;
};

/// What a call came to: no error, or one.
using Outcome = QFuture<std::optional<Error>>;

template <typename T>
Outcome outcomeOf(ServerApi::Reply<T> reply)
{
    return reply.then([](const Result<Answer<T>> &result) {
        return result ? std::nullopt : std::optional(result.error());
    });
}

struct Question {
    const char *name;
    std::function<Outcome(ServerApi &)> ask;
};

/// Every question, in an order in which each succeeds.
QList<Question> questions()
{
    const SetPath root;
    const ObjectId one = ObjectId::ofInteger(1);
    const auto t = u"t"_s;
    return {
        {"whoAmI", [](ServerApi &api) { return outcomeOf(api.whoAmI()); }},
        {"makeTree", [t](ServerApi &api) { return outcomeOf(api.makeTree(t, {.maximumRemovals = 9})); }},
        {"trees", [](ServerApi &api) { return outcomeOf(api.trees()); }},
        {"tree", [t](ServerApi &api) { return outcomeOf(api.tree(t)); }},
        {"putObject",
         [=](ServerApi &api) {
             return outcomeOf(api.putObject(t, root, one, "{\"id\":1,\"text\":\"some\"}"));
         }},
        {"object", [=](ServerApi &api) { return outcomeOf(api.object(t, root, one)); }},
        {"updates", [t](ServerApi &api) { return outcomeOf(api.updates(t, {}, Dialect::Native)); }},
        {"updates, classic", [t](ServerApi &api) { return outcomeOf(api.updates(t, {}, Dialect::Classic)); }},
        {"history", [t](ServerApi &api) { return outcomeOf(api.history(t, 10)); }},
        {"batch",
         [t](ServerApi &api) { return outcomeOf(api.batch(t, {{.object = R"({"id":2})"}}, "a key")); }},
        {"removeObject", [=](ServerApi &api) { return outcomeOf(api.removeObject(t, root, one)); }},
        {"compact",
         [t](ServerApi &api) { return outcomeOf(api.compact(t, {.value = 0, .reason = u"a test"_s})); }},
        {"verify", [t](ServerApi &api) { return outcomeOf(api.verify(t)); }},
        {"backUp", [](ServerApi &api) { return outcomeOf(api.backUp(u"b"_s, u"a test"_s)); }},
        {"backups", [](ServerApi &api) { return outcomeOf(api.backups()); }},
        {"restore", [t](ServerApi &api) { return outcomeOf(api.restore(t, u"b"_s, u"a test"_s)); }},
        {"reset", [t](ServerApi &api) { return outcomeOf(api.reset(t, u"a test"_s, false)); }},
        {"removeBackup", [](ServerApi &api) { return outcomeOf(api.removeBackup(u"b"_s)); }},
        {"clients", [](ServerApi &api) { return outcomeOf(api.clients()); }},
        {"forgetClient", [](ServerApi &api) { return outcomeOf(api.forgetClient(QString(32, u'c'))); }},
        {"audit", [](ServerApi &api) { return outcomeOf(api.audit({}, 10)); }},
        {"removeTree", [t](ServerApi &api) { return outcomeOf(api.removeTree(t)); }},
        {"makeToken",
         [](ServerApi &api) { return outcomeOf(api.makeToken({.name = u"n"_s, .role = u"admin"_s})); }},
    };
}

QByteArray answerOf(QByteArrayView status, QByteArrayView type, const QByteArray &body)
{
    return "HTTP/1.1 " + status.toByteArray() + "\r\nContent-Type: " + type.toByteArray() +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

QByteArray bodyOf(const QByteArray &answer)
{
    return answer.sliced(answer.indexOf("\r\n\r\n") + 4);
}

/// The same answer with another body.
QByteArray withBody(const QByteArray &answer, const QByteArray &body)
{
    QByteArray head = answer.first(answer.indexOf("\r\n\r\n"));
    QByteArrayList lines;
    for (const QByteArray &line : head.split('\n')) {
        const QByteArray name = line.toLower();
        if (!name.startsWith("content-length") && !name.startsWith("transfer-encoding"))
            lines.append(line.trimmed());
    }
    lines.append("Content-Length: " + QByteArray::number(body.size()));
    return lines.join("\r\n") + "\r\n\r\n" + body;
}

} // namespace

class ClientApiTest : public QObject
{
    Q_OBJECT

    Mimic m_mimic;
    QHash<QByteArray, QByteArray> m_answers; ///< Of the real server, to each question.

    /// None: it succeeded.
    std::optional<Error> ask(const Question &question, const ApiManner &manner = {.gate = ChangeGate::open()})
    {
        ServerApi api({.url = m_mimic.url(), .credentials = {}}, manner);
        const Outcome outcome = question.ask(api);
        QEventLoop loop;
        QFutureWatcher<std::optional<Error>> watcher;
        connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
        watcher.setFuture(outcome);
        QTimer::singleShot(Patience, &loop, &QEventLoop::quit);
        if (!outcome.isFinished())
            loop.exec();
        if (!outcome.isFinished())
            return Error{.kind = Error::Kind::Canceled, .detail = u"no answer"_s};
        return outcome.result();
    }
    /// `silence`: after which the client gives up; Qt does not notice the end of each answer that was cut.
    void refuses(const Question &question, const QByteArray &answer, const QByteArray &what,
                 std::optional<Error::Kind> kind = Error::Kind::Protocol,
                 std::chrono::milliseconds silence = std::chrono::seconds(60))
    {
        m_mimic.answer(answer);
        const auto error = ask(question, {.gate = ChangeGate::open(), .silence = silence});
        QVERIFY2(error, QByteArray(question.name + QByteArray(" believes ") + what).constData());
        QVERIFY2(error->kind != Error::Kind::Canceled,
                 QByteArray(question.name + QByteArray(" waits for ever after ") + what).constData());
        if (kind)
            QVERIFY2(error->kind == *kind,
                     QByteArray(question.name + QByteArray(", ") + what + ": " + error->detail.toUtf8())
                         .constData());
        QVERIFY2(!error->detail.isEmpty() && error->detail.size() < 2000, question.name);
    }

private Q_SLOTS:
    void initTestCase()
    {
        TestServer server;
        m_mimic.passOnTo(server.port());
        for (const Question &question : questions()) {
            if (question.name == QByteArrayView("tree")) { // now there is one: somebody mirrors it
                const RawAnswer asked = server.connect()->get("/v1/trees/t/updates",
                                                              {"GenMirror-Client: " + QByteArray(32, 'c')});
                QCOMPARE(asked.status, 200);
            }
            const auto error = ask(question);
            QVERIFY2(!error,
                     error ? qPrintable(QLatin1StringView(question.name) + u": "_s + error->detail) : "");
            m_answers.insert(question.name, m_mimic.heard());
        }
    }

    void whatTheServerSaysIsBelieved()
    {
        for (const Question &question : questions()) {
            m_mimic.answer(m_answers.value(question.name));
            const auto error = ask(question);
            QVERIFY2(!error,
                     error ? qPrintable(QLatin1StringView(question.name) + u": "_s + error->detail) : "");
        }
    }

    void whatChangesSomethingIsSentOnlyThroughTheGate()
    {
        QList<Question> all = questions();
        all.append({"changeToken", [](ServerApi &api) { return outcomeOf(api.changeToken(u"i"_s, {})); }});
        all.append({"revokeToken", [](ServerApi &api) { return outcomeOf(api.revokeToken(u"i"_s)); }});
        all.append({"compact, dry", [](ServerApi &api) {
                        return outcomeOf(api.compact(u"t"_s, {.value = 0, .dryRun = true}));
                    }});
        const QSet<QByteArray> onlyRead{"verify", "compact, dry"}; // by POST
        QSet<Act> passed;
        int reads = 0;
        m_mimic.takeRequests().clear(); // of the tests before
        for (const Question &question : std::as_const(all)) {
            m_mimic.answer(m_answers.value(question.name, m_answers.value("whoAmI")));
            QCOMPARE(m_mimic.takeRequests(), QByteArrayList());
            QList<Act> asked;
            const ChangeGate noting([&asked](Act act, const QString &) {
                asked.append(act);
                return Result<void>();
            });
            const auto open = ask(question, {.gate = noting});
            QVERIFY2(!open || open->kind != Error::Kind::Forbidden, question.name);
            const QByteArrayList sent = m_mimic.takeRequests();
            QVERIFY2(sent.size() == 1,
                     QByteArray(question.name + QByteArray(": ") + sent.join(", ")).constData());
            const bool isRead = sent.first().startsWith("GET ") || onlyRead.contains(question.name);
            QCOMPARE(asked.size(), isRead ? 0 : 1);
            passed += QSet<Act>(asked.cbegin(), asked.cend());
            reads += isRead ? 1 : 0;
            const ChangeGate closed([](Act, const QString &) {
                return Result<void>(failure(Error::Kind::Forbidden, u"not now"_s));
            });
            for (const ChangeGate &gate : {ChangeGate(), closed}) {
                const auto refused = ask(question, {.gate = gate});
                QCOMPARE(refused && refused->kind == Error::Kind::Forbidden, !isRead);
                QCOMPARE(m_mimic.takeRequests().size(), isRead ? 1 : 0);
            }
        }
        QSet<Act> changes(AllActs.begin(), AllActs.end());
        changes.remove(Act::Administer);
        QCOMPARE(passed, changes);
        QCOMPARE(reads, 12);
    }

    /// Of an answer in chunks the last bytes say only that it ends: without them it is whole all the same.
    void anAnswerThatIsCutIsNone()
    {
        for (const Question &question : questions()) {
            const QByteArray whole = m_answers.value(question.name);
            const bool isChunked = whole.contains("Transfer-Encoding: chunked");
            const qsizetype end = bodyOf(whole).isEmpty() ? whole.size() - 4
                                  : isChunked             ? whole.lastIndexOf('}') + 1
                                                          : whole.size();
            const qsizetype step = std::max<qsizetype>(1, end / 15);
            for (qsizetype size = 0; size < end; size += step)
                refuses(question, whole.first(size), "its first " + QByteArray::number(size), std::nullopt,
                        std::chrono::seconds(1));
            refuses(question, whole.first(end - 1), "all but its last byte", std::nullopt,
                    std::chrono::seconds(1));
        }
    }

    void whatSomebodyElseSaysIsNotBelieved()
    {
        for (const Question &question : questions()) {
            for (const QByteArrayView status : {"200 OK", "201 Created"}) {
                refuses(question, answerOf(status, "text/html", Page.toByteArray()), "a page");
                refuses(question, answerOf(status, "application/json", Page.toByteArray()), "a page as JSON");
                for (const char *body : {"", "{}", "[]", "null", "\"ok\"", "{\"generation\":0}"}) {
                    if (question.name != QByteArrayView("object")) // which may be any JSON, but has an ETag
                        refuses(question, answerOf(status, "application/json", body), body);
                }
            }
            refuses(question, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", "204");
            refuses(question,
                    "HTTP/1.1 302 Found\r\nLocation: http://x.example/\r\nContent-Length: 0\r\n\r\n", "302");
            refuses(question, answerOf("403 Forbidden", "text/html", Page.toByteArray()), "403");
            refuses(question, answerOf("502 Bad Gateway", "text/html", Page.toByteArray()), "502",
                    Error::Kind::Network);
        }
    }

    /// Members that are missing, null, or something else.
    void anAnswerThatSaysLessIsNotBelieved()
    {
        static const QStringList optional{u"set_aside"_s, u"missing"_s,  u"expected"_s, u"key"_s,
                                          u"adds"_s,      u"contents"_s, u"sets"_s,     u"digest"_s};
        for (const Question &question : questions()) {
            const QByteArray whole = m_answers.value(question.name);
            const QJsonObject object = QJsonDocument::fromJson(bodyOf(whole)).object();
            const bool isFree = QByteArrayView(question.name).startsWith("updates") ||
                                question.name == QByteArrayView("object") ||
                                question.name == QByteArrayView("verify");
            for (auto member = object.begin(); member != object.end(); ++member) {
                if (isFree && optional.contains(member.key()))
                    continue;
                if (question.name == QByteArrayView("object") ||
                    (question.name == QByteArrayView("updates, classic") &&
                     member.key() != "generation"_L1) ||
                    (question.name == QByteArrayView("verify") && member.key() == "objects"_L1))
                    continue;
                QJsonObject less = object;
                less.remove(member.key());
                refuses(question, withBody(whole, QJsonDocument(less).toJson(QJsonDocument::Compact)),
                        "no " + member.key().toUtf8());
                QJsonObject other = object;
                other[member.key()] = QJsonObject{{u"x"_s, 1}};
                if (!member->isObject())
                    refuses(question, withBody(whole, QJsonDocument(other).toJson(QJsonDocument::Compact)),
                            "another " + member.key().toUtf8());
            }
        }
    }

    void anAnswerOfAnotherTreeIsNone()
    {
        for (const Question &question : questions()) {
            const QByteArray whole = m_answers.value(question.name);
            QJsonObject object = QJsonDocument::fromJson(bodyOf(whole)).object();
            if (!object.contains("tree"_L1))
                continue;
            object["tree"_L1] = u"other"_s;
            refuses(question, withBody(whole, QJsonDocument(object).toJson(QJsonDocument::Compact)),
                    "another tree");
        }
    }

    void aRemovalIsOfWhatWasMeant()
    {
        for (const char *name : {"removeTree", "removeBackup", "forgetClient"}) {
            QByteArray whole = m_answers.value(name);
            const qsizetype at = whole.indexOf("GenMirror-Removed: ");
            QVERIFY2(at > 0, name);
            whole.insert(at + 19, 'x');
            for (const Question &question : questions()) {
                if (question.name == QByteArrayView(name))
                    refuses(question, whole, "another's removal");
            }
        }
    }

    void whatTheServerRefusesIsTold()
    {
        const Question question = questions().first();
        m_mimic.answer(answerOf(
            "403 Forbidden", "application/problem+json",
            "{\"type\":\"about:blank\",\"title\":\"Not allowed\",\"status\":403,\"detail\":\"No.\"}"));
        const auto error = ask(question);
        QVERIFY(error);
        QCOMPARE(error->kind, Error::Kind::Forbidden);
        QCOMPARE(error->detail, u"The server refuses this (status 403). It says: “No.”"_s);
        QCOMPARE(error->said, u"No."_s);
    }

    void anEndlessAnswerIsGivenUp()
    {
        const QByteArray head =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";
        for (const Question &question : questions())
            refuses(question, head + QByteArray(70 * 1024 * 1024, ' '), "70 MiB of nothing", std::nullopt);
    }

    void aSilentServerIsGivenUp()
    {
        QTcpServer silent; // takes connections, and says nothing
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        const ApiManner manner{.silence = std::chrono::milliseconds(200),
                               .looks = std::chrono::milliseconds(100)};
        ServerApi api({.url = QUrl(u"http://127.0.0.1:%1"_s.arg(silent.serverPort())), .credentials = {}},
                      manner);
        const Outcome quick = outcomeOf(api.trees());
        const Outcome longer = outcomeOf(api.verify(u"t"_s)); // a server that works would answer others
        QTRY_VERIFY_WITH_TIMEOUT(quick.isFinished() && longer.isFinished(), Patience);
        QCOMPARE(quick.result()->kind, Error::Kind::Network);
        QCOMPARE(longer.result()->kind, Error::Kind::Network);
    }

    void anAnswerThatDoesNotEndInTimeIsGivenUp()
    {
        QTcpServer slow;
        QVERIFY(slow.listen(QHostAddress::LocalHost));
        QTimer drip;
        connect(&slow, &QTcpServer::newConnection, &slow, [&] {
            QTcpSocket *client = slow.nextPendingConnection();
            client->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
            connect(&drip, &QTimer::timeout, client, [client] { client->write(" "); });
        });
        drip.start(20);
        ServerApi api({.url = QUrl(u"http://127.0.0.1:%1"_s.arg(slow.serverPort())), .credentials = {}},
                      {.longest = std::chrono::milliseconds(500)});
        const Outcome outcome = outcomeOf(api.trees());
        QTRY_VERIFY_WITH_TIMEOUT(outcome.isFinished(), Patience);
        QCOMPARE(outcome.result()->kind, Error::Kind::Network);
    }

    /// Bytes come all the while, so it is not silent.
    void aHeadThatDoesNotEndIsGivenUp()
    {
        HostileServer server([](const QByteArray &) {
            return HostileAnswer{.first = "HTTP/1.1 200 OK\r\n",
                                 .more = [] { return "X-More: of it\r\n"_ba; },
                                 .millisecondsBetween = 1};
        });
        ServerApi api({.url = server.url(), .credentials = {}}, {.silence = std::chrono::milliseconds(300)});
        const auto trees = api.trees();
        QTRY_VERIFY(trees.isFinished());
        QVERIFY(!trees.result());
        QCOMPARE(trees.result().error().kind, Error::Kind::Network);
        QVERIFY(server.bytesSent() > 100);
    }

    void whatIsCanceledOrWhoseApiEndsIsGivenUp()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        int left = 0;
        connect(&silent, &QTcpServer::newConnection, &silent, [&] {
            connect(silent.nextPendingConnection(), &QTcpSocket::disconnected, &silent, [&left] { ++left; });
        });
        auto api = std::make_unique<ServerApi>(
            ApiServer{.url = QUrl(u"http://127.0.0.1:%1"_s.arg(silent.serverPort())), .credentials = {}});
        auto canceled = api->trees();
        auto ended = api->whoAmI();
        bool isCalled = false;
        ended.then(this, [&isCalled](const Result<Answer<WhoAmI>> &) { isCalled = true; });
        canceled.cancel();
        QTest::qWait(0);
        api.reset();
        QTRY_VERIFY(ended.isFinished());
        QVERIFY(!isCalled);
    }
};

QTEST_GUILESS_MAIN(ClientApiTest)
#include "client_api_test.moc"
