#include "sync/sql/sqllog.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>

namespace GenMirror
{

namespace
{

constexpr int LongLog = 4000; ///< Pages, 8 MiB: an update of one object in hundreds meets a checkpoint.
constexpr int Reserve = 64;   ///< Pages that are free at least, where there is room.
constexpr sqlite3_int64 BytesOfAPage = 2048 + 24; ///< With its head, in a file of the usual pages.

} // namespace

void SqlLog::attach(sqlite3 *connection)
{
    m_connection = connection;
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
    return m_wantsPutAway || m_pages >= LongLog || m_pages > m_roomyUpTo;
}

void SqlLog::tidy()
{
    if (m_wantsPutAway || m_pages >= LongLog)
        putAway();
    else if (m_pages > m_roomyUpTo)
        giveRoom();
}

void SqlLog::putAway()
{
    int pages = 0;
    int copied = 0;
    sqlite3_wal_checkpoint_v2(m_connection, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);
    if (copied < pages)
        return;
    m_pages = 0;
    m_wantsPutAway = false;
}

/// Appends zeros, which SQLite takes for the log's end. What fails here, on a full disk say, fails again
/// where somebody is told: in a commit.
void SqlLog::giveRoom()
{
    static constexpr std::array<char, 65536> zeros{};
    const int wanted = std::min(4 * m_pages, LongLog + 4 * Reserve);
    m_roomyUpTo = wanted - Reserve;

    sqlite3_file *file = nullptr;
    // With the lock for writing: nobody else appends meanwhile.
    if (sqlite3_exec(m_connection, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) != SQLITE_OK)
        return;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(m_connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) == SQLITE_OK &&
        file->pMethods && file->pMethods->xFileSize(file, &size) == SQLITE_OK) {
        bool written = false;
        while (size < wanted * BytesOfAPage &&
               file->pMethods->xWrite(file, zeros.data(), int(zeros.size()), size) == SQLITE_OK) {
            size += sqlite3_int64(zeros.size());
            written = true;
        }
        if (written)
            file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
    }
    sqlite3_exec(m_connection, "ROLLBACK", nullptr, nullptr, nullptr);
}

} // namespace GenMirror
