// What a person types to find objects; orders; differences. No widgets.
#include "model/core/textdifference.h"
#include "model/items/objectfilter.h"
#include "model/items/orderworker.h"
#include "model/items/sortkey.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace GenMirror;
using namespace Qt::StringLiterals;

class FilterTest : public QObject
{
    Q_OBJECT

    static Object object(const QByteArray &text) { return {ObjectId::ofString(u"key"), text}; }

private Q_SLOTS:
    void aFilterMatchesWhatItSays_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char *filter, bool matches) {
            QTest::newRow(filter) << QString::fromUtf8(filter) << matches;
        };
        row("", true);
        row("ann", true);
        row("ANN", true);
        row("anne", false);
        row("ann bonn", true);
        row("ann cologne", false);
        row("-ann", false);
        row("-cologne", true);
        row("\"Ann Lee\"", true);
        row("\"Lee Ann\"", false);
        row("grün", true);
        row("GRÜN", true);
        row("name:ann", true);
        row("name:lee", true);
        row("name=ann", false);
        row("name=\"ann lee\"", true);
        row("name!=\"ann lee\"", false);
        row("-name=bob", true);
        row("age:4", true);
        row("age=41", true);
        row("age=41.0", true);
        row("age>40", true);
        row("age>41", false);
        row("age>=41", true);
        row("age<100", true);
        row("age<=40", false);
        row("zip<1", true); // a text: compared as one
        row("zip=007", true);
        row("zip=7", false);
        row("address.city:bonn", true);
        row("address.city=köln", false);
        row("dotted.name:yes", true);
        row("nothing:here", false);
        row("-nothing:here", true);
        row("\"full name\":x", true);
        row("since>2024-01-01", true);
        row("since>2025", false);
        row("ok:true", true);
        row("none:null", true);
    }
    void aFilterMatchesWhatItSays()
    {
        QFETCH(QString, filter);
        QFETCH(bool, matches);
        const Object one =
            object("{\"name\":\"Ann "
                   "Lee\",\"age\":41,\"zip\":\"007\",\"address\":{\"city\":\"Bonn\"},\"colour\":\"grün\","
                   "\"dotted.name\":\"yes\",\"full name\":\"x "
                   "y\",\"since\":\"2024-05-01\",\"ok\":true,\"none\":null}");
        const auto parsed = ObjectFilter::parse(filter);
        QVERIFY(parsed);
        QCOMPARE(parsed->matches(one), matches);
    }

    void whatIsNotUnderstoodIsExplained_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("position");
        QTest::addColumn<QString>("says");
        QTest::newRow("quotation mark") << u"one \"two"_s << 4 << u"quotation mark"_s;
        QTest::newRow("no value") << u"age>"_s << 0 << u"compare"_s;
        QTest::newRow("no value before a space") << u"age> 5"_s << 0 << u"compare"_s;
        QTest::newRow("no name") << u":5"_s << 0 << u"name goes before"_s;
        QTest::newRow("half an operator") << u"a!b"_s << 1 << u"not equal"_s;
        QTest::newRow("open value") << u"name:\"ann"_s << 5 << u"quotation mark"_s;
    }
    void whatIsNotUnderstoodIsExplained()
    {
        QFETCH(QString, filter);
        QFETCH(int, position);
        QFETCH(QString, says);
        const auto parsed = ObjectFilter::parse(filter);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().position, position);
        QVERIFY2(parsed.error().sentence.contains(says), qPrintable(parsed.error().sentence));
    }

    void anIndexMayLookForWhatMustBeThere()
    {
        QCOMPARE(ObjectFilter::parse(u"one -two a:three \"four five\""_s)->requiredTexts(),
                 (QStringList{u"one"_s, u"four five"_s}));
    }

    void numbersComeBeforeTextsAndWhatLacksTheAttributeLast_data()
    {
        QTest::addColumn<bool>("descending");
        QTest::addColumn<QList<int>>("order");
        QTest::newRow("ascending") << false << QList<int>{3, 1, 4, 0, 5, 2, 6};
        QTest::newRow("descending") << true << QList<int>{5, 0, 4, 1, 3, 2, 6};
    }
    void numbersComeBeforeTextsAndWhatLacksTheAttributeLast()
    {
        QFETCH(bool, descending);
        QFETCH(QList<int>, order);
        const QByteArrayList texts{"{\"a\":\"file 2\"}", "{\"a\":10}",          "{\"b\":1}",   "{\"a\":9}",
                                   "{\"a\":\"File 1\"}", "{\"a\":\"file 10\"}", "{\"a\":null}"};
        SortKeys keys({.sort = OrderQuery::Sort::Attribute, .attribute = u"a"_s, .descending = descending});
        std::vector<SortKey> found;
        for (int i = 0; i < texts.size(); ++i)
            found.push_back(keys.of({i, object(texts[i])}));
        std::sort(found.begin(), found.end(), std::cref(keys));
        QList<int> rows;
        for (const SortKey &key : found)
            rows.append(int(key.row));
        QCOMPARE(rows, order);
    }

    void anOrderBecomesAnotherInAFewSteps()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 500; ++round) {
            QList<qint64> before;
            QList<qint64> after;
            for (qint64 row = 0; row < 20; ++row) {
                if (random.bounded(3) > 0)
                    before.append(row);
                if (random.bounded(3) > 0)
                    after.append(row);
            }
            if (random.bounded(2))
                std::ranges::shuffle(before, random);
            if (random.bounded(2))
                std::ranges::shuffle(after, random);
            const OrderChange change = OrderChange::between(before, after);
            QVERIFY(std::ranges::is_permutation(change.stayingThenGoing, before));
            QCOMPARE(change.movesFirst, change.stayingThenGoing != before);
            const QSet<qint64> wanted(after.begin(), after.end());
            QList<qint64> shown = change.stayingThenGoing.mid(0, change.staying);
            QVERIFY(std::ranges::all_of(shown, [&](qint64 row) { return wanted.contains(row); }));
            for (const qint64 row : after) {
                if (!before.contains(row))
                    shown.append(row);
            }
            QVERIFY(std::ranges::is_permutation(shown, after));
            QCOMPARE(change.movesLast, shown != after);
            QCOMPARE(change.rows, after);
        }
    }

    void twoTextsAreComparedWordByWord_data()
    {
        using Piece = TextPiece;
        using enum TextPiece::Kind;
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QList<TextPiece>>("pieces");
        QTest::newRow("same") << u"a b"_s << u"a b"_s << QList<Piece>{{Same, u"a b"_s}};
        QTest::newRow("one word") << u"the old man"_s << u"the new man"_s
                                  << QList<Piece>{{Same, u"the "_s},
                                                  {Removed, u"old"_s},
                                                  {Added, u"new"_s},
                                                  {Same, u" man"_s}};
        QTest::newRow("added") << u"{}"_s << u"{\"a\":1}"_s
                               << QList<Piece>{{Same, u"{"_s}, {Added, u"\"a\":1"_s}, {Same, u"}"_s}};
        QTest::newRow("from nothing") << QString() << u"x"_s << QList<Piece>{{Added, u"x"_s}};
        QTest::newRow("to nothing") << u"x"_s << QString() << QList<Piece>{{Removed, u"x"_s}};
        QTest::newRow("a whole number")
            << u"v:10"_s << u"v:11"_s << QList<Piece>{{Same, u"v:"_s}, {Removed, u"10"_s}, {Added, u"11"_s}};
    }
    void twoTextsAreComparedWordByWord()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QList<TextPiece>, pieces);
        QCOMPARE(differenceOf(before, after), pieces);
    }

    void aDifferenceHoldsBothTextsWhole()
    {
        QRandomGenerator random(QRandomGenerator::global()->generate());
        const QStringList words{u"a"_s, u"b"_s, u"cc"_s, u" "_s, u"{"_s, u"\""_s, u"12"_s, u"ü"_s};
        const auto text = [&](int most) {
            QString made;
            for (int i = int(random.bounded(most)); i > 0; --i)
                made += words[random.bounded(words.size())];
            return made;
        };
        for (int round = 0; round < 300; ++round) {
            const QString before = text(round % 10 == 0 ? 6000 : 40);
            const QString after = text(round % 10 == 0 ? 6000 : 40);
            QString old;
            QString now;
            for (const TextPiece &piece : differenceOf(before, after)) {
                if (piece.kind != TextPiece::Kind::Added)
                    old += piece.text;
                if (piece.kind != TextPiece::Kind::Removed)
                    now += piece.text;
            }
            QCOMPARE(old, before);
            QCOMPARE(now, after);
        }
    }

    /// Whatever their length: what is escaped in JSON is shown and found as it is meant.
    void longTextsAreShownAsShortOnesAre()
    {
        for (const qsizetype length : {10, 1023, 1024, 1025, 100'000}) {
            const QByteArray letters(length, 'x');
            const QByteArray json = "\"" + letters + "\\u00e9 \\\"end\\\"\"";
            QCOMPARE(displayOf(json), QString(QString::fromLatin1(letters) + u"é \"end\""_s));
            QVERIFY(ObjectFilter::parse(u"v:é"_s)->matches(object("{\"v\":" + json + '}')));
        }
    }
};

QTEST_GUILESS_MAIN(FilterTest)
#include "filter_test.moc"
