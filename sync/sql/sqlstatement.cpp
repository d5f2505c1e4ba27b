#include "sync/sql/sqlstatement.h"

#include "sync/sql/sqldatabase.h"

#include <sqlite3.h>

#include <cerrno>
#include <utility>

namespace GenMirror
{

SqlWork &SqlWork::ofThisThread()
{
    static thread_local SqlWork work;
    return work;
}

void FinalizeStatement::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

SqlStatement::SqlStatement(SqlDatabase &database, PreparedStatement prepared, StatementShelf *shelf)
    : m_database(database)
    , m_prepared(std::move(prepared))
    , m_shelf(shelf)
{
}

SqlStatement::~SqlStatement()
{
    if (!m_prepared || !m_shelf || m_database.m_error)
        return;
    reset();
    m_shelf->idle.push_back(std::move(m_prepared));
}

/// Ends what ran, so that values can be bound again.
void SqlStatement::reset()
{
    sqlite3_reset(m_prepared.get());
    constexpr int startAnew = 1;
    SqlWork::ofThisThread().steps +=
        sqlite3_stmt_status(m_prepared.get(), SQLITE_STMTSTATUS_VM_STEP, startAnew);
    sqlite3_clear_bindings(m_prepared.get());
    m_held.clear();
    m_bound = 0;
    m_ran = false;
    m_hasRow = false;
}

SqlStatement &SqlStatement::bind(qint64 value)
{
    if (m_ran)
        reset();
    if (m_prepared)
        sqlite3_bind_int64(m_prepared.get(), ++m_bound, value);
    return *this;
}

SqlStatement &SqlStatement::bind(const QByteArray &value)
{
    if (m_ran)
        reset();
    if (m_prepared) {
        m_held.append(value);
        const char *bytes = value.isEmpty() ? "" : m_held.last().constData();
        sqlite3_bind_blob64(m_prepared.get(), ++m_bound, bytes, sqlite3_uint64(value.size()), SQLITE_STATIC);
    }
    return *this;
}

SqlStatement &SqlStatement::bind(const QString &value)
{
    if (m_ran)
        reset();
    if (m_prepared) {
        m_held.append(value.toUtf8());
        const QByteArray &bytes = m_held.last();
        sqlite3_bind_text64(m_prepared.get(), ++m_bound, bytes.isEmpty() ? "" : bytes.constData(),
                            sqlite3_uint64(bytes.size()), SQLITE_STATIC, SQLITE_UTF8);
    }
    return *this;
}

bool SqlStatement::run()
{
    if (m_database.m_error || !m_prepared)
        return false;
    Q_ASSERT_X(m_bound == sqlite3_bind_parameter_count(m_prepared.get()), "SqlStatement::run",
               sqlite3_sql(m_prepared.get()));
    if (m_ran)
        sqlite3_reset(m_prepared.get());
    m_ran = true;
    ++SqlWork::ofThisThread().statements;
    m_hasRow = step();
    return !m_database.m_error;
}

/// True at a row; at the end, or after a failure, which becomes the database's error, false.
bool SqlStatement::step()
{
    errno = 0;
    const int code = sqlite3_step(m_prepared.get());
    if (code == SQLITE_ROW) {
        ++SqlWork::ofThisThread().rows;
        return true;
    }
    if (code != SQLITE_DONE)
        m_database.setErrorOfConnection();
    return false;
}

bool SqlStatement::next()
{
    if (!m_ran && !run())
        return false;
    if (std::exchange(m_hasRow, false))
        return true;
    // A statement that is done would begin anew.
    return !m_database.m_error && sqlite3_stmt_busy(m_prepared.get()) != 0 && step();
}

qint64 SqlStatement::integer(int column) const
{
    return sqlite3_column_int64(m_prepared.get(), column);
}

QByteArrayView SqlStatement::view(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_prepared.get(), column));
    if (bytes)
        return {bytes, sqlite3_column_bytes(m_prepared.get(), column)};
    const bool isNull = sqlite3_column_type(m_prepared.get(), column) == SQLITE_NULL;
    return isNull ? QByteArrayView() : QByteArrayView(""); // an empty blob has no address
}

qint64 SqlStatement::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_database.m_handle);
}

qint64 SqlStatement::rowsAffected() const
{
    return sqlite3_changes64(m_database.m_handle);
}

} // namespace GenMirror
