// Spreadsheets: what a cell, a line and the names of columns look like, and that nothing is lost or taken for
// a formula.
#include "model/core/jsontext.h"
#include "model/sheets/columnnames.h"
#include "model/sheets/objectsheet.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace GenMirror;
using namespace Qt::StringLiterals;

class SheetsTest : public QObject
{
    Q_OBJECT

    static constexpr SheetStyle pasted{.separator = SheetStyle::Separator::Tab,
                                       .lineEnd = SheetStyle::LineEnd::Lf};

    static QByteArray csvOf(const QByteArray &json, SheetStyle style = {})
    {
        return SheetWriter(style).line({SheetCell::ofJson(json)});
    }
    static Object object(const QByteArray &text) { return {ObjectId::ofString(u"key"), text}; }

    /// A cell of one column, read back: whether it was in quotation marks, and its text.
    static std::pair<bool, QString> readBack(const QByteArray &line)
    {
        QString text = QString::fromUtf8(line);
        Q_ASSERT(text.endsWith("\r\n"_L1));
        text.chop(2);
        const bool isQuoted = text.startsWith(u'"');
        if (isQuoted)
            text = text.sliced(1, text.size() - 2).replace(u"\"\""_s, u"\""_s);
        return {isQuoted, text};
    }

    /// Of characters that mean something to a spreadsheet, and others.
    static QString randomText(QRandomGenerator &random)
    {
        static const QString characters =
            u"=+-@\t\r\n'\"',;01aZ ＝＋－＠﹦\u2212\u200b\ufeff\u00a0\u0000\u001bé|"_s;
        QString text;
        for (int left = random.bounded(8); left > 0; --left)
            text += characters[random.bounded(int(characters.size()))];
        return text;
    }

private Q_SLOTS:
    void kindsOfValuesStayApart()
    {
        QCOMPARE(csvOf("null"), "null\r\n"_ba);
        QCOMPARE(csvOf("\"null\""), "\"null\"\r\n"_ba);
        QCOMPARE(csvOf("1"), "1\r\n"_ba);
        QCOMPARE(csvOf("\"1\""), "\"1\"\r\n"_ba);
        QCOMPARE(csvOf("true"), "true\r\n"_ba);
        QCOMPARE(csvOf("\"true\""), "\"true\"\r\n"_ba);
        QCOMPARE(csvOf("\"\""), "\"\"\r\n"_ba);
        QCOMPARE(SheetWriter().line({SheetCell()}), "\r\n"_ba);
        QCOMPARE(csvOf("12345678901234567890.00e-7"), "12345678901234567890.00e-7\r\n"_ba);
        // Where as few quotation marks as can be are written, too.
        QCOMPARE(csvOf("\"plain\"", pasted), "plain\n"_ba);
        QCOMPARE(csvOf("\"1\"", pasted), "\"1\"\n"_ba);
        QCOMPARE(csvOf("\"null\"", pasted), "\"null\"\n"_ba);
        QCOMPARE(csvOf("\"\"", pasted), "\"\"\n"_ba);
        QCOMPARE(csvOf("\"a\\tb\"", pasted), "\"a\tb\"\n"_ba);
        QCOMPARE(csvOf("1", pasted), "1\n"_ba);
    }

    void aLineHoldsEveryCharacter()
    {
        const ObjectSheet sheet({}, {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s, u"none"_s});
        const Object one = object(
            "{\"a\":\"x,y\",\"b\":\"say \\\"hi\\\"\",\"c\":\"two\\nlines\",\"d\":1.50,\"e\":{\"f\":[1,2]}}");
        QCOMPARE(sheet.line(one), "\"key\",\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\",1.50,"
                                  "\"{\"\"f\"\":[1,2]}\",\r\n"_ba);
        QCOMPARE(sheet.head(), "\"key\",\"a\",\"b\",\"c\",\"d\",\"e\",\"none\"\r\n"_ba);
        QCOMPARE(ObjectSheet({}, {u"a"_s}).line({ObjectId::ofInteger(-7), "[1]"}), "-7,\r\n"_ba);
    }

    /// Beyond the longest id, too, whether something in it is escaped or not.
    void longTextsAreWrittenAsShortOnesAre_data()
    {
        QTest::addColumn<int>("length");
        for (const int length : {1, 1000, 1022, 1023, 1024, 1025, 5000, 1'000'000})
            QTest::addRow("%d", length) << length;
    }
    void longTextsAreWrittenAsShortOnesAre()
    {
        QFETCH(const int, length);
        const QByteArray letters(length, 'x');
        QCOMPARE(csvOf('"' + letters + '"'), '"' + letters + "\"\r\n");
        QCOMPARE(csvOf('"' + letters + "\\n\\u00e9\""), '"' + letters + "\n\u00e9\"\r\n");
        QCOMPARE(jsonStringText(QByteArray('"' + letters + "\\\"\"")), QString::fromLatin1(letters) + u'"');
    }

