#include "sync/sql/sqlbackup.h"

#include "model/core/sentences.h"
#include "model/core/utf8.h"
#include "sync/files/durablefiles.h"
#include "sync/sql/sqlerror.h"

#include <QFile>

#include <algorithm>
#include <memory>

#include <sqlite3.h>

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
        return tl::make_unexpected(errorOf(opened, fileName));
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_timeout(opened, 10'000);
    return database;
}

Result<void> copyInto(sqlite3 *copy, sqlite3 *source, const QString &files)
{
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", source, "main");
    if (!backup)
        return tl::make_unexpected(errorOf(copy, files));
    // All pages in one step: in portions it would begin anew after each commit of another connection. With a
    // write-ahead log nobody waits for it.
    const int code = sqlite3_backup_step(backup, -1);
    const int systemError = std::max(sqlite3_system_errno(copy), sqlite3_system_errno(source));
    const int finished = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE || finished != SQLITE_OK) {
        const int failed = code != SQLITE_DONE ? code : finished;
        return tl::make_unexpected(errorOf(failed, systemError, textOfUtf8(sqlite3_errstr(failed)), files));
    }
    // The copy took over the write-ahead log's mode: without it it is one file, which can be moved about.
    if (sqlite3_exec(copy, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr) != SQLITE_OK)
        return tl::make_unexpected(errorOf(copy, files));
    return {};
}

} // namespace

Result<void> backUp(const QString &databaseFile, const QString &copyFile)
{
    const auto source = openFile(databaseFile, SQLITE_OPEN_READONLY);
    if (!source)
        return failureOf(source);
    if (auto begun = writeFileDurably(copyFile, {}); !begun) // nobody else reads it at any time
        return begun;
    Result<void> done;
    {
        const auto copy = openFile(copyFile, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        const QString files = Sentences::tr("%1, copied to %2").arg(databaseFile, copyFile);
        done = copy ? copyInto(copy->get(), source->get(), files) : failureOf(copy);
    }
    if (done)
        done = syncFile(copyFile);
    if (!done && QFile::exists(copyFile) && !QFile::remove(copyFile))
        qWarning("%s is left of a backup that failed", qUtf8Printable(copyFile));
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
    if (code != SQLITE_OK)
        return tl::make_unexpected(errorOf(database->get(), databaseFile));
    if (answer == "ok")
        return {};
    // What the device refuses to give is told as if the file were damaged; its file knows better.
    int number = 0;
    if (sqlite3_file_control(database->get(), "main", SQLITE_FCNTL_LAST_ERRNO, &number) == SQLITE_OK &&
        number != 0)
        return tl::make_unexpected(
            errorOf(SQLITE_IOERR_READ, number, textOfUtf8(sqlite3_errstr(SQLITE_IOERR)), databaseFile));
    return failure(Error::Kind::Damaged,
                   Sentences::tr("%1 is damaged: %2").arg(databaseFile, textOfUtf8(answer)));
}

} // namespace GenMirror
