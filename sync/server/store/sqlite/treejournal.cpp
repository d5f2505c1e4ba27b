#include "sync/server/store/sqlite/treejournal.h"

#include "model/core/jsontext.h"
#include "sync/sql/readtransaction.h"

#include <QLoggingCategory>

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(journalLog, "genmirror.journal")

constexpr qint64 DaysRemembered = 1; // answers

/// Binds the two times that statements on ages take: what was before the first is old, what is after the
/// second is from the future and says nothing. Without a time to go by nothing is old.
SqlStatement &bindAges(SqlStatement &statement, const std::optional<QDateTime> &now, qint64 days)
{
    return statement.bind(now ? now->addDays(-days).toMSecsSinceEpoch() : std::numeric_limits<qint64>::min())
        .bind(now ? now->toMSecsSinceEpoch() : std::numeric_limits<qint64>::max());
}

/// As the statements on bytes count.
qint64 bytesOf(const TreeHistoryRecord &record)
{
    constexpr qint64 rest = 80;
    return toJson(record.sets).size() + record.who.size() + record.agent.size() + record.reason.size() + rest;
}

SqlStatement &bindAll(SqlStatement &statement, const TreeHistoryRecord &record)
{
    return statement.bind(record.collection.toHex())
        .bind(record.first.value)
        .bind(record.last.value)
        .bind(record.at.toMSecsSinceEpoch())
        .bind(record.what)
        .bind(record.who)
        .bind(record.agent)
        .bind(record.reason)
        .bind(toJson(record.sets));
}

} // namespace

void TreeJournal::append(const TreeHistoryRecord &whole, const HistoryLimits &limits)
{
    constexpr qint64 portion = 64; // records between two prunings
    TreeHistoryRecord record = whole;
    record.sets = shortened(std::move(record.sets), LongestSets);
    SqlStatement statement = m_database.statement(u"append_history"_s);
    if (!bindAll(statement, record).run())
        return;
    const qint64 number = statement.lastInsertId();
    const auto now = timeForAges(); // each time, so that it sees a jump soon
    if (number % portion == 0) {
        SqlStatement prune = m_database.statement(u"prune_history"_s);
        bindAges(prune, now, limits.days).bind(limits.records).run();
    }
    pruneBytes(record, limits);
}

void TreeJournal::pruneBytes(const TreeHistoryRecord &added, const HistoryLimits &limits)
{
    if (m_bytes) {
        *m_bytes += bytesOf(added);
    } else {
        SqlStatement sum = m_database.statement(u"history_bytes"_s);
        m_bytes = sum.next() ? sum.integer(0) : 0;
    }
    if (*m_bytes <= limits.bytes)
        return;
    m_database.statement(u"prune_history_bytes"_s).bind(limits.bytes - limits.bytes / 8).run();
    m_bytes.reset(); // added up when the next comes: this may be rolled back
}

Result<TreeJournal::Page> TreeJournal::page(qint64 before, qint64 limit)
{
    constexpr qint64 longest = 900 * 1024; // bytes; names and quotation marks come to it
    return inReadTransaction(m_database, [&] {
        Page page;
        QList<TreeHistoryRecord> &records = page.records;
        qint64 bytes = 0;
        SqlStatement row = m_database.statement(u"history"_s);
        row.bind(before > 0 ? before : std::numeric_limits<qint64>::max()).bind(limit + 1);
        while (row.next()) {
            constexpr qint64 rest = 300; // of a record's JSON
            bytes += row.view(9).size() + 2 * (row.view(6).size() + row.view(7).size() + row.view(8).size()) +
                     rest;
            page.more = records.size() == limit || (bytes > longest && !records.isEmpty());
            if (page.more)
                break;
            const auto collection = CollectionId::fromHex(row.bytes(1));
            if (!collection || !elementsOf(row.view(9))) {
                m_database.fail(
                    {.kind = Error::Kind::Damaged,
                     .detail = u"%1 is damaged: entry %2 of its history makes no sense. Restore the "
                               "tree from a backup."_s.arg(m_database.fileName())
                                   .arg(row.integer(0))});
                break;
            }
            records.append({.number = row.integer(0),
                            .collection = *collection,
                            .first = {row.integer(2)},
                            .last = {row.integer(3)},
                            .at = QDateTime::fromMSecsSinceEpoch(row.integer(4), Qt::UTC),
                            .what = row.text(5),
                            .who = row.text(6),
                            .agent = row.text(7),
                            .reason = row.text(8),
                            .sets = setCountsOf(row.bytes(9))});
        }
        return page;
    });
}

Result<void> TreeJournal::takeOver(TreeJournal &other)
{
    qint64 portion = 1000;
    qint64 before = 0;
    while (true) {
        const auto page = other.page(before, portion);
        if (!page && portion == 1)
            return failureOf(page);
        if (!page) { // one of them cannot be read: those before it can
            portion = 1;
            continue;
        }
        for (const TreeHistoryRecord &record : page->records)
            bindAll(m_database.statement(u"put_history"_s).bind(record.number), record).run();
        if (!page->more)
            return {};
        before = page->records.last().number;
    }
}

Result<std::optional<TreeJournal::Remembered>> TreeJournal::remembered(const QByteArray &key)
{
    return inReadTransaction(m_database, [&] {
        SqlStatement row = m_database.statement(u"idempotency_find"_s);
        bindAges(row, timeForAges(), DaysRemembered).bind(key);
        return row.next() ? std::optional(Remembered{row.bytes(0), row.bytes(1)}) : std::nullopt;
    });
}

void TreeJournal::remember(const QByteArray &key, const Remembered &answer)
{
    {
        SqlStatement prune = m_database.statement(u"idempotency_prune"_s);
        bindAges(prune, timeForAges(), DaysRemembered).run();
    }
    m_database.statement(u"idempotency_put"_s)
        .bind(key)
        .bind(answer.bodyHash)
        .bind(answer.answer)
        .bind(m_time.wall().toMSecsSinceEpoch())
        .run();
    m_database.statement(u"idempotency_bound"_s).bind(MostRemembered).run();
}

void TreeJournal::forgetAnswers()
{
    m_database.statement(u"idempotency_forget"_s).run();
}

std::optional<QDateTime> TreeJournal::timeForAges()
{
    const Moment now = m_time.now();
    if (!m_clock)
        m_clock = clockByRecords();
    const bool trusted = m_clock->isTrusted(now);
    if (!trusted && m_wasTrusted)
        qCWarning(journalLog,
                  "%s: the clock says %s and may have jumped; nothing is dropped for its age until it has "
                  "gone on for "
                  "an hour",
                  qUtf8Printable(m_database.fileName()), qUtf8Printable(now.wall.toString(Qt::ISODate)));
    m_wasTrusted = trusted;
    return trusted ? std::optional(now.wall) : std::nullopt;
}

PruningClock TreeJournal::clockByRecords()
{
    SqlStatement row = m_database.statement(u"history_times"_s);
    return {m_time.now(), [&]() -> Result<std::optional<QDateTime>> {
                if (row.next())
                    return QDateTime::fromMSecsSinceEpoch(row.integer(0), Qt::UTC);
                if (const auto &error = m_database.error())
                    return tl::make_unexpected(*error);
                return std::nullopt;
            }};
}

} // namespace GenMirror
