#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/mirrorstatus.h"

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

} // namespace GenMirror
