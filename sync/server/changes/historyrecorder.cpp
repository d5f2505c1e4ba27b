#include "sync/server/changes/historyrecorder.h"

#include "sync/server/request/body.h"

namespace GenMirror
{

void HistoryRecorder::record(const Call &call, SqlStorage &storage, TreeHistoryRecord done) const
{
    done.at = m_time.wall();
    done.who = call.who.open ? call.request.peer.text() : call.who.name;
    done.agent = agentOf(call.request);
    storage.journal().append(done, m_limits);
}

TreeHistoryRecord actOf(const TreeState &state, const QString &what, const QString &reason)
{
    return {.collection = state.collection,
            .first = state.generation,
            .last = state.generation,
            .what = what,
            .reason = reason};
}

} // namespace GenMirror
