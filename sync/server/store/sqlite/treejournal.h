#pragma once

#include "model/core/collectionid.h"
#include "model/core/generation.h"
#include "model/core/pruningclock.h"
#include "model/core/result.h"
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
    TreeJournal(SqlDatabase &database, TimeSource time)
        : m_database(database)
        , m_time(std::move(time))
    {
    }

    /// The longest text of a record's sets; see shortened().
    static constexpr qsizetype LongestSets = 64 * 1024;
    /// Adds to the history, and prunes what is past the limits: of records and days after 64 more; of bytes
    /// at once, down to seven eighths, since all records have to be looked at for it. In a transaction, which
    /// tells how it went.
    void append(const TreeHistoryRecord &record, const HistoryLimits &limits);
    struct Page {
        QList<TreeHistoryRecord> records;
        bool more = false; ///< There are others before the last.
    };
    /// Newest first, with numbers below `before` (0: from the newest): at most `limit`, and no more than come
    /// to about a MiB, but one if there is one.
    [[nodiscard]] Result<Page> page(qint64 before, qint64 limit);

    /// Takes over the records of another file's history under their numbers, from the newest on, as far as it
    /// can be read. Its own with the same numbers are replaced. Errors: why an older record could not be
    /// read.
    [[nodiscard]] Result<void> takeOver(TreeJournal &other);

    /// An answered request that is remembered under its Idempotency-Key.
    struct Remembered {
        QByteArray bodyHash;
        QByteArray answer;
    };
    static constexpr qint64 MostRemembered = 100'000;
    /// What was remembered under a key within the last day, or longer while the clock cannot be trusted.
    [[nodiscard]] Result<std::optional<Remembered>> remembered(const QByteArray &key);
    /// Forgets what is older than a day, or past MostRemembered. In a transaction, which tells how it went.
    void remember(const QByteArray &key, const Remembered &answer);
    /// All answers: under a new collection they are not true any more.
    void forgetAnswers();

    /// The time by which ages may be measured; none while the clock may have jumped (see PruningClock).
    [[nodiscard]] std::optional<QDateTime> timeForAges();

private:
    [[nodiscard]] PruningClock clockByRecords();
    void pruneBytes(const TreeHistoryRecord &added, const HistoryLimits &limits);

    SqlDatabase &m_database;
    TimeSource m_time;
    std::optional<PruningClock> m_clock; ///< Made when it is asked for the first time.
    bool m_wasTrusted = true;
    /// What all records come to, or more: of those that were rolled back too; none: to be added up.
    std::optional<qint64> m_bytes;
};

} // namespace GenMirror
