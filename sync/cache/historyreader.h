#pragma once

#include "sync/cache/mirrorreader.h"

namespace GenMirror
{

/// Reads what a mirror remembers: its applied updates, the versions of an object, what differs between two
/// generations. Beside the mirror's writer, on the thread that opened it, or was given it. Errors of all as
/// MirrorReader's.
class HistoryReader
{
public:
    /// As MirrorReader::open.
    [[nodiscard]] static Result<std::unique_ptr<HistoryReader>> open(const QString &directory,
                                                                     const QString &tree);
    ~HistoryReader();

    /// From its own thread: another one has it from now on.
    void giveTo(QThread *thread);
    /// As SqlDatabase::interruptOn.
    void interruptOn(const std::atomic<bool> *interrupted);

    /// Newest first; at most `limit` with id < before (0: from the newest).
    [[nodiscard]] Result<QList<HistoryRecord>> records(int limit, qint64 before = 0);
    /// None if it is not kept.
    [[nodiscard]] Result<std::optional<HistoryRecord>> record(qint64 id);
    [[nodiscard]] Result<HistoryExtent> extent();
    /// By a few look-ups, however long the history is.
    [[nodiscard]] Result<HistorySpan> span();
    /// The records from id `first` to id `last`, oldest first, as many in one as share id / width. Reads all
    /// of these.
    [[nodiscard]] Result<QList<HistoryBin>> bins(qint64 width, qint64 first, qint64 last);
    /// The newest record that ended at a generation, of the present collection. NotFound names the nearest
    /// that are kept.
    [[nodiscard]] Result<HistoryRecord> recordOf(Generation generation);

    /// The versions of an object, newest first, as far as the history goes back; empty: it knows of none.
    [[nodiscard]] Result<QList<ObjectVersion>> versions(const SetPath &set, const ObjectId &id);
    struct NewestVersions {
        QList<ObjectVersion> versions;
        bool isAll = true; ///< None is older, as far as the history goes back.
    };
    /// The same, at most `most` of them, with about so many bytes of text at most; but one at least.
    [[nodiscard]] Result<NewestVersions> newestVersions(const SetPath &set, const ObjectId &id,
                                                        qsizetype most, qsizetype bytes);

    struct Difference {
        SetPath set;
        ObjectId id;
        std::optional<QByteArray> before; ///< None: it was not there.
        std::optional<QByteArray> after;  ///< None: it is not there.
    };
    /// What differs between the states at two records, by set and id; false stops. NotFound if one of them
    /// is not kept any more. An error may come after some.
    [[nodiscard]] Result<void> visitDifferences(const HistoryRecord &from, const HistoryRecord &to,
                                                const std::function<bool(const Difference &)> &visit);

private:
    class Private;
    explicit HistoryReader(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
