#include "sync/cache/trigrams.h"

#include <algorithm>

namespace GenMirror
{

namespace
{

constexpr quint32 Characters = 95;  // printable ones of ASCII
constexpr quint32 Spread = 0x9e375; // odd, so that each number goes to one of its own
constexpr quint32 Mask = (1U << TrigramBits) - 1;
constexpr qsizetype MostOfAText = 12; // are looked for

/// From 0; -1: one that is not looked for.
int characterAt(QByteArrayView utf8, qsizetype &at)
{
    const auto byte = [&](qsizetype i) { return i < utf8.size() ? uchar(utf8[i]) : uchar(0); };
    uchar c = byte(at);
    // Whoever compares without case takes the sign for Kelvin as a k and the long s as an s.
    if (c == 0xe2 && byte(at + 1) == 0x84 && byte(at + 2) == 0xaa) {
        c = 'k';
        at += 2;
    } else if (c == 0xc5 && byte(at + 1) == 0xbf) {
        c = 's';
        ++at;
    }
    if (c >= 'A' && c <= 'Z')
        c = uchar(c + ('a' - 'A'));
    return c >= 32 && c < 127 ? c - 32 : -1;
}

template <typename Take>
void visitTrigrams(QByteArrayView utf8, const Take &take)
{
    constexpr quint32 pairs = Characters * Characters;
    quint32 code = 0;
    int length = 0; // of the run of characters up to here
    for (qsizetype at = 0; at < utf8.size(); ++at) {
        const int character = characterAt(utf8, at);
        if (character < 0) {
            length = 0;
            continue;
        }
        code = (code % pairs) * Characters + quint32(character);
        if (++length >= 3)
            take((code * Spread) & Mask);
    }
}

} // namespace

TrigramCollector::TrigramCollector()
    : m_seen(size_t(1) << TrigramBits)
{
}

const std::vector<Trigram> &TrigramCollector::of(QByteArrayView utf8)
{
    for (const Trigram trigram : m_found)
        m_seen[trigram] = false;
    m_found.clear();
    visitTrigrams(utf8, [this](Trigram trigram) {
        if (m_seen[trigram])
            return;
        m_seen[trigram] = true;
        m_found.push_back(trigram);
    });
    return m_found;
}

QList<Trigram> trigramsToLookFor(const QStringList &texts)
{
    QList<Trigram> chosen;
    for (const QString &text : texts) {
        QList<Trigram> all;
        visitTrigrams(text.toUtf8(), [&all](Trigram trigram) { all.append(trigram); });
        const qsizetype step = std::max<qsizetype>(1, all.size() / MostOfAText);
        for (qsizetype i = 0; i < all.size(); i += step)
            chosen.append(all[i]);
        if (!all.isEmpty())
            chosen.append(all.last());
    }
    std::ranges::sort(chosen);
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return chosen;
}

} // namespace GenMirror
