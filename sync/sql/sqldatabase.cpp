#include "sync/sql/sqldatabase.h"

#include "model/core/sentences.h"
#include "sync/sql/logwriter.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>
#include <QUuid>

#include <sqlite3.h>

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
    return QString::fromUtf8(file.readAll());
}

/// Whether Qt's driver was built with the SQLite that this program uses: only then a connection's handle can
/// be used beside the driver.
bool sharesSqlite()
{
    const QString connection = QUuid::createUuid().toString(QUuid::WithoutBraces);
    bool isSame = false;
    {
        QSqlDatabase memory = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        memory.setDatabaseName(u":memory:"_s);
        memory.open();
        QSqlQuery query(memory);
        isSame = query.exec(u"SELECT sqlite_source_id()"_s) && query.next() &&
                 query.value(0).toString() == QLatin1StringView(sqlite3_sourceid()) &&
                 qstrcmp(memory.driver()->handle().typeName(), "sqlite3*") == 0;
    }
    QSqlDatabase::removeDatabase(connection);
    return isSame;
}

/// Of a file for writing: with the VFS that writes logs in large pieces.
QString uriOf(const QString &fileName)
{
    const QByteArray path = QUrl::toPercentEncoding(QFileInfo(fileName).absoluteFilePath(), "/");
    return u"file://%1?vfs=%2"_s.arg(QString::fromLatin1(path), QLatin1StringView(logWritingVfs()));
}

} // namespace

