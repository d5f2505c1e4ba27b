// How a database's file is made and opened: for writing, for reading, and where it cannot be read as usual.
#include "model/core/sentences.h"
#include "sync/files/durablefiles.h"
#include "sync/sql/sqldatabase.h"
#include "sync/sql/sqlerror.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>
#include <QUuid>

#include <sqlite3.h>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

const QString BusyTimeout = u"QSQLITE_BUSY_TIMEOUT=10000"_s; // milliseconds

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

QString uriOf(const QString &fileName, QLatin1StringView parameters)
{
    const QByteArray path = QUrl::toPercentEncoding(QFileInfo(fileName).absoluteFilePath(), "/");
    return u"file://%1?%2"_s.arg(QString::fromLatin1(path), parameters);
}

/// Whether a log is beside the file that holds something which is not in it.
bool hasLog(const QString &fileName)
{
    return QFileInfo(fileName + "-wal"_L1).size() > 0;
}

/// A log whose file is gone would be taken for that of the file which is put there, and its old pages for
/// newer ones. It may be all that is left of that file: `X-wal.TIME` stays until a person removes it.
Result<void> setLogsAside(const QString &fileName)
{
    for (const QLatin1StringView suffix : {"-wal"_L1, "-journal"_L1}) {
        const QString log = fileName + suffix;
        const QString aside = log + QDateTime::currentDateTimeUtc().toString(u".yyyyMMdd-HHmmss-zzz"_s);
        auto moved = renameDurably(log, aside);
        if (!moved && moved.error().kind != Error::Kind::NotFound)
            return moved;
    }
    return {};
}

} // namespace

