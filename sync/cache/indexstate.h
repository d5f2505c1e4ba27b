#pragma once

#include "sync/cache/mirrorreader.h"
#include "sync/cache/textblock.h"

#include <functional>

namespace GenMirror
{

/// How far a text index has come, and of what it consists: the one row that says what all others have to be.
struct IndexState {
    QByteArray collection; ///< Empty: nothing was taken in yet.
    qint64 record = 0;     ///< The newest of the mirror's history when it came so far.
    QByteArray proof;      ///< What that record was: a mirror that went back has another one in its place.
    qint64 lastRow = 0;    ///< All rows up to here are in it, as they were after the last change.
    qint64 lastChange = 0;
    qint64 nextBlock = 1;
    QList<TextBlock> blocks;

    [[nodiscard]] bool isNew() const { return collection.isEmpty(); }
    /// Texts in all blocks, also such as are not there any more.
    [[nodiscard]] qint64 texts() const;

    [[nodiscard]] QByteArray toStored() const;
    /// Nothing: it is damaged.
    [[nodiscard]] static std::optional<IndexState> fromStored(const QByteArray &stored);
};

/// What a record of the history is, in a few bytes.
[[nodiscard]] QByteArray proofOf(const HistoryRecord &record);
/// Whether the mirror is the one that the state is of, and still knows all that was changed since.
[[nodiscard]] Result<bool> isOfMirror(const IndexState &state, MirrorReader &mirror);

/// The texts of one of the state's blocks; nothing: it is damaged.
using TextsOfBlock = std::function<std::optional<std::vector<IndexedText>>(const TextBlock &)>;
/// Whether each row that the index says it has is in it, in its set, and none that cannot be. An entry of a
/// row that is gone is no fault: it stays until the index is made anew. True if the mirror is another one's:
/// then nothing can be said, and it is made anew.
[[nodiscard]] Result<bool> hasEachRow(const IndexState &state, MirrorReader &mirror,
                                      const TextsOfBlock &textsOf);

} // namespace GenMirror
