#pragma once

#include "model/core/utf8.h"

#include <QByteArray>
#include <QString>
#include <QVarLengthArray>

#include <memory>
#include <vector>

struct sqlite3_stmt;

namespace GenMirror
{

class SqlDatabase;

struct FinalizeStatement {
    void operator()(sqlite3_stmt *statement) const;
};
using PreparedStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// A statement of the resources, and those prepared from it that are not on loan.
struct StatementShelf {
    QString sql;
    std::vector<PreparedStatement> idle;
};

/// What the statements of one thread did since it began: for tests and figures that must not depend on a
/// clock.
struct SqlWork {
    qint64 statements = 0; ///< Runs.
    qint64 rows = 0;       ///< That they gave.
    qint64 steps = 0;      ///< Of SQLite's machine, of those that ended: what went into finding these rows.

    [[nodiscard]] static SqlWork &ofThisThread();
};

/// A prepared statement on loan: bind its values in order, run it, read its rows. Given back when destroyed.
///
/// The same statement may be on loan several times at once, e.g. one for each level of nesting. A failure
/// becomes the database's error, which whoever ends the transaction is told: the rows read until then, or
/// that there are none, mean nothing before that.
class SqlStatement
{
public:
    /// Goes to `shelf` in the end; null: it was for one time.
    SqlStatement(SqlDatabase &database, PreparedStatement prepared, StatementShelf *shelf = nullptr);
    ~SqlStatement();
    SqlStatement(SqlStatement &&) noexcept = default;
    SqlStatement(const SqlStatement &) = delete;
    SqlStatement &operator=(const SqlStatement &) = delete;
    SqlStatement &operator=(SqlStatement &&) = delete;

    SqlStatement &bind(qint64 value);
    /// A blob. Bytes that `value` does not own have to stay until it ran.
    SqlStatement &bind(const QByteArray &value);
    SqlStatement &bind(const QString &value);
    /// Runs it; false: it failed.
    bool run();
    /// Runs it the first time; goes to the next row. False: there is none, or it failed.
    [[nodiscard]] bool next();

    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const { return view(column).toByteArray(); }
    /// Stays until the next call of next(), run() or the destructor; null where SQL says NULL.
    [[nodiscard]] QByteArrayView view(int column) const;
    [[nodiscard]] QString text(int column) const { return textOfUtf8(view(column)); }
    [[nodiscard]] qint64 lastInsertId() const;
    [[nodiscard]] qint64 rowsAffected() const;

private:
    [[nodiscard]] bool step();
    void reset();

    SqlDatabase &m_database;
    PreparedStatement m_prepared;
    StatementShelf *m_shelf;
    QVarLengthArray<QByteArray, 6> m_held; ///< What is bound without a copy.
    int m_bound = 0;
    bool m_ran = false;
    bool m_hasRow = false; ///< run() came to a row that next() has not given yet.
};

} // namespace GenMirror
