#include "sync/server/http/exchange.h"

#include "sync/protocol/conditions.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(httpLog, "genmirror.http")

constexpr qsizetype WorthCompressing = 1024;     // bytes
constexpr qsizetype RefillBytes = 4 * 64 * 1024; // read from a spool at once
constexpr qsizetype FreeBytes = 16 * 1024;       // of each answer, whatever the budget: so that it goes on

/// The bytes are others than without it, so a strong tag becomes another, too.
void markAsGzip(HttpHeaders &headers)
{
    for (auto &[name, value] : headers) {
        if (name != "ETag")
            continue;
        if (const auto tag = TagList::parse(value); tag && tag->tags.size() == 1)
            value = tag->tags.first().inCoding("gzip").toHeader();
    }
    headers.emplaceBack("Content-Encoding", "gzip");
}

} // namespace

Exchange::Exchange(const HttpLimits &limits, const SharedRoom &room, const QByteArrayList &accounts,
                   bool acceptsGzip, std::function<void()> wake)
    : m_limits(limits)
    , m_room(room.spools)
    , m_heldHandlers(room.held)
    , m_accounts(accounts)
    , m_acceptsGzip(acceptsGzip)
    , m_wake(std::move(wake))
    , m_memory(room.memory, accounts)
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
        markAsGzip(response.headers);
    }
    std::function<void()> listener; // destroyed after the lock: it may own what calls us
    std::unique_lock lock(m_mutex);
    if (m_answered)
        return;
    m_answered = true;
    listener.swap(m_disconnectListener);
    if (!hold(response.body.size())) { // a large one, which is better kept on the disk
        const QByteArray body = std::exchange(response.body, {});
        m_streamed = true;
        m_head = std::move(response);
        if (!spool(body, lock))
            return m_disconnected ? void() : cut("there is no room to keep it");
    } else {
        m_sending = response.body.size();
        m_head = std::move(response);
    }
    m_finished = true;
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
        markAsGzip(head.headers);
    }
    m_answered = m_streamed = true;
    m_head = std::move(head);
    listener.swap(m_disconnectListener);
}

bool Exchange::write(QByteArrayView bytes)
{
    const QByteArray encoded = m_gzip ? m_gzip->encode(bytes, false) : bytes.toByteArray();
    std::unique_lock lock(m_mutex);
    return enqueue(encoded, lock);
}

/// Keeps the bytes, or waits until the client has taken so much that they can be kept: a few may, for some
/// time.
bool Exchange::enqueue(const QByteArray &bytes, std::unique_lock<std::mutex> &lock)
{
    using Clock = std::chrono::steady_clock;
    Reservation waiting(m_heldHandlers, m_accounts);
    while (!m_disconnected && !m_aborted && !m_isRefused) {
        if (bytes.isEmpty() || keep(bytes, lock))
            return !m_disconnected;
        const auto since = Clock::now();
        const auto left = m_limits.heldTime - m_held;
        if (left <= Clock::duration::zero() || !waiting.resize(1)) {
            cut("its client takes it slowly, and there is no room to keep it");
            return false;
        }
        m_taken.wait_for(lock, left);
        m_held += Clock::now() - since;
    }
    return false;
}

/// In memory, or, once anything is there, in the spool. False: there is no room.
bool Exchange::keep(const QByteArray &bytes, std::unique_lock<std::mutex> &lock)
{
    if (m_unspooled < m_spooled || m_queued > m_limits.queuedBytes || !hold(bytes.size()))
        return spool(bytes, lock);
    m_queued += bytes.size();
    m_queue.push_back(bytes);
    wake();
    return true;
}

/// The handler's thread alone writes, so nothing changes but what is read, while the lock is not held.
bool Exchange::spool(const QByteArray &bytes, std::unique_lock<std::mutex> &lock)
{
    if (m_spooled - m_unspooled + bytes.size() > m_limits.spoolBytes)
        return false;
    if (!m_spool && !m_disconnected)
        m_spool = SpoolFile::make(m_room, m_accounts);
    const auto file = m_spool; // disconnect() may let it go
    if (!file)
        return false;
    lock.unlock();
    const bool written = file->write(m_spooled, bytes);
    lock.lock();
    if (!written)
        return false;
    m_spooled += bytes.size();
    wantRefill();
    return true;
}

/// With the lock held.
bool Exchange::hold(qsizetype more)
{
    return m_memory.resize(std::max<qint64>(m_queued + m_sending + more - FreeBytes, 0));
}

