#include "sync/client/transport.h"

#include "model/core/plaintext.h"
#include "model/core/sentences.h"
#include "sync/client/replyhead.h"
#include "sync/client/replyproblems.h"
#include "sync/protocol/dialect.h"
#include "sync/protocol/routes.h"

#include <QLoggingCategory>
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(transportLog, "genmirror.transport")

} // namespace

Transport::Transport(MirrorConfig config, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_network(this)
{
}

void Transport::get(const UpdateRequest &request, const std::optional<Digest> &known)
{
    m_problem = {};
    m_wasRefused = false;
    m_wait.reset();
    const QUrl url = m_config.classic
                         ? m_config.classic->urlSince(request.since)
                         : Routes::resolve(m_config.server, Routes::updates(m_config.tree, request));
    QNetworkRequest message(url);
    message.setRawHeader("Accept", mediaTypeOf(m_config.classic ? Dialect::Classic : Dialect::Native));
    message.setRawHeader("User-Agent", "GenMirror/" GENMIRROR_VERSION);
    message.setRawHeader("Accept-Encoding", "gzip"); // and Qt leaves it as it comes
    message.setTransferTimeout(m_config.requestTimeoutMilliseconds);
    if (!m_client.isEmpty() && !m_config.classic)
        message.setRawHeader("GenMirror-Client", m_client);
    if (const auto applied = m_config.credentials.apply(message); !applied) {
        m_problem = applied.error();
        m_refused = true;
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (std::exchange(m_refused, false))
                    Q_EMIT failed();
            },
            Qt::QueuedConnection);
        return;
    }
    m_isConditional = known && !m_config.classic;
    if (m_isConditional)
        message.setRawHeader(
            "If-None-Match",
            Routes::updateTag(request.collection, request.since, *known, Dialect::Native).toHeader());
    m_reply = m_network.get(message);
    m_reply->setReadBufferSize(ByteQueue::Capacity);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Transport::headArrived);
    connect(m_reply, &QNetworkReply::readyRead, this, [this] {
        Q_EMIT heard();
        pump();
        if (m_reply && isLongRefusal()) // not here: a reply is not given up while it tells of itself
            QMetaObject::invokeMethod(this, &Transport::readRefusal, Qt::QueuedConnection);
    });
    connect(m_reply, &QNetworkReply::finished, this, &Transport::finished);
}

