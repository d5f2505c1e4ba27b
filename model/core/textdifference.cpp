#include "model/core/textdifference.h"

#include <algorithm>
#include <vector>

namespace GenMirror
{

namespace
{

constexpr qsizetype MostEdits = 1500; // the square of it is what is kept in memory

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c.isSurrogate() || c.isMark();
}

QList<QStringView> wordsOf(QStringView text)
{
    QList<QStringView> words;
    qsizetype at = 0;
    while (at < text.size()) {
        qsizetype end = at + 1;
        if (isWordCharacter(text[at])) {
            while (end < text.size() && isWordCharacter(text[end]))
                ++end;
        } else if (text[at].isSpace()) {
            while (end < text.size() && text[end].isSpace())
                ++end;
        }
        words.append(text.sliced(at, end - at));
        at = end;
    }
    return words;
}

void append(QList<TextPiece> &pieces, TextPiece::Kind kind, QStringView text)
{
    if (text.isEmpty())
        return;
    if (!pieces.isEmpty() && pieces.last().kind == kind)
        pieces.last().text += text;
    else
        pieces.append({.kind = kind, .text = text.toString()});
}

using Words = QList<QStringView>;

/// Myers' greedy algorithm; false: more than MostEdits words differ.
bool compare(const Words &before, const Words &after, QList<TextPiece> &pieces)
{
    const qsizetype n = before.size();
    const qsizetype m = after.size();
    const qsizetype most = std::min(n + m, MostEdits);
    std::vector<std::vector<qsizetype>> reached; // furthest words of `before`, for each number of edits
    std::vector<qsizetype> furthest(size_t(2 * most + 3), 0);
    const auto at = [&](qsizetype k) -> qsizetype & { return furthest[size_t(k + most + 1)]; };
    qsizetype edits = 0;
    bool found = false;
    for (; edits <= most && !found; ++edits) {
        reached.push_back(furthest);
        for (qsizetype k = -edits; k <= edits; k += 2) {
            qsizetype x = k == -edits || (k != edits && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
            while (x < n && x - k < m && before[x] == after[x - k])
                ++x;
            at(k) = x;
            if (x >= n && x - k >= m) {
                found = true;
                break;
            }
        }
    }
    if (!found)
        return false;
    struct Step {
        TextPiece::Kind kind;
        QStringView text;
    };
    std::vector<Step> steps; // backwards
    qsizetype x = n;
    qsizetype y = m;
    for (qsizetype d = edits - 1; d >= 0; --d) {
        const auto &former = reached[size_t(d)];
        const auto was = [&](qsizetype k) { return former[size_t(k + most + 1)]; };
        const qsizetype k = x - y;
        const bool down = k == -d || (k != d && was(k - 1) < was(k + 1));
        const qsizetype fromK = down ? k + 1 : k - 1;
        const qsizetype fromX = d == 0 ? 0 : was(fromK);
        const qsizetype fromY = d == 0 ? 0 : fromX - fromK;
        while (x > fromX && y > fromY) {
            steps.push_back({TextPiece::Kind::Same, before[x - 1]});
            --x;
            --y;
        }
        if (d == 0)
            break;
        if (down)
            steps.push_back({TextPiece::Kind::Added, after[y - 1]});
        else
            steps.push_back({TextPiece::Kind::Removed, before[x - 1]});
        x = fromX;
        y = fromY;
    }
    // Of neighbouring edits removals come first, so that what was there is read before what is there.
    for (size_t i = steps.size(); i > 0;) {
        QString removed;
        QString added;
        while (i > 0 && steps[i - 1].kind != TextPiece::Kind::Same) {
            (steps[i - 1].kind == TextPiece::Kind::Removed ? removed : added) += steps[i - 1].text;
            --i;
        }
        append(pieces, TextPiece::Kind::Removed, removed);
        append(pieces, TextPiece::Kind::Added, added);
        while (i > 0 && steps[i - 1].kind == TextPiece::Kind::Same) {
            append(pieces, TextPiece::Kind::Same, steps[i - 1].text);
            --i;
        }
    }
    return true;
}

} // namespace

QList<TextPiece> differenceOf(const QString &before, const QString &after)
{
    Words old = wordsOf(before);
    Words now = wordsOf(after);
    qsizetype start = 0;
    while (start < std::min(old.size(), now.size()) && old[start] == now[start])
        ++start;
    qsizetype end = 0;
    while (end < std::min(old.size(), now.size()) - start &&
           old[old.size() - 1 - end] == now[now.size() - 1 - end])
        ++end;
    QList<TextPiece> pieces;
    for (qsizetype i = 0; i < start; ++i)
        append(pieces, TextPiece::Kind::Same, old[i]);
    const Words oldMiddle = old.mid(start, old.size() - start - end);
    const Words newMiddle = now.mid(start, now.size() - start - end);
    if (!compare(oldMiddle, newMiddle, pieces)) {
        for (const QStringView word : oldMiddle)
            append(pieces, TextPiece::Kind::Removed, word);
        for (const QStringView word : newMiddle)
            append(pieces, TextPiece::Kind::Added, word);
    }
    for (qsizetype i = old.size() - end; i < old.size(); ++i)
        append(pieces, TextPiece::Kind::Same, old[i]);
    return pieces;
}

} // namespace GenMirror
