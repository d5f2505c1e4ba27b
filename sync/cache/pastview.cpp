#include "sync/cache/pastview.h"

#include "model/core/sentences.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/sql/readtransaction.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

PastView::PastView(SqlDatabase &database, HistoryRecord record)
    : m_database(&database)
    , m_record(std::move(record))
{
}

Result<PastView> PastView::make(SqlDatabase &database, HistoryRecord record)
{
    const auto made = inReadTransaction(database, [&] {
        for (const QString &name :
             {u"make_past"_s, u"make_past_sets"_s, u"make_past_tree"_s, u"make_past_mark"_s, u"index_past"_s,
              u"index_past_tree"_s, u"index_past_tree_keys"_s, u"clear_past"_s, u"clear_past_sets"_s,
              u"clear_past_tree"_s, u"clear_past_mark"_s})
            database.statement(name).run();
        database.statement(u"put_past_mark"_s).bind(record.lastChange).bind(qint64(0)).run();
    });
    if (!made)
        return failureOf(made);
    return PastView(database, std::move(record));
}

bool PastView::isKept() const
{
    SqlStatement row = m_database->statement(u"has_history"_s);
    row.bind(m_record.id);
    return row.next();
}

void PastView::extend()
{
    if (!isKept()) {
        m_database->fail(
            {.kind = Error::Kind::NotFound,
             .detail = Sentences::tr("This state is not kept any more. Choose a newer generation.")});
        return;
    }
    qint64 newest = 0;
    qint64 newestSet = 0;
    qint64 known = 0;
    qint64 knownSet = 0;
    // How far it has come is in a table as well: where a transaction fails both go back.
    for (const auto &[name, change, setChange] : {std::tuple(u"newest_change"_s, &newest, &newestSet),
                                                  std::tuple(u"past_mark"_s, &known, &knownSet)}) {
        SqlStatement row = m_database->statement(name);
        if (!row.next())
            return failAsDamaged(*m_database, Sentences::tr("The view of the past cannot be made."));
        *change = row.integer(0);
        *setChange = row.integer(1);
    }
    if (newest <= known && newestSet <= knownSet)
        return;
    if (newest > known)
        m_database->statement(u"extend_past"_s).bind(known).run();
    if (newestSet > knownSet)
        m_database->statement(u"extend_past_sets"_s).bind(knownSet).bind(m_record.id).run();
    m_database->statement(u"move_past_mark"_s).bind(newest).bind(newestSet).run();
}

void PastView::listSets()
{
    {
        SqlStatement row = m_database->statement(u"has_past_tree"_s);
        if (row.next())
            return;
    }
    m_database->statement(u"fill_past_tree"_s).run();
}

} // namespace GenMirror
