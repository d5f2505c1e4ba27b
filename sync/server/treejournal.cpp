#include "sync/server/treejournal.h"

#include "sync/sql/sqldatabase.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Answers are remembered for a day. In milliseconds since the epoch.
qint64 oldestRemembered(const QDateTime &now)
{
    return now.addDays(-1).toMSecsSinceEpoch();
}

} // namespace

void TreeJournal::append(const TreeHistoryRecord &record, const HistoryLimits &limits)
{
    constexpr qint64 portion = 64;       // records between two prunings
    constexpr qint64 longPortion = 1024; // and between two that look at all
    SqlStatement statement = m_database.statement(u"append_history"_s);
    statement.bind(record.collection.toHex())
        .bind(record.first.value)
        .bind(record.last.value)
        .bind(record.at.toMSecsSinceEpoch())
        .bind(record.what)
        .bind(record.who)
        .bind(record.agent)
        .bind(record.reason)
        .bind(toJson(record.sets));
    if (!statement.run())
        return;
    const qint64 number = statement.lastInsertId();
    if (number % portion == 0)
        m_database.statement(u"prune_history"_s)
            .bind(limits.records)
            .bind(record.at.addDays(-limits.days).toMSecsSinceEpoch())
            .run();
    if (number % longPortion == 0)
        m_database.statement(u"prune_history_bytes"_s).bind(limits.bytes).run();
}

QList<TreeHistoryRecord> TreeJournal::records(qint64 before, qint64 limit)
{
    QList<TreeHistoryRecord> records;
    SqlStatement row = m_database.statement(u"history"_s);
    row.bind(before > 0 ? before : std::numeric_limits<qint64>::max()).bind(limit);
    while (row.next())
        records.append({.number = row.integer(0),
                        .collection = CollectionId::fromHex(row.bytes(1)).value_or(CollectionId()),
                        .first = {row.integer(2)},
                        .last = {row.integer(3)},
                        .at = QDateTime::fromMSecsSinceEpoch(row.integer(4), Qt::UTC),
                        .what = row.text(5),
                        .who = row.text(6),
                        .agent = row.text(7),
                        .reason = row.text(8),
                        .sets = setCountsOf(row.bytes(9))});
    return records;
}

std::optional<TreeJournal::Remembered> TreeJournal::remembered(const QByteArray &key, const QDateTime &now)
{
    SqlStatement row = m_database.statement(u"idempotency_find"_s);
    row.bind(key).bind(oldestRemembered(now));
    return row.next() ? std::optional(Remembered{row.bytes(0), row.bytes(1)}) : std::nullopt;
}

void TreeJournal::remember(const QByteArray &key, const Remembered &answer, const QDateTime &now)
{
    m_database.statement(u"idempotency_prune"_s).bind(oldestRemembered(now)).run();
    m_database.statement(u"idempotency_put"_s)
        .bind(key)
        .bind(answer.bodyHash)
        .bind(answer.answer)
        .bind(now.toMSecsSinceEpoch())
        .run();
    m_database.statement(u"idempotency_bound"_s).bind(MostRemembered).run();
}

} // namespace GenMirror
