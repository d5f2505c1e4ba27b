#include "sync/client/pushstream.h"

#include "model/core/sentences.h"
#include "sync/client/replyhead.h"
#include "sync/client/replyproblems.h"
#include "sync/protocol/routes.h"

#include <QNetworkAccessManager>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qint64 PushReadAtOnce = 256 * 1024; // bytes
constexpr qint64 MostInWindow = 256 * 1024 * 1024;
constexpr std::chrono::seconds Window(10);

} // namespace

PushStream::PushStream(Options options, QNetworkAccessManager &network, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_network(network)
    , m_silence(this)
    , m_retry(this)
    , m_backoff(m_options.maximumBackOff)
{
    m_silence.setSingleShot(true);
    m_retry.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        if (m_live)
            end(Sentences::tr("The server has not been heard of for %1 s.")
                    .arg(m_options.silentAtMost / 1000),
                false);
        else
            end(Sentences::tr(
                    "The event stream stays silent: something between here and the server holds it back."),
                true);
    });
    connect(&m_retry, &QTimer::timeout, this, &PushStream::connectNow);
}

PushStream::~PushStream()
{
    close();
}

void PushStream::open()
{
    if (std::exchange(m_open, true))
        return;
    m_backoff.succeeded();
    connectNow();
}

void PushStream::close()
{
    m_open = m_live = false;
    m_retry.stop();
    drop();
}

void PushStream::reconnect()
{
    if (!m_open)
        return;
    m_backoff.succeeded();
    if (std::exchange(m_live, false))
        Q_EMIT lost(Sentences::tr("The connection is made anew."), false);
    drop();
    connectNow();
}

void PushStream::connectNow()
{
    if (!m_open || m_reply)
        return;
    m_retry.stop();
    m_first = true;
    m_reader = EventStreamReader();
    QNetworkRequest request(
        Routes::resolve(m_options.server, Routes::events(m_options.tree, m_options.updates)));
    request.setRawHeader("Accept", "text/event-stream");
    request.setRawHeader("Accept-Encoding", "identity"); // each event has to come through at once
    request.setRawHeader("User-Agent", "GenMirror/" GENMIRROR_VERSION);
    if (!m_lastId.isEmpty())
        request.setRawHeader("Last-Event-ID", m_lastId);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    if (!m_client.isEmpty())
        request.setRawHeader("GenMirror-Client", m_client);
    if (const auto applied = m_options.credentials.apply(request); !applied)
        return end(applied.error().detail, true);
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(PushReadAtOnce);
    m_window.invalidate();
    connect(m_reply, &QNetworkReply::metaDataChanged, this, [this] {
        if (const auto problem = problemOfHead(*m_reply, m_options.server.toDisplayString()))
            end(problem->detail, true);
    });
    connect(m_reply, &QNetworkReply::readyRead, this, &PushStream::read);
    connect(m_reply, &QNetworkReply::finished, this, [this] {
        const int status = statusOf(*m_reply);
        if (status == 0 || status == 200)
            end(m_reply->error() == QNetworkReply::NoError
                    ? Sentences::tr("The server ended the event stream.")
                    : notReached(*m_reply, m_options.server.toDisplayString()).detail,
                false);
        else
            end(Sentences::tr("This server offers no event stream (status %1).").arg(status), true);
    });
    m_silence.start(m_options.firstByteWithin);
}

void PushStream::read()
{
    const int status = statusOf(*m_reply);
    if (status != 200)
        return; // told when it has ended
    const QByteArray type = m_reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    if (!type.startsWith("text/event-stream"))
        return end(Sentences::tr("This server answers with something that is no event stream."), true);
    m_silence.start(m_options.silentAtMost);
    Q_EMIT heard();
    if (!std::exchange(m_live, true)) {
        m_backoff.succeeded();
        Q_EMIT opened();
    }
    // What comes is read in portions, and only as fast as it is taken: the system holds back the rest.
    while (m_live && m_reply && m_reply->bytesAvailable() > 0) {
        const QByteArray bytes = m_reply->read(PushReadAtOnce);
        if (isFlood(bytes.size()))
            return end(Sentences::tr("The server sends more than it may: %1 MiB within %2 s.")
                           .arg(MostInWindow / (1024 * 1024))
                           .arg(std::chrono::seconds(Window).count()),
                       true);
        const auto events = m_reader.feed(bytes);
        if (!events)
            return end(events.error().detail, false);
        take(*events);
    }
}

/// More than anybody has to be told in a time.
bool PushStream::isFlood(qsizetype bytes)
{
    if (!m_window.isValid() || m_window.hasExpired(std::chrono::milliseconds(Window).count())) {
        m_window.start();
        m_inWindow = 0;
    }
    m_inWindow += bytes;
    return m_inWindow > MostInWindow;
}

/// Of signals that came together the last says it all.
void PushStream::take(const QList<ServerEvent> &events)
{
    const ServerEvent *last = nullptr;
    for (const ServerEvent &event : events) {
        if (event.name == "generation") {
            last = &event;
            continue;
        }
        if (last)
            take(*std::exchange(last, nullptr));
        if (!m_live)
            return; // who heard it closed us
        take(event);
    }
    if (last && m_live)
        take(*last);
}

void PushStream::take(const ServerEvent &event)
{
    const auto told = TreeEvent::fromId(event.id);
    if (!told || told->tree != m_options.tree)
        return; // of a later version: not ours to know
    m_lastId = event.id;
    const bool first = std::exchange(m_first, false);
    if (event.name == "update")
        Q_EMIT updatePushed(*told, event.data);
    else if (event.name == "generation")
        Q_EMIT signalled(*told, first);
}

void PushStream::end(const QString &problem, bool unavailable)
{
    drop();
    m_live = false;
    if (!m_open)
        return;
    const double random = QRandomGenerator::global()->generateDouble();
    m_retry.start(unavailable ? int(m_options.retryUnavailable * (0.5 + random / 2))
                              : m_backoff.failed(random));
    Q_EMIT lost(problem, unavailable);
}

void PushStream::drop()
{
    m_silence.stop();
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

} // namespace GenMirror
