#include "sync/server/eventhub.h"

namespace GenMirror
{

EventFeed::EventFeed(bool updates, qsizetype queuedBytes)
    : m_updates(updates)
    , m_queuedBytes(queuedBytes)
{
}

HttpFeed::Piece EventFeed::take()
{
    const std::scoped_lock lock(m_mutex);
    Piece piece{.bytes = std::exchange(m_queued, {}), .finished = m_finished};
    for (const TreeEvent &event : std::as_const(m_signals))
        piece.bytes += event.toServerEvent().toText();
    m_signals.clear();
    // At once, so that a client sees that nothing on the way holds the stream back; and as a heartbeat.
    if (!std::exchange(m_begun, true) || (std::exchange(m_beat, false) && piece.bytes.isEmpty()))
        piece.bytes += ":\n\n";
    return piece;
}

void EventFeed::tell(const TreeEvent &now, const QByteArray &update)
{
    const std::scoped_lock lock(m_mutex);
    // After a signal the client asks by itself: what it is told after it, it would have to ask for anyway.
    const bool carries = m_updates && !update.isEmpty() && m_signals.isEmpty() &&
                         m_queued.size() + update.size() <= m_queuedBytes;
    if (carries) {
        m_queued += update;
        return;
    }
    m_queued.clear();
    m_signals.insert(now.tree, now);
}

void EventFeed::beat()
{
    const std::scoped_lock lock(m_mutex);
    m_beat = true;
}

void EventFeed::finish()
{
    const std::scoped_lock lock(m_mutex);
    m_finished = true;
}

EventHub::EventHub(Options options)
    : m_options(options)
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
    auto feed = std::make_shared<EventFeed>(subscription.updates, m_options.queuedBytes);
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
    const auto &[tree, updates, reach, token, ended] = found->second.subscription;
    if (updates && --m_wantUpdates[tree] == 0)
        m_wantUpdates.remove(tree);
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

void EventHub::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        m_changed.wait_for(lock, m_options.heartbeat);
        if (m_stopping || m_closed)
            continue;
        for (const auto &[ticket, reader] : m_readers) {
            reader.feed->beat();
            reader.responder->feedReady();
        }
    }
}

} // namespace GenMirror
