#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/setcounts.h"

#include <QDateTime>

namespace GenMirror
{

/// One applied update as the mirror remembers it.
struct HistoryRecord {
    qint64 id = 0; ///< Ascending; 0: not stored yet.
    CollectionId collection;
    Generation from;
    Generation to;
    QDateTime at; ///< UTC, with milliseconds.
    UpdateCause cause = UpdateCause::Poll;
    qint64 added = 0;
    qint64 changed = 0;
    qint64 removed = 0;
    qint64 bytes = 0;        ///< On the wire, after decompression.
    qint64 milliseconds = 0; ///< Reading and storing, from the first page to the last commit.
    bool verified = false;   ///< The digest was compared and equal, and was not found to be another since.
    Digest digest;           ///< Of the mirror after it.
    QString reason;          ///< Why everything had to be fetched; empty if it had not.
    qint64 keptBytes = 0;    ///< What remembering the earlier objects costs.
    qint64 lastChange = 0;   ///< The store's: where the changes of later records begin.
    QList<SetCounts> sets;
};

/// How far back a mirror can be shown, and what that costs.
struct HistoryExtent {
    qint64 records = 0;
    qint64 bytes = 0;
    qint64 oldest = 0;           ///< The id of the oldest record; 0: there is none.
    Generation oldestGeneration; ///< The mirror can be shown as it was at this one and later.
};

/// Which records there are: those from `oldest` to `newest`, each of them.
struct HistorySpan {
    qint64 oldest = 0; ///< Its id; 0: there is none.
    qint64 newest = 0;
    Generation oldestFrom; ///< What the oldest began at; none: before it there was nothing.
    Generation oldestTo;   ///< The mirror can be shown as it was at this one and later.

    [[nodiscard]] qint64 count() const { return newest > 0 ? newest - oldest + 1 : 0; }
    /// Whether nothing was before the oldest.
    [[nodiscard]] bool isWhole() const { return oldestFrom.isNone(); }
    friend bool operator==(const HistorySpan &, const HistorySpan &) = default;
};

/// What stands out among updates; the later, the more.
enum class HistoryMark {
    None,
    FirstSync,
    Repair,
    Reset,
};

/// Neighbouring records in one, for a picture of a long history.
struct HistoryBin {
    qint64 first = 0; ///< The ids of the oldest and the newest.
    qint64 last = 0;
    Generation lowest; ///< That a record in it ended at.
    Generation highest;
    QDateTime from; ///< UTC; of the oldest and the newest.
    QDateTime to;
    qint64 added = 0; ///< In all of them.
    qint64 changed = 0;
    qint64 removed = 0;
    qint64 most = 0;                      ///< Changes of the record with most of them.
    HistoryMark mark = HistoryMark::None; ///< That stands out most among them.
};

/// One version of an object, as the history of a mirror has it.
struct ObjectVersion {
    HistoryRecord record;           ///< The update that made it; of the first: the oldest that is known.
    std::optional<QByteArray> text; ///< None: it was removed.
    bool isOldest = false;          ///< It was so by that record at the latest.
};

/// "first sync", "poll", …: for people and scripts.
[[nodiscard]] QString nameOf(UpdateCause cause);

} // namespace GenMirror
