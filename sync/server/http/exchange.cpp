#include "sync/server/http/exchange.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype WorthCompressing = 1024; // bytes

} // namespace

Exchange::Exchange(const HttpLimits &limits, bool acceptsGzip, std::function<void()> wake)
    : m_limits(limits)
    , m_acceptsGzip(acceptsGzip)
    , m_wake(std::move(wake))
{
}

bool Exchange::compressible(const HttpResponse &response) const
{
    return m_acceptsGzip && response.status != 204 && response.status != 304;
}

void Exchange::respond(HttpResponse response)
{
    if (compressible(response) && response.body.size() >= WorthCompressing) {
        response.body = GzipEncoder().encode(response.body, true);
        response.headers.emplaceBack("Content-Encoding", "gzip");
    }
    std::function<void()> listener; // destroyed after the lock: it may own what calls us
    const std::scoped_lock lock(m_mutex);
    if (m_answered)
        return;
    m_answered = m_finished = true;
    m_head = std::move(response);
    listener.swap(m_disconnectListener);
    wake();
}

void Exchange::beginStream(HttpResponse head)
{
    std::function<void()> listener;
    const std::scoped_lock lock(m_mutex);
    if (m_answered)
        return;
    if (compressible(head)) {
        m_gzip = std::make_unique<GzipEncoder>();
        head.headers.emplaceBack("Content-Encoding", "gzip");
    }
    m_answered = m_streamed = true;
    m_head = std::move(head);
    listener.swap(m_disconnectListener);
}

bool Exchange::write(QByteArrayView bytes)
{
    QByteArray encoded = m_gzip ? m_gzip->encode(bytes, false) : bytes.toByteArray();
    std::unique_lock lock(m_mutex);
    return enqueue(std::move(encoded), lock);
}

bool Exchange::enqueue(QByteArray bytes, std::unique_lock<std::mutex> &lock)
{
    if (m_disconnected)
        return false;
    if (bytes.isEmpty())
        return true;
    m_queued += bytes.size();
    m_queue.push_back(std::move(bytes));
    wake();
    // The connection drops a client that takes nothing for stallTime, so this wait ends.
    m_taken.wait(lock, [this] { return m_disconnected || m_queued <= m_limits.queuedBytes; });
    return !m_disconnected;
}

void Exchange::end()
{
    QByteArray rest = m_gzip ? m_gzip->encode({}, true) : QByteArray();
    const std::scoped_lock lock(m_mutex);
    m_queued += rest.size();
    if (!rest.isEmpty())
        m_queue.push_back(std::move(rest));
    m_finished = true;
    wake();
}

void Exchange::beginFeed(HttpResponse head, std::shared_ptr<HttpFeed> feed)
{
    const std::scoped_lock lock(m_mutex);
    if (m_answered)
        return;
    m_answered = m_streamed = true;
    m_head = std::move(head);
    if (!m_disconnected)
        m_feed = std::move(feed);
    wake();
}

void Exchange::feedReady()
{
    const std::scoped_lock lock(m_mutex);
    wake();
}

void Exchange::abort()
{
    const std::scoped_lock lock(m_mutex);
    m_answered = m_aborted = true;
    wake();
}

void Exchange::abandon()
{
    bool answered = false;
    {
        const std::scoped_lock lock(m_mutex);
        answered = m_answered;
    }
    if (!answered)
        respond(problemResponse(500, u"The server gave this request up. Send it again."_s));
    const std::scoped_lock lock(m_mutex);
    if (m_finished || m_feed) // a feed lives by itself
        return;
    m_aborted = true;
    wake();
}

/// With the lock held: once disconnect() has returned nobody calls the connection, whose server may be gone.
void Exchange::wake() const
{
    if (!m_disconnected)
        m_wake();
}

bool Exchange::isDisconnected() const
{
    const std::scoped_lock lock(m_mutex);
    return m_disconnected;
}

void Exchange::setDisconnectListener(std::function<void()> listener)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_disconnected) {
            m_disconnectListener = std::move(listener);
            return;
        }
    }
    listener();
}

std::optional<Exchange::Ready> Exchange::takeReady()
{
    std::unique_lock lock(m_mutex);
    if (m_aborted)
        return Ready{.aborted = true};
    Ready ready{.head = std::exchange(m_head, {}), .streamed = m_streamed};
    if (const auto feed = m_feed) {
        lock.unlock(); // the feed's own lock may be held by one who tells us that it is ready
        HttpFeed::Piece piece = feed->take();
        ready.bytes = std::move(piece.bytes);
        ready.finished = piece.finished;
        return ready.head || !ready.bytes.isEmpty() || ready.finished ? std::optional(std::move(ready))
                                                                      : std::nullopt;
    }
    if (!m_queue.empty()) {
        ready.bytes = std::move(m_queue.front());
        m_queue.pop_front();
        m_queued -= ready.bytes.size();
        m_taken.notify_all();
    }
    ready.finished = m_finished && m_queue.empty();
    if (!ready.head && ready.bytes.isEmpty() && !ready.finished)
        return {};
    return ready;
}

bool Exchange::isFeed() const
{
    const std::scoped_lock lock(m_mutex);
    return m_feed != nullptr;
}

void Exchange::disconnect()
{
    std::function<void()> listener;
    std::shared_ptr<HttpFeed> feed; // destroyed without the lock
    {
        const std::scoped_lock lock(m_mutex);
        m_disconnected = true;
        listener = std::exchange(m_disconnectListener, {});
        m_taken.notify_all();
        feed.swap(m_feed);
    }
    if (listener)
        listener();
}

} // namespace GenMirror
