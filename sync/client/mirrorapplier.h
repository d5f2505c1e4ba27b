#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/historyrecord.h"
#include "model/core/result.h"
#include "model/core/update.h"
#include "sync/client/bytequeue.h"
#include "sync/client/mirrorsession.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace GenMirror
{

class MirrorStore;
class UpdateApplier;

/// What the cache holds, as the one who asks the server needs to know it.
struct StoredMirror {
    MirrorState state;
    qint64 objects = 0;
    HistoryExtent history;
};

/// One answer on its way into the cache.
struct Fetch {
    UpdateRequest request;
    UpdateCause cause = UpdateCause::Poll;
    QElapsedTimer clock; ///< Since the request was sent, or the update was pushed.
};

/// The thread of a mirror that reads answers and stores them, one transaction each. Owns the MirrorStore.
class MirrorApplier : public QObject
{
    Q_OBJECT
public:
    explicit MirrorApplier(QObject *parent = nullptr);
    ~MirrorApplier() override;

    /// Closes the cache and moves its files aside; failed() if that cannot be done.
    void setAside();
    /// Opens the cache; answered by opened() or failed().
    void open(const GenMirror::MirrorConfig &config);
    /// Reads an answer from the queue and applies it; answered by applied() or failed().
    void apply(const GenMirror::Fetch &fetch, const std::shared_ptr<GenMirror::ByteQueue> &queue);

Q_SIGNALS:
    void opened(const GenMirror::StoredMirror &stored);
    void applied(const std::shared_ptr<const GenMirror::AppliedUpdate> &update,
                 const GenMirror::StoredMirror &stored);
    void failed(const GenMirror::Error &error);

private:
    [[nodiscard]] Result<UpdateHeader> read(ByteQueue &queue, Generation since, UpdateApplier &applier);
    [[nodiscard]] StoredMirror stored() const;
    void count(const AppliedUpdate &update, qint64 bytes);
    [[nodiscard]] QString reasonFor(const AppliedUpdate &update) const;
    void recordHistory(const AppliedUpdate &update);
    void tidyLater();
    void pruneLater();
    void prune();

    MirrorConfig m_config;
    std::unique_ptr<MirrorStore> m_store;
    /// What the pages of the update under way add up to.
    HistoryRecord m_record;
    bool m_recording = false;
    QElapsedTimer m_clock; ///< Since the first page was asked for.
    QString m_difference;  ///< Of the last update: both digests, if they differed.
    qint64 m_unpruned = 0; ///< Records since the last pruning.
    bool m_pruning = false;
};

} // namespace GenMirror