void Transport::abort()
{
    m_refused = false;
    if (m_queue)
        std::exchange(m_queue, nullptr)->finish(false);
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

void Transport::headArrived()
{
    const QDateTime time = dateOfHead(m_reply->rawHeader("Date"));
    if (time.isValid())
        m_serverAhead = std::chrono::milliseconds(m_config.time.wall().msecsTo(time));
    auto problem = problemOfHead(*m_reply, server());
    if (!problem && statusOf(*m_reply) == 200 && !isGoodType())
        problem = problemOfReply(); // however long it is
    if (!problem)
        return;
    noteRefusal(statusOf(*m_reply));
    refuse(*problem);
}

/// An answer that is no update is read for what it says, which is not long.
bool Transport::isLongRefusal() const
{
    const int status = statusOf(*m_reply);
    return status != 200 && status != 304 && m_reply->bytesAvailable() >= LongestRefusal;
}

void Transport::readRefusal()
{
    if (!m_reply || m_reply->isFinished() || !isLongRefusal())
        return;
    noteRefusal(statusOf(*m_reply));
    refuse(problemOfReply());
}

void Transport::noteRefusal(int status)
{
    m_wait = GenMirror::waitAskedFor(*m_reply, m_config.time.wall());
    m_wasRefused = status == 401 || status == 403 || status == 404;
}

/// Reads no further. Whoever reads the queue is told by its end, else failed() tells.
void Transport::refuse(const Error &problem)
{
    const bool isRead = m_queue != nullptr;
    abort();
    m_problem = problem;
    if (!isRead)
        Q_EMIT failed();
}

QString Transport::server() const
{
    return m_config.classic ? m_config.classic->urlTemplate : m_config.server.toDisplayString();
}

bool Transport::isGoodType() const
{
    const QByteArray type = m_reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    return m_config.classic || type.startsWith(mediaTypeOf(Dialect::Native)); // else: a proxy's page
}

/// Hands on what has arrived, as far as the reader keeps up.
void Transport::pump()
{
    if (!m_reply || statusOf(*m_reply) != 200 || !isGoodType() || (!m_queue && !beginAnswer()))
        return;
    while (m_queue && !m_queue->isFull() && pushNext()) {
    }
    if (m_queue && m_reply->isFinished() && !hasMore())
        finished();
}

bool Transport::beginAnswer()
{
    const QByteArray encoding = m_reply->rawHeader("Content-Encoding").trimmed().toLower();
    m_inflater.reset();
    if (encoding == "gzip" || encoding == "x-gzip" || encoding == "deflate") {
        m_inflater.emplace();
    } else if (!encoding.isEmpty() && encoding != "identity") {
        refuse({.kind = Error::Kind::Protocol,
                .detail = Sentences::tr("%1 answers in an encoding that was not asked for, \"%2\".")
                              .arg(server(), visibly(QString::fromLatin1(encoding.left(40))))});
        return false;
    }
    m_queue = std::make_shared<ByteQueue>([this] { QMetaObject::invokeMethod(this, &Transport::pump); });
    Q_EMIT answering(m_queue);
    return m_queue != nullptr; // who heard it may have given it up
}

/// Whether anything was done.
bool Transport::pushNext()
{
    if (!m_inflater || m_inflater->isUsedUp()) {
        if (m_reply->bytesAvailable() == 0)
            return false;
        QByteArray bytes = m_reply->read(256 * 1024);
        if (m_inflater)
            m_inflater->feed(std::move(bytes));
        else
            m_queue->push(std::move(bytes));
        return true;
    }
    auto bytes = m_inflater->next();
    if (!bytes) {
        refuse(bytes.error());
        return false;
    }
    if (!bytes->isEmpty()) // an empty one would be the end
        m_queue->push(*std::move(bytes));
    return true;
}

bool Transport::hasMore() const
{
    return m_reply->bytesAvailable() > 0 || (m_inflater && !m_inflater->isUsedUp());
}

void Transport::finished()
{
    if (!m_reply)
        return;
    const int status = statusOf(*m_reply);
    bool whole = m_reply->error() == QNetworkReply::NoError;
    if (m_queue && whole && hasMore())
        return pump(); // comes back here when the last byte is handed on
    noteRefusal(status);
    const bool isNothingNew = status == 304 && m_isConditional;
    if (!whole || (status == 200 && !m_queue) || (status != 200 && !isNothingNew))
        m_problem = problemOfReply();
    if (m_problem.said != m_logged && !m_problem.said.isEmpty()) // people are told it in words of ours
        qCInfo(transportLog, "%s: %s", qUtf8Printable(server()), qUtf8Printable(visibly(m_problem.said)));
    m_logged = m_problem.said;
    if (whole && m_queue && m_inflater && !m_inflater->isWhole()) {
        whole = false;
        m_problem = {
            .kind = Error::Kind::Network,
            .detail =
                Sentences::tr("The answer of %1 was cut off: its compression has no end.").arg(server())};
    }
    m_reply->deleteLater();
    m_reply = nullptr;
    if (m_queue)
        std::exchange(m_queue, nullptr)->finish(whole);
    else if (isNothingNew) {
        Q_EMIT heard();
        Q_EMIT nothingNew();
    } else
        Q_EMIT failed();
}

/// Of an answer that is not taken, for what it says.
QByteArray Transport::startOfBody() const
{
    if (!m_reply->isOpen())
        return {}; // given up
    QByteArray body = m_reply->peek(LongestRefusal);
    if (m_reply->rawHeader("Content-Encoding").isEmpty())
        return body;
    Inflater inflater;
    inflater.feed(body);
    return inflater.next().value_or(QByteArray());
}

Error Transport::problemOfReply() const
{
    const int status = statusOf(*m_reply);
    const QString server = this->server();
    if (status == 0 || (status == 200 && m_reply->error() != QNetworkReply::NoError))
        return notReached(*m_reply, server);
    if (m_config.classic && (status < 300 || status == 304))
        return {.kind = Error::Kind::Protocol,
                .detail = Sentences::tr("%1 answers with no update (status %2). Check the address.")
                              .arg(server)
                              .arg(status)};
    Error error = refusal(*m_reply, startOfBody(), server, m_config.classic.has_value());
    if (m_wait && m_wait->count() > 0) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*m_wait).count();
        error.detail += u' ' + Sentences::tr("It asks to be left alone for %1 s.").arg(seconds);
    }
    return error;
}

} // namespace GenMirror
