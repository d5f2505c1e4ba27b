#pragma once

#include "model/core/historyrecord.h"
#include "model/core/mirrorstorage.h"
#include "sync/sql/readtransaction.h"

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <utility>

class QThread;

namespace GenMirror
{

/// Reads a mirror's file beside its writer, from a read-only WAL connection of its own.
///
/// It shows what is stored now, or, after viewAt(), the mirror as it was at an earlier record of its history:
/// what is stored now, with what was changed since looked up as it was before.
///
/// Lives on the thread that opened it, or was given it (the GUI's for rows that are shown, a worker's for
/// sorting). Each call sees the last committed state, gives all that there is or an error, and tries anew
/// after one. Errors of all: Storage (it could not be read, and perhaps can be later), Damaged (what was read
/// was never written so; the mirror has to be repaired), and where the past is viewed NotFound (it is not
/// kept any more).
class MirrorReader
{
public:
    /// NotFound if there is no mirror of `tree` in `directory`; else as MirrorStore::open.
    [[nodiscard]] static Result<std::unique_ptr<MirrorReader>> open(const QString &directory,
                                                                    const QString &tree);
    ~MirrorReader();

    /// From its own thread: another one has it from now on.
    void giveTo(QThread *thread);
    /// As SqlDatabase::interruptOn.
    void interruptOn(const std::atomic<bool> *interrupted);
    /// From here on everything is as it was at this record; 0: as it is now. NotFound if the record is not
    /// kept any more. Also see isStillKept(). Not while readOneState() lives.
    [[nodiscard]] Result<void> viewAt(qint64 history);
    /// Whether the record that is viewed has not been pruned meanwhile: what it showed is then void.
    [[nodiscard]] Result<bool> isStillKept();
    /// While what is returned lives all calls see one state, and after the first error they all tell it. Its
    /// end() tells whether all of them were answered.
    [[nodiscard]] ReadTransaction readOneState();
    [[nodiscard]] Result<MirrorState> state();
    /// All sets, parents before what is nested in them, siblings by id.
    [[nodiscard]] Result<QList<MirrorSet>> sets();
    [[nodiscard]] Result<std::optional<MirrorSet>> set(const SetPath &path);
    /// Rows of a set in the order in which they were first stored; at most `limit`, -1: all.
    [[nodiscard]] Result<QList<qint64>> rows(qint64 set, qsizetype limit = -1);
    /// The objects of rows; rows that are gone are left out.
    [[nodiscard]] Result<QList<MirrorObject>> objects(std::span<const qint64> rows);
    [[nodiscard]] Result<std::optional<MirrorObject>> object(qint64 set, const ObjectId &id);
    /// All objects of a set by row, or those after a row; false stops. An error may come after some.
    [[nodiscard]] Result<void>
    visitObjects(qint64 set, const std::function<bool(const MirrorObject &)> &visit, qint64 after = 0);
    /// The commonest top-level attributes of the first `sample` objects of a set, commonest first.
    [[nodiscard]] Result<QStringList> attributes(qint64 set, int sample = 1000);

    // For an index that follows, of the present state only:

    /// The oldest change that is kept (0: none), and the newest that there was.
    [[nodiscard]] Result<std::pair<qint64, qint64>> changeExtent();
    /// Rows of all sets, ascending, that changes after `from` up to `to` touched.
    [[nodiscard]] Result<QList<qint64>> touchedRows(qint64 from, qint64 to);
    /// A row's set and text.
    [[nodiscard]] Result<std::optional<std::pair<qint64, QByteArray>>> textAtRow(qint64 row);
    /// The next rows of a set, at most `most`.
    [[nodiscard]] Result<QList<qint64>> rowsAfter(qint64 set, qint64 row, qsizetype most);
    /// The next objects of all sets by row, at most `most`; false stops.
    [[nodiscard]] Result<void>
    visitTextsAfter(qint64 row, qint64 most,
                    const std::function<bool(qint64 row, qint64 set, const QByteArray &text)> &visit);
    /// Of the history; none: it is not kept.
    [[nodiscard]] Result<std::optional<HistoryRecord>> historyRecord(qint64 id);
    [[nodiscard]] Result<std::optional<HistoryRecord>> newestRecord();

    [[nodiscard]] Result<qint64> objectCount();
    /// Adds the digest up anew from all that is stored: O(n).
    [[nodiscard]] Result<Digest> recomputeDigest();

private:
    class Private;
    explicit MirrorReader(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
