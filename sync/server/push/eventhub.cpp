#include "sync/server/push/eventhub.h"

namespace GenMirror
{

EventHub::EventHub(Options options)
    : m_options(options)
    , m_memory(std::make_shared<Budget>(options.memoryBytes, options.memoryShare))
    , m_thread([this] { run(); })
{
}

EventHub::~EventHub()
{
    close();
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

std::shared_ptr<EventFeed> EventHub::subscribe(const Subscription &subscription,
                                               const std::shared_ptr<HttpResponder> &responder)
{
    auto feed = std::make_shared<EventFeed>(
        EventFeed::Room{.updates = subscription.updates ? m_options.queuedBytes : 0,
                        .memory = m_memory,
                        .accounts = subscription.accounts});
    Ticket ticket = 0;
    {
        const std::scoped_lock lock(m_mutex);
        ticket = ++m_lastTicket;
        if (m_closed)
            feed->finish();
        else
            m_readers.emplace(ticket, Reader{subscription, feed, responder});
        if (!m_closed && subscription.updates)
            ++m_wantUpdates[subscription.tree];
    }
    if (subscription.expires.isValid())
        m_changed.notify_one();
    responder->setDisconnectListener([this, ticket, ended = subscription.ended] {
        drop(ticket);
        if (ended)
            ended();
    });
    responder->beginFeed({.status = 200,
                          .headers = {{"Content-Type", "text/event-stream"},
                                      {"Cache-Control", "no-store"},
                                      {"X-Accel-Buffering", "no"}}}, // a proxy must not hold it back
                         feed);
    return feed;
}

void EventHub::drop(Ticket ticket)
{
    Reader dropped; // destroyed without the lock
    const std::scoped_lock lock(m_mutex);
    const auto found = m_readers.find(ticket);
    if (found == m_readers.end())
        return;
    const Subscription &subscription = found->second.subscription;
    if (subscription.updates && --m_wantUpdates[subscription.tree] == 0)
        m_wantUpdates.remove(subscription.tree);
    dropped = std::move(found->second);
    m_readers.erase(found);
}

void EventHub::tellFirst(EventFeed &feed, HttpResponder &responder, const TreeEvent &seen,
                         const QByteArray &update)
{
    const std::scoped_lock lock(m_mutex);
    const TreeEvent latest = m_latest.value(seen.tree, seen);
    feed.tell(latest, latest == seen ? update : QByteArray());
    responder.feedReady();
}

bool EventHub::wantsUpdates(const QString &tree) const
{
    const std::scoped_lock lock(m_mutex);
    return m_wantUpdates.contains(tree);
}

void EventHub::publish(const TreeEvent &now, const QByteArray &update)
{
    const std::scoped_lock lock(m_mutex);
    TreeEvent &latest = m_latest[now.tree];
    if (latest == now)
        return;
    latest = now;
    for (const auto &[ticket, reader] : m_readers) {
        if (!reader.subscription.wants(now.tree))
            continue;
        reader.feed->tell(now, update);
        reader.responder->feedReady();
    }
}

qsizetype EventHub::subscribers() const
{
    const std::scoped_lock lock(m_mutex);
    return qsizetype(m_readers.size());
}

void EventHub::endOf(const QByteArray &token)
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &[ticket, reader] : m_readers) {
        if (reader.subscription.token != token)
            continue;
        reader.feed->finish();
        reader.responder->feedReady();
    }
}

void EventHub::close()
{
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    for (const auto &[ticket, reader] : m_readers) {
        reader.feed->finish();
        reader.responder->feedReady();
    }
}

std::chrono::milliseconds EventHub::endExpired()
{
    const auto now = QDateTime::currentDateTimeUtc();
    auto next = m_options.heartbeat; // the clock may be set meanwhile
    for (auto &[ticket, reader] : m_readers) {
        QDateTime &expires = reader.subscription.expires;
        if (!expires.isValid())
            continue;
        const std::chrono::milliseconds left(now.msecsTo(expires));
        if (left.count() > 0) {
            next = std::min(next, left);
            continue;
        }
        expires = {};
        reader.feed->finish();
        reader.responder->feedReady();
    }
    return next;
}

void EventHub::run()
{
    using Clock = std::chrono::steady_clock;
    std::unique_lock lock(m_mutex);
    auto beats = Clock::now() + m_options.heartbeat;
    while (!m_stopping) {
        m_changed.wait_until(lock, std::min(beats, Clock::now() + endExpired()));
        if (m_stopping || m_closed || Clock::now() < beats)
            continue;
        beats = Clock::now() + m_options.heartbeat;
        for (const auto &[ticket, reader] : m_readers) {
            reader.feed->beat();
            reader.responder->feedReady();
        }
    }
}

} // namespace GenMirror
