#include "sync/client/transport.h"

#include "model/core/sentences.h"
#include "sync/client/replyproblems.h"
#include "sync/protocol/dialect.h"
#include "sync/protocol/routes.h"

#include <QLocale>
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace GenMirror
{

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
    const QUrl url = m_config.classic
                         ? m_config.classic->urlSince(request.since)
                         : Routes::resolve(m_config.server, Routes::updates(m_config.tree, request));
    QNetworkRequest message(url);
    message.setRawHeader("Accept", mediaTypeOf(m_config.classic ? Dialect::Classic : Dialect::Native));
    message.setRawHeader("User-Agent", "GenMirror/" GENMIRROR_VERSION);
    message.setTransferTimeout(m_config.requestTimeoutMilliseconds);
    // Memory is bounded by the reader and the queue, whatever comes.
    message.setDecompressedSafetyCheckThreshold(-1);
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
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Transport::compareClocks);
    connect(m_reply, &QNetworkReply::readyRead, this, [this] {
        Q_EMIT heard();
        pump();
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

void Transport::compareClocks()
{
    QDateTime time = QLocale::c().toDateTime(QString::fromLatin1(m_reply->rawHeader("Date")),
                                             u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    time.setTimeSpec(Qt::UTC);
    if (time.isValid())
        m_serverAhead = std::chrono::milliseconds(m_config.time.wall().msecsTo(time));
}

bool Transport::isGoodType() const
{
    const QByteArray type = m_reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    return m_config.classic || type.startsWith(mediaTypeOf(Dialect::Native)); // else: a proxy's page
}

/// Hands on what has arrived, as far as the reader keeps up.
void Transport::pump()
{
    if (!m_reply || statusOf(*m_reply) != 200 || !isGoodType())
        return;
    if (!m_queue) {
        m_queue = std::make_shared<ByteQueue>([this] { QMetaObject::invokeMethod(this, &Transport::pump); });
        Q_EMIT answering(m_queue);
    }
    while (m_queue && m_reply->bytesAvailable() > 0 && !m_queue->isFull())
        m_queue->push(m_reply->read(256 * 1024));
    if (m_queue && m_reply->isFinished() && m_reply->bytesAvailable() == 0)
        finished();
}

void Transport::finished()
{
    if (!m_reply)
        return;
    const int status = statusOf(*m_reply);
    const bool whole = m_reply->error() == QNetworkReply::NoError;
    if (m_queue && whole && m_reply->bytesAvailable() > 0)
        return pump(); // comes back here when the last byte is handed on
    m_wasRefused = status == 401 || status == 403 || status == 404;
    const bool isNothingNew = status == 304 && m_isConditional;
    if (!whole || (status == 200 && !m_queue) || (status != 200 && !isNothingNew))
        m_problem = problemOfReply();
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

Error Transport::problemOfReply() const
{
    const int status = statusOf(*m_reply);
    const QString server =
        m_config.classic ? m_config.classic->urlTemplate : m_config.server.toDisplayString();
    if (status == 0 || (status == 200 && m_reply->error() != QNetworkReply::NoError))
        return notReached(*m_reply, server);
    return refusal(*m_reply, m_reply->peek(65536), server, m_config.classic.has_value());
}

} // namespace GenMirror
