#pragma once

#include "model/core/historyrecord.h"
#include "model/core/mirrorstorage.h"
#include "model/core/updateapplier.h"

#include <memory>

namespace GenMirror
{

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
    void begin() override;
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;
    /// Of the write-ahead log; see SqlLog. For a time without updates.
    [[nodiscard]] bool hasUntidyLog() const;
    void tidyLog();
    [[nodiscard]] MirrorState state() override;
    void setState(const MirrorState &state) override;
    [[nodiscard]] MirrorSet root() override;
    [[nodiscard]] std::optional<MirrorSet> child(const MirrorSet &parent, const ObjectId &id) override;
    [[nodiscard]] QList<MirrorSet> children(const MirrorSet &parent) override;
    void putSet(MirrorSet &set) override;
    void eraseSet(const MirrorSet &set) override;
    [[nodiscard]] std::optional<MirrorObject> object(const MirrorSet &set, const ObjectId &id) override;
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
    /// Drops a portion of what is past the limits, in a transaction of its own; true: there is more to drop.
    [[nodiscard]] Result<bool> pruneHistory(const HistoryLimits &limits);
    /// Objects in all sets.
    [[nodiscard]] qint64 objectCount();

private:
    class Private;
    explicit MirrorStore(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
