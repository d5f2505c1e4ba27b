#include "sync/client/mirrorworker.h"

#include "sync/protocol/dialect.h"
#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"

#include <QLoggingCategory>
#include <QNetworkReply>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(mirrorLog, "genmirror.mirror")

} // namespace

MirrorWorker::MirrorWorker(MirrorConfig config)
    : m_config(std::move(config))
    , m_network(this)
    , m_storing(this)
    , m_timer(this)
    , m_backoff(m_config.maximumBackOffMilliseconds)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { ask(UpdateCause::Poll); });
}

MirrorWorker::~MirrorWorker() = default;

void MirrorWorker::start()
{
    auto *applier = new MirrorApplier; // deleted by its thread's end
    applier->moveToThread(&m_storing);
    connect(&m_storing, &QThread::finished, applier, &QObject::deleteLater);
    connect(this, &MirrorWorker::openRequested, applier, &MirrorApplier::open);
    connect(this, &MirrorWorker::applyRequested, applier, &MirrorApplier::apply);
    connect(applier, &MirrorApplier::opened, this, &MirrorWorker::cacheOpened);
    connect(applier, &MirrorApplier::applied, this, &MirrorWorker::applied);
    connect(applier, &MirrorApplier::failed, this, &MirrorWorker::applyFailed);
    m_storing.setObjectName(u"store "_s + m_config.tree);
    m_storing.start();
    m_applying = true;
    Q_EMIT openRequested(m_config.directory, m_config.tree);
}

void MirrorWorker::shutDown()
{
    m_paused = true;
    m_timer.stop();
    if (m_queue)
        m_queue->finish(false);
    if (m_reply)
        m_reply->abort();
    m_storing.quit();
    m_storing.wait();
}

void MirrorWorker::cacheOpened(const StoredMirror &stored)
{
    m_applying = false;
    m_stored = stored.state;
    m_status.objects = stored.objects;
    m_status.generation = stored.state.generation;
    m_status.collection = stored.state.collection;
    m_status.digest = stored.state.digest;
    setState(m_paused ? MirrorStatus::State::Paused : MirrorStatus::State::Connecting);
    ask(UpdateCause::Poll);
}

void MirrorWorker::refresh()
{
    if (m_status.state == MirrorStatus::State::Failed && !m_storing.isRunning())
        return;
    ask(UpdateCause::Refresh);
}

void MirrorWorker::pause()
{
    m_paused = true;
    m_timer.stop();
    if (m_queue)
        m_queue->finish(false);
    if (m_reply)
        m_reply->abort();
    setState(MirrorStatus::State::Paused);
}

void MirrorWorker::resume()
{
    if (!m_paused)
        return;
    m_paused = false;
    setState(MirrorStatus::State::Connecting);
    ask(UpdateCause::Refresh);
}

void MirrorWorker::repair()
{
    m_repairDue = true;
    ask(UpdateCause::Repair);
}

void MirrorWorker::ask(UpdateCause cause)
{
    if (m_paused || m_reply || m_applying || m_status.state == MirrorStatus::State::Failed)
        return;
    m_timer.stop();
    m_cause = m_repairDue ? UpdateCause::Repair : cause;
    m_request = {.since = m_stored.generation,
                 .collection = m_stored.collection,
                 .limit = m_config.pageLimit,
                 .base = m_stored.base};
    if (m_repairDue)
        m_request = {}; // everything, in one transaction: views keep their rows
    m_networkProblem.clear();

    QNetworkRequest request(Routes::resolve(m_config.server, Routes::updates(m_config.tree, m_request)));
    request.setRawHeader("Accept", mediaTypeOf(Dialect::Native));
    request.setRawHeader("User-Agent", "GenMirror/" GENMIRROR_VERSION);
    request.setTransferTimeout(m_config.requestTimeoutMilliseconds);
    request.setDecompressedSafetyCheckThreshold(
        -1); // memory is bounded by the reader and the queue, whatever comes
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (!m_request.since.isNone() && !m_stored.catchingUp)
        request.setRawHeader("If-None-Match", Routes::etag(m_stored.collection, m_stored.generation));
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(ByteQueue::Capacity);
    connect(m_reply, &QNetworkReply::readyRead, this, &MirrorWorker::pump);
    connect(m_reply, &QNetworkReply::finished, this, &MirrorWorker::replyFinished);
}

/// Hands on what has arrived, as far as the storing thread keeps up.
void MirrorWorker::pump()
{
    if (!m_reply || m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200)
        return;
    if (!m_queue && !m_applying) {
        const QByteArray type = m_reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
        if (!type.startsWith(mediaTypeOf(Dialect::Native)))
            return; // a proxy's page; told when it is finished
        m_queue =
            std::make_shared<ByteQueue>([this] { QMetaObject::invokeMethod(this, &MirrorWorker::pump); });
        m_applying = true;
        Q_EMIT applyRequested(m_request, m_cause, m_queue);
    }
    while (m_queue && m_reply->bytesAvailable() > 0 && !m_queue->isFull())
        m_queue->push(m_reply->read(256 * 1024));
    if (m_queue && m_reply->isFinished() && m_reply->bytesAvailable() == 0)
        replyFinished();
}

