#pragma once

#include "app/genmirrorctl/progress.h"
#include "sync/client/mirrorsession.h"

#include <optional>

namespace GenMirror
{

/// Follows a session on the terminal until it has what was asked for, or cannot get it; then the event loop
/// ends.
///
/// Asked for one time, it has what was asked for only once all that is in the cache was read and proved, or
/// was written by this very session, from answers whose digest was proved.
class Follower : public QObject
{
    Q_OBJECT
public:
    struct Options {
        bool once = false;
        bool quiet = false;
        bool json = false;
        bool printsUpdates = true;
        bool readsBack = false; ///< Also what this session has written.
    };

    Follower(MirrorSession &session, const Options &options);

    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    /// Whether it ended since it has what was asked for.
    [[nodiscard]] bool isDone() const { return m_isDone; }
    /// How the last verification ended.
    [[nodiscard]] const std::optional<Verification> &verification() const { return m_verification; }
    /// What fetching everything anew changed; none if that was not needed.
    [[nodiscard]] const std::shared_ptr<const AppliedUpdate> &repair() const { return m_repair; }

private:
    void statusChanged(const MirrorStatus &status);
    void tellProgress(const MirrorStatus &status);
    void updateApplied(const std::shared_ptr<const AppliedUpdate> &update);
    void print(const AppliedUpdate &update) const;
    void rowsChecked(const Verification &verification);
    [[nodiscard]] bool waits(const MirrorStatus &status);
    void prove();
    void fail(Error::Kind kind, const QString &sentence);
    void tell(const QString &sentence);

    MirrorSession &m_session;
    Options m_options;
    std::optional<Error> m_problem;
    std::optional<Verification> m_verification;
    std::shared_ptr<const AppliedUpdate> m_repair;
    std::optional<Progress> m_progress;
    QDateTime m_waitsUntil; ///< For a server that wants to be left alone; from the first time on.
    QString m_lastSaid;
    QString m_lastTold;
    QString m_movedAside;
    bool m_isVerifying = false;
    bool m_isDone = false;
    bool m_isEmpty = false;    ///< The cache, as long as nothing was applied.
    bool m_beganEmpty = false; ///< The first sync.
    bool m_wroteAll = false;   ///< From an empty cache on, and it is what the server has.
    bool m_isSuspect = false;  ///< Something was found to differ, or the cache was opened again.
};

} // namespace GenMirror
