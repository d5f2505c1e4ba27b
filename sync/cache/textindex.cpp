#include "sync/cache/textindex.h"

#include "sync/cache/checkedbytes.h"
#include "sync/cache/indexstate.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/sql/readtransaction.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// One that stays makes nothing wrong: its checksums are looked at.
void removeIndexFile(const QString &fileName)
{
    if (QFile::exists(fileName) && !QFile::remove(fileName))
        qWarning("%s cannot be removed", qUtf8Printable(fileName));
}

constexpr qint64 ChangesAtOnce = 2000;
constexpr qint64 MostRowsAtOnce = 100'000; // it ends sooner: by the block's limits
constexpr qsizetype MostBytesAtOnce = 32 << 20;
constexpr qint64 MostStale = 3;         // texts for each that is there, past which the index is made anew
constexpr qsizetype WorthMerging = 8;   // blocks of one size
constexpr qsizetype LargeBlock = 4096;  // texts; is not merged any more
constexpr qint64 PiecesOfABlock = 4096; // numbers of pieces that each block has for itself

QString indexFileName(const QString &directory, const QString &tree)
{
    return mirrorFileName(directory, tree) + u".index"_s;
}

std::optional<IndexState> stateOf(SqlDatabase &index)
{
    SqlStatement row = index.statement(u"state"_s);
    return row.next() ? IndexState::fromStored(row.bytes(0)) : std::nullopt;
}

TextBlock::Read piecesOf(SqlDatabase &index, const TextBlock &block)
{
    return [&index, number = block.number](int piece) {
        SqlStatement row = index.statement(u"piece"_s);
        row.bind(number * PiecesOfABlock + piece);
        return row.next() ? row.bytes(0) : QByteArray();
    };
}

/// Whether what could not be read of an index is damage, and no device that fails now.
bool isDamage(const Result<void> &ended)
{
    return ended || ended.error().kind == Error::Kind::Damaged;
}

/// Blocks of about one size: a block is merged a few times before it is large.
int levelOf(const TextBlock &block)
{
    int level = 0;
    for (qsizetype size = 64; size <= block.texts; size *= WorthMerging)
        ++level;
    return level;
}

/// The rows of a set among the blocks. Nothing: it is damaged, or there are too many.
Result<std::optional<QList<qint64>>> rowsIn(SqlDatabase &index, const IndexState &state, qint64 set,
                                            const QList<Trigram> &trigrams, qsizetype most)
{
    QList<qint64> rows;
    const tl::unexpected<Error> damaged = failure(Error::Kind::Damaged, {});
    for (const TextBlock &block : state.blocks) {
        const auto pieces = piecesOf(index, block);
        const auto found = block.find(trigrams, pieces);
        if (!found)
            return damaged;
        if (found->empty())
            continue;
        const auto texts = block.rows(pieces);
        if (!texts)
            return damaged;
        for (const quint16 text : *found) {
            if (texts->at(text).set == set)
                rows.append(texts->at(text).row);
        }
        if (rows.size() > most)
            return std::nullopt;
    }
    return rows;
}

} // namespace

class TextIndex::Private
{
public:
    /// A portion of what is new in the mirror; whether there is more.
    [[nodiscard]] Result<bool> takeIn(IndexState &state, TextBlockMaker &maker) const;
    /// Where there are many small blocks: one in place of them. False: one is damaged.
    [[nodiscard]] bool merge(IndexState &state, bool &more) const;
    void store(IndexState &state, const TextBlockMaker &maker) const;
    [[nodiscard]] Result<bool> commit(const IndexState &state, bool more) const;

    QString directory;
    QString tree;
    std::unique_ptr<SqlDatabase> index;
    std::unique_ptr<MirrorReader> mirror;
};

