#pragma once

#include "sync/cache/mirrorstore.h"
#include "sync/files/filelock.h"
#include "sync/sql/sqldatabase.h"

namespace GenMirror
{

/// What a MirrorStore has, for the files that it is made of.
class MirrorStore::Private
{
public:
    [[nodiscard]] SqlStatement statement(const QString &name) const { return database->statement(name); }
    /// In portions, so that what is visited may be erased meanwhile.
    void visit(const QString &statementName, qint64 set,
               const std::function<bool(const MirrorObject &)> &visitor) const;

    void restoreNextHistory();
    [[nodiscard]] QDateTime lastRowsVerified();
    /// To be read when the next transaction begins: now the disk may fail still, and nobody would be told.
    void forgetNextHistory()
    {
        nextHistory = 0;
        extent.reset();
        verified.reset();
        rowsVerified.reset();
    }

    std::unique_ptr<FileLock> lock;
    std::unique_ptr<SqlDatabase> database;
    qint64 nextHistory = 0; ///< The record that the update under way will be; 0: not known.
    /// Counted once, and then with each record: counting takes the longer the more there are.
    std::optional<HistoryExtent> extent;
    std::optional<QDateTime> rowsVerified; ///< Read once, and noted.
    std::optional<bool> verified;          ///< Of the newest record.
};

} // namespace GenMirror
