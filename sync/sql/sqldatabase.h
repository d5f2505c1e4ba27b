#pragma once

#include "model/core/result.h"
#include "sync/sql/sqlcopy.h"
#include "sync/sql/sqllog.h"
#include "sync/sql/sqlstatement.h"

#include <QSqlDatabase>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <unordered_map>

class QThread;
struct sqlite3;

namespace GenMirror
{

/// Done by the first SqlDatabase::open(); by hand where something else uses SQLite before, since it has an
/// effect only then. On any thread.
void setSqliteUp();

/// One connection to one SQLite file with a write-ahead log, its schema brought up to date when it is opened.
///
/// QSqlDatabase opens the connection; statements are prepared on its own handle, since QSqlQuery copies each
/// value into QVariants on its way in and out (docs/performance.md says what that cost).
///
/// Statements and schema stand in resources: `<prefix>/<name>.sql` and `<prefix>/schema/<n>.sql`, n from 1.
/// Used by one thread at a time. Errors are sticky: after one, statements do nothing, and whoever ends
/// the transaction is told: by commit() for one that writes, by ReadTransaction::end() for one that reads.
class SqlDatabase
{
public:
    enum class Mode {
        Open,   ///< What is there, for writing. Never makes a file, nor takes an empty one for a new one.
        Create, ///< A file that is not there yet.
        OpenOrCreate, ///< One or the other. A crash while it is made leaves none.
        ReadOnly,     ///< What is there, for reading, also in a place that cannot be written.
        /// The same where the disk is too full for ReadOnly, which needs some room for an index of the log.
        /// Meanwhile nobody else can open the file.
        ReadAlone,
    };
    /// When what was committed is on the disk for good.
    enum class Durability {
        EachCommit,     ///< When commit() returns: synchronous=FULL.
        EachCheckpoint, ///< Later. A power loss may take the last commits, and leaves a whole earlier state.
    };
    struct Options {
        QString resources; ///< E.g. ":/sql/server".
        Mode mode = Mode::OpenOrCreate;
        Durability durability = Durability::EachCommit;
        qint64 maximumPages = 0; ///< For tests of a full disk; 0: no limit.
        /// A file that is made now can give free pages back to the disk: PRAGMA incremental_vacuum.
        bool givesSpaceBack = false;
        /// Pages of the file that are kept in memory, at most.
        qint64 cacheBytes = 16 << 20;
        /// Who reads is not alone for long: somebody may begin to write at any time. Then a disk that is too
        /// full for ReadOnly is the error Full; the file is not read as if it stayed as it is.
        bool besideWriter = false;
        /// One who reads an older version's file in a place that cannot be written reads a copy that was
        /// brought up to date (SqlCopy); else that is an error.
        bool readsCopies = false;
        /// One who reads, and closes the file last, puts its log into it and removes it, as one who writes
        /// does.
        bool putsLogAway = false;
        /// The owner calls log().tidy() when there is time; no commit does it by itself.
        bool tidiesLog = false;
    };

    /// Errors, each with a sentence that names the file: NotFound (Open and ReadOnly: it is not there),
    /// AlreadyExists (Create), NewerSchema, Damaged (also a file that is empty, or holds no schema of ours),
    /// Full, Storage (rights, or a device that fails).
    [[nodiscard]] static Result<std::unique_ptr<SqlDatabase>> open(const QString &fileName,
                                                                   const Options &options);
    ~SqlDatabase();
    SqlDatabase(const SqlDatabase &) = delete;
    SqlDatabase &operator=(const SqlDatabase &) = delete;

    [[nodiscard]] SqlStatement statement(const QString &name);
    /// For statements made up at run time.
    [[nodiscard]] SqlStatement prepare(const QString &sql);