/// With the lock held: gives back what was taken and sent.
void Exchange::letGo()
{
    if (!m_refilling) // else it has made room for what it reads
        m_memory.shrinkTo(std::max<qint64>(m_queued + m_sending - FreeBytes, 0));
}

/// With the lock held.
void Exchange::wantRefill()
{
    if (m_refilling || m_disconnected || m_unspooled == m_spooled || m_queued > m_limits.queuedBytes / 2)
        return;
    m_refilling = true;
    m_room->post([self = shared_from_this()] { self->refill(); });
}

/// On the spool's thread.
void Exchange::refill()
{
    std::unique_lock lock(m_mutex);
    const auto file = m_spool;
    const qint64 offset = m_unspooled;
    auto count = qsizetype(std::min<qint64>(RefillBytes, m_spooled - offset));
    if (!hold(count)) {
        if (!m_queue.empty()) { // asked for again when that is taken
            m_refilling = false;
            return;
        }
        count = std::min(count, FreeBytes);
    }
    lock.unlock();
    QByteArray bytes = file ? file->read(offset, count) : QByteArray();
    if (file)
        file->forget(offset);
    lock.lock();
    m_refilling = false;
    if (m_disconnected || m_isRefused)
        return;
    if (bytes.size() != count)
        return cut("what was kept of it cannot be read again");
    m_unspooled += count;
    m_queued += count;
    m_queue.push_back(std::move(bytes));
    wantRefill();
    m_taken.notify_all();
    wake();
}

/// With the lock held. Of what nothing has gone out yet the client is told why.
void Exchange::cut(const char *reason)
{
    qCWarning(httpLog, "An answer was %s: %s", m_head ? "refused" : "cut", reason);
    if (m_head) {
        m_head = problemResponse(
            503,
            u"The server has no room for this answer: many clients take theirs slowly. Try again in a while."_s,
            {{"Retry-After", "5"}}, ErrorCode::Busy);
        m_isRefused = m_finished = true;
        m_streamed = false;
        m_queue.clear();
        m_queued = 0;
        m_unspooled = m_spooled;
    } else {
        m_aborted = true;
    }
    wake();
}

void Exchange::end()
{
    const QByteArray rest = m_gzip ? m_gzip->encode({}, true) : QByteArray();
    std::unique_lock lock(m_mutex);
    if (!enqueue(rest, lock))
        return; // the client is gone, or the answer cut
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
    if (m_isRefused)
        return;
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
    // A stream's head goes out with its first bytes: until then the answer can still become a refusal.
    if (m_head && m_streamed && !m_feed && m_queue.empty() && !isDrained())
        return {};
    Ready ready{.head = std::exchange(m_head, {}), .streamed = m_streamed};
    if (const auto feed = m_feed) {
        lock.unlock(); // the feed's own lock may be held by one who tells us that it is ready
        HttpFeed::Piece piece = feed->take();
        ready.bytes = std::move(piece.bytes);
        ready.finished = piece.finished;
        return ready.head || !ready.bytes.isEmpty() || ready.finished ? std::optional(std::move(ready))
                                                                      : std::nullopt;
    }
    if (!ready.head || m_streamed) // what was taken before is sent
        m_sending = 0;
    if (!m_queue.empty()) {
        ready.bytes = std::move(m_queue.front());
        m_queue.pop_front();
        m_queued -= ready.bytes.size();
        m_sending = ready.bytes.size();
        m_taken.notify_all();
    }
    letGo();
    wantRefill();
    ready.finished = isDrained();
    if (!ready.head && ready.bytes.isEmpty() && !ready.finished)
        return {};
    return ready;
}

/// With the lock held.
bool Exchange::isDrained() const
{
    return m_finished && m_queue.empty() && m_unspooled == m_spooled;
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
    std::shared_ptr<SpoolFile> file;
    {
        const std::scoped_lock lock(m_mutex);
        m_disconnected = true;
        file.swap(m_spool);
        m_head.reset(); // the handler may keep its end for long
        m_queue.clear();
        m_queued = m_sending = 0;
        m_memory.shrinkTo(0);
        listener = std::exchange(m_disconnectListener, {});
        m_taken.notify_all();
        feed.swap(m_feed);
    }
    if (file) // to free a long file takes time
        m_room->post([freed = std::move(file)] {});
    if (listener)
        listener();
}

} // namespace GenMirror
