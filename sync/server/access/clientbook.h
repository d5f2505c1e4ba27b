#pragma once

#include "model/core/collectionid.h"
#include "model/core/generation.h"

#include <QDateTime>
#include <QHash>
#include <QList>

#include <mutex>

namespace GenMirror
{

/// A mirror of one tree, as far as the server has seen it.
struct ClientRecord {
    QByteArray id; ///< As the client calls itself: 32 hexadecimal digits in the header GenMirror-Client.
    QString tree;
    QByteArray token; ///< The id of the token that it came with last; empty without.
    QString name;     ///< That token's name.
    QString address;
    QString agent;
    CollectionId collection;
    Generation has;  ///< What it said that it has.
    Generation sent; ///< What it was sent, and has if it arrived; never below `has`.
    qint64 bytes = 0;
    QDateTime firstSeen;  ///< UTC.
    QDateTime lastSeen;   ///< UTC; of one that listens: now.
    bool push = false;    ///< It listened to events the last time.
    int streams = 0;      ///< Event streams that are open now; not stored.
    bool arrives = false; ///< What is beyond `has` came over a stream that is still open; not stored.

    /// How far it is, for all who ask: the list and what a compaction costs.
    struct Standing {
        Generation at;       ///< None: it has nothing of the present collection.
        bool certain = true; ///< Else it was sent this, and may be no further than `has`.
    };
    [[nodiscard]] Standing standing(const CollectionId &present) const;
};

/// Who mirrors what, and how far they are: for the admin's list and for what a compaction costs. Thread-safe.
class ClientBook
{
public:
    /// The longest list. Who has been away longest makes room, however long that is: a clock may be wrong.
    static constexpr qsizetype Most = 10'000;
    /// Of those that came with one token: ids are cheap to invent, and must not push others out.
    static constexpr qsizetype MostOfAToken = 1'000;

    /// Of the store, at start.
    void restore(const QList<ClientRecord> &clients);
    /// A request: who, for what. Of `seen` the fields from id to agent count.
    void visited(const ClientRecord &seen, const QDateTime &now);
    /// It said that it has this.
    void has(const QByteArray &id, const QString &tree, const CollectionId &collection,
             Generation generation);
    /// An answer to it ends here.
    void sent(const QByteArray &id, const QString &tree, const CollectionId &collection,
              Generation generation);
    void addBytes(const QByteArray &id, const QString &tree, qint64 bytes);
    /// It listens to events; `updates`: and is sent the changes themselves.
    void connected(const QByteArray &id, const QString &tree, bool updates);
    void disconnected(const QByteArray &id, const QString &tree, bool updates, const QDateTime &now);
    /// A commit, or a new collection: what those who listen are sent.
    void published(const QString &tree, const CollectionId &collection, Generation generation);
    /// Where a tree is, as it was read; what was published meanwhile is newer.
    void found(const QString &tree, const CollectionId &collection, Generation generation);
    /// Whether there was one; `tree` empty: all of its mirrors.
    bool forget(const QByteArray &id, const QString &tree);
    void forgetTree(const QString &tree);

    /// By tree, then by who was seen last.
    /// Who listens is seen at this moment.
    [[nodiscard]] QList<ClientRecord> list(const QDateTime &now = QDateTime::currentDateTimeUtc()) const;
    /// list() if anything has changed since this was called last, for the store.
    [[nodiscard]] std::optional<QList<ClientRecord>> takeChanges();

    /// Whether a header's value is a client's id.
    [[nodiscard]] static bool isId(QByteArrayView text);

private:
    using Key = std::pair<QByteArray, QString>;
    struct Entry {
        ClientRecord record;
        int updateStreams = 0; ///< Of the streams, those that bring the changes themselves.
    };
    struct Place {
        CollectionId collection;
        Generation generation;
    };

    void take(ClientRecord &record, const CollectionId &collection, Generation generation, bool certain);
    [[nodiscard]] ClientRecord shown(const Entry &entry, const QDateTime &now) const;
    /// Among those of one token, or among all.
    void makeRoom(const std::optional<QByteArray> &token);
    void isNowOf(ClientRecord &record, const QByteArray &token);

    mutable std::mutex m_mutex;
    QHash<Key, Entry> m_entries;
    QHash<QByteArray, qsizetype> m_ofToken; ///< How many entries came with each last; none without a token.
    QHash<QString, Place> m_latest;         ///< Where each tree is.
    bool m_changed = false;
};

} // namespace GenMirror
