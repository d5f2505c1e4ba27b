#pragma once

#include "sync/client/backoff.h"
#include "sync/client/mirrorapplier.h"
#include "sync/client/mirrorsession.h"

#include <QNetworkAccessManager>
#include <QPointer>
#include <QThread>
#include <QTimer>

class QNetworkReply;

namespace GenMirror
{

/// The thread of a mirror that asks the server: what to ask, when, and what became of it.
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
    void pause();
    void resume();
    void repair();
    /// Gives up what is under way and waits for the storing thread.
    void shutDown();

Q_SIGNALS:
    void statusChanged(const GenMirror::MirrorStatus &status);
    void updateApplied(const std::shared_ptr<const GenMirror::AppliedUpdate> &update);
    // To the storing thread:
    void openRequested(const QString &directory, const QString &tree);
    void applyRequested(const GenMirror::UpdateRequest &request, GenMirror::UpdateCause cause,
                        const std::shared_ptr<GenMirror::ByteQueue> &queue);

private:
    void cacheOpened(const StoredMirror &stored);
    void ask(UpdateCause cause);
    void pump();
    void replyFinished();
    void applied(const std::shared_ptr<const AppliedUpdate> &update, const StoredMirror &stored);
    void applyFailed(const Error &error);
    void digestDiffered(const AppliedUpdate &update);
    void upToDate();
    void failed(const QString &problem);
    void giveUp(const QString &problem);
    void askLater(int milliseconds);
    void setState(MirrorStatus::State state);
    [[nodiscard]] QString replyProblem() const;

    const MirrorConfig m_config;
    QNetworkAccessManager m_network;
    QThread m_storing;
    QTimer m_timer;
    Backoff m_backoff;
    MirrorStatus m_status;
    MirrorState m_stored;
    UpdateRequest m_request;
    UpdateCause m_cause = UpdateCause::Poll;
    QPointer<QNetworkReply> m_reply;
    std::shared_ptr<ByteQueue> m_queue;
    QString m_networkProblem; ///< Of the answer being applied; tells more than that it was cut.
    bool m_applying = false;  ///< The storing thread has the answer.
    bool m_repairDue = false;
    int m_repairs = 0; ///< In a row, without an equal digest between.
    bool m_paused = false;
};

} // namespace GenMirror
