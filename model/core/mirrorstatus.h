#pragma once

#include "model/core/collectionid.h"
#include "model/core/digest.h"
#include "model/core/errorcode.h"
#include "model/core/generation.h"
#include "model/core/historyrecord.h"

#include <QDateTime>
#include <QMetaType>

namespace GenMirror
{

/// Where a mirror stands, as a person sees it. A value; sent across threads.
struct MirrorStatus {
    enum class State {
        Opening,    ///< The cache is being opened.
        Connecting, ///< Asked, no answer yet since the start or the last failure.
        CatchingUp, ///< Pages are coming in.
        Live,       ///< Up to date, and told of news by push or by asking again and again.
        Offline,    ///< The server cannot be reached; what is stored is shown.
        Paused,     ///< A person stopped it.
        Blocked,    ///< The cache cannot be opened or written now; what is stored is shown. It tries again.
        Failed,     ///< It cannot go on by itself: damaged cache, newer schema, another process has it.
    };
    State state = State::Opening;
    /// How it hears of news.
    enum class Link {
        None,    ///< Not now.
        Polling, ///< It asks again and again.
        Push,    ///< The server tells.
    };
    Link link = Link::None;
    QString linkProblem;         ///< Why there is no push; empty if there is, or if it was not tried.
    Generation generation;       ///< Of what is stored.
    Generation serverGeneration; ///< Last heard of; 0 if never.
    qint64 objects = 0;          ///< Stored in all sets.
    qint64 expectedObjects = 0;  ///< While catching up: how many there will be; 0 if not known.
    bool verifiable = true;      ///< The server tells digests; a classic one does not.
    bool verified = false;       ///< The stored digest equals the server's at `generation`.
    Digest digest;
    CollectionId collection;
    HistoryExtent history;
    QDateTime lastContact; ///< The server's last sign of life, heartbeats included; UTC, invalid if never.
    QDateTime lastUpdate;  ///< The last applied update.
    QDateTime nextAttempt; ///< While offline or blocked: when it tries again.
    bool refused = false; ///< While offline: the server is there, but does not let this mirror in (any more).
    bool askedToWait = false;  ///< While offline: the server said for how long it wants to be left alone.
    bool cacheDamaged = false; ///< The reason why it failed; the cache can be replaced.
    QString movedAside;        ///< Where the file of a damaged cache is now; empty if there was none.
    QDateTime rowsVerified;    ///< When all rows were last read and added up; UTC, invalid if never.
    QString problem;           ///< A sentence; empty if all is well.
    ErrorCode problemCode = ErrorCode::None;
    QString problemSaid; ///< The server's own words on it; empty if there are none.
};

[[nodiscard]] QString nameOf(MirrorStatus::State state);
[[nodiscard]] QString nameOf(MirrorStatus::Link link);

} // namespace GenMirror

Q_DECLARE_METATYPE(GenMirror::MirrorStatus)
