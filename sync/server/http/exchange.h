#pragma once

#include "sync/server/http/gzipencoder.h"
#include "sync/server/http/httpserver.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace GenMirror
{

/// The answer to one request on its way from the handler's thread to the connection's coroutine.
class Exchange final : public HttpResponder
{
public:
    /// `wake` makes the connection look again; called from any thread, never after disconnect(). Must not
    /// call back.
    Exchange(const HttpLimits &limits, bool acceptsGzip, std::function<void()> wake);

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
    /// The client is gone; writers are let go.
    void disconnect();
    /// The handler has let go of it: without an answer the client gets a 500, an unfinished stream is cut.
    void abandon();

private:
    [[nodiscard]] bool compressible(const HttpResponse &response) const;
    void wake() const;
    [[nodiscard]] bool enqueue(QByteArray bytes, std::unique_lock<std::mutex> &lock);

    const HttpLimits m_limits;
    const bool m_acceptsGzip;
    const std::function<void()> m_wake;

    mutable std::mutex m_mutex;
    std::condition_variable m_taken;
    std::optional<HttpResponse> m_head;
    bool m_answered = false;
    bool m_streamed = false;
    bool m_finished = false;
    bool m_aborted = false;
    bool m_disconnected = false;
    std::deque<QByteArray> m_queue;
    qsizetype m_queued = 0; ///< Bytes.
    std::unique_ptr<GzipEncoder> m_gzip;
    std::shared_ptr<HttpFeed> m_feed;
    std::function<void()> m_disconnectListener;
};

} // namespace GenMirror
