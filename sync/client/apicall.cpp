#include "sync/client/apicall.h"

#include "model/core/sentences.h"
#include "sync/client/replyhead.h"
#include "sync/client/replyproblems.h"
#include "sync/protocol/routes.h"

#include <QNetworkReply>

#include <algorithm>
#include <atomic>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qint64 MostOfProblem = 64 * 1024; ///< Bytes.
constexpr qint64 ReadAtOnce = 256 * 1024;
constexpr int MostUnheard = 3;
constexpr std::chrono::hours LongestWork(2);
constexpr int TooMany = 429;

std::atomic<int> CallsUnderWay = 0;

} // namespace

ApiCall::ApiCall(ApiServer server, ApiRequest request, ApiManner manner, QNetworkAccessManager &network,
                 Done done, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_request(std::move(request))
    , m_manner(std::move(manner))
    , m_network(network)
    , m_done(std::move(done))
{
    ++CallsUnderWay;
    m_looks.setInterval(m_manner.looks);
    connect(&m_looks, &QTimer::timeout, this, &ApiCall::look);
    m_end.setSingleShot(true);
    m_head.setSingleShot(true);
    for (const QTimer *timer : {&m_head, &m_end})
        connect(timer, &QTimer::timeout, this, &ApiCall::endLate);
}

ApiCall::~ApiCall()
{
    drop();
    --CallsUnderWay;
}

int ApiCall::underWay()
{
    return CallsUnderWay;
}

/// Each request comes by here, each time that it is sent. A change that does not say what it is, is none that
/// could be allowed.
Result<void> ApiCall::mayBeSent() const
{
    if (m_request.act)
        return m_manner.gate.pass(*m_request.act, m_request.tree);
    if (m_request.method == "GET" || m_request.isHarmless)
        return {};
    return failure(Error::Kind::Forbidden,
                   u"A %1 that names no act is not sent."_s.arg(QString::fromLatin1(m_request.method)));
}

void ApiCall::start()
{
    QMetaObject::invokeMethod(this, &ApiCall::send, Qt::QueuedConnection); // who asks gets the future first
}

void ApiCall::send()
{
    if (!m_done) // it has ended
        return;
    if (const auto passed = mayBeSent(); !passed)
        return finish(failureOf(passed));
    ++m_attempts;
    m_body.clear();
    QNetworkRequest request(Routes::resolve(m_server.url, m_request.path));
    if (const auto applied = m_server.credentials.apply(request); !applied)
        return finish(failureOf(applied));
    request.setRawHeader("Accept", m_request.type.isEmpty() ? "application/json" : m_request.type);
    request.setRawHeader("User-Agent", m_manner.agent);
    if (!m_request.isLong)
        request.setTransferTimeout(int(m_manner.silence.count()));
    request.setRawHeader("Accept-Encoding", "identity"); // Qt does not see that what it inflates was cut
    if (!m_request.body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    for (const auto &[name, value] : m_request.headers)
        request.setRawHeader(name, value);
    m_reply = m_network.sendCustomRequest(request, m_request.method, m_request.body);
    m_reply->setReadBufferSize(ReadAtOnce);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &ApiCall::headArrived);
    connect(m_reply, &QNetworkReply::readyRead, this, &ApiCall::read);
    connect(m_reply, &QNetworkReply::finished, this, &ApiCall::finished);
    if (m_request.isLong)
        m_looks.start();
    m_end.start(m_request.isLong ? LongestWork : m_manner.longest);
    if (m_request.isLong)
        return;
    // Qt reads a head that does not end for ever, and keeps it, at some 2 MB a second.
    m_head.start(m_manner.silence);
}

/// What is no answer of ours by its head is not read at all.
void ApiCall::headArrived()
{
    m_head.stop();
    const QString server = m_server.url.toDisplayString();
    if (const auto problem = problemOfHead(*m_reply, server))
        return finish(tl::make_unexpected(*problem));
    const bool isGood = m_request.good.contains(statusOf(*m_reply));
    const QByteArray coding = m_reply->rawHeader("Content-Encoding").trimmed().toLower();
    const bool isCoded = !coding.isEmpty() && coding != "identity"; // we asked for none
    if (isGood && !m_request.type.isEmpty() && (isCoded || typeOf(*m_reply) != m_request.type))
        finish(tl::make_unexpected(notOurServer(server)));
}

/// What is no answer of ours is not read to its end.
void ApiCall::read()
{
    const int status = statusOf(*m_reply);
    const bool isGood = m_request.good.contains(status);
    const qint64 most = isGood ? m_request.mostBytes : MostOfProblem;
    while (m_reply->bytesAvailable() > 0 && m_body.size() <= most)
        m_body += m_reply->read(std::min(ReadAtOnce, most + 1 - m_body.size()));
    if (m_body.size() <= most)
        return;
    const QString server = m_server.url.toDisplayString();
    if (!isGood || m_request.tooLong.isEmpty())
        finish(tl::make_unexpected(notOurServer(m_server.url.toDisplayString())));
    else
        finish(failure(Error::Kind::TooLarge, Sentences::tr("%1 answers with more than %2 MiB. %3")
                                                  .arg(server)
                                                  .arg(most / (1024 * 1024))
                                                  .arg(m_request.tooLong)));
}

void ApiCall::finished()
{
    if (!m_reply)
        return;
    read(); // may have finished us
    if (!m_reply)
        return;
    const int status = statusOf(*m_reply);
    const auto asked = waitAskedFor(*m_reply, QDateTime::currentDateTimeUtc());
    auto result = judged(*m_reply);
    if (result || !isWorthRepeating(result.error(), status))
        return finish(result);
    const std::chrono::milliseconds left = m_manner.patience - m_waited;
    constexpr std::chrono::milliseconds atLeast(1000);
    const std::chrono::milliseconds wanted = asked || status == TooMany
                                                 ? std::max(asked.value_or(atLeast), atLeast)
                                                 : std::chrono::milliseconds(500 << std::min(m_attempts, 6));
    const auto pause = std::min(wanted, left);
    m_waited += pause;
    drop();
    QTimer::singleShot(pause, this, &ApiCall::send);
}

bool ApiCall::isWorthRepeating(const Error &error, int status) const
{
    if (m_waited >= m_manner.patience)
        return false;
    return status == TooMany || (m_request.isRepeatable && error.kind == Error::Kind::Network);
}

void ApiCall::endLate()
{
    finish(failure(Error::Kind::Network,
                   Sentences::tr("%1 did not end its answer in time.").arg(m_server.url.toDisplayString())));
}

/// Whether the server still answers others, while it works on this.
void ApiCall::look()
{
    if (m_look)
        return;
    QNetworkRequest request(Routes::resolve(m_server.url, "/healthz"));
    if (!m_server.credentials.apply(request))
        return;
    request.setTransferTimeout(int(m_manner.looks.count()));
    m_look = m_network.get(request);
    m_look->setReadBufferSize(ReadAtOnce);
    connect(m_look, &QNetworkReply::finished, this, [this] {
        const bool isHeard = statusOf(*m_look) != 0;
        const Error silent = notReached(*m_look, m_server.url.toDisplayString());
        m_look->deleteLater();
        m_look = nullptr;
        m_unheard = isHeard ? 0 : m_unheard + 1;
        if (m_unheard >= MostUnheard)
            finish(tl::make_unexpected(silent));
    });
}

Result<ApiReply> ApiCall::judged(QNetworkReply &reply) const
{
    const QString server = m_server.url.toDisplayString();
    const int status = statusOf(reply);
    if (m_request.good.contains(status))
        return judgedGood(reply, status);
    if (status != 0)
        return tl::make_unexpected(refusal(reply, m_body, server));
    Error error = notReached(reply, server);
    if (reply.error() != QNetworkReply::SslHandshakeFailedError)
        error.detail += m_manner.hint;
    return tl::make_unexpected(error);
}

Result<ApiReply> ApiCall::judgedGood(QNetworkReply &reply, int status) const
{
    if (reply.error() != QNetworkReply::NoError)
        return failure(Error::Kind::Network, Sentences::tr("The answer of %1 was cut off: %2.")
                                                 .arg(m_server.url.toDisplayString(), reply.errorString()));
    if (m_request.type.isEmpty() ? !m_body.isEmpty() : typeOf(reply) != m_request.type)
        return tl::make_unexpected(notOurServer(m_server.url.toDisplayString()));
    return ApiReply{.status = status,
                    .body = m_body,
                    .etag = reply.rawHeader("ETag"),
                    .removed = reply.rawHeader("GenMirror-Removed")};
}

/// Told from the event loop: nobody is in the middle of a reply then, and who is told may end the ServerApi.
void ApiCall::finish(const Result<ApiReply> &result)
{
    m_looks.stop();
    m_head.stop();
    m_end.stop();
    drop();
    if (!m_done)
        return;
    QMetaObject::invokeMethod(
        this,
        [this, result, done = std::exchange(m_done, nullptr)] {
            setParent(nullptr);
            deleteLater();
            done(result);
        },
        Qt::QueuedConnection);
}

void ApiCall::drop()
{
    m_head.stop();
    for (QNetworkReply **reply : {&m_reply, &m_look}) {
        if (!*reply)
            continue;
        (*reply)->disconnect(this);
        (*reply)->abort();
        (*reply)->deleteLater();
        *reply = nullptr;
    }
}

} // namespace GenMirror
