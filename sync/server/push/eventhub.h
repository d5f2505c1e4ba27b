#pragma once

#include "sync/server/access/treescope.h"
#include "sync/server/push/eventfeed.h"

#include <QDateTime>
#include <QHash>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace GenMirror
{

/// What a reader of events wants, and may have.
struct Subscription {
    QString tree;         ///< Empty: all trees that it may read.
    bool updates = false; ///< Whole updates where they are small, of that one tree.
    TreeScope reach;
    QByteArray token;            ///< Its id: when that changes, the stream ends.
    QDateTime expires;           ///< UTC; then the stream ends. Invalid: never.
    QByteArrayList accounts;     ///< Whose shares of the memory what waits for it takes.
    std::function<void()> ended; ///< Called once, on any thread, when nothing is sent any more.

    [[nodiscard]] bool wants(const QString &name) const
    {
        return tree.isEmpty() ? reach.covers(name) : tree == name;
    }
};

/// Tells all readers of events what each commit came to.
///
/// Never waits for a reader. A thread of its own sends the heartbeats, and ends the streams whose token
/// expires.
class EventHub
{
public:
    struct Options {
        std::chrono::milliseconds heartbeat{15'000};
        qsizetype queuedBytes =
            256 * 1024; ///< Of updates for one reader; past it a signal takes their place.
        /// Of all that waits for readers, and for those of one address or token. Past it a signal takes the
        /// place of updates; where there is no room for that either the stream ends.
        qint64 memoryBytes = qint64(96) * 1024 * 1024;
        qint64 memoryShare = qint64(48) * 1024 * 1024;
    };

    explicit EventHub(Options options);
    ~EventHub();
    EventHub(const EventHub &) = delete;
    EventHub &operator=(const EventHub &) = delete;

    /// From here on the reader is told; answers the request. From any thread.
    std::shared_ptr<EventFeed> subscribe(const Subscription &subscription,
                                         const std::shared_ptr<HttpResponder> &responder);
    /// Where a tree stood when the subscriber looked, or where it stands since.
    void tellFirst(EventFeed &feed, HttpResponder &responder, const TreeEvent &seen,
                   const QByteArray &update = {});
    /// Whether anybody waits for whole updates of a tree: only then they are worth making.
    [[nodiscard]] bool wantsUpdates(const QString &tree) const;
    /// A commit: from the writer's thread.
    void publish(const TreeEvent &now, const QByteArray &update = {});
    [[nodiscard]] qsizetype subscribers() const;
    /// Ends the streams that came with a token: it was changed or revoked. From any thread.
    void endOf(const QByteArray &token);
    /// Ends all streams, and those that come later.
    void close();

private:
    struct Reader {
        Subscription subscription;
        std::shared_ptr<EventFeed> feed;
        std::shared_ptr<HttpResponder> responder;
    };
    using Ticket = quint64;

    void drop(Ticket ticket);
    void run();
    /// Ends what has expired; when the next one does, in no more than a heartbeat. With the lock held.
    [[nodiscard]] std::chrono::milliseconds endExpired();

    const Options m_options;
    const std::shared_ptr<Budget> m_memory;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::unordered_map<Ticket, Reader> m_readers;
    QHash<QString, TreeEvent> m_latest;
    Ticket m_lastTicket = 0;
    QHash<QString, qsizetype> m_wantUpdates; ///< How many readers do, by tree.
    bool m_closed = false;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace GenMirror
