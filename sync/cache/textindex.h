#pragma once

#include "sync/cache/mirrorreader.h"

#include <atomic>
#include <memory>

namespace GenMirror
{

/// An index of all texts of a mirror in a file beside it, for filters: three letters in a row, by SQLite's
/// FTS5.
///
/// It is kept up behind the mirror, and may be missing, late or removed at any time: candidates() adds what
/// it does not know yet. Lives on the thread that opened it; one at a time writes.
class TextIndex
{
public:
    /// Fewer objects are as quick to look through.
    static constexpr qint64 WorthIndexing = 20'000;

    /// Makes the file if needed; a damaged one is made anew. NotFound if there is no mirror.
    [[nodiscard]] static Result<std::unique_ptr<TextIndex>> open(const QString &directory,
                                                                 const QString &tree);
    ~TextIndex();

    /// Takes in a portion of what is new in the mirror, in a transaction of its own; true: there is more.
    [[nodiscard]] Result<bool> catchUp();

    /// Rows of a set, ascending, outside of which no object's text holds all of `texts`, whatever their case;
    /// nothing if the index cannot tell, or if there are more than `most`. `mirror` is between beginRead()
    /// and endRead(), and not of the past.
    [[nodiscard]] static std::optional<QList<qint64>> candidates(MirrorReader &mirror,
                                                                 const QString &directory,
                                                                 const QString &tree, qint64 set,
                                                                 const QStringList &texts, qsizetype most);
    /// Removes the file.
    static void remove(const QString &directory, const QString &tree);

private:
    class Private;
    explicit TextIndex(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
