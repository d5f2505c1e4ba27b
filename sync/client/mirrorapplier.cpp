#include "sync/client/mirrorapplier.h"

#include "model/core/plaintext.h"
#include "model/core/sentences.h"
#include "model/core/updateapplier.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/cache/mirrorstore.h"
#include "sync/client/readahead.h"
#include "sync/protocol/updatereader.h"

#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(cacheLog, "genmirror.cache")
Q_LOGGING_CATEGORY(toldLog, "genmirror.told") // whoever follows the mirror is told it as well

constexpr qsizetype LongAnswer = 64 * 1024; ///< Bytes from which on a thread that reads ahead pays.
constexpr qint64 BytesOfARecord = 200;      ///< About what a record of the history itself takes.
constexpr qint64 BytesOfAChange = 40;       ///< Beside the object's earlier text.

} // namespace

MirrorApplier::MirrorApplier(QObject *parent)
    : QObject(parent)
    , m_watch(this)
{
    connect(&m_watch, &RowWatch::idle, this, [this] {
        if (const auto there = m_store->checkPlace(); !there)
            giveUp(there.error());
    });
    connect(&m_watch, &RowWatch::found, this, &MirrorApplier::take);
    connect(&m_watch, &RowWatch::failed, this, &MirrorApplier::giveUp);
}

MirrorApplier::~MirrorApplier() = default;

void MirrorApplier::open(const MirrorConfig &config)
{
    m_config = config;
    m_watch.stop();
    m_store.reset(); // its lock has to go before it is taken again
    auto store = MirrorStore::open(config.directory, config.tree);
    const auto stored = store ? (*store)->stored() : failureOf(store);
    if (!stored)
        return giveUp(stored.error());
    m_pruningClock = (*store)->clockByRecords(m_config.time.now());
    if (const auto failed = (*store)->error())
        return giveUp(*failed);
    m_store = *std::move(store);
    // An update whose pages were stored before the cache was closed goes on, if nobody wrote meanwhile.
    m_recording = m_recording && stored->state.catchingUp && stored->state.digest == m_recorded;
    Q_EMIT opened(*stored);
    m_watch.start(config, stored->rowsVerified);
    pruneLater();
}

void MirrorApplier::replace()
{
    m_watch.stop();
    m_store.reset();
    m_repaired = false;
    m_finding.clear();
    const auto aside = setMirrorAside(m_config.directory, m_config.tree);
    if (!aside)
        return giveUp(aside.error());
    qCWarning(toldLog, "The damaged cache was moved to %s", qUtf8Printable(*aside));
    Q_EMIT movedAside(*aside);
    open(m_config);
}

/// Nothing is written through a connection that failed: what it has in memory may not be what is on the disk.
void MirrorApplier::giveUp(const Error &error)
{
    qCWarning(toldLog, "%s", qUtf8Printable(error.detail));
    m_watch.stop();
    m_store.reset();
    Q_EMIT cacheFailed(error);
}

void MirrorApplier::noteServersDigest(const TreeEvent &event)
{
    if (!m_store || !event.digest)
        return; // it failed meanwhile, and that was told
    if (const auto noted = m_store->noteServersDigest(event.collection, event.generation, *event.digest);
        !noted)
        giveUp(noted.error());
}

void MirrorApplier::verify()
{
    if (!m_store)
        return; // it failed meanwhile, and that was told
    const auto verification = MirrorVerifier::verify(m_config.directory, m_config.tree);
    if (verification)
        take(*verification);
    else
        giveUp(verification.error());
}

/// A difference is repaired from the server once; a file that does not keep what is written is no use.
void MirrorApplier::take(const Verification &verification)
{
    using Finding = Verification::Finding;
    const Finding finding = verification.finding;
    if (finding == Finding::Different) {
        if (std::exchange(m_repaired, false))
            return giveUp(
                {.kind = Error::Kind::Damaged,
                 .detail =
                     Sentences::tr("Everything was fetched anew, and yet: %1").arg(verification.sentence)});
        m_finding = verification.sentence;
        if (const auto forgotten = m_store->forgetPages(); !forgotten)
            return giveUp(forgotten.error());
        if (verification.indexesDiffer) { // else what is fetched would not find its rows
            if (const auto rebuilt = m_store->rebuildIndexes(); !rebuilt)
                return giveUp(rebuilt.error());
        }
    } else if (finding != Finding::NeverSynced && finding != Finding::CatchingUp) {
        m_repaired = false;
        m_watch.verified();
        const auto noted = m_store->noteRowsVerified(QDateTime::currentDateTimeUtc());
        if (!noted && noted.error().kind != Error::Kind::Full) // else it is verified sooner than it need be
            return giveUp(noted.error());
    }
    Q_EMIT rowsChecked(verification);
}

