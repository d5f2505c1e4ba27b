#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/historyrecord.h"
#include "model/core/pruningclock.h"
#include "model/core/result.h"
#include "model/core/update.h"
#include "sync/cache/mirrorstore.h"
#include "sync/client/bytequeue.h"
#include "sync/client/mirrorsession.h"
#include "sync/client/rowwatch.h"
#include "sync/protocol/eventstream.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace GenMirror
{

class UpdateApplier;

/// One answer on its way into the cache.
struct Fetch {
    UpdateRequest request;
    UpdateCause cause = UpdateCause::Poll;
    QElapsedTimer clock; ///< Since the request was sent, or the update was pushed.
    /// Of the server's clock, as far as it told.
    std::optional<std::chrono::milliseconds> serverAhead;
};

/// The thread of a mirror that reads answers and stores them, one transaction each. Owns the MirrorStore.
class MirrorApplier : public QObject
{
    Q_OBJECT
public:
    explicit MirrorApplier(QObject *parent = nullptr);
    ~MirrorApplier() override;

    /// Opens the cache, anew if it is open; answered by opened() or cacheFailed().
    void open(const GenMirror::MirrorConfig &config);
    /// Moves the files of the cache aside, and begins a new one; answered by opened() or cacheFailed().
    void replace();
    /// Reads an answer from the queue and applies it; answered by applied(), answerFailed() or cacheFailed().
    void apply(const GenMirror::Fetch &fetch, const std::shared_ptr<GenMirror::ByteQueue> &queue);
    /// A push told the server's digest at a generation: that it is another than that of what is stored is
    /// kept until a repair has mended it.
    void noteServersDigest(const GenMirror::TreeEvent &event);
    /// Reads all rows at once; answered by rowsChecked() or cacheFailed().
    void verify();

Q_SIGNALS:
    void opened(const GenMirror::StoredMirror &stored);
    void applied(const std::shared_ptr<const GenMirror::AppliedUpdate> &update,
                 const GenMirror::StoredMirror &stored);
    /// The answer did not arrive whole, or is not what the protocol says. The cache is as it was.
    void answerFailed(const GenMirror::Error &error);
    /// The cache cannot be used, whatever the answer was like. It is closed, and can be opened again; only
    /// Damaged says that it is bad.
    void cacheFailed(const GenMirror::Error &error);
    void movedAside(const QString &fileName);
    /// All rows were read, because it was asked for or due. Different: everything has to be fetched anew.
    void rowsChecked(const GenMirror::Verification &verification);

private:
    [[nodiscard]] Result<UpdateHeader> read(ByteQueue &queue, const UpdateRequest &request,
                                            UpdateApplier &applier);
    [[nodiscard]] Result<UpdateHeader> checked(const UpdateHeader &header) const;
    void beginRecord(const Fetch &fetch, UpdateApplier &applier);
    [[nodiscard]] Result<void> finish(const Fetch &fetch, qint64 bytes, AppliedUpdate &result);
    void giveUp(const Error &error);
    void take(const Verification &verification);
    void count(const AppliedUpdate &update, qint64 bytes);
    [[nodiscard]] QString reasonFor(const AppliedUpdate &update) const;
    void recordHistory(const AppliedUpdate &update);
    void tidyLater();
    void pruneLater();
    void prune();
    [[nodiscard]] std::optional<QDateTime> timeForAges();

    MirrorConfig m_config;
    std::unique_ptr<MirrorStore> m_store;
    RowWatch m_watch;
    QString m_finding;       ///< Of a verification, until it is repaired.
    bool m_repaired = false; ///< Everything was fetched anew, and not verified since.
    bool m_repairs = false;  ///< The update under way, or the last one, is a repair.
    /// What the pages of the update under way add up to.
    HistoryRecord m_record;
    bool m_recording = false;
    Digest m_recorded;          ///< Of what was stored with its last page.
    bool m_goesOverAll = false; ///< The update under way touches all rows, not only what changed.
    QElapsedTimer m_clock;      ///< Since the first page was asked for.
    QString m_difference;       ///< Of the last update: both digests, if they differed.
    qint64 m_unpruned = 0;      ///< Records since the last pruning.
    bool m_pruning = false;
    std::optional<PruningClock> m_pruningClock; ///< While the cache is open.
    bool m_wasTrusted = true;
};

} // namespace GenMirror
