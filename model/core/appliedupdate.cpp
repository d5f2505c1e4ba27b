#include "model/core/appliedupdate.h"

#include <numeric>

namespace GenMirror
{

namespace
{

qint64 sumOf(const QList<AppliedUpdate::SetChanges> &sets, QList<qint64> AppliedUpdate::SetChanges::*rows)
{
    return std::accumulate(sets.begin(), sets.end(), qint64(0),
                           [rows](qint64 sum, const auto &changes) { return sum + (changes.*rows).size(); });
}

} // namespace

qint64 AppliedUpdate::addedCount() const
{
    return sumOf(sets, &SetChanges::added);
}

qint64 AppliedUpdate::changedCount() const
{
    return sumOf(sets, &SetChanges::changed);
}

qint64 AppliedUpdate::removedCount() const
{
    return sumOf(sets, &SetChanges::removed);
}

bool AppliedUpdate::isEmpty() const
{
    return setsCreated.isEmpty() && setsRemoved.isEmpty() &&
           addedCount() + changedCount() + removedCount() == 0;
}

} // namespace GenMirror
