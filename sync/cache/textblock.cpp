#include "sync/cache/textblock.h"

#include "sync/cache/checkedbytes.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace GenMirror
{

namespace
{

constexpr size_t MostTrigrams = 4096;      // of a text; one with more counts as holding any
constexpr size_t MostPostings = 8'000'000; // of a block
constexpr qsizetype MostOfBulk = 16'384;   // texts
constexpr qsizetype TextsOfARange = 16;    // a piece has less than a kilobyte then
constexpr quint64 WorthCounting = 64;      // texts; of fewer each trigram says which
constexpr quint64 Everywhere = 4;          // a trigram in each fourth text says nothing
constexpr qsizetype FewTexts = 8;          // are looked at sooner than another piece is read

using Texts = std::vector<quint16>;

int rangeBitsFor(qsizetype texts)
{
    return std::min(TextBlock::MostRangeBits, int(std::bit_width(size_t(texts / TextsOfARange))));
}

bool saysNothing(quint64 count, qsizetype texts)
{
    return quint64(texts) >= WorthCounting && count * Everywhere >= quint64(texts);
}

void write(CheckedWriter &writer, std::span<const quint16> texts)
{
    quint16 last = 0;
    for (const quint16 text : texts) {
        writer.number(quint64(text) - last);
        last = text;
    }
}

/// Some texts of a block, or all of them.
struct Selection {
    bool isAll = false;
    Texts texts;

    void narrow(const Selection &other)
    {
        if (other.isAll)
            return;
        if (std::exchange(isAll, false)) {
            texts = other.texts;
            return;
        }
        Texts both;
        std::ranges::set_intersection(texts, other.texts, std::back_inserter(both));
        texts = std::move(both);
    }
    void widen(const Selection &other)
    {
        isAll = isAll || other.isAll;
        if (isAll || other.texts.empty())
            return;
        Texts either;
        std::ranges::set_union(texts, other.texts, std::back_inserter(either));
        texts = std::move(either);
    }
    [[nodiscard]] Texts of(const TextBlock &block) const
    {
        if (!isAll)
            return texts;
        Texts all(size_t(block.texts), 0);
        std::iota(all.begin(), all.end(), quint16(0));
        return all;
    }
};

/// How many, and which. More than the block has stands for all.
bool read(CheckedReader &reader, const TextBlock &block, Selection &selection)
{
    const quint64 count = reader.number();
    selection.isAll = count > quint64(block.texts);
    selection.texts.clear();
    quint64 text = 0;
    for (quint64 i = 0; i < count && !selection.isAll && !reader.hasFailed(); ++i) {
        text += reader.number();
        if (text >= quint64(block.texts))
            return false;
        selection.texts.push_back(quint16(text));
    }
    return !reader.hasFailed();
}

/// A piece of trigrams: which texts may hold any; then of each trigram that is held how far it is from the
/// one before, and which texts hold it.
template <typename Take>
bool visitPiece(const TextBlock &block, int piece, const TextBlock::Read &stored, Selection &anything,
                const Take &take)
{
    CheckedReader reader(stored(piece), block.number, piece);
    if (!read(reader, block, anything))
        return false;
    quint64 trigram = 0;
    Selection texts;
    while (!reader.atEnd()) {
        trigram += reader.number();
        if (!read(reader, block, texts))
            return false;
        take(Trigram(trigram), texts);
    }
    return !reader.hasFailed();
}

} // namespace

std::optional<Texts> TextBlock::find(const QList<Trigram> &trigrams, const Read &stored) const
{
    Selection found{.isAll = true};
    for (const Trigram wanted : trigrams) {
        if (!found.isAll && qsizetype(found.texts.size()) <= FewTexts)
            break;
        Selection anything;
        Selection holding;
        const bool isWhole =
            visitPiece(*this, pieceOf(wanted), stored, anything, [&](Trigram trigram, const Selection &held) {
                if (trigram == wanted)
                    holding = held;
            });
        if (!isWhole)
            return {};
        holding.widen(anything);
        found.narrow(holding);
    }
    return found.of(*this);
}

std::optional<std::vector<IndexedText>> TextBlock::rows(const Read &stored) const
{
    CheckedReader reader(stored(0), number, 0);
    std::vector<IndexedText> rows;
    IndexedText text;
    while (!reader.atEnd()) {
        text.row += reader.difference();
        text.set += reader.difference();
        rows.push_back(text);
    }
    if (reader.hasFailed() || qsizetype(rows.size()) != texts)
        return {};
    return rows;
}

void TextBlockMaker::add(const IndexedText &text, QByteArrayView utf8)
{
    const auto number = quint16(m_texts.size());
    m_texts.push_back(text);
    const std::vector<Trigram> &trigrams = m_collector.of(utf8);
    if (trigrams.size() > MostTrigrams) {
        m_anything.push_back(number);
        return;
    }
    for (const Trigram trigram : trigrams)
        m_postings.push_back({trigram, number});
}

bool TextBlockMaker::add(const TextBlock &block, const TextBlock::Read &stored)
{
    const size_t first = m_texts.size();
    const auto rows = block.rows(stored);
    if (!rows)
        return false;
    m_texts.insert(m_texts.end(), rows->begin(), rows->end());
    Selection anything;
    for (int piece = 1; piece < block.pieces(); ++piece) {
        const bool isWhole =
            visitPiece(block, piece, stored, anything, [&](Trigram trigram, const Selection &texts) {
                for (const quint16 text : texts.of(block))
                    m_postings.push_back({trigram, quint16(first + text)});
            });
        if (!isWhole)
            return false;
    }
    for (const quint16 text : anything.of(block)) // each piece names them all
        m_anything.push_back(quint16(first + text));
    return true;
}

bool TextBlockMaker::isFull() const
{
    return texts() >= MostOfBulk || m_postings.size() >= MostPostings;
}

std::vector<quint32> TextBlockMaker::starts() const
{
    std::vector<quint32> starts((size_t(1) << TrigramBits) + 1, 0);
    for (const Posting &posting : m_postings)
        ++starts[posting.trigram + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    return starts;
}

QByteArray TextBlockMaker::rows(qint64 number) const
{
    CheckedWriter writer;
    IndexedText last;
    for (const IndexedText &text : m_texts) {
        writer.difference(text.row - last.row);
        writer.difference(text.set - last.set);
        last = text;
    }
    return writer.sealed(number, 0);
}

TextBlock TextBlockMaker::make(qint64 number,
                               const std::function<void(int piece, const QByteArray &)> &put) const
{
    const TextBlock block{.number = number, .texts = texts(), .rangeBits = rangeBitsFor(texts())};
    const quint64 all = quint64(texts()) + 1;
    put(0, rows(number));
    const std::vector<quint32> first = starts();
    Texts ordered(m_postings.size(), 0);
    std::vector<quint32> next = first;
    for (const Posting &posting : m_postings)
        ordered[next[posting.trigram]++] = posting.text;
    for (int piece = 1; piece < block.pieces(); ++piece) {
        CheckedWriter writer;
        const bool isAny = saysNothing(m_anything.size(), texts());
        writer.number(isAny ? all : m_anything.size());
        write(writer, isAny ? std::span<const quint16>() : m_anything);
        const quint32 from = quint32(piece - 1) << (TrigramBits - block.rangeBits);
        const quint32 to = quint32(piece) << (TrigramBits - block.rangeBits);
        quint32 last = 0;
        for (quint32 trigram = from; trigram < to; ++trigram) {
            const quint32 count = first[trigram + 1] - first[trigram];
            if (count == 0)
                continue;
            const bool isEverywhere = saysNothing(count, texts());
            writer.number(trigram - last);
            writer.number(isEverywhere ? all : count);
            if (!isEverywhere)
                write(writer, std::span(ordered).subspan(first[trigram], count));
            last = trigram;
        }
        put(piece, writer.sealed(number, piece));
    }
    return block;
}

} // namespace GenMirror