Result<UpdateHeader> MirrorApplier::read(ByteQueue &queue, const UpdateRequest &request,
                                         UpdateApplier &applier)
{
    const auto source = [&queue] { return queue.pop(); };
    if (!m_config.classic && queue.waitFor(LongAnswer))
        return readAhead([&source](UpdateVisitor &visitor) { return UpdateReader().read(source, visitor); },
                         [&queue] { queue.finish(false); }, applier);
    if (!m_config.classic)
        return UpdateReader().read(source, applier);
    return ClassicReader(m_config.classic->shape, *m_store).read(source, request, applier);
}

void MirrorApplier::apply(const Fetch &fetch, const std::shared_ptr<ByteQueue> &queue)
{
    if (!m_store) { // it failed meanwhile, and that was told
        queue->finish(false);
        return;
    }
    if (fetch.serverAhead && m_pruningClock)
        m_pruningClock->compare(*fetch.serverAhead);
    if (const auto begun = m_store->begin(); !begun) {
        queue->finish(false);
        return giveUp(begun.error());
    }
    UpdateApplier applier(*m_store, fetch.request);
    const HistoryRecord recordBefore = m_record;
    beginRecord(fetch, applier);
    const auto header = read(*queue, fetch.request, applier).and_then([this](const UpdateHeader &read) {
        return checked(read);
    });
    // What the cache says goes before all else: what is read of an answer after the cache has failed, and how
    // that ends, means nothing.
    if (const auto failed = m_store->error()) {
        queue->finish(false);
        m_record = recordBefore;
        return giveUp(*failed);
    }
    if (!header || applier.error() || !queue->isWhole()) {
        m_store->rollback(); // protocol: nothing of an answer that did not arrive whole
        m_record = recordBefore;
        m_watch.dropped();
        queue->finish(false);
        const Error cutOff{.kind = Error::Kind::Network, .detail = Sentences::tr("The answer was cut off.")};
        Q_EMIT answerFailed(applier.error().value_or(header ? cutOff : header.error()));
        return;
    }
    if (const auto stored = finish(fetch, queue->bytes(), applier.result()); !stored) {
        m_record = recordBefore;
        giveUp(stored.error());
    }
}

/// What a server of ours says in each update. A classic one says neither.
Result<UpdateHeader> MirrorApplier::checked(const UpdateHeader &header) const
{
    if (m_config.classic)
        return header;
    if (header.tree != m_config.tree)
        return failure(Error::Kind::Protocol, Sentences::tr("The server answered with another tree, \"%1\".")
                                                  .arg(visibly(header.tree.left(200))));
    if (!header.more && !header.digest)
        return failure(Error::Kind::Protocol,
                       Sentences::tr("The server did not say what the update comes to (its digest)."));
    return header;
}

/// An update that was broken off goes on: its earlier pages belong to the same record.
void MirrorApplier::beginRecord(const Fetch &fetch, UpdateApplier &applier)
{
    const MirrorState before = m_store->state();
    const bool isFirstSync = before.generation.isNone() || !before.base.isNone();
    if (!m_recording) {
        m_clock = fetch.clock;
        m_record = before.catchingUp && !isFirstSync ? m_store->pendingRecord() : HistoryRecord();
        m_record.cause = fetch.cause;
        if (!before.catchingUp)
            m_record.from = before.generation;
    }
    m_goesOverAll = isFirstSync || fetch.request.since.isNone();
    if (isFirstSync)
        return; // before the first state there is nothing to go back to
    applier.setObserver([this](const UpdateApplier::ObjectChange &change) {
        m_store->recordChange(change);
        m_watch.note(change);
        m_record.keptBytes += BytesOfAChange + (change.before ? change.before->size() : 0);
    });
    applier.setSetObserver([this](const MirrorSet &set, bool created) { m_store->recordSet(set, created); });
}

Result<void> MirrorApplier::finish(const Fetch &fetch, qint64 bytes, AppliedUpdate &result)
{
    m_repairs = fetch.cause == UpdateCause::Repair || (m_repairs && m_recording);
    if (m_repairs) // also its later pages, which are asked for as any
        result.cause = UpdateCause::Repair;
    else if (result.cause == UpdateCause::Poll)
        result.cause = fetch.cause;
    const auto update = std::make_shared<const AppliedUpdate>(std::move(result));
    count(*update, bytes);
    if (!update->more)
        recordHistory(*update);
    const auto now = m_store->stored(); // as soon as it is committed; to read it then would take longer
    if (auto committed = m_store->commit(); !committed || !now)
        return committed ? failureOf(now) : committed;
    m_recording = update->more;
    m_recorded = update->digest;
    m_watch.kept(m_goesOverAll);
    Q_EMIT applied(update, *now);
    if (m_repairs && !update->more) {
        m_repaired = true;
        m_watch.makeDue();
    }
    tidyLater();
    if (!update->more)
        pruneLater();
    return {};
}

