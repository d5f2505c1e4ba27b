#include "sync/sql/sqllog.h"

#include "sync/sql/sqlerror.h"

#include <sqlite3.h>

#include <cerrno>

namespace GenMirror
{

namespace
{

constexpr int LongLog = 4000; ///< Pages, 8 MiB: an update of one object in hundreds meets a checkpoint.

} // namespace

void SqlLog::attach(sqlite3 *connection, const QString &fileName)
{
    m_connection = connection;
    m_fileName = fileName;
    sqlite3_wal_hook(
        connection,
        [](void *pages, sqlite3 *, const char *, int count) {
            *static_cast<int *>(pages) = count;
            return SQLITE_OK;
        },
        &m_pages);
}

bool SqlLog::isUntidy() const
{
    return !m_failed && (m_wantsCheckpoint || m_pages >= LongLog);
}

Result<void> SqlLog::tidy()
{
    return isUntidy() ? checkpoint() : Result<void>();
}

Result<void> SqlLog::checkpoint()
{
    if (!m_connection)
        return {};
    int pages = 0;
    int copied = 0;
    errno = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(m_connection, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);
    const bool isInUse = code == SQLITE_BUSY || code == SQLITE_LOCKED; // somebody else checkpoints right now
    if (code != SQLITE_OK && !isInUse) {
        m_failed = true;
        return tl::make_unexpected(errorOf(m_connection, m_fileName));
    }
    if (isInUse || copied < pages)
        return {};
    m_pages = 0;
    m_wantsCheckpoint = false;
    return {};
}

} // namespace GenMirror
