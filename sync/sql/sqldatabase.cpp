#include "sync/sql/sqldatabase.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>

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

/// A schema step is several statements, each ended by a semicolon at a line's end.
QStringList statementsOf(const QString &sql)
{
    QStringList statements;
    for (const QString &statement : sql.split(u";\n"_s, Qt::SkipEmptyParts)) {
        if (!statement.trimmed().isEmpty())
            statements.append(statement);
    }
    return statements;
}

} // namespace

SqlStatement::SqlStatement(SqlDatabase &database, QString name, std::unique_ptr<QSqlQuery> query)
    : m_database(database)
    , m_name(std::move(name))
    , m_query(std::move(query))
{
}

SqlStatement::~SqlStatement()
{
    if (m_query)
        m_database.giveBack(m_name, std::move(m_query));
}

SqlStatement &SqlStatement::bind(qint64 value)
{
    m_query->bindValue(m_bound++, QVariant::fromValue(value));
    return *this;
}

SqlStatement &SqlStatement::bind(const QByteArray &value)
{
    m_query->bindValue(m_bound++, value.isNull() ? QByteArray("") : value);
    return *this;
}

SqlStatement &SqlStatement::bind(const QString &value)
{
    m_query->bindValue(m_bound++, value.isNull() ? QStringLiteral("") : value);
    return *this;
}

bool SqlStatement::run()
{
    if (m_database.m_error)
        return false;
    m_ran = true;
    m_bound = 0;
    if (m_query->exec())
        return true;
    m_database.setError(m_query->lastError());
    return false;
}

bool SqlStatement::next()
{
    if (!m_ran && !run())
        return false;
    if (m_query->next())
        return true;
    if (m_query->lastError().isValid())
        m_database.setError(m_query->lastError());
    return false;
}

SqlDatabase::SqlDatabase(QString fileName, Options options)
    : m_fileName(std::move(fileName))
    , m_options(std::move(options))
    , m_connection(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection))
{
    m_database.setDatabaseName(m_fileName);
    m_database.setConnectOptions(m_options.readOnly ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=10000"_s
                                                    : u"QSQLITE_BUSY_TIMEOUT=10000"_s);
}

SqlDatabase::~SqlDatabase()
{
    m_idle.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<SqlDatabase>> SqlDatabase::open(const QString &fileName, const Options &options)
{
    if (options.readOnly && !QFileInfo::exists(fileName))
        return failure(Error::Kind::NotFound, u"There is no file %1."_s.arg(fileName));
    std::unique_ptr<SqlDatabase> database(new SqlDatabase(fileName, options));
    if (!database->m_database.open())
        return failure(Error::Kind::Storage,
                       u"%1 cannot be opened: %2. Check that its folder is there and writable."_s.arg(
                           fileName, database->m_database.lastError().databaseText()));
    if (auto ok = database->configure(); !ok)
        return failureOf(ok);
    return database;
}

Result<void> SqlDatabase::configure()
{
    if (!m_options.readOnly) {
        if (m_options.givesSpaceBack) // counts only before there is anything in the file
            (void)command(u"PRAGMA auto_vacuum=INCREMENTAL"_s);
        // FULL: what was committed is on the disk. The log is kept small by checkpoints and truncated after
        // one.
        (void)(command(u"PRAGMA journal_mode=WAL"_s) && command(u"PRAGMA synchronous=FULL"_s) &&
               command(u"PRAGMA journal_size_limit=16777216"_s) && command(u"PRAGMA foreign_keys=OFF"_s));
        if (m_options.maximumPages > 0)
            (void)command(u"PRAGMA max_page_count=%1"_s.arg(m_options.maximumPages));
    }
    (void)(command(u"PRAGMA cache_size=-16384"_s) && command(u"PRAGMA mmap_size=268435456"_s));
    if (!m_error)
        return upgrade();
    return tl::make_unexpected(*m_error);
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
        return failure(
            Error::Kind::NewerSchema,
            u"%1 was written by a newer GenMirror (schema %2; this one knows %3). Use that one, or another "
            "folder."_s.arg(m_fileName)
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
        for (const QString &statement : statementsOf(sql))
            (void)command(statement);
    }
    (void)command(u"PRAGMA user_version=%1"_s.arg(newest));
    return commit();
}

bool SqlDatabase::command(const QString &sql)
{
    if (m_error)
        return false;
    QSqlQuery query(m_database);
    if (query.exec(sql))
        return true;
    setError(query.lastError());
    return false;
}

void SqlDatabase::setError(const QSqlError &error)
{
    if (m_error)
        return;
    const int code = error.nativeErrorCode().toInt();
    QString advice;
    const bool damaged = code == 11 || code == 26; // SQLITE_CORRUPT, SQLITE_NOTADB
    if (damaged)
        advice =
            u"The file is damaged. Move it away; a mirror is then fetched anew, a server restored from a backup."_s;
    else if (code == 13) // SQLITE_FULL
        advice = u"The disk is full. Nothing of this change was kept; make room and try again."_s;
    else if (code == 8 || code == 14) // SQLITE_READONLY, SQLITE_CANTOPEN
        advice = u"Check that the file and its folder are writable."_s;
    else if (code == 5) // SQLITE_BUSY
        advice = u"Another process holds it; try again."_s;
    m_error = Error{
        .kind = damaged ? Error::Kind::Damaged : Error::Kind::Storage,
        .detail = u"%1: %2. %3"_s
                      .arg(m_fileName,
                           error.databaseText().isEmpty() ? error.driverText() : error.databaseText(), advice)
                      .trimmed()};
}

std::unique_ptr<QSqlQuery> SqlDatabase::prepared(const QString &sql)
{
    auto query = std::make_unique<QSqlQuery>(m_database);
    query->setForwardOnly(true);
    if (!m_error && !query->prepare(sql))
        setError(query->lastError());
    return query;
}

SqlStatement SqlDatabase::statement(const QString &name)
{
    auto &idle = m_idle[name];
    if (!idle.empty()) {
        auto query = std::move(idle.back());
        idle.pop_back();
        return {*this, name, std::move(query)};
    }
    QString &sql = m_sql[name];
    if (sql.isEmpty())
        sql = readResource(u"%1/%2.sql"_s.arg(m_options.resources, name));
    Q_ASSERT_X(!sql.isEmpty(), "SqlDatabase::statement", qPrintable(name));
    return {*this, name, prepared(sql)};
}

SqlStatement SqlDatabase::prepare(const QString &sql)
{
    return {*this, {}, prepared(sql)};
}

void SqlDatabase::giveBack(const QString &name, std::unique_ptr<QSqlQuery> query)
{
    query->finish();
    if (!name.isEmpty() && !m_error)
        m_idle[name].push_back(std::move(query));
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
    QSqlQuery(m_database).exec(u"ROLLBACK"_s); // fails if SQLite has rolled back by itself, which is as good
}

} // namespace GenMirror
