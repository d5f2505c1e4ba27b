#include "sync/server/access/clientbook.h"

#include <algorithm>

namespace GenMirror
{

bool ClientBook::isId(QByteArrayView text)
{
    return text.size() == 32 &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

ClientRecord::Standing ClientRecord::standing(const CollectionId &present) const
{
    if (collection != present)
        return {};
    return {.at = sent, .certain = has == sent || arrives};
}

void ClientBook::restore(const QList<ClientRecord> &clients)
{
    const std::scoped_lock lock(m_mutex);
    m_ofToken.clear();
    for (const ClientRecord &client : clients) {
        m_entries.insert({client.id, client.tree}, {.record = client});
        if (!client.token.isEmpty())
            ++m_ofToken[client.token];
    }
}

void ClientBook::visited(const ClientRecord &seen, const QDateTime &now)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_entries.contains({seen.id, seen.tree})) {
        if (m_ofToken.value(seen.token) >= MostOfAToken)
            makeRoom(seen.token);
        else if (m_entries.size() >= Most)
            makeRoom({});
    }
    ClientRecord &record = m_entries[{seen.id, seen.tree}].record;
    if (record.id.isEmpty()) {
        record = seen;
        record.token.clear();
        record.firstSeen = now;
    }
    isNowOf(record, seen.token);
    record.name = seen.name;
    record.address = seen.address;
    record.agent = seen.agent;
    record.lastSeen = now;
    m_changed = true;
}

/// `certain`: it has it; else it was sent it.
void ClientBook::take(ClientRecord &record, const CollectionId &collection, Generation generation,
                      bool certain)
{
    if (certain || record.collection != collection) {
        record.has = certain ? generation : Generation();
        record.sent = record.has;
    }
    record.collection = collection;
    record.sent = std::max(record.sent, generation);
    m_changed = true;
}

void ClientBook::has(const QByteArray &id, const QString &tree, const CollectionId &collection,
                     Generation generation)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto found = m_entries.find({id, tree}); found != m_entries.end())
        take(found->record, collection, generation, true);
}

void ClientBook::sent(const QByteArray &id, const QString &tree, const CollectionId &collection,
                      Generation generation)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto found = m_entries.find({id, tree}); found != m_entries.end())
        take(found->record, collection, generation, false);
}

void ClientBook::addBytes(const QByteArray &id, const QString &tree, qint64 bytes)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto found = m_entries.find({id, tree}); found != m_entries.end()) {
        found->record.bytes += bytes;
        m_changed = true;
    }
}

void ClientBook::connected(const QByteArray &id, const QString &tree, bool updates)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_entries.find({id, tree});
    if (found == m_entries.end())
        return;
    ++found->record.streams;
    found->updateStreams += updates ? 1 : 0;
    found->record.push = true;
    m_changed = true;
}

void ClientBook::disconnected(const QByteArray &id, const QString &tree, bool updates, const QDateTime &now)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_entries.find({id, tree});
    if (found == m_entries.end())
        return;                         // forgotten meanwhile
    found->record = shown(*found, now); // how far it was told
    found->record.streams = std::max(0, found->record.streams - 1);
    found->updateStreams = std::max(0, found->updateStreams - (updates ? 1 : 0));
    found->record.lastSeen = now;
    m_changed = true;
}

void ClientBook::published(const QString &tree, const CollectionId &collection, Generation generation)
{
    const std::scoped_lock lock(m_mutex);
    Place &latest = m_latest[tree];
    if (latest.collection != collection) {
        // What was sent under the old one is what they have; all of it is void.
        for (Entry &entry : m_entries) {
            if (entry.record.tree == tree)
                entry.record = shown(entry, entry.record.lastSeen);
        }
    }
    latest = {collection, generation};
}

void ClientBook::found(const QString &tree, const CollectionId &collection, Generation generation)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_latest.contains(tree))
            return;
    }
    published(tree, collection, generation);
}

/// A stream that is open is a sign of life, however long ago it was asked for.
ClientRecord ClientBook::shown(const Entry &entry, const QDateTime &now) const
{
    ClientRecord record = entry.record;
    record.arrives = entry.updateStreams > 0;
    if (record.streams > 0)
        record.lastSeen = now;
    const auto latest = m_latest.constFind(record.tree);
    if (entry.updateStreams > 0 && latest != m_latest.constEnd() && latest->collection == record.collection)
        record.sent = std::max(record.sent, latest->generation);
    return record;
}

bool ClientBook::forget(const QByteArray &id, const QString &tree)
{
    const std::scoped_lock lock(m_mutex);
    const auto erased = m_entries.removeIf([&](auto entry) {
        const bool goes = entry.key().first == id && (tree.isEmpty() || entry.key().second == tree);
        if (goes)
            isNowOf(entry.value().record, {});
        return goes;
    });
    m_changed = m_changed || erased > 0;
    return erased > 0;
}

void ClientBook::forgetTree(const QString &tree)
{
    const std::scoped_lock lock(m_mutex);
    const auto erased = m_entries.removeIf([&](auto entry) {
        if (entry.key().second == tree)
            isNowOf(entry.value().record, {});
        return entry.key().second == tree;
    });
    m_changed = m_changed || erased > 0;
    m_latest.remove(tree);
}

QList<ClientRecord> ClientBook::list(const QDateTime &now) const
{
    QList<ClientRecord> clients;
    {
        const std::scoped_lock lock(m_mutex);
        for (const Entry &entry : m_entries)
            clients.append(shown(entry, now));
    }
    std::ranges::sort(clients, [](const ClientRecord &a, const ClientRecord &b) {
        return std::tie(a.tree, b.lastSeen, a.id) < std::tie(b.tree, a.lastSeen, b.id);
    });
    return clients;
}

std::optional<QList<ClientRecord>> ClientBook::takeChanges()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!std::exchange(m_changed, false))
            return {};
    }
    return list();
}

/// Who has been away longest goes first; who listens stays.
void ClientBook::makeRoom(const std::optional<QByteArray> &token)
{
    const auto place = [&token](const Entry &entry) {
        return std::tuple(token && entry.record.token != *token, entry.record.streams, entry.record.lastSeen);
    };
    const auto oldest = std::ranges::min_element(m_entries, {}, place);
    const Key key{oldest->record.id, oldest->record.tree};
    isNowOf(oldest->record, {});
    m_entries.remove(key);
}

/// Keeps count; without a token nothing is counted.
void ClientBook::isNowOf(ClientRecord &record, const QByteArray &token)
{
    if (record.token == token)
        return;
    if (!record.token.isEmpty() && --m_ofToken[record.token] <= 0)
        m_ofToken.remove(record.token);
    if (!token.isEmpty())
        ++m_ofToken[token];
    record.token = token;
}

} // namespace GenMirror