void setSqliteUp()
{
    // It counts each allocation under a lock that all connections share; nobody asks for the counts.
    [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // It locks a connection for each call; each is used by one thread alone.
    [[maybe_unused]] static const int unlocked = sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
}

Result<std::unique_ptr<SqlDatabase>> SqlDatabase::open(const QString &fileName, const Options &options)
{
    setSqliteUp();
    static const bool shared = sharesSqlite();
    if (!shared)
        return failure(
            Error::Kind::Storage,
            Sentences::tr(
                "Qt's SQLite driver was built with another SQLite than GenMirror, which uses %1. Install the "
                "driver that belongs to the system's SQLite (Debian: libqt6sql6-sqlite).")
                .arg(QLatin1StringView(sqlite3_libversion())));
    const bool exists = QFileInfo::exists(fileName);
    if (options.mode == Mode::Create && exists)
        return failure(Error::Kind::AlreadyExists,
                       Sentences::tr("There is a file %1 already.").arg(fileName));
    const bool makes = options.mode == Mode::Create || options.mode == Mode::OpenOrCreate;
    if (!exists && !makes)
        return failure(Error::Kind::NotFound, Sentences::tr("There is no file %1.").arg(fileName));
    if (!exists && options.mode == Mode::OpenOrCreate) {
        if (auto made = make(fileName, options); !made)
            return failureOf(made);
    }
    return openFile(fileName, options);
}

/// Makes it whole under another name first: there is never a file that is only begun.
Result<void> SqlDatabase::make(const QString &fileName, const Options &options)
{
    const QString unfinished = fileName + ".new"_L1;
    for (const QLatin1StringView suffix : {"-wal"_L1, "-shm"_L1, "-journal"_L1, ""_L1}) {
        if (auto removed = removeDurably(unfinished + suffix); !removed) // of a crash
            return removed;
    }
    Options making = options;
    making.mode = Mode::Create;
    {
        const auto made = openFile(unfinished, making);
        if (!made)
            return failureOf(made);
        // All of it goes into the one file that gets the name: where closing cannot do that, it tells nobody.
        errno = 0;
        if (sqlite3_wal_checkpoint_v2((*made)->m_handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                      nullptr) != SQLITE_OK)
            return tl::make_unexpected(errorOf((*made)->m_handle, unfinished));
    }
    return setLogsAside(fileName).and_then([&] { return renameDurably(unfinished, fileName); });
}

Result<std::unique_ptr<SqlDatabase>> SqlDatabase::openFile(const QString &fileName, const Options &options)
{
    if (options.mode == Mode::Create) { // nobody else reads it at any time; its log gets the same rights
        if (auto begun = writeFileDurably(fileName, {}); !begun)
            return failureOf(begun);
    }
    std::unique_ptr<SqlDatabase> database(new SqlDatabase(fileName, options));
    const auto connected =
        options.mode == Mode::ReadOnly
            ? database->connectToRead()
            : database->connect(uriOf(fileName, options.mode == Mode::Create ? "mode=rwc"_L1 : "mode=rw"_L1),
                                u"QSQLITE_OPEN_URI;"_s + BusyTimeout);
    if (!connected)
        return failureOf(connected);
    if (auto ok = database->configure(); !ok)
        return failureOf(ok);
    return database;
}

Result<void> SqlDatabase::connect(const QString &name, const QString &connectOptions)
{
    m_error.reset();
    m_database.setDatabaseName(name);
    m_database.setConnectOptions(connectOptions);
    if (!m_database.open())
        return failure(Error::Kind::Storage,
                       Sentences::tr("%1 cannot be opened: %2. Check that its folder is there and writable.")
                           .arg(m_fileName, m_database.lastError().databaseText()));
    const QVariant handle = m_database.driver()->handle();
    m_handle = *static_cast<sqlite3 *const *>(handle.constData());
    return {};
}

/// A file with a write-ahead log can only be read where its folder can be written, and has room for what
/// readers and writers share. Elsewhere nobody changes it: it is read as it is, or, if its log was left
/// behind, from a copy of both.
Result<void> SqlDatabase::connectToRead()
{
    auto opened = m_options.putsLogAway
                      ? connect(uriOf(m_fileName, "mode=rw"_L1), u"QSQLITE_OPEN_URI;"_s + BusyTimeout)
                      : connect(m_fileName, u"QSQLITE_OPEN_READONLY;"_s + BusyTimeout);
    if (!opened)
        return opened;
    const bool isOfUs = schemaVersion() > 0; // the first that is read of it
    const bool isFull = m_error && m_error->kind == Error::Kind::Full && !m_options.besideWriter;
    if ((isOfUs && !m_error) || (!isFull && QFileInfo(QFileInfo(m_fileName).absolutePath()).isWritable()))
        return verdict();
    m_database.close();
    m_stamp = stampOf(m_fileName);
    if (!hasLog(m_fileName))
        return connect(uriOf(m_fileName, "immutable=1"_L1), u"QSQLITE_OPEN_URI;QSQLITE_OPEN_READONLY"_s);
    auto copy = SqlCopy::of(m_fileName, *m_stamp, {});
    if (!copy)
        return failureOf(copy);
    m_copy = *std::move(copy);
    return connect(m_copy->fileName(), u"QSQLITE_OPEN_READONLY;"_s + BusyTimeout);
}

/// Of an older version's file that cannot be written.
Result<void> SqlDatabase::readUpgradedCopy()
{
    m_statements.clear();
    m_database.close();
    m_stamp = stampOf(m_fileName);
    auto copy = SqlCopy::of(m_fileName, *m_stamp,
                            {.name = m_options.resources,
                             .run =
                                 [this](const QString &file) {
                                     return open(file, {.resources = m_options.resources, .mode = Mode::Open})
                                         .map([](const std::unique_ptr<SqlDatabase> &) {});
                                 },
                             .timesTheRoom = 3}); // the file, its log, and what the steps add
    if (!copy)
        return failureOf(copy);
    m_copy = *std::move(copy);
    return connect(m_copy->fileName(), u"QSQLITE_OPEN_READONLY;"_s + BusyTimeout).and_then([this] {
        return configure();
    });
}

Result<void> SqlDatabase::configure()
{
    if (m_options.mode == Mode::ReadAlone) {
        command(u"PRAGMA locking_mode=EXCLUSIVE"_s); // with it the index of the log is in memory
        command(u"PRAGMA query_only=ON"_s);
    } else if (m_options.mode == Mode::ReadOnly) {
        if (m_options.putsLogAway) // it could write
            command(u"PRAGMA query_only=ON"_s);
    } else {
        if (m_options.mode == Mode::Create) {
            // An update of many objects here and there writes half as much as with 4096.
            command(u"PRAGMA page_size=2048"_s);
            if (m_options.givesSpaceBack)
                command(u"PRAGMA auto_vacuum=INCREMENTAL"_s);
        } else if (schemaVersion() == 0) {
            if (auto known = upgrade(); !known) // it says what is wrong: nothing of the file is changed
                return known;
        }
        command(u"PRAGMA journal_mode=WAL"_s);
        command(m_options.durability == Durability::EachCommit ? u"PRAGMA synchronous=FULL"_s
                                                               : u"PRAGMA synchronous=NORMAL"_s);
        // The log is kept small by checkpoints, and cut when it is begun anew.
        command(u"PRAGMA journal_size_limit=16777216"_s);
        command(u"PRAGMA foreign_keys=OFF"_s);
        // Up to 64 MiB that a transaction changes stay in memory until it commits: pages that go to the log
        // before are written, and summed up, again and again.
        command(u"PRAGMA cache_spill=32768"_s);
        if (m_options.tidiesLog)
            m_log.attach(m_handle, m_fileName);
        if (m_options.maximumPages > 0)
            command(u"PRAGMA max_page_count=%1"_s.arg(m_options.maximumPages));
    }
    command(u"PRAGMA cache_size=-%1"_s.arg(m_options.cacheBytes / 1024));
    // Never mapped: where a mapped file gets shorter, or cannot be read, the whole program dies of it.
    command(u"PRAGMA mmap_size=0"_s);
    if (auto done = verdict(); !done)
        return done;
    return upgrade();
}

} // namespace GenMirror
