#pragma once

struct sqlite3;

namespace GenMirror
{

/// The write-ahead log of one connection that writes: no commit waits until the log is copied into the file,
/// nor until the log's own file grows. Both are done by tidy(), when its owner has time.
///
/// A commit that makes a file longer has to sync what the file system notes of it too, which takes as long
/// again as the commit. So a log that is in use is given room on the disk before it needs it: twice to four
/// times what it takes, up to what it may grow to.
///
/// On the connection's thread, outside of transactions.
class SqlLog
{
public:
    SqlLog() = default;
    SqlLog(const SqlLog &) = delete;
    SqlLog &operator=(const SqlLog &) = delete;

    /// Takes the place of SQLite's own checkpoints within commits. It has to outlive the connection.
    void attach(sqlite3 *connection);
    /// tidy() has something to do that is worth it.
    [[nodiscard]] bool isUntidy() const;
    /// However short the log is: what was freed is given back to the disk only when it is put away.
    void wantPutAway() { m_wantsPutAway = true; }
    /// Puts a long log away: copies its pages into the file. As long as somebody reads an older state that
    /// fails, and isUntidy() stays.
    void tidy();

private:
    void putAway();
    void giveRoom();

    sqlite3 *m_connection = nullptr;
    int m_pages = 0;       ///< After the last commit.
    int m_roomyUpTo = 128; ///< Pages, with which its file has room for some more; a log of few is left alone.
    bool m_wantsPutAway = false;
};

} // namespace GenMirror