TextIndex::TextIndex(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

TextIndex::~TextIndex() = default;

void TextIndex::remove(const QString &directory, const QString &tree)
{
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
        removeIndexFile(indexFileName(directory, tree) + suffix);
}

Result<std::unique_ptr<TextIndex>> TextIndex::open(const QString &directory, const QString &tree)
{
    auto mirror = MirrorReader::open(directory, tree);
    if (!mirror)
        return failureOf(mirror);
    const auto openIndex = [&] {
        if (!QFile::exists(indexFileName(directory, tree)))
            remove(directory, tree); // the log of one that was found to be damaged
        return SqlDatabase::open(
            indexFileName(directory, tree),
            {.resources = u":/sql/index"_s, .durability = SqlDatabase::Durability::EachCheckpoint});
    };
    auto index = openIndex();
    if (!index) { // nothing is lost with it
        remove(directory, tree);
        index = openIndex();
    }
    if (!index)
        return failureOf(index);
    auto d = std::make_unique<Private>();
    d->directory = directory;
    d->tree = tree;
    d->mirror = *std::move(mirror);
    d->index = *std::move(index);
    return std::unique_ptr<TextIndex>(new TextIndex(std::move(d)));
}

Result<bool> TextIndex::Private::takeIn(IndexState &state, TextBlockMaker &maker) const
{
    const auto changes = mirror->changeExtent();
    if (!changes)
        return failureOf(changes);
    const qint64 newest = changes->second;
    if (state.isNew()) {
        state.lastChange = newest;
    } else if (newest > state.lastChange) {
        const qint64 upTo = std::min(newest, state.lastChange + ChangesAtOnce);
        const auto touched = mirror->touchedRows(state.lastChange, upTo);
        if (!touched)
            return failureOf(touched);
        for (const qint64 row : *touched) {
            if (row > state.lastRow)
                continue; // comes with those that are new
            const auto text = mirror->textAtRow(row);
            if (!text)
                return failureOf(text);
            if (*text)
                maker.add({.row = row, .set = (*text)->first}, (*text)->second);
        }
        state.lastChange = upTo;
        if (upTo < newest)
            return true;
    }
    qsizetype bytes = 0;
    bool isFull = false;
    const auto visited = mirror->visitTextsAfter(state.lastRow, MostRowsAtOnce,
                                                 [&](qint64 row, qint64 set, const QByteArray &text) {
                                                     maker.add({.row = row, .set = set}, text);
                                                     state.lastRow = row;
                                                     bytes += text.size();
                                                     isFull = maker.isFull() || bytes > MostBytesAtOnce;
                                                     return !isFull;
                                                 });
    return visited.map([&isFull] { return isFull; });
}

void TextIndex::Private::store(IndexState &state, const TextBlockMaker &maker) const
{
    const qint64 number = state.nextBlock++;
    state.blocks.append(maker.make(number, [&](int piece, const QByteArray &contents) {
        index->statement(u"add_piece"_s).bind(number * PiecesOfABlock + piece).bind(contents).run();
    }));
}

bool TextIndex::Private::merge(IndexState &state, bool &more) const
{
    QMap<int, QList<TextBlock>> bySize;
    for (const TextBlock &block : std::as_const(state.blocks)) {
        if (block.texts < LargeBlock)
            bySize[levelOf(block)].append(block);
    }
    const auto crowded =
        std::ranges::find_if(bySize, [](const auto &blocks) { return blocks.size() >= WorthMerging; });
    more = crowded != bySize.end();
    if (!more)
        return true;
    TextBlockMaker maker;
    qsizetype merged = 0;
    for (const TextBlock &block : crowded->first(WorthMerging)) {
        if (merged++ >= 2 && maker.isFull())
            break;
        if (!maker.add(block, piecesOf(*index, block)))
            return false;
        state.blocks.removeIf([&block](const TextBlock &other) { return other.number == block.number; });
        index->statement(u"remove_pieces"_s)
            .bind(block.number * PiecesOfABlock)
            .bind((block.number + 1) * PiecesOfABlock - 1)
            .run();
    }
    store(state, maker);
    return true;
}

Result<bool> TextIndex::Private::commit(const IndexState &state, bool more) const
{
    index->statement(u"set_state"_s).bind(state.toStored()).run();
    return index->commit().map([more] { return more; });
}

Result<bool> TextIndex::catchUp()
{
    ReadTransaction reading = d->mirror->readOneState();
    const auto now = d->mirror->state();
    const auto newest = d->mirror->newestRecord();
    const auto objects = d->mirror->objectCount();
    if (!now || !newest || !objects)
        return reading.end().map([] { return false; });
    if (now->catchingUp || !*newest) // it is told again when that is over
        return false;
    if (auto begun = d->index->begin(); !begun)
        return failureOf(begun);
    auto state = stateOf(*d->index);
    const bool isFresh = state && state->isNew();
    auto isMine = isFresh || !state ? Result<bool>(isFresh) : isOfMirror(*state, *d->mirror);
    if (isMine && *isMine)
        isMine = state->texts() <= std::max(WorthIndexing, *objects * MostStale);
    bool isWhole = true;
    Result<bool> more = false;
    if (isMine && *isMine) {
        TextBlockMaker maker;
        more = d->takeIn(*state, maker);
        if (more && maker.texts() > 0)
            d->store(*state, maker);
        else if (more && !*more)
            isWhole = d->merge(*state, *more);
    }
    const auto ended = reading.end();
    if (!isMine || !more || !ended) {
        d->index->rollback();
        return tl::make_unexpected(!isMine ? isMine.error() : !more ? more.error() : ended.error());
    }
    if (*isMine && isWhole) {
        state->collection = now->collection.toHex();
        state->record = (*newest)->id;
        state->proof = proofOf(**newest);
        auto done = d->commit(*state, *more);
        if (done || isFresh || done.error().kind == Error::Kind::Full)
            return done; // made anew it would fail again
    } else {
        d->index->rollback();
    }
    // It is damaged, or of another mirror.
    d->index.reset();
    remove(d->directory, d->tree);
    auto anew = open(d->directory, d->tree);
    if (!anew)
        return failureOf(anew);
    d = std::move((*anew)->d);
    return true;
}

Result<bool> TextIndex::check()
{
    ReadTransaction reading(*d->index);
    const auto state = stateOf(*d->index);
    bool isWhole = state.has_value();
    for (qsizetype i = 0; isWhole && i < state->blocks.size(); ++i) {
        const TextBlock &block = state->blocks[i];
        const auto pieces = piecesOf(*d->index, block);
        for (int piece = 0; isWhole && piece < block.pieces(); ++piece)
            isWhole = !CheckedReader(pieces(piece), block.number, piece).hasFailed();
    }
    if (isWhole && !state->isNew()) {
        const auto complete = hasEachRow(*state, *d->mirror, [this](const TextBlock &block) {
            return block.rows(piecesOf(*d->index, block));
        });
        if (!complete)
            return failureOf(complete);
        isWhole = *complete;
    }
    const auto ended = reading.end();
    if (!isDamage(ended))
        return failureOf(ended);
    if (!isWhole)
        remove(d->directory, d->tree);
    return isWhole;
}

Result<std::optional<QList<qint64>>> TextIndex::candidates(MirrorReader &mirror, const QString &directory,
                                                           const QString &tree, qint64 set,
                                                           const QStringList &texts, qsizetype most)
{
    const std::optional<QList<qint64>> cannotTell;
    const QList<Trigram> trigrams = trigramsToLookFor(texts);
    if (trigrams.isEmpty())
        return cannotTell;
    const QString fileName = indexFileName(directory, tree);
    const auto index =
        SqlDatabase::open(fileName, {.resources = u":/sql/index"_s, .mode = SqlDatabase::Mode::ReadOnly});
    if (!index && index.error().kind == Error::Kind::Damaged) {
        removeIndexFile(fileName);
        return failureOf(index);
    }
    if (!index)
        return cannotTell;
    ReadTransaction transaction(**index);
    const auto state = stateOf(**index);
    const auto isMine = state && !state->isNew() ? isOfMirror(*state, mirror) : Result<bool>(!state);
    if (!isMine || !*isMine)
        return cannotTell;
    auto known = state ? rowsIn(**index, *state, set, trigrams, most)
                       : Result<std::optional<QList<qint64>>>(failure(Error::Kind::Damaged, {}));
    const auto ended = transaction.end();
    if (!known && isDamage(ended)) {
        removeIndexFile(fileName); // whoever writes it makes another one
        return failure(Error::Kind::Damaged, fileName);
    }
    if (!known || !*known || !ended)
        return cannotTell;
    QList<qint64> rows = **std::move(known);
    const auto added = mirror.rowsAfter(set, state->lastRow, most + 1);
    const auto changes = mirror.changeExtent();
    if (!added || !changes)
        return cannotTell;
    const auto touched = mirror.touchedRows(state->lastChange, changes->second);
    if (!touched || added->size() + touched->size() > most)
        return cannotTell; // it has not come far enough yet
    rows += *added;
    for (const qint64 row : *touched) {
        const auto text = mirror.textAtRow(row);
        if (!text)
            return cannotTell;
        if (*text && (*text)->first == set)
            rows.append(row);
    }
    if (rows.size() > most)
        return cannotTell;
    std::ranges::sort(rows);
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

} // namespace GenMirror
