#include "sync/client/mirrorapplier.h"

#include "model/core/updateapplier.h"
#include "sync/cache/mirrorstore.h"
#include "sync/protocol/updatereader.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

MirrorApplier::MirrorApplier(QObject *parent)
    : QObject(parent)
{
}

MirrorApplier::~MirrorApplier() = default;

void MirrorApplier::open(const QString &directory, const QString &tree)
{
    auto store = MirrorStore::open(directory, tree);
    if (!store) {
        Q_EMIT failed(store.error());
        return;
    }
    m_store = *std::move(store);
    Q_EMIT opened({m_store->state(), m_store->objectCount()});
}

void MirrorApplier::apply(const UpdateRequest &request, UpdateCause cause,
                          const std::shared_ptr<ByteQueue> &queue)
{
    if (!m_clock.isValid())
        m_clock.start();
    m_store->begin();
    UpdateApplier applier(*m_store, request);
    const auto header = UpdateReader().read([&queue] { return queue->pop(); }, applier);
    if (!header || !queue->isWhole()) {
        m_store->rollback(); // protocol: nothing of an answer that did not arrive whole
        Error error = header ? Error{.kind = Error::Kind::Network, .detail = u"The answer was cut off."_s}
                             : header.error();
        if (error.kind == Error::Kind::Canceled && applier.error())
            error = *applier.error();
        queue->finish(false);
        Q_EMIT failed(error);
        return;
    }
    AppliedUpdate &result = applier.result();
    if (result.cause == UpdateCause::Poll || cause == UpdateCause::Repair)
        result.cause = cause;
    const auto update = std::make_shared<const AppliedUpdate>(std::move(result));
    count(*update, queue->bytes());
    if (!update->more)
        recordHistory(*update);
    if (const auto committed = m_store->commit(); !committed) {
        m_recording = false;
        Q_EMIT failed(committed.error());
        return;
    }
    if (!update->more) {
        m_recording = false;
        m_clock.invalidate();
    }
    Q_EMIT applied(update, {m_store->state(), m_store->objectCount()});
}

/// Adds one page to the record of the update that it belongs to.
void MirrorApplier::count(const AppliedUpdate &update, qint64 bytes)
{
    if (!m_recording) {
        m_recording = true;
        m_record = {.from = update.from, .cause = update.cause};
    }
    if (update.cause == UpdateCause::TooFarBehind || update.cause == UpdateCause::Reset)
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
}

void MirrorApplier::recordHistory(const AppliedUpdate &update)
{
    const bool something = m_record.from != update.to || update.cause == UpdateCause::Reset ||
                           update.cause == UpdateCause::Repair || !update.isEmpty();
    if (!something)
        return;
    m_record.collection = update.collection;
    m_record.to = update.to;
    m_record.at = QDateTime::currentDateTimeUtc();
    m_record.milliseconds = m_clock.elapsed();
    m_record.verified = update.verification == AppliedUpdate::Verification::Equal;
    m_store->appendHistory(m_record);
}

} // namespace GenMirror
