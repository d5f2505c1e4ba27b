#include "sync/cache/indexstate.h"

#include "sync/cache/checkedbytes.h"

#include <QHash>

#include <algorithm>
#include <limits>
#include <numeric>

namespace GenMirror
{

qint64 IndexState::texts() const
{
    return std::accumulate(blocks.begin(), blocks.end(), qint64(0),
                           [](qint64 sum, const TextBlock &block) { return sum + block.texts; });
}

QByteArray IndexState::toStored() const
{
    CheckedWriter writer;
    writer.bytes(collection);
    writer.difference(record);
    writer.bytes(proof);
    for (const qint64 number : {lastRow, lastChange, nextBlock, qint64(blocks.size())})
        writer.difference(number);
    for (const TextBlock &block : blocks) {
        writer.difference(block.number);
        writer.number(quint64(block.texts));
        writer.number(quint64(block.rangeBits));
    }
    return writer.sealed(0, 0);
}

std::optional<IndexState> IndexState::fromStored(const QByteArray &stored)
{
    IndexState state;
    if (stored.isEmpty())
        return state;
    CheckedReader reader(stored, 0, 0);
    state.collection = reader.bytes();
    state.record = reader.difference();
    state.proof = reader.bytes();
    state.lastRow = reader.difference();
    state.lastChange = reader.difference();
    state.nextBlock = reader.difference();
    const qint64 count = reader.difference();
    for (qint64 i = 0; i < count && !reader.hasFailed(); ++i) {
        TextBlock block;
        block.number = reader.difference();
        block.texts = qsizetype(reader.number());
        block.rangeBits = int(reader.number());
        if (block.texts > TextBlock::MostTexts || block.rangeBits > TextBlock::MostRangeBits)
            return {};
        state.blocks.append(block);
    }
    if (reader.hasFailed())
        return {};
    return state;
}

QByteArray proofOf(const HistoryRecord &record)
{
    CheckedWriter writer;
    writer.bytes(record.collection.toHex());
    writer.bytes(record.digest.toHex());
    for (const qint64 number :
         {record.from.value, record.to.value, record.at.toMSecsSinceEpoch(), record.lastChange})
        writer.difference(number);
    return writer.sealed(record.id, 0);
}

Result<bool> isOfMirror(const IndexState &state, MirrorReader &mirror)
{
    const auto stored = mirror.state();
    const auto changes = mirror.changeExtent();
    const auto record = mirror.historyRecord(state.record);
    if (!stored || !changes)
        return tl::make_unexpected(stored ? changes.error() : stored.error());
    if (!record)
        return failureOf(record);
    const auto [oldest, newest] = std::pair(changes->first, changes->second);
    const bool hasGap = newest > state.lastChange && (oldest == 0 || oldest > state.lastChange + 1);
    return state.collection == stored->collection.toHex() && state.lastChange <= newest && !hasGap &&
           *record && proofOf(**record) == state.proof;
}

Result<bool> hasEachRow(const IndexState &state, MirrorReader &mirror, const TextsOfBlock &textsOf)
{
    ReadTransaction reading = mirror.readOneState();
    const auto isMine = isOfMirror(state, mirror);
    if (!isMine || !*isMine)
        return isMine.map([](bool) { return true; });
    QHash<qint64, qint64> setOfRow;
    for (const TextBlock &block : state.blocks) {
        const auto texts = textsOf(block);
        if (!texts)
            return false;
        for (const IndexedText &text : *texts) {
            if (text.row > state.lastRow)
                return false;
            setOfRow.insert(text.row, text.set);
        }
    }
    const auto changes = mirror.changeExtent();
    const auto touched = changes ? mirror.touchedRows(state.lastChange, changes->second) : failureOf(changes);
    const auto sets = mirror.sets();
    if (!touched || !sets)
        return tl::make_unexpected(touched ? sets.error() : touched.error());
    bool isComplete = true;
    for (const MirrorSet &set : *sets) {
        const auto rows = mirror.rowsAfter(set.key, 0, std::numeric_limits<qsizetype>::max());
        if (!rows)
            return failureOf(rows);
        isComplete = isComplete && std::ranges::all_of(*rows, [&](qint64 row) {
                         return row > state.lastRow || setOfRow.value(row) == set.key ||
                                std::ranges::binary_search(*touched, row);
                     });
    }
    return reading.end().map([isComplete] { return isComplete; });
}

} // namespace GenMirror
