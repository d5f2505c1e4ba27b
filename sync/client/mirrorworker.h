#pragma once

#include "sync/client/mirrorapplier.h"
#include "sync/client/pushstream.h"
#include "sync/client/sessionmachine.h"
#include "sync/client/transport.h"

#include <QThread>
#include <QTimer>

namespace GenMirror
{

/// The network thread of a mirror: tells the SessionMachine what happened and does what it says.
///
/// At most one request is under way. Lives on the session's network thread, with all that it owns.
class MirrorWorker : public QObject
{
    Q_OBJECT
public:
    explicit MirrorWorker(MirrorConfig config);
    ~MirrorWorker() override;

    void start();
    void refresh();
    void networkReturned();
    void pause();
    void resume();
    void repair();
    void replaceCache();
    /// Gives up what is under way and waits for the storing thread.
    void shutDown();

Q_SIGNALS:
    void statusChanged(const GenMirror::MirrorStatus &status);
    void updateApplied(const std::shared_ptr<const GenMirror::AppliedUpdate> &update);
    void rowsChecked(const GenMirror::Verification &verification);
    // To the storing thread:
    void verifyRequested();
    void otherDigestTold(const GenMirror::TreeEvent &event);
    void replaceRequested();
    void openRequested(const GenMirror::MirrorConfig &config);
    void applyRequested(const GenMirror::Fetch &fetch, const std::shared_ptr<GenMirror::ByteQueue> &queue);

private:
    static constexpr std::chrono::milliseconds MostBehind{1000}; ///< Of a mirror that is called live.
    using Event = SessionMachine::Event;

    void happened(Event event, const Trouble &problem = {});
    void ask(UpdateCause cause);
    void cacheOpened(const StoredMirror &stored);
    void signalled(const TreeEvent &event, bool first);
    void updatePushed(const TreeEvent &event, const QByteArray &json);
    void applyPushed();
    void applied(const std::shared_ptr<const AppliedUpdate> &update, const StoredMirror &stored);
    void answerFailed(const Error &error);
    void cacheFailed(const Error &error);
    void takeVerification(const Verification &verification);
    void heard();
    void take(const StoredMirror &stored);
    [[nodiscard]] bool isAt(const TreeEvent &event) const;
    [[nodiscard]] bool hasOther(const TreeEvent &event) const;
    void noteOther(const TreeEvent &event);
    void tellStatus();

    const MirrorConfig m_config;
    Transport m_transport;
    PushStream m_push;
    QThread m_storing;
    QTimer m_timer;
    QTimer m_silence;      ///< Since the server's last sign of life.
    QTimer m_behind;       ///< While it is behind what it heard of: until it is too late to call that live.
    bool m_isLate = false; ///< It was behind for so long.
    QElapsedTimer m_clock;
    SessionMachine m_machine;
    MirrorStatus m_status;
    MirrorState m_stored;
    Fetch m_fetch;
    bool m_replacing = false; ///< A damaged cache was moved aside, and the new one is not proved yet.
    QElapsedTimer m_toldAt;
    bool m_applying = false;          ///< The storing thread has something to do.
    int m_pages = 0;                  ///< Of the update under way, applied so far.
    std::optional<TreeEvent> m_heard; ///< The newest that a push told; none once the mirror is there.
    QByteArray m_pushed;              ///< The update that came with it.
};

} // namespace GenMirror
