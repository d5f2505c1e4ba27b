#include "sync/client/mirrorworker.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"

#include <QLoggingCategory>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(mirrorLog, "genmirror.mirror")

/// The first page is short, so that there is soon something to see; later ones are long: each is a commit,
/// and a time in which the server waits.
constexpr int MostDoublings = 4;

SessionMachine::Times timesOf(const MirrorConfig &config)
{
    SessionMachine::Times times;
    times.poll = config.pollMilliseconds;
    times.pollWithPush = config.pollWithPushMilliseconds;
    times.maximumBackOff = config.maximumBackOffMilliseconds;
    times.lifeSign = config.lifeSignMilliseconds;
    return times;
}

PushStream::Options pushOptionsOf(const MirrorConfig &config)
{
    return {.server = config.server,
            .tree = config.tree,
            .credentials = config.credentials,
            .updates = config.push == MirrorConfig::Push::Updates,
            .firstByteWithin = std::min(config.requestTimeoutMilliseconds, 5000),
            .silentAtMost = config.silenceMilliseconds,
            .maximumBackOff = config.maximumBackOffMilliseconds};
}

} // namespace

MirrorWorker::MirrorWorker(MirrorConfig config)
    : m_config(std::move(config))
    , m_transport(m_config, this)
    , m_push(pushOptionsOf(m_config), m_transport.network(), this)
    , m_storing(this)
    , m_timer(this)
    , m_silence(this)
    , m_behind(this)
    , m_machine(
          timesOf(m_config), [this] { return m_clock.elapsed(); },
          [] { return QRandomGenerator::global()->generateDouble(); })
{
    m_clock.start();
    m_status.verifiable = !m_config.classic;
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { happened(Event::TimeUp); });
    m_behind.setSingleShot(true);
    m_behind.setInterval(MostBehind);
    connect(&m_behind, &QTimer::timeout, this, [this] {
        m_isLate = true;
        tellStatus();
    });
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        happened(
            Event::Silence,
            Sentences::tr("The server has not been heard of for %1 s.").arg(m_silence.interval() / 1000));
    });
    connect(&m_transport, &Transport::heard, this, &MirrorWorker::heard);
    connect(&m_push, &PushStream::heard, this, &MirrorWorker::heard);
    connect(&m_transport, &Transport::answering, this, [this](const std::shared_ptr<ByteQueue> &queue) {
        m_applying = true;
        m_fetch.serverAhead = m_transport.serverAhead();
        Q_EMIT applyRequested(m_fetch, queue);
    });
    connect(&m_transport, &Transport::nothingNew, this, [this] {
        m_status.serverGeneration = m_stored.generation;
        happened(Event::NothingNew);
    });
    connect(&m_transport, &Transport::failed, this, [this] {
        const auto &wait = m_transport.waitAskedFor();
        m_status.askedToWait = wait.has_value();
        if (wait)
            m_machine.leaveAlone(int(wait->count()));
        happened(Event::RequestFailed, m_transport.problem());
    });
    connect(&m_push, &PushStream::opened, this, [this] {
        m_status.linkProblem.clear();
        happened(Event::PushOpened);
        heard(); // now signs of life come more often
    });
    connect(&m_push, &PushStream::lost, this, [this](const QString &problem) {
        m_status.linkProblem = problem;
        happened(Event::PushLost);
    });
    connect(&m_push, &PushStream::signalled, this, &MirrorWorker::signalled);
    connect(&m_push, &PushStream::updatePushed, this, &MirrorWorker::updatePushed);
}

MirrorWorker::~MirrorWorker() = default;

