#pragma once

#include "sync/server/http/budget.h"
#include "sync/server/http/gzipencoder.h"
#include "sync/server/http/httpserver.h"
#include "sync/server/http/spool.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace GenMirror
{

/// The answer to one request on its way from the handler's thread to the connection's coroutine.
///
/// What the client has not taken waits in memory, and past HttpLimits::queuedBytes, or the budget, in a
/// spool: all of the queue is older than all of the spool, and the spool's thread moves bytes on from one to
/// the other.
class Exchange final : public HttpResponder, public std::enable_shared_from_this<Exchange>
{
public:
    /// `accounts`: whose shares of the room it takes. `wake` makes the connection look again; called from any
    /// thread, never after disconnect(). Must not call back.
    Exchange(const HttpLimits &limits, const SharedRoom &room, const QByteArrayList &accounts,
             bool acceptsGzip, std::function<void()> wake);

    void respond(HttpResponse response) override;
    void beginStream(HttpResponse head) override;
    [[nodiscard]] bool write(QByteArrayView bytes) override;
    void end() override;
    void beginFeed(HttpResponse head, std::shared_ptr<HttpFeed> feed) override;
    void feedReady() override;
    void abort() override;
    [[nodiscard]] bool isDisconnected() const override;
    void setDisconnectListener(std::function<void()> listener) override;

    // For the connection, on the network thread:

    /// What there is to send now.
    struct Ready {
        std::optional<HttpResponse> head; ///< Once; with the whole body if not `streamed`.
        bool streamed = false;
        QByteArray bytes;      ///< The next of a stream.
        bool finished = false; ///< Nothing comes after `bytes`.
        bool aborted = false;
    };
    [[nodiscard]] std::optional<Ready> takeReady();
    [[nodiscard]] bool isFeed() const;
    [[nodiscard]] bool isAborted() const { return m_aborted; }
    /// The client is gone; writers are let go.
    void disconnect();
    /// The handler has let go of it: without an answer the client gets a 500, an unfinished stream is cut.
    void abandon();

private:
    [[nodiscard]] bool compressible(const HttpResponse &response) const;
    void wake() const;
    [[nodiscard]] bool enqueue(const QByteArray &bytes, std::unique_lock<std::mutex> &lock);
    [[nodiscard]] bool keep(const QByteArray &bytes, std::unique_lock<std::mutex> &lock);
    [[nodiscard]] bool spool(const QByteArray &bytes, std::unique_lock<std::mutex> &lock);
    /// Makes room in memory for so many bytes beside those that are there.
    [[nodiscard]] bool hold(qsizetype more);
    void letGo();
    void wantRefill();
    void refill();
    [[nodiscard]] bool isDrained() const;
    void cut(const char *reason);

    const HttpLimits m_limits;
    const std::shared_ptr<SpoolRoom> m_room;
    const std::shared_ptr<Budget> m_heldHandlers;
    const QByteArrayList m_accounts;
    const bool m_acceptsGzip;
    const std::function<void()> m_wake;

    mutable std::mutex m_mutex;
    std::condition_variable m_taken;
    std::optional<HttpResponse> m_head;
    bool m_answered = false;
    bool m_streamed = false;
    bool m_finished = false;
    bool m_isRefused = false; ///< What the handler answers does not go out.
    std::atomic<bool> m_aborted = false;
    bool m_disconnected = false;
    std::deque<QByteArray> m_queue;
    qsizetype m_queued = 0;  ///< Bytes.
    qsizetype m_sending = 0; ///< Bytes that the connection has taken last.
    Reservation m_memory;    ///< For those, but for a few.
    std::shared_ptr<SpoolFile> m_spool;
    qint64 m_spooled = 0;                         ///< Bytes that were written to it,
    qint64 m_unspooled = 0;                       ///< and those of them that were read again.
    bool m_refilling = false;                     ///< The spool's thread reads.
    std::chrono::steady_clock::duration m_held{}; ///< How long the handler had to wait.
    std::unique_ptr<GzipEncoder> m_gzip;
    std::shared_ptr<HttpFeed> m_feed;
    std::function<void()> m_disconnectListener;
};

} // namespace GenMirror