    /// For writing: takes the write lock at once. Errors: Storage, also where the file was moved or removed
    /// under this connection, or a checkpoint has failed since it was opened.
    [[nodiscard]] Result<void> begin();
    /// Errors: the first since begin(); nothing of the transaction is kept then.
    [[nodiscard]] Result<void> commit();
    /// Ends a transaction without keeping anything of it, and forgets its error: whoever calls this has it.
    void rollback();
    // A part of a transaction that writes, which can be undone alone. One at a time.
    [[nodiscard]] Result<void> beginPart();
    /// Errors: the first since beginPart(); then it is undone.
    [[nodiscard]] Result<void> endPart();
    /// Undoes it and forgets its error. Where the disk failed so that SQLite gave up all of the transaction,
    /// isInTransaction() says so.
    void undoPart();
    /// What was read cannot be: ends the transaction as a failed statement does, unless one failed before.
    void fail(Error error);
    /// Statements that run at this time, or later, fail as Canceled; none: they take as long as they take.
    void interruptAt(std::optional<std::chrono::steady_clock::time_point> time);
    /// The same as soon as this is true; null: never. It has to live as long.
    void interruptOn(const std::atomic<bool> *interrupted);
    /// From the thread that uses it: another one does from now on.
    void giveTo(QThread *thread);
    /// Of a connection that writes. To be tidied by the owner, where Options::tidiesLog.
    [[nodiscard]] SqlLog &log() { return m_log; }

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    /// How the last commit failed on the disk (Storage, Full), if it did. Its pages may be in the log: this
    /// connection knows, and writes over them with the next commit; whoever reads the log anew takes them for
    /// committed.
    [[nodiscard]] const std::optional<Error> &commitFailure() const { return m_commitFailure; }
    /// It can be used no more for writing: a checkpoint has failed, or a file could be opened for reading
    /// alone. Opened again it may work.
    [[nodiscard]] bool needsReopening() const { return m_log.hasFailed() || m_isReadOnly; }
    [[nodiscard]] bool isInTransaction() const;
    /// Of the file's pages, in memory.
    [[nodiscard]] qint64 cachedBytes() const;
    [[nodiscard]] const QString &fileName() const { return m_fileName; }
    /// Whether the file that is open is not the one under this name any more.
    [[nodiscard]] bool wasMoved();

private:
    friend class SqlStatement;
    friend class ReadTransaction;

    SqlDatabase(QString fileName, Options options);
    [[nodiscard]] static Result<std::unique_ptr<SqlDatabase>> openFile(const QString &fileName,
                                                                       const Options &options);
    [[nodiscard]] static Result<void> make(const QString &fileName, const Options &options);
    [[nodiscard]] Result<void> connect(const QString &name, const QString &connectOptions);
    [[nodiscard]] Result<void> connectToRead();
    [[nodiscard]] Result<void> configure();
    [[nodiscard]] Result<void> upgrade();
    [[nodiscard]] Result<void> stepUp(int newest);
    [[nodiscard]] Result<void> readUpgradedCopy();
    [[nodiscard]] int schemaVersion();
    bool command(const QString &sql);
    void writeOverLogsEnd();
    void watchForInterruption();
    void beginRead();
    [[nodiscard]] static QByteArray stampOf(const QString &fileName);
    void checkIsUnchanged();
    [[nodiscard]] Result<void> endRead();
    void leaveRead();
    void setErrorOfConnection();
    /// What has failed so far.
    [[nodiscard]] Result<void> verdict() const;
    [[nodiscard]] PreparedStatement prepared(const QString &sql);

    QString m_fileName;
    Options m_options;
    SqlLog m_log; ///< Before the connection, which tells it what was committed.
    QString m_connection;
    QSqlDatabase m_database;
    sqlite3 *m_handle = nullptr; ///< Of m_database.
    std::optional<QByteArray>
        m_stamp; ///< Of a file that is read without a lock: another one says that it was changed.
    std::shared_ptr<const SqlCopy> m_copy; ///< Read in place of a file that cannot be read where it is.
    std::unordered_map<QString, StatementShelf> m_statements; ///< By name; what is in it stays where it is.
    bool m_hasPart = false;
    bool m_isReadOnly = false; ///< Of one that should write.
    std::optional<Error> m_error;
    std::optional<Error> m_commitFailure;
    std::optional<std::chrono::steady_clock::time_point> m_end; ///< Of all patience.
    const std::atomic<bool> *m_interrupted = nullptr;
};

} // namespace GenMirror
