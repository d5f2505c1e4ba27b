#pragma once

#include "model/core/generationaltree.h"
#include "sync/server/changes/historyrecorder.h"

namespace GenMirror
{

// What compactions have in common, whoever asks for them.

/// What came later than this many days ago stays. ClockInDoubt while nobody knows how long ago that was.
[[nodiscard]] Result<Generation> firstToKeep(SqlStorage &storage, qint64 days);
/// For the audit log.
[[nodiscard]] QString textOf(const CompactionRequest &request);
/// Inside the compaction's transaction.
void recordCompaction(const HistoryRecorder &history, const Call &call, SqlStorage &storage,
                      const CompactionReport &done, const QString &reason);

} // namespace GenMirror