/// Adds one page to the record of the update that it belongs to.
void MirrorApplier::count(const AppliedUpdate &update, qint64 bytes)
{
    if (update.cause != UpdateCause::Poll && update.cause != UpdateCause::Push &&
        update.cause != UpdateCause::Refresh)
        m_record.cause = update.cause;
    m_record.bytes += bytes;
    m_record.added += update.addedCount();
    m_record.changed += update.changedCount();
    m_record.removed += update.removedCount();
    for (const AppliedUpdate::SetChanges &changes : update.sets) {
        SetCounts &set = countsOf(m_record.sets, changes.path);
        set.added += changes.added.size();
        set.changed += changes.changed.size();
        set.removed += changes.removed.size();
        set.contents = set.contents || changes.contents;
    }
    for (const MirrorSet &set : update.setsCreated)
        ++countsOf(m_record.sets, set.path.parent()).setsCreated;
    for (const MirrorSet &set : update.setsRemoved)
        ++countsOf(m_record.sets, set.path.parent()).setsRemoved;
    if (const QString reason = reasonFor(update); !reason.isEmpty())
        m_record.reason = reason;
}

/// Why everything, or all of a set, had to be fetched; empty if it had not.
QString MirrorApplier::reasonFor(const AppliedUpdate &update) const
{
    switch (update.cause) {
    case UpdateCause::Reset:
        return update.collection == update.formerCollection
                   ? Sentences::tr("The server went back in time: it was at a generation before %1.")
                         .arg(update.from.value)
                   : Sentences::tr("The server began a new collection.");
    case UpdateCause::Repair:
        if (!m_finding.isEmpty())
            return Sentences::tr("A verification found a difference. %1").arg(m_finding);
        return m_difference.isEmpty() ? Sentences::tr("It was asked for.") : m_difference;
    case UpdateCause::TooFarBehind: {
        const auto sets = std::ranges::count_if(update.sets, &AppliedUpdate::SetChanges::contents);
        return Sentences::tr("%1 of the sets had dropped removals made after generation %2.")
            .arg(sets)
            .arg(update.from.value);
    }
    default:
        return {};
    }
}

void MirrorApplier::recordHistory(const AppliedUpdate &update)
{
    const bool differs = update.verification == AppliedUpdate::Verification::Different;
    m_difference = differs ? Sentences::tr("The digest was %1, the server's %2.")
                                 .arg(QString::fromLatin1(update.digest.toHex()),
                                      QString::fromLatin1(update.expectedDigest.toHex()))
                           : QString();
    // That the server's digest was compared is remembered, too: verification tells of it.
    const bool isNews = update.verification == AppliedUpdate::Verification::Equal && !m_store->lastVerified();
    const bool something = differs || isNews || m_record.from != update.to ||
                           m_record.cause == UpdateCause::Reset || m_record.cause == UpdateCause::Repair ||
                           !update.isEmpty();
    if (!something)
        return;
    m_record.collection = update.collection;
    m_record.to = update.to;
    m_record.at = m_config.time.wall();
    m_record.milliseconds = m_clock.isValid() ? m_clock.elapsed() : 0;
    m_record.verified = update.verification == AppliedUpdate::Verification::Equal;
    m_record.digest = update.digest;
    m_record.keptBytes += BytesOfARecord;
    if (m_record.cause == UpdateCause::Repair)
        m_finding.clear();
    m_store->appendHistory(m_record);
    ++m_unpruned;
}

/// After who waits for the update has been told.
void MirrorApplier::tidyLater()
{
    if (!m_store->hasUntidyLog())
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (!m_store)
                return;
            if (const auto tidied = m_store->tidyLog(); !tidied)
                giveUp(tidied.error()); // opened again it reads the log anew
        },
        Qt::QueuedConnection);
}

/// None while the clock may have jumped.
std::optional<QDateTime> MirrorApplier::timeForAges()
{
    const Moment now = m_config.time.now();
    const bool trusted = m_pruningClock && m_pruningClock->isTrusted(now);
    if (!trusted && m_wasTrusted)
        qCWarning(cacheLog,
                  "%s: the clock says %s and may have jumped; nothing of the history is dropped for its age "
                  "until it "
                  "has gone on for an hour, and the server's says the same",
                  qUtf8Printable(m_config.tree), qUtf8Printable(now.wall.toString(Qt::ISODate)));
    m_wasTrusted = trusted;
    return trusted ? std::optional(now.wall) : std::nullopt;
}

/// When nothing else is to be done: now and then, in portions, so that no update waits for long.
void MirrorApplier::pruneLater()
{
    constexpr qint64 portion = 64; // records
    if (m_pruning || (m_unpruned > 0 && m_unpruned < portion))
        return;
    m_pruning = true;
    m_unpruned = 0;
    QMetaObject::invokeMethod(this, &MirrorApplier::prune, Qt::QueuedConnection);
}

void MirrorApplier::prune()
{
    m_pruning = false;
    if (!m_store || m_recording)
        return;
    const auto more = m_store->pruneHistory(m_config.history, timeForAges());
    if (!more)
        giveUp(more.error());
    else if (*more && !std::exchange(m_pruning, true))
        QMetaObject::invokeMethod(this, &MirrorApplier::prune, Qt::QueuedConnection);
}

} // namespace GenMirror
