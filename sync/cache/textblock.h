#pragma once

#include "sync/cache/trigrams.h"

#include <QByteArray>

#include <functional>
#include <optional>
#include <vector>

namespace GenMirror
{

/// A text as the index knows it: the mirror's row that held it, and that row's set.
struct IndexedText {
    qint64 row = 0;
    qint64 set = 0;
};

/// Which of a few thousand texts hold which trigrams, in pieces that are stored and read each by itself: the
/// first holds the texts' rows, each other one a range of trigrams.
///
/// Each piece carries a checksum, and there are as many as the block says. So what was lost or altered on the
/// disk is always noticed, whichever byte it was: a piece is what was written, or it is none.
class TextBlock
{
public:
    static constexpr qsizetype MostTexts = 0xffff;
    static constexpr int MostRangeBits = 11;

    /// 1 is the first.
    qint64 number = 0;
    qsizetype texts = 0;
    int rangeBits = 0; ///< 2^rangeBits ranges.

    [[nodiscard]] int pieces() const { return 1 + (1 << rangeBits); }
    [[nodiscard]] int pieceOf(Trigram trigram) const { return 1 + int(trigram >> (TrigramBits - rangeBits)); }

    /// Gives a stored piece; null: it is not there.
    using Read = std::function<QByteArray(int piece)>;

    /// The texts that may hold all of these, ascending: none too few. Nothing: the block is damaged.
    [[nodiscard]] std::optional<std::vector<quint16>> find(const QList<Trigram> &trigrams,
                                                           const Read &read) const;
    /// All its texts in order. Nothing: the block is damaged.
    [[nodiscard]] std::optional<std::vector<IndexedText>> rows(const Read &read) const;
};

/// Makes blocks of texts, and of other blocks.
class TextBlockMaker
{
public:
    /// One more of the block's texts.
    void add(const IndexedText &text, QByteArrayView utf8);
    /// All of another block; false: it is damaged, and nothing is to be made any more.
    [[nodiscard]] bool add(const TextBlock &block, const TextBlock::Read &read);

    [[nodiscard]] qsizetype texts() const { return qsizetype(m_texts.size()); }
    /// What is to come would take too much memory, or have too many texts.
    [[nodiscard]] bool isFull() const;

    /// The block and its pieces.
    [[nodiscard]] TextBlock make(qint64 number,
                                 const std::function<void(int piece, const QByteArray &)> &put) const;

private:
    struct Posting {
        Trigram trigram;
        quint16 text;
    };
    /// For each trigram where its texts begin among all, ordered by trigram.
    [[nodiscard]] std::vector<quint32> starts() const;
    [[nodiscard]] QByteArray rows(qint64 number) const;

    TrigramCollector m_collector;
    std::vector<IndexedText> m_texts;
    std::vector<Posting> m_postings; ///< Of each trigram by text.
    std::vector<quint16> m_anything; ///< Texts with so many trigrams that they count as holding any.
};

} // namespace GenMirror
