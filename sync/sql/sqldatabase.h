#pragma once

#include "model/core/result.h"
#include "sync/sql/sqllog.h"

#include <QSqlDatabase>
#include <QVarLengthArray>

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace GenMirror
{

class SqlDatabase;

/// Done by the first SqlDatabase::open(); by hand where something else uses SQLite before, since it has an
/// effect only then. On any thread.
void setSqliteUp();

struct FinalizeStatement {
    void operator()(sqlite3_stmt *statement) const;
};
using PreparedStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// A statement of the resources, and those prepared from it that are not on loan.
struct StatementShelf {
    QString sql;
    std::vector<PreparedStatement> idle;
};

/// A prepared statement on loan: bind its values in order, run it, read its rows. Given back when destroyed.
///
/// The same statement may be on loan several times at once, e.g. one for each level of nesting.
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
    /// Runs it; a failure becomes the database's error.
    bool run();
    /// Runs it the first time; goes to the next row.
    [[nodiscard]] bool next();

    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const { return view(column).toByteArray(); }
    /// Stays until the next call of next(), run() or the destructor; null where SQL says NULL.
    [[nodiscard]] QByteArrayView view(int column) const;
    [[nodiscard]] QString text(int column) const { return QString::fromUtf8(view(column)); }
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

/// One connection to one SQLite file: WAL, synchronous=FULL, its schema brought up to date when it is opened.
///
/// QSqlDatabase opens the connection; statements are prepared on its own handle, since QSqlQuery copies each
/// value into QVariants on its way in and out (docs/performance.md says what that cost).
///
/// Statements and schema stand in resources: `<prefix>/<name>.sql` and `<prefix>/schema/<n>.sql`, n from 1.
/// Lives on the thread that opened it. Errors are sticky: after one, statements do nothing, and commit()
/// rolls back and tells it; rollback() clears it.
class SqlDatabase
{
public:
    struct Options {
        QString resources;       ///< E.g. ":/sql/server".
        bool readOnly = false;   ///< Never makes or upgrades the file.
        qint64 maximumPages = 0; ///< For tests of a full disk; 0: no limit.
        /// A file that is made now can give free pages back to the disk: PRAGMA incremental_vacuum.
        bool givesSpaceBack = false;
        /// The owner calls log().tidy() when there is time; no commit does it by itself.
        bool tidiesLog = false;
        /// So much of the file is read in place, as the system's own memory of files, at most.
        qint64 mappedBytes = 32 << 20;
    };

    /// Errors: NotFound (read-only and not there), NewerSchema, Storage (not writable, damaged), each with
    /// a sentence that names the file.
    [[nodiscard]] static Result<std::unique_ptr<SqlDatabase>> open(const QString &fileName,
                                                                   const Options &options);
    ~SqlDatabase();
    SqlDatabase(const SqlDatabase &) = delete;
    SqlDatabase &operator=(const SqlDatabase &) = delete;

    [[nodiscard]] SqlStatement statement(const QString &name);
    /// For statements made up at run time.
    [[nodiscard]] SqlStatement prepare(const QString &sql);

    void begin();     ///< For writing: takes the write lock at once.
    void beginRead(); ///< All reads until commit() see one state.
    [[nodiscard]] Result<void> commit();
    void rollback();
    /// Lets go what was mapped; what is read next is mapped again. Outside of transactions.
    void unmap();
    /// To be tidied by the owner, where Options::tidiesLog.
    [[nodiscard]] SqlLog &log() { return m_log; }

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] const QString &fileName() const { return m_fileName; }

private:
    friend class SqlStatement;

    SqlDatabase(QString fileName, Options options);
    [[nodiscard]] Result<void> configure();
    [[nodiscard]] Result<void> upgrade();
    [[nodiscard]] bool command(const QString &sql);
    void setError(int code, const QString &text);
    void setErrorOfConnection();
    [[nodiscard]] PreparedStatement prepared(const QString &sql);

    QString m_fileName;
    Options m_options;
    SqlLog m_log; ///< Before the connection, which tells it what was committed.
    QString m_connection;
    QSqlDatabase m_database;
    sqlite3 *m_handle = nullptr;                              ///< Of m_database.
    std::unordered_map<QString, StatementShelf> m_statements; ///< By name; what is in it stays where it is.
    std::optional<Error> m_error;
};

} // namespace GenMirror
