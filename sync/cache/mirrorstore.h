#pragma once

#include "model/core/historyrecord.h"
#include "model/core/mirrorstorage.h"
#include "model/core/pruningclock.h"
#include "model/core/updateapplier.h"

#include <memory>

namespace GenMirror
{

/// What a mirror's file holds, as those who ask the server need to know it.
struct StoredMirror {
    MirrorState state;
    qint64 objects = 0;
    HistoryExtent history;
    bool verified = false;  ///< The newest update that is remembered ended at the server's digest.
    QDateTime rowsVerified; ///< When all rows were last read and added up; UTC, invalid: never.
};

/// A mirror on disk: one SQLite file, read and written through QSqlDatabase.
///
/// It lives on the thread that opened it. Generation, collection, objects, history and digest change in one
/// transaction, so a process may be killed at any instant. Others read the same file through MirrorReader.
class MirrorStore final : public MirrorStorage
{
public:
    /// Opens or makes the mirror of `tree` in `directory` (made if needed). Errors: Storage (not writable,
    /// damaged: says which file and what to do), NewerSchema, Conflict (another process writes it).
    /// `maximumPages` limits the file, for tests of a full disk; 0: no limit.
    [[nodiscard]] static Result<std::unique_ptr<MirrorStore>>
    open(const QString &directory, const QString &tree, qint64 maximumPages = 0);
    ~MirrorStore() override;

    [[nodiscard]] std::optional<Error> error() const override;
    [[nodiscard]] Result<void> begin() override;
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;
    /// Of the write-ahead log; see SqlLog. For a time without updates.
    [[nodiscard]] bool hasUntidyLog() const;
    /// Errors: as SqlLog::tidy(); the mirror has to be opened again then.
    [[nodiscard]] Result<void> tidyLog();
    /// What is stored, also within a transaction. Errors: Damaged, Storage; never something that looks empty.
    [[nodiscard]] Result<StoredMirror> stored();
    /// Notes, in a transaction of its own, that all rows were read and add up.
    [[nodiscard]] Result<void> noteRowsVerified(const QDateTime &at);
    /// Whether what is written goes to the file that others find. Errors: as begin().
    [[nodiscard]] Result<void> checkPlace();
    /// What is read from now on comes from the disk, not from memory.
    [[nodiscard]] Result<void> forgetPages();
    /// Makes the file's indexes anew from its rows, in a transaction of its own; about a second for a million
    /// rows. Damaged if the rows contradict each other.
    [[nodiscard]] Result<void> rebuildIndexes();
    [[nodiscard]] MirrorState state() override;
    void setState(const MirrorState &state) override;
    [[nodiscard]] MirrorSet root() override;
    [[nodiscard]] std::optional<MirrorSet> child(const MirrorSet &parent, const ObjectId &id) override;
    [[nodiscard]] QList<MirrorSet> children(const MirrorSet &parent) override;
    void putSet(MirrorSet &set) override;
    void eraseSet(const MirrorSet &set) override;
    [[nodiscard]] std::optional<MirrorObject> object(const MirrorSet &set, const ObjectId &id) override;
    [[nodiscard]] bool hasIdsOf(const MirrorSet &set, bool areStrings) override;
    qint64 insertObject(const MirrorSet &set, const Object &object) override;
    void replaceObject(const MirrorSet &set, const MirrorObject &object) override;
    void eraseObject(const MirrorSet &set, const MirrorObject &object) override;
    void visitObjects(const MirrorSet &set, const std::function<bool(const MirrorObject &)> &visit) override;
    void clearMarks(const MirrorSet &set) override;
    void mark(const MirrorSet &set, qint64 row) override;
    void visitUnmarked(const MirrorSet &set, const std::function<bool(const MirrorObject &)> &visit) override;

    // The history; all but pruneHistory() inside the transaction of the update that they tell of.

    /// What an object was before the update under way: of several changes to one object the first counts, and
    /// whether one of them removed it.
    void recordChange(const UpdateApplier::ObjectChange &change);
    void recordSet(const MirrorSet &set, bool created);
    /// Ends the update under way: what was recorded since the last one belongs to it.
    void appendHistory(const HistoryRecord &record);
    /// What the pages of an update under way, begun before a restart, came to so far.
    [[nodiscard]] HistoryRecord pendingRecord();
    [[nodiscard]] HistoryExtent historyExtent();
    /// Begins to judge the clock at `now` by the times of the newest records.
    [[nodiscard]] PruningClock clockByRecords(const Moment &now);
    /// Notes, in a transaction of its own, that the server has another state at this generation, if it is the
    /// one of the newest record: until an update ends at the server's digest again, the mirror was found
    /// different.
    [[nodiscard]] Result<void> noteServersDigest(const CollectionId &collection, Generation generation,
                                                 const Digest &digest);
    /// Whether the newest record ended at the server's digest, and nothing else was found since.
    [[nodiscard]] bool lastVerified();
    /// Drops a portion of what is past the limits, in a transaction of its own; true: there is more to drop.
    /// `now`: by which ages are measured; none: nothing is dropped for its age.
    [[nodiscard]] Result<bool> pruneHistory(const HistoryLimits &limits, const std::optional<QDateTime> &now);
    /// Objects in all sets.
    [[nodiscard]] qint64 objectCount();

private:
    class Private;
    explicit MirrorStore(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
