#pragma once

#include "sync/cache/mirrorreader.h"

#include <memory>

namespace GenMirror
{

/// An index of all texts of a mirror in a file beside it, for filters: which texts hold which three
/// characters in a row, in blocks that are only ever added and merged; see TextBlock.
///
/// It is kept up behind the mirror, and may be missing, late, damaged or removed at any time: candidates()
/// adds what it does not know yet, believes only what its checksums prove, and cannot tell otherwise. Lives
/// on the thread that opened it; one at a time writes.
class TextIndex
{
public:
    /// Fewer objects are as quick to look through.
    static constexpr qint64 WorthIndexing = 20'000;

    /// Makes the file if needed; one that cannot be opened is made anew. NotFound if there is no mirror.
    [[nodiscard]] static Result<std::unique_ptr<TextIndex>> open(const QString &directory,
                                                                 const QString &tree);
    ~TextIndex();

    /// Takes in a portion of what is new in the mirror, or tidies up, in a transaction of its own; true:
    /// there is more. One that is damaged or not of this mirror any more is made anew.
    [[nodiscard]] Result<bool> catchUp();
    /// Looks at all of it, and whether it has each row of the mirror that it says it has; false: it is
    /// damaged, and was removed. About a second for a million objects.
    [[nodiscard]] Result<bool> check();

    /// Rows of a set, ascending, outside of which no object's text holds all of `texts`, whatever their case;
    /// nothing if the index cannot tell, or if there are more than `most`. Errors: Damaged, then it was
    /// removed, and is to be made anew; the caller looks at all rows. `mirror` is in readOneState(), whose
    /// end tells if it could not be read, and not of the past.
    [[nodiscard]] static Result<std::optional<QList<qint64>>>
    candidates(MirrorReader &mirror, const QString &directory, const QString &tree, qint64 set,
               const QStringList &texts, qsizetype most);
    /// Removes the file.
    static void remove(const QString &directory, const QString &tree);

private:
    class Private;
    explicit TextIndex(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