    void whatASpreadsheetWouldCalculateIsGuarded_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isGuarded");
        const auto row = [](const char *name, const QString &text, bool isGuarded) {
            QTest::newRow(name) << text << isGuarded;
        };
        row("=", u"=1+1"_s, true);
        row("+", u"+1"_s, true);
        row("-", u"-1"_s, true);
        row("- alone", u"-"_s, true);
        row("@", u"@SUM(1)"_s, true);
        row("tab", u"\tx"_s, true);
        row("carriage return", u"\rx"_s, true);
        row("line feed", u"\nx"_s, true);
        row("blanks before", u"   =1"_s, true);
        row("a blank that does not break before", u"\u00a0=1"_s, true);
        row("a wide blank before", u"\u3000=1"_s, true);
        row("no width before", u"\u200b=1"_s, true);
        row("a mark before", u"\ufeff=1"_s, true);
        row("a control character before", u"\u0001=1"_s, true);
        row("wide =", u"\uff1d1+1"_s, true);
        row("wide +", u"\uff0b1"_s, true);
        row("wide -", u"\uff0d1"_s, true);
        row("wide @", u"\uff20SUM(1)"_s, true);
        row("small =", u"\ufe661"_s, true);
        row("minus sign", u"\u22121"_s, true);
        row("guarded by somebody else", u"'=1"_s, true);
        row("nothing", u""_s, false);
        row("a word", u"word"_s, false);
        row("= inside", u"a=b"_s, false);
        row("an apostrophe", u"'tis"_s, false);
        row("apostrophes", u"''"_s, false);
        row("a mail address", u"ann@example.org"_s, false);
        row("blanks", u"  "_s, false);
    }
    void whatASpreadsheetWouldCalculateIsGuarded()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, isGuarded);
        const QByteArray wanted = QByteArray('\'' + text.toUtf8());
        for (const SheetStyle &style : {SheetStyle(), pasted}) {
            const QByteArray guarded = SheetWriter(style).line({SheetCell::ofText(text)});
            SheetStyle off = style;
            off.guardsFormulas = false;
            QCOMPARE(guarded.contains(wanted), isGuarded);
            QVERIFY(!SheetWriter(off).line({SheetCell::ofText(text)}).contains(wanted));
            QCOMPARE(SheetWriter(style).head({text}).contains(wanted), isGuarded); // so are names
        }
        QCOMPARE(csvOf(jsonString(text)).startsWith(QByteArray('"' + wanted)), isGuarded);
    }

    void numbersStayNumbers()
    {
        for (const QByteArray &number : {"-5"_ba, "-0"_ba, "-1.5e+10"_ba, "0.1"_ba, "1E-3"_ba})
            QCOMPARE(csvOf(number), number + "\r\n");
        QCOMPARE(SheetWriter().line({SheetCell::ofNumber(-5)}), "-5\r\n"_ba);
        // What only begins like one is a text.
        for (const QByteArray &other :
             {"-"_ba, "-5+cmd"_ba, "-5 "_ba, "-.5"_ba, "-1e"_ba, "-1."_ba, "-01"_ba})
            QCOMPARE(csvOf(other), "\"'" + other + "\"\r\n");
    }

    void columnsHaveNamesOfTheirOwn_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QStringList>("columns");
        QTest::newRow("others") << QStringList{u"a"_s, u"A"_s, u"a.b"_s}
                                << QStringList{u"a"_s, u"A"_s, u"a.b"_s};
        QTest::newRow("the writer's own")
            << QStringList{u"key"_s, u"id"_s, u"key"_s} << QStringList{u"key"_s, u"id"_s, u"key (2)"_s};
        QTest::newRow("a number that is taken")
            << QStringList{u"key"_s, u"key"_s, u"key (2)"_s, u"key"_s}
            << QStringList{u"key"_s, u"key (3)"_s, u"key (2)"_s, u"key (4)"_s};
        QTest::newRow("empty") << QStringList{u""_s, u"(empty)"_s, u" "_s, u"\u200b"_s}
                               << QStringList{u"(empty)"_s, u"(empty) (2)"_s, u"(empty) (3)"_s,
                                              u"(empty) (4)"_s};
        QTest::newRow("blanks") << QStringList{u"a b"_s, u"a  b"_s, u"a\u00a0b "_s}
                                << QStringList{u"a b"_s, u"a  b (2)"_s, u"a\u00a0b  (3)"_s};
        QTest::newRow("unseen") << QStringList{u"a"_s, u"a\u200b"_s, u"\u202ea"_s, u"a\ufe0f"_s}
                                << QStringList{u"a"_s, u"a\u200b (2)"_s, u"\u202ea (3)"_s, u"a\ufe0f (4)"_s};
        QTest::newRow("accents") << QStringList{u"\u00e9"_s, u"e\u0301"_s}
                                 << QStringList{u"\u00e9"_s, u"e\u0301 (2)"_s};
    }
    void columnsHaveNamesOfTheirOwn()
    {
        QFETCH(const QStringList, names);
        QFETCH(const QStringList, columns);
        QCOMPARE(columnNames(names), columns);
    }

    void aDotInANameIsNoPath()
    {
        const ObjectSheet sheet({}, {u"a.b"_s, u"a"_s, u"id"_s, u"key"_s, u""_s});
        QCOMPARE(sheet.head(), "\"key\",\"a.b\",\"a\",\"id\",\"key (2)\",\"(empty)\"\r\n"_ba);
        QCOMPARE(sheet.line(object("{\"a\":{\"b\":2},\"a.b\":1,\"\":3,\"key\":4,\"id\":5}")),
                 "\"key\",1,\"{\"\"b\"\":2}\",5,4,3\r\n"_ba);
    }

    void aMarkStandsOnceAtTheBeginning()
    {
        const SheetWriter writer({.hasMark = true});
        QCOMPARE(writer.head({u"a"_s}), "\xef\xbb\xbf\"a\"\r\n"_ba);
        QCOMPARE(writer.line({SheetCell::ofText(u"a"_s)}), "\"a\"\r\n"_ba);
        QCOMPARE(SheetWriter().head({u"a"_s}), "\"a\"\r\n"_ba);
    }

    void aTerminalIsNotCommanded()
    {
        const QString text = u"\u001b]0;x\u0007\nnext\u202e"_s;
        QCOMPARE(SheetWriter().line({SheetCell::ofText(text)}), '"' + text.toUtf8() + "\"\r\n");
        QCOMPARE(SheetWriter({.hasMark = true, .isOnTerminal = true}).line({SheetCell::ofText(text)}),
                 "\"\\u001b]0;x\\u0007\\u000anext\\u202e\"\r\n"_ba);
        QCOMPARE(SheetWriter({.hasMark = true, .isOnTerminal = true}).head({text}).front(), '"');
    }

    /// Whatever the text: quotation marks say that it is one, and it can be had back.
    void everyTextCanBeHadBack()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        int guarded = 0;
        for (int round = 0; round < 20'000; ++round) {
            const QString text = randomText(random);
            const auto plain = readBack(csvOf(jsonString(text), {.guardsFormulas = false}));
            QVERIFY2(plain.first && plain.second == text, qPrintable(u"seed %1: %2"_s.arg(seed).arg(text)));
            auto [isQuoted, cell] = readBack(csvOf(jsonString(text)));
            if (looksLikeFormula(cell)) {
                QVERIFY2(cell.startsWith(u'\''), qPrintable(u"seed %1: %2"_s.arg(seed).arg(text)));
                cell = cell.sliced(1);
                ++guarded;
            }
            QVERIFY2(isQuoted && cell == text, qPrintable(u"seed %1: %2"_s.arg(seed).arg(text)));
        }
        QVERIFY(guarded > 1000);
    }

    void namesOfColumnsAreNeverTwice()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        static const QStringList parts{u"a"_s, u"key"_s,    u" (2)"_s, u" (3)"_s,
                                       u" "_s, u"\u200b"_s, u""_s,     u"(empty)"_s};
        for (int round = 0; round < 2000; ++round) {
            QStringList names;
            for (int count = random.bounded(12); count > 0; --count)
                names.append(parts[random.bounded(int(parts.size()))] +
                             parts[random.bounded(int(parts.size()))]);
            const QStringList columns = columnNames(names);
            QCOMPARE(columns.size(), names.size());
            QSet<QString> seen;
            for (QString column : columns)
                seen.insert(column.remove(u'\u200b').simplified());
            QVERIFY2(seen.size() == names.size(),
                     qPrintable(u"seed %1: %2"_s.arg(seed).arg(names.join(u'|'))));
        }
    }
};

QTEST_GUILESS_MAIN(SheetsTest)
#include "sheets_test.moc"
