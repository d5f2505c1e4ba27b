#include "sync/sql/sqldatabase.h"

#include "model/core/sentences.h"
#include "model/core/utf8.h"
#include "sync/sql/sqlerror.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDriver>
#include <QUuid>

#include <sqlite3.h>

#include <cerrno>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QString readResource(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return textOfUtf8(file.readAll());
}

} // namespace

SqlDatabase::SqlDatabase(QString fileName, Options options)
    : m_fileName(std::move(fileName))
    , m_options(std::move(options))
    , m_connection(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection))
{
}

SqlDatabase::~SqlDatabase()
{
    m_statements.clear();
    // What the log holds is read again by whoever opens the file next.
    if (m_handle && (m_log.hasFailed() || m_commitFailure || m_options.mode == Mode::ReadAlone)) {
        if (sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr) != SQLITE_OK)
            qWarning("%s: its log may be put away although that failed before", qUtf8Printable(m_fileName));
    }
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

bool SqlDatabase::command(const QString &sql)
{
    if (m_error)
        return false;
    errno = 0;
    if (sqlite3_exec(m_handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) == SQLITE_OK)
        return true;
    setErrorOfConnection();
    return false;
}

void SqlDatabase::fail(Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

void SqlDatabase::interruptAt(std::optional<std::chrono::steady_clock::time_point> time)
{
    m_end = time;
    watchForInterruption();
}

void SqlDatabase::interruptOn(const std::atomic<bool> *interrupted)
{
    m_interrupted = interrupted;
    watchForInterruption();
}

void SqlDatabase::watchForInterruption()
{
    constexpr int steps = 10'000; // of SQLite's machine, between two looks
    const auto isOver = [](void *database) {
        const auto &self = *static_cast<const SqlDatabase *>(database);
        const bool isLate = self.m_end && std::chrono::steady_clock::now() >= *self.m_end;
        return isLate || (self.m_interrupted && *self.m_interrupted) ? 1 : 0;
    };
    const bool watches = m_end || m_interrupted;
    sqlite3_progress_handler(m_handle, steps, watches ? static_cast<int (*)(void *)>(isOver) : nullptr, this);
}

/// SQLite itself does not mind; Qt's driver is an object that belongs to a thread.
void SqlDatabase::giveTo(QThread *thread)
{
    m_database.driver()->moveToThread(thread);
}

void SqlDatabase::setErrorOfConnection()
{
    if (!m_error)
        m_error = errorOf(m_handle, m_fileName);
}

Result<void> SqlDatabase::verdict() const
{
    if (m_error)
        return tl::make_unexpected(*m_error);
    return {};
}

PreparedStatement SqlDatabase::prepared(const QString &sql)
{
    sqlite3_stmt *made = nullptr;
    const QByteArray utf8 = sql.toUtf8();
    if (m_error)
        return PreparedStatement(made);
    const int code = sqlite3_prepare_v3(m_handle, utf8.constData(), int(utf8.size()),
                                        SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK)
        setErrorOfConnection();
    if (code == SQLITE_ERROR) // the statements are right: the tables in the file are not what they were
        m_error->kind = Error::Kind::Damaged;
    return PreparedStatement(made);
}

SqlStatement SqlDatabase::statement(const QString &name)
{
    StatementShelf &shelf = m_statements[name];
    if (!shelf.idle.empty()) {
        auto made = std::move(shelf.idle.back());
        shelf.idle.pop_back();
        return {*this, std::move(made), &shelf};
    }
    if (shelf.sql.isEmpty())
        shelf.sql = readResource(u"%1/%2.sql"_s.arg(m_options.resources, name));
    Q_ASSERT_X(!shelf.sql.isEmpty(), "SqlDatabase::statement", qPrintable(name));
    return {*this, prepared(shelf.sql), &shelf};
}

SqlStatement SqlDatabase::prepare(const QString &sql)
{
    return {*this, prepared(sql)};
}

bool SqlDatabase::isInTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

bool SqlDatabase::wasMoved()
{
    int moved = 0;
    return sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

Result<void> SqlDatabase::begin()
{
    if (!m_error && m_log.hasFailed())
        return failure(
            Error::Kind::Storage,
            Sentences::tr("%1 could not be brought to the disk. It has to be opened again before more is "
                          "written to it.")
                .arg(m_fileName));
    if (!m_error && wasMoved()) // else it would be written to a file that nobody can find any more
        return tl::make_unexpected(
            errorOf(SQLITE_READONLY_DBMOVED, 0, Sentences::tr("it is not where it was"), m_fileName));
    // What cannot be opened for writing SQLite opens for reading, the log as well; for good.
    m_isReadOnly = sqlite3_db_readonly(m_handle, "main") == 1;
    if (!m_error && m_isReadOnly)
        return tl::make_unexpected(
            errorOf(SQLITE_READONLY, 0, textOfUtf8(sqlite3_errstr(SQLITE_READONLY)), m_fileName));
    if (command(u"BEGIN IMMEDIATE"_s))
        return {};
    const Error error = *m_error;
    m_isReadOnly = sqlite3_errcode(m_handle) == SQLITE_READONLY;
    rollback();
    return tl::make_unexpected(error);
}

Result<void> SqlDatabase::commit()
{
    const bool began = !m_error;
    if (command(u"COMMIT"_s)) {
        m_commitFailure.reset();
        return {};
    }
    const Error error = *m_error;
    if (began && (error.kind == Error::Kind::Storage || error.kind == Error::Kind::Full))
        m_commitFailure = error;
    const bool mayBeInLog = sqlite3_extended_errcode(m_handle) == SQLITE_IOERR_FSYNC;
    rollback();
    if (mayBeInLog)
        writeOverLogsEnd();
    return tl::make_unexpected(error);
}

/// A commit whose sync failed stands in the log to its end, and if the program dies now the next one takes it
/// for good, although somebody was told that it failed. The next commit is written over it: one that changes
/// nothing follows at once. Where the disk fails for that, too, more cannot be done.
void SqlDatabase::writeOverLogsEnd()
{
    const int version = schemaVersion();
    if (!command(u"BEGIN IMMEDIATE"_s) || !command(u"PRAGMA user_version=%1"_s.arg(version)) ||
        !command(u"COMMIT"_s))
        rollback();
}

void SqlDatabase::rollback()
{
    m_error.reset();
    // Fails if SQLite has rolled back by itself, which is as good.
    if (sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr) != SQLITE_OK && isInTransaction())
        setErrorOfConnection();
}

Result<void> SqlDatabase::beginPart()
{
    m_hasPart = command(u"SAVEPOINT part"_s);
    return verdict();
}

Result<void> SqlDatabase::endPart()
{
    if (command(u"RELEASE part"_s)) {
        m_hasPart = false;
        return {};
    }
    const Error error = *m_error;
    undoPart();
    return tl::make_unexpected(error);
}

void SqlDatabase::undoPart()
{
    m_error.reset();
    if (std::exchange(m_hasPart, false) && isInTransaction() && command(u"ROLLBACK TO part"_s))
        command(u"RELEASE part"_s);
}

qint64 SqlDatabase::cachedBytes() const
{
    int bytes = 0;
    int highest = 0;
    return sqlite3_db_status(m_handle, SQLITE_DBSTATUS_CACHE_USED, &bytes, &highest, 0) == SQLITE_OK ? bytes
                                                                                                     : 0;
}

/// Tells a change of a file or of its log: their sizes and times.
QByteArray SqlDatabase::stampOf(const QString &fileName)
{
    QByteArray stamp;
    for (const QLatin1StringView suffix : {""_L1, "-wal"_L1}) {
        struct stat status = {};
        if (::stat(QFile::encodeName(fileName + suffix).constData(), &status) == 0)
            stamp += QByteArray::number(qint64(status.st_size)) + ' ' +
                     QByteArray::number(qint64(status.st_mtim.tv_sec)) + '.' +
                     QByteArray::number(qint64(status.st_mtim.tv_nsec)) + ' ' +
                     QByteArray::number(quint64(status.st_ino));
        stamp += ';';
    }
    return stamp;
}

void SqlDatabase::beginRead()
{
    checkIsUnchanged();
    command(u"BEGIN"_s);
}

/// A file that is read without a lock may be changed meanwhile. What was read then is void.
void SqlDatabase::checkIsUnchanged()
{
    if (m_stamp && *m_stamp != stampOf(m_fileName))
        fail({.kind = Error::Kind::Storage,
              .detail = Sentences::tr("%1 was changed while it was read without a lock. Open it again.")
                            .arg(m_fileName)});
}

Result<void> SqlDatabase::endRead()
{
    checkIsUnchanged();
    return commit(); // a view of the past notes what it needs in temporary tables, which stay
}

/// Nobody asked how it ended: the error stays.
void SqlDatabase::leaveRead()
{
    if (sqlite3_exec(m_handle, m_error ? "ROLLBACK" : "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK)
        setErrorOfConnection();
}

} // namespace GenMirror