void MirrorWorker::start()
{
    const QByteArray client = clientIdOf(m_config.directory);
    m_transport.setClient(client);
    m_push.setClient(client);
    auto *applier = new MirrorApplier; // deleted by its thread's end
    applier->moveToThread(&m_storing);
    connect(&m_storing, &QThread::finished, applier, &QObject::deleteLater);
    connect(this, &MirrorWorker::replaceRequested, applier, &MirrorApplier::replace);
    connect(this, &MirrorWorker::openRequested, applier, &MirrorApplier::open);
    connect(this, &MirrorWorker::applyRequested, applier, &MirrorApplier::apply);
    connect(this, &MirrorWorker::verifyRequested, applier, &MirrorApplier::verify);
    connect(this, &MirrorWorker::otherDigestTold, applier, &MirrorApplier::noteServersDigest);
    connect(applier, &MirrorApplier::rowsChecked, this, &MirrorWorker::takeVerification);
    connect(applier, &MirrorApplier::opened, this, &MirrorWorker::cacheOpened);
    connect(applier, &MirrorApplier::applied, this, &MirrorWorker::applied);
    connect(applier, &MirrorApplier::answerFailed, this, &MirrorWorker::answerFailed);
    connect(applier, &MirrorApplier::cacheFailed, this, &MirrorWorker::cacheFailed);
    connect(applier, &MirrorApplier::movedAside, this,
            [this](const QString &fileName) { m_status.movedAside = fileName; });
    m_storing.setObjectName(u"store "_s + m_config.tree);
    m_storing.start();
    m_applying = true;
    Q_EMIT openRequested(m_config);
}

void MirrorWorker::shutDown()
{
    m_timer.stop();
    m_silence.stop();
    m_push.disconnect(this);
    m_push.close();
    m_transport.disconnect(this);
    m_transport.abort();
    m_storing.quit();
    m_storing.wait();
}

void MirrorWorker::refresh()
{
    happened(Event::RefreshAsked);
}

void MirrorWorker::networkReturned()
{
    m_transport.network().clearConnectionCache(); // connections from before are dead without knowing it
    m_push.reconnect();
    happened(Event::NetworkReturned);
}

void MirrorWorker::pause()
{
    happened(Event::PauseAsked);
}

void MirrorWorker::resume()
{
    happened(Event::ResumeAsked);
}

void MirrorWorker::repair()
{
    happened(Event::RepairAsked);
}

void MirrorWorker::replaceCache()
{
    if (!m_status.cacheDamaged)
        return;
    m_status.cacheDamaged = false;
    m_applying = true;
    Q_EMIT replaceRequested();
    happened(Event::CacheReplaced);
}

/// Any byte of the server's. "Live" is said only for a time after it; where it is asked again and again, that
/// time is the one in which an answer is due.
void MirrorWorker::heard()
{
    m_machine.heard();
    m_status.lastContact = QDateTime::currentDateTimeUtc();
    const int answerDue = m_config.pollMilliseconds + m_config.requestTimeoutMilliseconds;
    m_silence.start(m_machine.link() == MirrorStatus::Link::Push
                        ? m_config.lifeSignMilliseconds
                        : std::max(m_config.lifeSignMilliseconds, answerDue));
    constexpr int seldom = 1000; // milliseconds: what else happens tells it as well
    if (m_toldAt.hasExpired(seldom))
        tellStatus();
}

void MirrorWorker::happened(Event event, const Trouble &problem)
{
    const SessionMachine::Actions actions = m_machine.handle(event, problem);
    if (actions.abort) {
        m_transport.abort();
        if (!m_applying) // nobody else tells how the request ended
            happened(Event::RequestFailed, Sentences::tr("It was given up."));
    }
    if (actions.listen && m_config.push != MirrorConfig::Push::Off && !m_config.classic)
        *actions.listen ? m_push.open() : m_push.close();
    if (actions.openCache) {
        m_applying = true;
        Q_EMIT openRequested(m_config);
    }
    if (actions.wakeIn) {
        m_timer.start(*actions.wakeIn);
        m_status.nextAttempt = QDateTime::currentDateTimeUtc().addMSecs(*actions.wakeIn);
    }
    if (actions.ask)
        ask(*actions.ask);
    if (actions.applyPushed)
        applyPushed(); // it is small, and its end tells
    else
        tellStatus();
}

