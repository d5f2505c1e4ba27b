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
    bool verified = false;   ///< The digest was compared and equal.
    QList<SetCounts> sets;
};

/// "first sync", "poll", …: for people and scripts.
[[nodiscard]] QString nameOf(UpdateCause cause);

} // namespace GenMirror
