#include "sync/protocol/conditions.h"

#include <QTest>

using namespace GenMirror;
using namespace Qt::StringLiterals;

/// If-Match and If-None-Match as RFC 9110 has them.
class ProtocolConditionsTest : public QObject
{
    Q_OBJECT

    [[nodiscard]] static Conditions conditions(const QByteArray &ifMatch, const QByteArray &ifNoneMatch)
    {
        return Conditions::parse(ifMatch, ifNoneMatch).value();
    }

private Q_SLOTS:
    void tagsAreRead_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArrayList>("tags"); // empty: refused
        QTest::newRow("one") << "\"42\""_ba << QByteArrayList{"\"42\""};
        QTest::newRow("weak") << "W/\"42\""_ba << QByteArrayList{"W/\"42\""};
        QTest::newRow("list") << " \"a\" ,W/\"b\",\t\"c,d\""_ba
                              << QByteArrayList{"\"a\"", "W/\"b\"", "\"c,d\""};
        QTest::newRow("empty elements") << ",\"a\",,"_ba << QByteArrayList{"\"a\""};
        QTest::newRow("empty tag") << "\"\""_ba << QByteArrayList{"\"\""};
        QTest::newRow("backslash") << "\"\\\""_ba << QByteArrayList{"\"\\\""};
        QTest::newRow("not ASCII") << "\"\xc3\xa4\""_ba << QByteArrayList{"\"\xc3\xa4\""};
        for (const char *bad :
             {"", " ", ",", "42", "\"42", "42\"", "w/\"42\"", "W/42", "W/ \"42\"", "\"a\" \"b\"",
              "\"a\"\"b\"", "*, \"a\"", "\"a\", *", "\"a b\"", "\"\x7f\"", "\"\x01\"", "**"})
            QTest::newRow(QByteArray(QByteArray("refused: ") + bad).toPercentEncoding())
                << QByteArray(bad) << QByteArrayList();
    }
    void tagsAreRead()
    {
        QFETCH(const QByteArray, value);
        QFETCH(const QByteArrayList, tags);
        const auto list = TagList::parse(value);
        QCOMPARE(list.has_value(), !tags.isEmpty());
        if (!list) {
            QCOMPARE(list.error().kind, Error::Kind::InvalidArgument);
            return;
        }
        QByteArrayList read;
        for (const EntityTag &tag : list->tags)
            read.append(tag.toHeader());
        QCOMPARE(read, tags);
        QVERIFY(!list->any);
    }

    void theyHoldAgainstWhatIsThere_data()
    {
        QTest::addColumn<QByteArray>("ifMatch");
        QTest::addColumn<QByteArray>("ifNoneMatch");
        QTest::addColumn<QByteArray>("current"); // null: nothing is there
        QTest::addColumn<bool>("holds");
        QTest::addColumn<QByteArray>("notModified");
        const QByteArray none;
        const auto row = [&](const char *name, const QByteArray &ifMatch, const QByteArray &ifNoneMatch,
                             const QByteArray &current, bool holds, const QByteArray &notModified = {}) {
            QTest::newRow(name) << ifMatch << ifNoneMatch << current << holds << notModified;
        };
        row("no conditions", none, none, "\"1\"", true);
        row("match", "\"1\"", none, "\"1\"", true);
        row("match, another", "\"2\"", none, "\"1\"", false);
        row("match, nothing there", "\"1\"", none, none, false);
        row("match in a list", "\"2\", \"1\"", none, "\"1\"", true);
        row("match a weak one", "W/\"1\"", none, "\"1\"", false);
        row("match with what is weak", "\"1\"", none, "W/\"1\"", false);
        row("match any", "*", none, "W/\"1\"", true);
        row("match any, nothing there", "*", none, none, false);
        row("match in another coding", "\"1-gzip\"", none, "\"1\"", true);
        row("match in a coding that is none", "\"1-x\"", none, "\"1\"", false);
        row("none match", none, "\"2\"", "\"1\"", true);
        row("none match, the same", none, "\"1\"", "\"1\"", false, "\"1\"");
        row("none match, nothing there", none, "\"1\"", none, true);
        row("none match, weakly", none, "W/\"1\"", "\"1\"", false, "\"1\"");
        row("none match with what is weak", none, "\"1\"", "W/\"1\"", false, "W/\"1\"");
        row("none match in a list", none, "\"x\",W/\"1\"", "W/\"1\"", false, "W/\"1\"");
        row("none match in another coding", none, "\"1-gzip\"", "\"1\"", false, "\"1-gzip\"");
        row("none match any", none, "*", "\"1\"", false, "\"1\"");
        row("none match any, nothing there", none, "*", none, true);
        row("both hold", "\"1\"", "\"2\"", "\"1\"", true);
        row("the first does not hold", "\"2\"", "\"1\"", "\"1\"", false);
    }
    void theyHoldAgainstWhatIsThere()
    {
        QFETCH(const QByteArray, ifMatch);
        QFETCH(const QByteArray, ifNoneMatch);
        QFETCH(const QByteArray, current);
        QFETCH(const bool, holds);
        QFETCH(const QByteArray, notModified);
        std::optional<EntityTag> tag;
        if (!current.isNull())
            tag = TagList::parse(current).value().tags.first();
        const Conditions asked = conditions(ifMatch, ifNoneMatch);
        const Conditions::Verdict verdict = asked.of(tag);
        QCOMPARE(verdict.holds, holds);
        QCOMPARE(verdict.notModified ? verdict.notModified->toHeader() : QByteArray(), notModified);
        const auto checked = asked.check(tag);
        QCOMPARE(checked.has_value(), holds);
        if (!checked)
            QCOMPARE(checked.error().kind, Error::Kind::Conflict);
    }

    void aGenerationIsReadFromATag()
    {
        QCOMPARE(EntityTag::generationIn("\"42\""), Generation{42});
        QCOMPARE(EntityTag::generationIn("\"42-gzip\""), Generation{42});
        for (const char *other : {"", "42", "\"\"", "\"0\"", "\"-1\"", "W/\"42\"", "\"42\",\"43\"", "*",
                                  "\"x\"", "\"9223372036854775808\"", "\"42-br\""})
            QVERIFY2(!EntityTag::generationIn(other), other);
        QCOMPARE(EntityTag::of(Generation{42}).inCoding("gzip").toHeader(), "\"42-gzip\""_ba);
        QCOMPARE((EntityTag{"x", true}.inCoding("gzip").toHeader()), "W/\"x\""_ba);
    }
};

QTEST_GUILESS_MAIN(ProtocolConditionsTest)
#include "protocol_conditions_test.moc"