void MirrorWorker::tellStatus()
{
    m_status.state = m_machine.state();
    // Up to date is who is so again at once; who takes longer catches up.
    const bool isBehind =
        m_status.state == MirrorStatus::State::Live && m_status.generation < m_status.serverGeneration;
    if (!isBehind) {
        m_behind.stop();
        m_isLate = false;
    } else if (!m_isLate && !m_behind.isActive()) {
        m_behind.start();
    }
    if (m_isLate)
        m_status.state = MirrorStatus::State::CatchingUp;
    m_status.problem = m_machine.problem().sentence;
    m_status.problemCode = m_machine.problem().code;
    m_status.problemSaid = m_machine.problem().said;
    m_status.link = m_machine.link();
    m_status.refused = m_status.state == MirrorStatus::State::Offline && m_transport.wasRefused();
    m_status.askedToWait = m_status.askedToWait && m_status.state == MirrorStatus::State::Offline;
    if (m_status.state != MirrorStatus::State::Offline && m_status.state != MirrorStatus::State::Blocked)
        m_status.nextAttempt = {};
    m_toldAt.start();
    Q_EMIT statusChanged(m_status);
}

void MirrorWorker::ask(UpdateCause cause)
{
    m_timer.stop();
    m_pushed.clear();
    const bool repair = cause == UpdateCause::Repair;
    m_fetch = {.cause = cause};
    m_fetch.clock.start();
    if (!repair) // else everything, in one transaction: views keep their rows
        m_fetch.request = {.since = m_stored.generation,
                           .collection = m_stored.collection,
                           .limit = m_config.pageLimit << std::min(m_pages, MostDoublings),
                           .base = m_stored.base};
    // "Nothing new" is good only where what is here was found equal.
    const bool known = !repair && !m_stored.generation.isNone() && !m_stored.catchingUp && m_status.verified;
    m_transport.get(m_fetch.request, known ? std::optional(m_stored.digest) : std::nullopt);
}

void MirrorWorker::cacheOpened(const StoredMirror &stored)
{
    m_applying = false;
    m_status.cacheDamaged = false;
    take(stored);
    m_status.verified = stored.verified && !stored.state.catchingUp;
    happened(Event::CacheOpened);
}

void MirrorWorker::take(const StoredMirror &stored)
{
    m_stored = stored.state;
    m_status.objects = stored.objects;
    m_status.history = stored.history;
    m_status.generation = stored.state.generation;
    m_status.collection = stored.state.collection;
    m_status.digest = stored.state.digest;
    m_status.rowsVerified = stored.rowsVerified;
}

bool MirrorWorker::isAt(const TreeEvent &event) const
{
    return event.collection == m_stored.collection && event.generation == m_stored.generation;
}

/// As after a server's data was put back by hand and went on to the same generation.
bool MirrorWorker::hasOther(const TreeEvent &event) const
{
    return isAt(event) && event.digest && !m_stored.catchingUp && *event.digest != m_stored.digest;
}

/// Also on the disk, at once: who asks the cache, now or after a restart, must not hear that it is verified.
void MirrorWorker::noteOther(const TreeEvent &event)
{
    if (!hasOther(event))
        return;
    m_status.verified = false;
    Q_EMIT otherDigestTold(event);
}

void MirrorWorker::signalled(const TreeEvent &event, bool first)
{
    const bool passed = event.collection == m_stored.collection && event.generation <= m_stored.generation &&
                        !event.generation.isNone();
    if (!hasOther(event) &&
        (isAt(event) || (passed && !first))) // else it went back in time, and asking finds that out
        return tellStatus();
    noteOther(event);
    m_heard = event;
    m_pushed.clear();
    m_status.serverGeneration = event.generation;
    happened(Event::Signalled);
}

void MirrorWorker::updatePushed(const TreeEvent &event, const QByteArray &json)
{
    if (event.collection == m_stored.collection && event.generation <= m_stored.generation &&
        !hasOther(event))
        return tellStatus();
    noteOther(event);
    m_heard = event;
    m_status.serverGeneration = event.generation;
    bool isInteger = false;
    const qint64 since = memberText(json, "since").value_or(QByteArrayView()).toLongLong(&isInteger);
    const bool follows = isInteger && !m_stored.catchingUp && event.collection == m_stored.collection &&
                         since == m_stored.generation.value && m_pushed.isEmpty() && !m_machine.isBusy();
    m_pushed = follows ? json : QByteArray();
    happened(follows ? Event::UpdatePushed : Event::Signalled);
}

