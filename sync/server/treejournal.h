#pragma once

#include "model/core/collectionid.h"
#include "model/core/generation.h"
#include "model/core/setcounts.h"

#include <QDateTime>

#include <optional>

namespace GenMirror
{

class SqlDatabase;

/// One entry of a tree's own history: who did what.
struct TreeHistoryRecord {
    qint64 number = 0; ///< Ascending over resets; 0: not stored yet.
    CollectionId collection;
    Generation first; ///< Of its first mutation; as `last` where there was none.
    Generation last;
    QDateTime at; ///< UTC.
    QString what; ///< "changes", "created", "compaction" or "reset".
    QString who;
    QString agent;  ///< The program that asked.
    QString reason; ///< As given with a reset.
    QList<SetCounts> sets;
};

/// What the server notes of a tree beside the tree itself: who did what, and the answers to batches that may
/// be sent again. In the tree's file and in the transactions that it tells of; on the thread of the database.
class TreeJournal
{
public:
    explicit TreeJournal(SqlDatabase &database)
        : m_database(database)
    {
    }

    /// Adds to the history; prunes now and then what is past the limits: of records and days after 64 more,
    /// of bytes, for which all records have to be looked at, after 1,024 more.
    void append(const TreeHistoryRecord &record, const HistoryLimits &limits);
    /// Newest first, at most `limit` with a number below `before` (0: from the newest).
    [[nodiscard]] QList<TreeHistoryRecord> records(qint64 before, qint64 limit);

    /// An answered request that is remembered under its Idempotency-Key.
    struct Remembered {
        QByteArray bodyHash;
        QByteArray answer;
    };
    static constexpr qint64 MostRemembered = 100'000;
    /// What was remembered under a key within a day before `now`.
    [[nodiscard]] std::optional<Remembered> remembered(const QByteArray &key, const QDateTime &now);
    /// Forgets what is older than a day, or past MostRemembered.
    void remember(const QByteArray &key, const Remembered &answer, const QDateTime &now);

private:
    SqlDatabase &m_database;
};

} // namespace GenMirror
