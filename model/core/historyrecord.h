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

/// One version of an object, as the history of a mirror has it.
struct ObjectVersion {
    HistoryRecord record;           ///< The update that made it; of the first: the oldest that is known.
    std::optional<QByteArray> text; ///< None: it was removed.
    bool isOldest = false;          ///< It was so by that record at the latest.
};

/// "first sync", "poll", …: for people and scripts.
[[nodiscard]] QString nameOf(UpdateCause cause);

} // namespace GenMirror
