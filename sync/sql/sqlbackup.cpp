#include "sync/sql/sqlbackup.h"

#include <QFile>

#include <memory>

#include <sqlite3.h>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

struct Close {
    void operator()(sqlite3 *database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, Close>;

Result<Database> openFile(const QString &fileName, int flags)
{
    sqlite3 *opened = nullptr;
    const int code = sqlite3_open_v2(QFile::encodeName(fileName).constData(), &opened, flags, nullptr);
    Database database(opened);
    if (code != SQLITE_OK)
        return failure(Error::Kind::Storage,
                       u"%1 cannot be opened: %2."_s.arg(fileName, QString::fromUtf8(sqlite3_errstr(code))));
    sqlite3_busy_timeout(opened, 10'000);
    return database;
}

Result<void> copyInto(sqlite3 *copy, sqlite3 *source, const QString &copyFile)
{
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", source, "main");
    // All pages in one step: in portions it would begin anew after each commit of another connection. With a
    // write-ahead log nobody waits for it.
    const int code = backup ? sqlite3_backup_step(backup, -1) : sqlite3_errcode(copy);
    const int finished = backup ? sqlite3_backup_finish(backup) : code;
    if (code != SQLITE_DONE || finished != SQLITE_OK)
        return failure(Error::Kind::Storage, u"The copy %1 cannot be written: %2. Is the disk full?"_s.arg(
                                                 copyFile, QString::fromUtf8(sqlite3_errstr(code))));
    // The copy took over the write-ahead log's mode: without it it is one file, which can be moved about.
    if (sqlite3_exec(copy, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure(Error::Kind::Storage, u"The copy %1 cannot be finished: %2."_s.arg(
                                                 copyFile, QString::fromUtf8(sqlite3_errmsg(copy))));
    return {};
}

Result<void> syncFile(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadWrite) || ::fsync(file.handle()) != 0)
        return failure(Error::Kind::Storage,
                       u"The copy %1 cannot be brought to the disk: %2."_s.arg(fileName, file.errorString()));
    return {};
}

} // namespace

Result<void> backUp(const QString &databaseFile, const QString &copyFile)
{
    const auto source = openFile(databaseFile, SQLITE_OPEN_READONLY);
    if (!source)
        return failureOf(source);
    Result<void> done;
    {
        const auto copy = openFile(copyFile, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        done = copy ? copyInto(copy->get(), source->get(), copyFile) : failureOf(copy);
    }
    if (done)
        done = syncFile(copyFile);
    if (!done)
        QFile::remove(copyFile);
    return done;
}

Result<void> checkIntegrity(const QString &databaseFile)
{
    const auto database = openFile(databaseFile, SQLITE_OPEN_READONLY);
    if (!database)
        return failureOf(database);
    QByteArray answer;
    const auto row = [](void *text, int, char **values, char **) {
        static_cast<QByteArray *>(text)->append(values[0]);
        return 0;
    };
    const int code = sqlite3_exec(database->get(), "PRAGMA integrity_check(1)", row, &answer, nullptr);
    if (code == SQLITE_OK && answer == "ok")
        return {};
    return failure(
        Error::Kind::Damaged,
        u"%1 is damaged: %2"_s.arg(
            databaseFile, QString::fromUtf8(code == SQLITE_OK ? answer : QByteArray(sqlite3_errstr(code)))));
}

} // namespace GenMirror
