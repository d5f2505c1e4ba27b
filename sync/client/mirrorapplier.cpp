#include "sync/client/mirrorapplier.h"

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

constexpr qsizetype LongAnswer = 64 * 1024; ///< Bytes from which on a thread that reads ahead pays.
constexpr qint64 BytesOfARecord = 200;      ///< About what a record of the history itself takes.
constexpr qint64 BytesOfAChange = 40;       ///< Beside the object's earlier text.

} // namespace

MirrorApplier::MirrorApplier(QObject *parent)
    : QObject(parent)
{
}

MirrorApplier::~MirrorApplier() = default;

void MirrorApplier::open(const MirrorConfig &config)
{
    m_config = config;
    m_store.reset(); // its lock has to go before it is taken again
    auto store = MirrorStore::open(config.directory, config.tree);
    if (!store) {
        Q_EMIT failed(store.error());
        return;
    }
    m_store = *std::move(store);
    Q_EMIT opened(stored());
    pruneLater();
}

void MirrorApplier::setAside()
{
    m_store.reset();
    m_recording = false;
    const auto aside = setMirrorAside(m_config.directory, m_config.tree);
    if (aside)
        qCWarning(cacheLog, "The damaged cache was moved to %s", qUtf8Printable(*aside));
    else
        Q_EMIT failed(aside.error());
}

StoredMirror MirrorApplier::stored() const
{
    return {m_store->state(), m_store->objectCount(), m_store->historyExtent()};
}

Result<UpdateHeader> MirrorApplier::read(ByteQueue &queue, Generation since, UpdateApplier &applier)
{
    const auto source = [&queue] { return queue.pop(); };
    if (!m_config.classic && queue.waitFor(LongAnswer))
        return readAhead([&source](UpdateVisitor &visitor) { return UpdateReader().read(source, visitor); },
                         [&queue] { queue.finish(false); }, applier);
    if (!m_config.classic)
        return UpdateReader().read(source, applier);
    const auto knowsSet = [this](const SetPath &path) {
        MirrorSet set = m_store->root();
        for (const ObjectId &id : path.ids()) {
            const auto child = m_store->child(set, id);
            if (!child)
                return false;
            set = *child;
        }
        return true;
    };
    return ClassicReader(m_config.classic->shape, knowsSet).read(source, since, applier);
}

void MirrorApplier::apply(const Fetch &fetch, const std::shared_ptr<ByteQueue> &queue)
{
    m_store->begin();
    const MirrorState before = m_store->state();
    const bool isFirstSync = before.generation.isNone() || !before.base.isNone();
    if (!m_recording) {
        m_clock = fetch.clock;
        // An update that was broken off goes on: its earlier pages belong to the same record.
        m_record = before.catchingUp && !isFirstSync ? m_store->pendingRecord() : HistoryRecord();
        m_record.cause = fetch.cause;
        if (!before.catchingUp)
            m_record.from = before.generation;
    }
    UpdateApplier applier(*m_store, fetch.request);
    qint64 kept = 0;
    if (!isFirstSync) { // before the first state there is nothing to go back to
        applier.setObserver([this, &kept](const UpdateApplier::ObjectChange &change) {
            m_store->recordChange(change);
            kept += BytesOfAChange + (change.before ? change.before->size() : 0);
        });
        applier.setSetObserver(
            [this](const MirrorSet &set, bool created) { m_store->recordSet(set, created); });
    }
    const auto header = read(*queue, fetch.request.since, applier);
    if (!header || !queue->isWhole()) {
        m_store->rollback(); // protocol: nothing of an answer that did not arrive whole
        Error error =
            header ? Error{.kind = Error::Kind::Network, .detail = Sentences::tr("The answer was cut off.")}
                   : header.error();
        if (error.kind == Error::Kind::Canceled && applier.error())
            error = *applier.error();
        queue->finish(false);
        Q_EMIT failed(error);
        return;
    }
    AppliedUpdate &result = applier.result();
    if (result.cause == UpdateCause::Poll || fetch.cause == UpdateCause::Repair)
        result.cause = fetch.cause;
    const auto update = std::make_shared<const AppliedUpdate>(std::move(result));
    const bool wasRecording = std::exchange(m_recording, true);
    const HistoryRecord recordBefore = m_record;
    count(*update, queue->bytes());
    m_record.keptBytes += kept;
    if (!update->more)
        recordHistory(*update);
    const StoredMirror now = stored(); // as soon as it is committed; to read it then would take longer
    if (const auto committed = m_store->commit(); !committed) {
        m_recording = wasRecording;
        m_record = recordBefore;
        Q_EMIT failed(committed.error());
        return;
    }
    if (!update->more)
        m_recording = false;
    Q_EMIT applied(update, now);
    tidyLater();
    if (!update->more)
        pruneLater();
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
    const bool something = m_record.from != update.to || m_record.cause == UpdateCause::Reset ||
                           m_record.cause == UpdateCause::Repair || !update.isEmpty();
    if (!something)
        return;
    m_record.collection = update.collection;
    m_record.to = update.to;
    m_record.at = QDateTime::currentDateTimeUtc();
    m_record.milliseconds = m_clock.isValid() ? m_clock.elapsed() : 0;
    m_record.verified = update.verification == AppliedUpdate::Verification::Equal;
    m_record.digest = update.digest;
    m_record.keptBytes += BytesOfARecord;
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
            if (m_store && m_store->hasUntidyLog())
                m_store->tidyLog();
        },
        Qt::QueuedConnection);
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
    const auto more = m_store->pruneHistory(m_config.history);
    if (!more)
        qCWarning(cacheLog, "The history cannot be pruned: %s", qUtf8Printable(more.error().detail));
    else if (*more && !std::exchange(m_pruning, true))
        QMetaObject::invokeMethod(this, &MirrorApplier::prune, Qt::QueuedConnection);
}

} // namespace GenMirror
