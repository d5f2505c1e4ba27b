#pragma once

#include <QByteArrayView>
#include <QList>
#include <QStringList>

#include <vector>

namespace GenMirror
{

/// Three characters in a row, each printable ASCII with upper case as lower, as a number: no two have the
/// same one, and such as are alike lie far apart.
using Trigram = quint32;
constexpr int TrigramBits = 20;

/// Collects the trigrams of texts, each once for a text.
class TrigramCollector
{
public:
    TrigramCollector();

    /// Those of a JSON text. Good until the next call.
    [[nodiscard]] const std::vector<Trigram> &of(QByteArrayView utf8);

private:
    std::vector<bool> m_seen; ///< By trigram; of the text at hand.
    std::vector<Trigram> m_found;
};

/// Trigrams that each text holds which holds all of these, whatever their case; a few of each. Empty: nothing
/// can be said, as they are too short or not ASCII.
[[nodiscard]] QList<Trigram> trigramsToLookFor(const QStringList &texts);

} // namespace GenMirror
