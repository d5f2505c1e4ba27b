#pragma once

#include "model/core/historyrecord.h"
#include "sync/sql/sqldatabase.h"

namespace GenMirror
{

/// The objects and sets that later updates touched, as they were at one record: row numbers in temporary
/// tables, the texts stay where they are. What is made of the whole history is made once.
class PastView
{
public:
    /// Of a connection that has one view at a time. Errors: Storage, Full.
    [[nodiscard]] static Result<PastView> make(SqlDatabase &database, HistoryRecord record);

    [[nodiscard]] const HistoryRecord &record() const { return m_record; }

    /// In the transaction of what is read: takes in what was changed since the last call, of each row the
    /// earliest change. The database fails as NotFound where the record is not kept any more.
    void extend();
    /// After extend(), in the same transaction: lists the sets and how many objects each had, once, since
    /// they do not change. For the statements that ask for them.
    void listSets();
    /// In a transaction: whether the record is still kept.
    [[nodiscard]] bool isKept() const;

private:
    PastView(SqlDatabase &database, HistoryRecord record);

    SqlDatabase *m_database;
    HistoryRecord m_record;
};

} // namespace GenMirror
