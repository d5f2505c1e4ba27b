#pragma once

#include "sync/protocol/eventstream.h"
#include "sync/server/http/budget.h"
#include "sync/server/http/httpmessage.h"

#include <QMap>

#include <mutex>

namespace GenMirror
{

/// What one reader of events has not taken yet. Bounded: newer replaces older (docs/protocol.md, "Push").
class EventFeed final : public HttpFeed
{
public:
    /// What may wait for it.
    struct Room {
        qsizetype updates = 0;          ///< Bytes of updates; 0: it takes signals alone.
        std::shared_ptr<Budget> memory; ///< Of all readers.
        QByteArrayList accounts;        ///< Whose shares of that it takes.
    };
    explicit EventFeed(const Room &room);

    /// About 64 KiB of signals at a time.
    [[nodiscard]] Piece take() override;

    /// The tree is here now; `update` is the text of the update event that leads there, empty: there is none.
    /// Where there is no room to remember it the stream ends: the next one begins with all that is.
    void tell(const TreeEvent &now, const QByteArray &update);
    void beat();
    void finish();

private:
    /// With so many signals and bytes of updates. With the lock held.
    [[nodiscard]] bool hold(qsizetype signalCount, qsizetype queued);

    const qsizetype m_mostQueued;
    std::mutex m_mutex;
    bool m_begun = false;
    bool m_beat = false;
    bool m_finished = false;
    QMap<QString, TreeEvent> m_signals; ///< By tree.
    QByteArray m_queued;                ///< Update events, in order.
    qsizetype m_taken = 0;              ///< Bytes that are being sent.
    Reservation m_memory;               ///< For all of that, but for a little.
};

} // namespace GenMirror