/// What was pushed takes the way of every answer: the storing thread reads and applies it.
void MirrorWorker::applyPushed()
{
    m_timer.stop();
    const auto queue = std::make_shared<ByteQueue>([] {});
    queue->push(std::exchange(m_pushed, {}));
    queue->finish(true);
    m_fetch = {.request = {.since = m_stored.generation, .collection = m_stored.collection},
               .cause = UpdateCause::Push,
               .serverAhead = m_transport.serverAhead()};
    m_fetch.clock.start();
    m_applying = true;
    Q_EMIT applyRequested(m_fetch, queue);
}

void MirrorWorker::applied(const std::shared_ptr<const AppliedUpdate> &update, const StoredMirror &stored)
{
    m_applying = false;
    take(stored);
    if (!update->isEmpty() || update->to != update->from || update->reset)
        m_status.lastUpdate = QDateTime::currentDateTimeUtc();
    m_status.serverGeneration =
        update->more ? std::max({m_status.serverGeneration, stored.state.base, update->to}) : update->to;
    if (m_heard && m_heard->collection == m_stored.collection && m_heard->generation > update->to)
        m_status.serverGeneration = m_heard->generation;
    m_status.expectedObjects = update->expectedObjects;
    // What lies between two pages is no state that the server ever had.
    m_status.verified = !update->more && update->verification == AppliedUpdate::Verification::Equal;
    Q_EMIT updateApplied(update);
    m_pages = update->more ? m_pages + 1 : 0;
    if (update->more)
        return happened(Event::PageApplied);
    if (update->verification == AppliedUpdate::Verification::Different) {
        qCWarning(mirrorLog,
                  "%s at generation %lld: the digest is %s here, %s at the server; fetching everything anew",
                  qUtf8Printable(m_config.tree), static_cast<long long>(update->to.value),
                  update->digest.toHex().constData(), update->expectedDigest.toHex().constData());
        return happened(
            Event::Diverged,
            Sentences::tr("The mirror differs from what %1 says its digest is; everything is fetched anew.")
                .arg(m_config.server.toDisplayString()));
    }
    if (m_heard && isAt(*m_heard))
        m_heard.reset();
    if (!m_heard)
        m_machine.signalAnswered();
    happened(Event::UpdateApplied);
}

void MirrorWorker::takeVerification(const Verification &verification)
{
    using Finding = Verification::Finding;
    if (verification.finding == Finding::Different) {
        m_status.verified = false;
        happened(Event::DifferenceFound, verification.sentence);
    } else {
        if (verification.finding != Finding::NeverSynced && verification.finding != Finding::CatchingUp)
            m_status.rowsVerified = QDateTime::currentDateTimeUtc();
        m_replacing = m_replacing && verification.finding != Finding::Equal;
        tellStatus();
    }
    Q_EMIT rowsChecked(verification);
}

void MirrorWorker::answerFailed(const Error &error)
{
    m_pages = 0;
    m_applying = false;
    m_status.askedToWait = false;
    const Trouble networkProblem = m_transport.problem();
    m_transport.abort();
    if (error.kind == Error::Kind::Conflict && m_config.classic)
        return happened(Event::Diverged, error);
    happened(Event::RequestFailed, networkProblem.isEmpty() ? Trouble(error) : networkProblem);
}

/// Only a damaged file is taken for one, and only a file that another program has, or a newer one wrote, is
/// left to a person: all else may pass, and is tried again.
void MirrorWorker::cacheFailed(const Error &error)
{
    m_pages = 0;
    m_applying = false;
    m_transport.abort();
    m_status.verified = false;
    m_status.cacheDamaged = error.kind == Error::Kind::Damaged;
    if (m_status.cacheDamaged && m_config.replaceDamaged && !std::exchange(m_replacing, true))
        return replaceCache();
    const bool isFinal = m_status.cacheDamaged || error.kind == Error::Kind::NewerSchema ||
                         error.kind == Error::Kind::Conflict;
    happened(isFinal ? Event::CacheFailed : Event::CacheBlocked, error);
}

} // namespace GenMirror
