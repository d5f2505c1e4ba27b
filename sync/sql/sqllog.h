#pragma once

#include "model/core/result.h"

struct sqlite3;

namespace GenMirror
{

/// The write-ahead log of one connection that writes: no commit waits for a checkpoint, which tidy() makes
/// when its owner has time.
///
/// On the connection's thread, outside of transactions.
class SqlLog
{
public:
    SqlLog() = default;
    SqlLog(const SqlLog &) = delete;
    SqlLog &operator=(const SqlLog &) = delete;

    /// Takes the place of SQLite's own checkpoints within commits. It has to outlive the connection. Before
    /// that SQLite checkpoints by itself, and the functions below do nothing.
    void attach(sqlite3 *connection, const QString &fileName);
    /// tidy() has something to do that is worth it.
    [[nodiscard]] bool isUntidy() const;
    /// However short the log is: what was freed is given back to the disk only by a checkpoint.
    void wantCheckpoint() { m_wantsCheckpoint = true; }
    /// Checkpoints a long log. While somebody reads an older state not all of it can be; then isUntidy()
    /// stays, and this is no failure. Errors: those of writing and syncing the database's file (Full,
    /// Storage). After one nobody knows what the disk holds: the connection must be closed, without a
    /// checkpoint, and the file be opened anew, which reads the log again.
    [[nodiscard]] Result<void> tidy();
    /// Checkpoints whatever is in the log, as far as readers let it. Errors: as tidy().
    [[nodiscard]] Result<void> checkpoint();
    /// A checkpoint has failed.
    [[nodiscard]] bool hasFailed() const { return m_failed; }
    /// Pages in the log after the last commit that were not checkpointed since.
    [[nodiscard]] int pages() const { return m_pages; }

private:
    sqlite3 *m_connection = nullptr;
    QString m_fileName;
    int m_pages = 0;
    bool m_wantsCheckpoint = false;
    bool m_failed = false;
};

} // namespace GenMirror
