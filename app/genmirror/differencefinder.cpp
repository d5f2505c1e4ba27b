#include "app/genmirror/differencefinder.h"

#include "model/core/sentences.h"
#include "sync/cache/historyreader.h"

namespace GenMirror
{

Result<FoundDifferences> findDifferences(const QString &directory, const QString &tree, qint64 from,
                                         qint64 to, const std::atomic<bool> &interrupted)
{
    const auto history = HistoryReader::open(directory, tree);
    if (!history)
        return failureOf(history);
    (*history)->interruptOn(&interrupted);
    const auto record = [&](qint64 id) -> Result<HistoryRecord> {
        return (*history)->record(id).and_then(
            [](const std::optional<HistoryRecord> &kept) -> Result<HistoryRecord> {
                if (!kept)
                    return failure(Error::Kind::NotFound,
                                   Sentences::tr("One of the two states is not kept any more."));
                return *kept;
            });
    };
    const auto earlier = record(from);
    const auto later = record(to);
    if (!earlier || !later)
        return tl::make_unexpected((earlier ? later : earlier).error());
    FoundDifferences found;
    qsizetype bytes = 0;
    const auto visited =
        (*history)->visitDifferences(*earlier, *later, [&](const HistoryReader::Difference &difference) {
            found.isAll =
                found.differences.size() < FoundDifferences::Most && bytes < FoundDifferences::MostBytes;
            if (!found.isAll)
                return false;
            ObjectDifference made{.set = difference.set,
                                  .id = difference.id,
                                  .before = difference.before,
                                  .after = difference.after,
                                  .attributes = {}};
            if (made.kind() == ObjectDifference::Kind::Changed)
                made.attributes =
                    attributesThatDiffer(*made.before, *made.after, FoundDifferences::MostAttributes);
            bytes +=
                2 * (made.before.value_or(QByteArray()).size() + made.after.value_or(QByteArray()).size());
            found.differences.append(made);
            return !interrupted;
        });
    if (!visited)
        return failureOf(visited);
    if (interrupted)
        return failure(Error::Kind::Canceled, {});
    return found;
}

} // namespace GenMirror
