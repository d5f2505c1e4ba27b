// What concerns a tree's file as a whole: opening it, its transactions, its soundness, its size, its log.
#include "sync/server/store/sqlite/sqlstorage.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<std::unique_ptr<SqlStorage>> SqlStorage::open(const QString &fileName, const Options &options)
{
    auto database = SqlDatabase::open(fileName, {.resources = u":/sql/server"_s,
                                                 .mode = options.mode,
                                                 .maximumPages = options.maximumPages,
                                                 .givesSpaceBack = true,
                                                 .cacheBytes = options.cacheBytes,
                                                 .besideWriter = true,
                                                 .putsLogAway = options.putsLogAway,
                                                 .tidiesLog = true});
    if (!database)
        return failureOf(database);
    return std::unique_ptr<SqlStorage>(new SqlStorage(*std::move(database), options.time));
}

Result<void> SqlStorage::begin()
{
    if (!m_isGroup)
        return m_database->begin();
    if (m_groupFailure)
        return tl::make_unexpected(*m_groupFailure);
    return m_database->beginPart();
}

Result<void> SqlStorage::commit()
{
    if (!m_isGroup)
        return m_database->commit();
    auto done = m_database->endPart();
    if (!done)
        failGroupIfLost(done.error());
    return done;
}

/// A part that failed was to be undone alone. Where SQLite has ended the whole, or the part could not be
/// undone, nothing of the whole may be kept.
void SqlStorage::failGroupIfLost(const std::optional<Error> &cause)
{
    const auto undoing = m_database->error();
    if (m_groupFailure || (m_database->isInTransaction() && !undoing))
        return;
    const Error unknown{.kind = Error::Kind::Storage, .detail = m_database->fileName()};
    m_groupFailure = cause ? cause : undoing.value_or(unknown);
}

void SqlStorage::rollback()
{
    if (!m_isGroup)
        return m_database->rollback();
    const auto error = m_database->error();
    m_database->undoPart();
    failGroupIfLost(error);
}

Result<void> SqlStorage::beginGroup()
{
    m_groupFailure.reset();
    auto begun = m_database->begin();
    m_isGroup = begun.has_value();
    return begun;
}

Result<void> SqlStorage::commitGroup()
{
    m_isGroup = false;
    if (!m_groupFailure)
        return m_database->commit();
    m_database->rollback();
    return tl::make_unexpected(*std::exchange(m_groupFailure, {}));
}

Result<QStringList> SqlStorage::integrityProblems()
{
    QStringList problems;
    {
        SqlStatement row = m_database->prepare(u"PRAGMA integrity_check(20)"_s);
        while (row.next())
            problems.append(row.text(0));
    }
    if (problems == QStringList{u"ok"_s})
        problems.clear();
    if (problems.isEmpty()) {
        const auto sets = numberOf(m_database->statement(u"miscounted_sets"_s));
        if (!sets)
            return failureOf(sets);
        if (*sets > 0)
            problems.append(u"%1 sets have another number of members or removals than they say"_s.arg(*sets));
    }
    return unlessFailed<QStringList>(*m_database, problems);
}

Result<qint64> SqlStorage::fileBytes()
{
    return numberOf(m_database->statement(u"file_bytes"_s));
}

Result<bool> SqlStorage::giveSpaceBack(qint64 pages)
{
    {
        SqlStatement step = m_database->prepare(u"PRAGMA incremental_vacuum(%1)"_s.arg(pages));
        while (step.next()) { // a page each
        }
    }
    bool more = false;
    {
        SqlStatement row = m_database->statement(u"free_pages"_s);
        more = row.next() && row.integer(0) > 0 && row.integer(1) == 2; // of auto_vacuum: incremental
    }
    if (const auto error = m_database->error()) {
        m_database->rollback();
        return tl::make_unexpected(*error);
    }
    if (!more)
        m_database->log().wantCheckpoint();
    return more;
}

Result<void> SqlStorage::replaceWith(const QString &fileName, const std::function<void()> &beforeCommit)
{
    m_database->prepare(u"ATTACH ? AS saved"_s).bind(fileName).run();
    auto replaced = m_database->begin().and_then([&] {
        for (const QString &table : {u"tree"_s, u"sets"_s, u"members"_s, u"removals"_s, u"transactions"_s}) {
            m_database->prepare(u"DELETE FROM main.%1"_s.arg(table)).run();
            m_database->prepare(u"INSERT INTO main.%1 SELECT * FROM saved.%1"_s.arg(table)).run();
        }
        m_journal.forgetAnswers();
        beforeCommit();
        return m_database->commit();
    });
    m_database->prepare(u"DETACH saved"_s).run(); // fails where it could not be attached
    m_database->rollback();
    return replaced;
}

Result<void> SqlStorage::writeOver()
{
    return begin().and_then([this] {
        setState(state());
        return commit();
    });
}

Result<void> SqlStorage::finish()
{
    if (auto done = m_database->log().checkpoint(); !done)
        return done;
    if (m_database->log().pages() == 0)
        return {};
    return failure(Error::Kind::Storage,
                   u"%1 is in use: its log cannot be put into it."_s.arg(m_database->fileName()));
}

} // namespace GenMirror