void setSqliteUp()
{
    // It counts each allocation under a lock that all connections share; nobody asks for the counts.
    [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // It locks a connection for each call; each is used by one thread alone.
    [[maybe_unused]] static const int unlocked = sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
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
    m_hasRow = step();
    return !m_database.m_error;
}

/// True at a row; at the end, or after a failure, which becomes the database's error, false.
bool SqlStatement::step()
{
    const int code = sqlite3_step(m_prepared.get());
    if (code == SQLITE_ROW)
        return true;
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

SqlDatabase::SqlDatabase(QString fileName, Options options)
    : m_fileName(std::move(fileName))
    , m_options(std::move(options))
    , m_connection(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection))
{
    m_database.setDatabaseName(m_options.readOnly ? m_fileName : uriOf(m_fileName));
    m_database.setConnectOptions(m_options.readOnly ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=10000"_s
                                                    : u"QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=10000"_s);
}

SqlDatabase::~SqlDatabase()
{
    m_statements.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<SqlDatabase>> SqlDatabase::open(const QString &fileName, const Options &options)
{
    if (options.readOnly && !QFileInfo::exists(fileName))
        return failure(Error::Kind::NotFound, Sentences::tr("There is no file %1.").arg(fileName));
    setSqliteUp();
    static const bool shared = sharesSqlite();
    if (!shared || !logWritingVfs())
        return failure(
            Error::Kind::Storage,
            Sentences::tr(
                "Qt's SQLite driver was built with another SQLite than GenMirror, which uses %1. Install the "
                "driver that belongs to the system's SQLite (Debian: libqt6sql6-sqlite).")
                .arg(QLatin1StringView(sqlite3_libversion())));
    std::unique_ptr<SqlDatabase> database(new SqlDatabase(fileName, options));
    if (!database->m_database.open())
        return failure(Error::Kind::Storage,
                       Sentences::tr("%1 cannot be opened: %2. Check that its folder is there and writable.")
                           .arg(fileName, database->m_database.lastError().databaseText()));
    const QVariant handle = database->m_database.driver()->handle();
    database->m_handle = *static_cast<sqlite3 *const *>(handle.constData());
    if (auto ok = database->configure(); !ok)
        return failureOf(ok);
    return database;
}

Result<void> SqlDatabase::configure()
{
    if (!m_options.readOnly) {
        // Of a file that is made now. An update of many objects here and there writes half as much as with
        // 4096.
        (void)command(u"PRAGMA page_size=2048"_s);
        if (m_options.givesSpaceBack) // counts only before there is anything in the file
            (void)command(u"PRAGMA auto_vacuum=INCREMENTAL"_s);
        // FULL: what was committed is on the disk; logWritingVfs() needs it too. The log is kept small by
        // checkpoints and truncated after one.
        (void)(command(u"PRAGMA journal_mode=WAL"_s) && command(u"PRAGMA synchronous=FULL"_s) &&
               command(u"PRAGMA journal_size_limit=16777216"_s) && command(u"PRAGMA foreign_keys=OFF"_s));
        // Up to 64 MiB that a transaction changes stay in memory until it commits: pages that go to the log
        // before are written, and summed up, again and again.
        (void)command(u"PRAGMA cache_spill=32768"_s);
        if (m_options.tidiesLog)
            m_log.attach(m_handle);
        if (m_options.maximumPages > 0)
            (void)command(u"PRAGMA max_page_count=%1"_s.arg(m_options.maximumPages));
    }
    (void)command(u"PRAGMA cache_size=-16384"_s);
    unmap();
    if (!m_error)
        return upgrade();
    return tl::make_unexpected(*m_error);
}

void SqlDatabase::unmap()
{
    (void)(command(u"PRAGMA mmap_size=0"_s) && command(u"PRAGMA mmap_size=%1"_s.arg(m_options.mappedBytes)));
}

Result<void> SqlDatabase::upgrade()
{
    int newest = 0;
    while (QFile::exists(u"%1/schema/%2.sql"_s.arg(m_options.resources).arg(newest + 1)))
        ++newest;
    int version = 0;
    {
        SqlStatement statement = prepare(u"PRAGMA user_version"_s);
        if (statement.next())
            version = int(statement.integer(0));
    }
    if (m_error)
        return tl::make_unexpected(*m_error);
    if (version > newest)
        return failure(Error::Kind::NewerSchema,
                       Sentences::tr("%1 was written by a newer GenMirror (schema %2; this one knows %3). "
                                     "Use that one, or another "
                                     "folder.")
                           .arg(m_fileName)
                           .arg(version)
                           .arg(newest));
    if (version == newest)
        return {};
    if (m_options.readOnly) { // an older file, read before anybody wrote it: brought up to date once
        Options writable = m_options;
        writable.readOnly = false;
        const auto upgraded = open(m_fileName, writable);
        return upgraded ? Result<void>() : failureOf(upgraded);
    }
    begin();
    {
        SqlStatement statement = prepare(u"PRAGMA user_version"_s); // another process may have been faster
        if (statement.next())
            version = int(statement.integer(0));
    }
    for (int step = version + 1; step <= newest; ++step) {
        const QString sql = readResource(u"%1/schema/%2.sql"_s.arg(m_options.resources).arg(step));
        (void)command(sql);
    }
    (void)command(u"PRAGMA user_version=%1"_s.arg(newest));
    return commit();
}

bool SqlDatabase::command(const QString &sql)
{
    if (m_error)
        return false;
    if (sqlite3_exec(m_handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) == SQLITE_OK)
        return true;
    setErrorOfConnection();
    return false;
}

void SqlDatabase::setErrorOfConnection()
{
    constexpr int primary = 0xff; // Qt switches extended codes on, such as SQLITE_CORRUPT_INDEX
    setError(sqlite3_errcode(m_handle) & primary, QString::fromUtf8(sqlite3_errmsg(m_handle)));
}

void SqlDatabase::setError(int code, const QString &text)
{
    if (m_error)
        return;
    QString advice;
    const bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    if (damaged)
        advice = Sentences::tr("The file is damaged. Move it away; a mirror is then fetched anew, a server "
                               "restored from a backup.");
    else if (code == SQLITE_FULL)
        advice = Sentences::tr("The disk is full. Nothing of this change was kept; make room and try again.");
    else if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN)
        advice = Sentences::tr("Check that the file and its folder are writable.");
    else if (code == SQLITE_BUSY)
        advice = Sentences::tr("Another process holds it; try again.");
    m_error = Error{.kind = damaged ? Error::Kind::Damaged : Error::Kind::Storage,
                    .detail = u"%1: %2. %3"_s.arg(m_fileName, text, advice).trimmed()};
}

PreparedStatement SqlDatabase::prepared(const QString &sql)
{
    sqlite3_stmt *made = nullptr;
    const QByteArray utf8 = sql.toUtf8();
    if (!m_error && sqlite3_prepare_v3(m_handle, utf8.constData(), int(utf8.size()),
                                       SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
        setErrorOfConnection();
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

void SqlDatabase::begin()
{
    (void)command(u"BEGIN IMMEDIATE"_s);
}

void SqlDatabase::beginRead()
{
    (void)command(u"BEGIN"_s);
}

Result<void> SqlDatabase::commit()
{
    if (command(u"COMMIT"_s))
        return {};
    const Error error = *m_error;
    rollback();
    return tl::make_unexpected(error);
}

void SqlDatabase::rollback()
{
    m_error.reset();
    // Fails if SQLite has rolled back by itself, which is as good.
    sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
}

} // namespace GenMirror