QString MirrorWorker::replyProblem() const
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString server = m_config.server.toDisplayString();
    if (status == 0 || (status == 200 && m_reply->error() != QNetworkReply::NoError))
        return u"%1 cannot be reached: %2."_s.arg(server, m_reply->errorString());
    if (status == 200)
        return u"%1 answers, but not as a GenMirror server does. Check the address."_s.arg(server);
    if (status >= 300 && status < 400)
        return u"%1 sends us elsewhere (status %2). Use that address instead: %3"_s.arg(server)
            .arg(status)
            .arg(m_reply->header(QNetworkRequest::LocationHeader).toString());
    return u"%1: %2"_s.arg(server, Problem::fromAnswer(status, m_reply->peek(65536)).detail);
}

void MirrorWorker::replyFinished()
{
    if (!m_reply)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool whole = m_reply->error() == QNetworkReply::NoError;
    if (m_applying && m_queue && whole && m_reply->bytesAvailable() > 0) {
        pump(); // comes back here when the last byte is handed on
        if (m_reply && m_reply->bytesAvailable() > 0)
            return;
        if (!m_reply)
            return;
    }
    if (!whole || (status == 200 && !m_applying) || (status != 200 && status != 304))
        m_networkProblem = replyProblem();
    m_reply->deleteLater();
    m_reply = nullptr;
    if (m_applying && m_queue) {
        std::exchange(m_queue, nullptr)->finish(whole); // the outcome comes from the storing thread
        return;
    }
    if (m_paused)
        return;
    if (status == 304) {
        m_status.serverGeneration = m_stored.generation;
        return upToDate();
    }
    failed(m_networkProblem);
}

void MirrorWorker::applied(const std::shared_ptr<const AppliedUpdate> &update, const StoredMirror &stored)
{
    m_applying = false;
    m_stored = stored.state;
    m_status.objects = stored.objects;
    m_status.generation = stored.state.generation;
    m_status.collection = stored.state.collection;
    m_status.digest = stored.state.digest;
    if (!update->isEmpty() || update->to != update->from || update->reset)
        m_status.lastUpdate = QDateTime::currentDateTimeUtc();
    Q_EMIT updateApplied(update);
    if (update->more) {
        m_status.lastContact = QDateTime::currentDateTimeUtc();
        m_status.serverGeneration =
            std::max(m_status.serverGeneration, std::max(stored.state.base, update->to));
        if (!m_paused)
            setState(MirrorStatus::State::CatchingUp);
        return ask(m_cause);
    }
    m_status.serverGeneration = update->to;
    m_repairDue = false;
    if (update->verification == AppliedUpdate::Verification::Different)
        return digestDiffered(*update);
    m_repairs = 0;
    m_status.verified = update->verification == AppliedUpdate::Verification::Equal;
    upToDate();
}

void MirrorWorker::digestDiffered(const AppliedUpdate &update)
{
    qCWarning(mirrorLog,
              "%s at generation %lld: the digest is %s here, %s at the server; fetching everything anew",
              qUtf8Printable(m_config.tree), static_cast<long long>(update.to.value),
              update.digest.toHex().constData(), update.expectedDigest.toHex().constData());
    m_status.verified = false;
    m_repairDue = true;
    if (++m_repairs > 1) // it did not help: the server contradicts itself, and asking at once would not end
        return failed(u"What %1 sends does not add up to the digest that it tells."_s.arg(
            m_config.server.toDisplayString()));
    m_status.problem = u"The mirror differed from the server and is being repaired."_s;
    setState(MirrorStatus::State::CatchingUp);
    ask(UpdateCause::Repair);
}

void MirrorWorker::upToDate()
{
    m_backoff.succeeded();
    m_status.lastContact = QDateTime::currentDateTimeUtc();
    m_status.problem.clear();
    m_status.nextAttempt = {};
    if (m_paused)
        return;
    setState(MirrorStatus::State::Live);
    askLater(m_config.pollMilliseconds);
}

void MirrorWorker::applyFailed(const Error &error)
{
    m_applying = false;
    if (m_queue)
        std::exchange(m_queue, nullptr)->finish(false);
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply = nullptr;
    }
    if (error.kind == Error::Kind::NewerSchema || m_status.state == MirrorStatus::State::Opening)
        return giveUp(error.detail);
    if (m_paused)
        return;
    failed(m_networkProblem.isEmpty() ? error.detail : m_networkProblem);
}

void MirrorWorker::failed(const QString &problem)
{
    const int wait = m_backoff.failed(QRandomGenerator::global()->generateDouble());
    m_status.problem = problem;
    m_status.nextAttempt = QDateTime::currentDateTimeUtc().addMSecs(wait);
    setState(MirrorStatus::State::Offline);
    askLater(wait);
}

void MirrorWorker::giveUp(const QString &problem)
{
    m_status.problem = problem;
    setState(MirrorStatus::State::Failed);
}

void MirrorWorker::askLater(int milliseconds)
{
    m_timer.start(milliseconds);
}

void MirrorWorker::setState(MirrorStatus::State state)
{
    m_status.state = state;
    Q_EMIT statusChanged(m_status);
}

} // namespace GenMirror
