// Which three characters in a row a text holds, and which are looked for.
#include "sync/cache/trigrams.h"

#include <QTest>

#include <algorithm>

using namespace GenMirror;
using namespace Qt::StringLiterals;

class TrigramsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// What compares without case takes some letters outside of ASCII for such as are in it.
    void lettersThatCountAsAsciiAreFound()
    {
        for (uint c = 128; c <= 0xffff; ++c) {
            const QChar folded = QChar(QChar::toCaseFolded(c));
            if (QChar::isSurrogate(c) || folded.unicode() >= 128)
                continue;
            const QString text = u"ab"_s + QChar(c) + u"cd"_s;
            const QString asked = u"ab"_s + folded + u"cd"_s;
            QVERIFY(text.contains(asked, Qt::CaseInsensitive));
            TrigramCollector collector;
            const auto &held = collector.of(text.toUtf8());
            for (const Trigram trigram : trigramsToLookFor({asked}))
                QVERIFY2(std::ranges::find(held, trigram) != held.end(), qPrintable(text));
        }
    }
};

QTEST_GUILESS_MAIN(TrigramsTest)
#include "trigrams_test.moc"
