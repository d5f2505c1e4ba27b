#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/mirrorstatus.h"
#include "model/core/result.h"
#include "model/core/setcounts.h"
#include "model/core/timesource.h"
#include "sync/cache/mirrorverifier.h"
#include "sync/client/servercredentials.h"
#include "sync/protocol/classicreader.h"

#include <QObject>
#include <QUrl>

#include <memory>
#include <optional>

namespace GenMirror
{

/// A server of another make that answers the original's shape of updates (docs/protocol.md, "Classic
/// servers"). It has no collection, digest or push: the mirror cannot know what those would tell.
struct ClassicSource {
    QString urlTemplate; ///< Holds {generation}.
    ClassicShape shape;

    [[nodiscard]] QUrl urlSince(Generation generation) const;
    /// InvalidArgument if it is no http address that holds {generation}.
    [[nodiscard]] static Result<QString> checkTemplate(const QString &text);
};

/// What a mirror mirrors, and how.
struct MirrorConfig {
    QUrl server;
    QString tree;
    QString directory;             ///< Where the cache is.
    ServerCredentials credentials; ///< For `server`, or the classic source.
    int pollMilliseconds = 2000;   ///< Between polls when all is well, where there is no push.
    enum class Push { Off, Signals, Updates };
    Push push = Push::Updates; ///< Whether the server is asked to tell, and to send small updates along.
    int pollWithPushMilliseconds = 60000;
    int silenceMilliseconds = 40000; ///< After which an event stream is taken for dead.
    /// "Live" is said only of a server that was heard of within this time.
    int lifeSignMilliseconds = 40000;
    std::optional<ClassicSource> classic; ///< In place of `server`.
    int maximumBackOffMilliseconds = 60000;
    TimeSource time;       ///< For what is written down and for ages.
    HistoryLimits history; ///< What the mirror remembers of its past.
    /// Members in the first page of a first sync or a long catching up; the later ones grow to 16 times as
    /// many.
    qint64 pageLimit = 10000;
    int requestTimeoutMilliseconds = 30000; ///< Without a byte.
    /// Milliseconds after which all rows are read again, in small portions, to see whether they are still
    /// what was stored; begun when little comes in, and at the latest after twice the time.
    int verifyEveryMilliseconds = 24 * 3600 * 1000;
    /// A damaged cache is moved aside, and everything fetched anew, without anybody being asked.
    bool replaceDamaged = false;
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
    /// The machine woke up or is on a network again: connects anew at once.
    void networkReturned();
    void pause();
    void resume();
    /// Fetches everything anew and replaces what differs.
    void repair();
    /// Reads all rows at once; rowsChecked() tells, or status() if the cache cannot be read. What differs is
    /// fetched anew by itself, as after every verification.
    void verify();
    /// Moves a damaged cache aside and begins a new one; after MirrorStatus::cacheDamaged.
    void replaceCache();

Q_SIGNALS:
    void statusChanged(const GenMirror::MirrorStatus &status);
    /// An update was committed to the cache.
    void updateApplied(const std::shared_ptr<const GenMirror::AppliedUpdate> &update);
    /// All rows were read, because it was asked for or due.
    void rowsChecked(const GenMirror::Verification &verification);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
