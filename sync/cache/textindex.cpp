#include "sync/cache/textindex.h"

#include "sync/cache/mirrorfiles.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qint64 Portion = 2000;      // objects in one transaction
constexpr qsizetype MostTrigrams = 8; // of a text are looked for
constexpr qint64 MostStale = 3;       // documents for each row, past which the index is made anew

QString indexFileName(const QString &directory, const QString &tree)
{
    return mirrorFileName(directory, tree) + u".index"_s;
}

/// How far the index has come.
struct Mark {
    QByteArray collection;
    qint64 lastRow = 0;
    qint64 lastChange = 0;
};

Mark markOf(SqlDatabase &index)
{
    SqlStatement row = index.statement(u"state"_s);
    return row.next() ? Mark{row.bytes(0), row.integer(1), row.integer(2)} : Mark{};
}

/// Whether the mirror still knows all that was changed since.
bool isOfMirror(const Mark &mark, MirrorReader &mirror)
{
    const auto [oldest, newest] = mirror.changeExtent();
    const bool hasGap = newest > mark.lastChange && (oldest == 0 || oldest > mark.lastChange + 1);
    return mark.collection == mirror.state().collection.toHex() && mark.lastChange <= newest && !hasGap;
}

/// What FTS5 is asked for: three letters in a row, where they are ASCII and so fold as ours do.
QString matchOf(const QStringList &texts)
{
    QStringList terms;
    for (const QString &text : texts) {
        QStringList trigrams;
        for (qsizetype at = 0; at + 3 <= text.size(); ++at) {
            const QString trigram = text.mid(at, 3);
            if (std::ranges::all_of(trigram, [](QChar c) { return c.unicode() >= 32 && c.unicode() < 127; }))
                trigrams.append(u'"' + QString(trigram).replace(u'"', u"\"\""_s) + u'"');
        }
        const qsizetype step = std::max<qsizetype>(1, trigrams.size() / MostTrigrams);
        for (qsizetype i = 0; i < trigrams.size(); i += step)
            terms.append(trigrams[i]);
        if (!trigrams.isEmpty())
            terms.append(trigrams.last());
    }
    return terms.join(u" AND "_s);
}

} // namespace

class TextIndex::Private
{
public:
    void forget(qint64 row) const { index->statement(u"forget"_s).bind(row).run(); }
    void add(qint64 row, qint64 set, const QByteArray &text) const
    {
        SqlStatement document = index->statement(u"add_document"_s);
        if (!document.bind(row).bind(set).run())
            return;
        index->statement(u"add_text"_s).bind(document.lastInsertId()).bind(QString::fromUtf8(text)).run();
    }
    [[nodiscard]] bool isMostlyStale() const
    {
        SqlStatement row = index->statement(u"counts"_s);
        return row.next() && row.integer(1) > WorthIndexing && row.integer(1) > row.integer(0) * MostStale;
    }

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
        QFile::remove(indexFileName(directory, tree) + suffix);
}

Result<std::unique_ptr<TextIndex>> TextIndex::open(const QString &directory, const QString &tree)
{
    auto mirror = MirrorReader::open(directory, tree);
    if (!mirror)
        return failureOf(mirror);
    const auto openIndex = [&] {
        return SqlDatabase::open(indexFileName(directory, tree), {.resources = u":/sql/index"_s});
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

Result<bool> TextIndex::catchUp()
{
    d->mirror->beginRead();
    const MirrorState state = d->mirror->state();
    Mark mark = markOf(*d->index);
    bool more = false;
    if (state.catchingUp || state.generation.isNone()) { // it is told again when that is over
        d->mirror->endRead();
        return false;
    }
    const bool isNew = mark.collection.isEmpty();
    if (!isNew && (!isOfMirror(mark, *d->mirror) || d->isMostlyStale())) {
        d->mirror->endRead();
        d->index.reset();
        remove(d->directory, d->tree);
        auto anew = open(d->directory, d->tree);
        if (!anew)
            return failureOf(anew);
        d = std::move((*anew)->d);
        return true;
    }
    d->index->begin();
    const qint64 newestChange = d->mirror->changeExtent().second;
    if (isNew) {
        mark = {.collection = state.collection.toHex(), .lastRow = 0, .lastChange = newestChange};
    } else if (newestChange > mark.lastChange) {
        const qint64 upTo = std::min(newestChange, mark.lastChange + Portion);
        for (const qint64 row : d->mirror->touchedRows(mark.lastChange, upTo)) {
            if (row > mark.lastRow)
                continue; // comes with those that are new
            d->forget(row);
            if (const auto text = d->mirror->textAtRow(row))
                d->add(row, text->first, text->second);
        }
        mark.lastChange = upTo;
        more = upTo < newestChange;
    }
    if (!more) {
        qint64 seen = 0;
        d->mirror->visitTextsAfter(mark.lastRow, Portion,
                                   [&](qint64 row, qint64 set, const QByteArray &text) {
                                       d->add(row, set, text);
                                       mark.lastRow = row;
                                       ++seen;
                                   });
        more = seen == Portion;
    }
    d->mirror->endRead();
    d->index->statement(u"set_state"_s).bind(mark.collection).bind(mark.lastRow).bind(mark.lastChange).run();
    return d->index->commit().map([more] { return more; });
}

std::optional<QList<qint64>> TextIndex::candidates(MirrorReader &mirror, const QString &directory,
                                                   const QString &tree, qint64 set, const QStringList &texts,
                                                   qsizetype most)
{
    const QString match = matchOf(texts);
    if (match.isEmpty())
        return {};
    const auto index =
        SqlDatabase::open(indexFileName(directory, tree), {.resources = u":/sql/index"_s, .readOnly = true});
    if (!index)
        return {};
    (*index)->beginRead();
    const Mark mark = markOf(**index);
    if (!isOfMirror(mark, mirror))
        return {};
    QList<qint64> rows = mirror.rowsAfter(set, mark.lastRow, most + 1);
    if (rows.size() > most)
        return {}; // it has not come far enough yet
    {
        SqlStatement row = (*index)->statement(u"candidates"_s);
        row.bind(set).bind(match).bind(qint64(most + 1));
        while (row.next())
            rows.append(row.integer(0));
    }
    if ((*index)->error() || rows.size() > most)
        return {};
    for (const qint64 row : mirror.touchedRows(mark.lastChange, mirror.changeExtent().second)) {
        if (const auto text = mirror.textAtRow(row); text && text->first == set)
            rows.append(row);
    }
    if (rows.size() > most)
        return {};
    std::ranges::sort(rows);
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

} // namespace GenMirror
