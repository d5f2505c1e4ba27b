#pragma once

#include "model/core/appliedupdate.h"

#include <QDateTime>
#include <QObject>
#include <QUrl>

#include <memory>

namespace GenMirror
{

/// What a mirror mirrors, and how.
struct MirrorConfig {
    QUrl server;
    QString tree;
    QString directory;           ///< Where the cache is.
    int pollMilliseconds = 2000; ///< Between polls when all is well.
    int maximumBackOffMilliseconds = 60000;
    qint64 pageLimit = 10000;               ///< Members in one page of a first sync or a long catching up.
    int requestTimeoutMilliseconds = 30000; ///< Without a byte.
};

/// Where a mirror stands, as a person sees it. A value; sent across threads.
struct MirrorStatus {
    enum class State {
        Opening,    ///< The cache is being opened.
        Connecting, ///< Asked, no answer yet since the start or the last failure.
        CatchingUp, ///< Pages are coming in.
        Live,       ///< Up to date; polling.
        Offline,    ///< The server cannot be reached; what is stored is shown.
        Paused,     ///< A person stopped it.
        Failed,     ///< It cannot go on by itself: damaged cache, newer schema, tree gone, no access.
    };
    State state = State::Opening;
    Generation generation;       ///< Of what is stored.
    Generation serverGeneration; ///< Last heard of; 0 if never.
    qint64 objects = 0;          ///< Stored in all sets.
    qint64 sets = 0;
    qint64 expectedObjects = 0; ///< While catching up: how many there will be; 0 if not known.
    bool verified = false;      ///< The stored digest equals the server's at `generation`.
    Digest digest;
    CollectionId collection;
    QDateTime lastContact; ///< The server's last good answer; UTC, invalid if never.
    QDateTime lastUpdate;  ///< The last applied update.
    QDateTime nextAttempt; ///< While offline: when it tries again.
    QString problem;       ///< A sentence; empty if all is well.
};

/// One live mirror. A thread of its own does network, parsing and storing; this object and its signals live
/// on the thread that made it. Opening, failing and stopping never block that thread (the destructor waits
/// for a running transaction to be given up).
class MirrorSession : public QObject
{
    Q_OBJECT
public:
    explicit MirrorSession(MirrorConfig config, QObject *parent = nullptr);
    ~MirrorSession() override;

    [[nodiscard]] const MirrorConfig &config() const;
    [[nodiscard]] const MirrorStatus &status() const;

public Q_SLOTS:
    void start();
    /// Asks at once.
    void refresh();
    void pause();
    void resume();
    /// Fetches everything anew and replaces what differs.
    void repair();

Q_SIGNALS:
    void statusChanged(const GenMirror::MirrorStatus &status);
    /// An update was committed to the cache.
    void updateApplied(const std::shared_ptr<const GenMirror::AppliedUpdate> &update);

private:
    class Private;
    std::unique_ptr<Private> d;
};

[[nodiscard]] QString toString(MirrorStatus::State state);

} // namespace GenMirror

Q_DECLARE_METATYPE(GenMirror::MirrorStatus)
