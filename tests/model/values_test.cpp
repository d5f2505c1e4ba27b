#include "model/core/collectionid.h"
#include "model/core/digest.h"
#include "model/core/jsontext.h"
#include "model/core/objectline.h"
#include "model/core/plaintext.h"
#include "model/core/setkey.h"
#include "model/core/setpath.h"
#include "model/core/setpattern.h"

#include <QCryptographicHash>
#include <QTest>

using namespace GenMirror;
using namespace Qt::StringLiterals;

class ValuesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void idsAreComparedByCanonicalText_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("canonical");
        QTest::addColumn<QString>("display");
        QTest::newRow("string") << "\"a\""_ba
                                << "\"a\""_ba << u"a"_s;
        QTest::newRow("escaped") << "\"\\u0061\\/\""_ba
                                 << "\"a/\""_ba << u"a/"_s;
        QTest::newRow("quotation mark") << "\"\\\"\""_ba
                                        << "\"\\\"\""_ba << u"\""_s;
        QTest::newRow("not ASCII") << "\"\\u00fc\""_ba
                                   << "\"ü\""_ba << u"ü"_s;
        QTest::newRow("empty") << "\"\""_ba
                               << "\"\""_ba << QString();
        QTest::newRow("integer") << "7"_ba
                                 << "7"_ba << u"7"_s;
        QTest::newRow("digits in a string") << "\"7\""_ba
                                            << "\"7\""_ba << u"7"_s;
        QTest::newRow("minus zero") << "-0"_ba
                                    << "0"_ba << u"0"_s;
        QTest::newRow("a whole number with a fraction") << "7.0"_ba
                                                        << "7"_ba << u"7"_s;
        QTest::newRow("a whole number with an exponent") << "70e-1"_ba
                                                         << "7"_ba << u"7"_s;
        QTest::newRow("largest") << "9223372036854775807"_ba
                                 << "9223372036854775807"_ba << u"9223372036854775807"_s;
        QTest::newRow("smallest") << "-9223372036854775808"_ba
                                  << "-9223372036854775808"_ba << u"-9223372036854775808"_s;
    }
    void idsAreComparedByCanonicalText()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, canonical);
        QFETCH(QString, display);
        const auto id = ObjectId::fromJson(json);
        QVERIFY(id.has_value());
        QCOMPARE(id->toJson(), canonical);
        QCOMPARE(id->toDisplay(), display);
        QCOMPARE(ObjectId::fromJson(canonical).value(), *id);
    }

    void whatIsNoIdIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *json : {"", "null", "true", "1.5", "1e99", "[1]", "{}", "\"open", "\"a\" 1", "01",
                                 "+1", "9223372036854775808", "-9223372036854775809", "1e19",
                                 "123456789012345678901234567890123456789012"})
            QTest::newRow(json) << QByteArray(json);
    }
    void whatIsNoIdIsRefused()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!ObjectId::fromJson(json).has_value());
    }

    void halfASurrogatePairIsNoText()
    {
        for (const char *json : {R"("\udc00")", R"("\uDFFF")", R"("\ud800")", R"("a\ud83d\ude00\ude00")",
                                 R"("\\\udc00")", R"("\ud800\u0061")", R"("\udc00\ud800")"})
            QVERIFY2(!ObjectId::fromJson(json).has_value(), json);
        for (const char *json :
             {R"("\ud83d\ude00")", R"("\\udc00")", R"("\uD83D\uDE00\n")", R"("\ud7ff\ue000")"})
            QVERIFY2(ObjectId::fromJson(json).has_value(), json);
        QVERIFY(!canonicalJson(R"([{"x":"\udc00"}])").has_value());
    }

    void anIdHasABoundedLength()
    {
        const QByteArray longest = '"' + QByteArray(ObjectId::MaximumLength - 2, 'x') + '"';
        QVERIFY(ObjectId::fromJson(longest).has_value());
        QCOMPARE(ObjectId::fromJson(QByteArray(longest + "x\"")).error().kind, Error::Kind::InvalidArgument);
        QCOMPARE(ObjectId::fromJson(QByteArray("\"x" + longest.mid(1))).error().kind, Error::Kind::TooLarge);
    }

    void pathsReadAndWrite()
    {
        const auto path = SetPath::fromJson("[ \"a\", 7 ]");
        QVERIFY(path.has_value());
        QCOMPARE(path->toJson(), "[\"a\",7]");
        QCOMPARE(path->toDisplay(), u"a / 7"_s);
        QCOMPARE(path->parent().toJson(), "[\"a\"]");
        QVERIFY(path->parent().contains(*path));
        QVERIFY(!path->contains(path->parent()));
        QCOMPARE(SetPath().toJson(), "[]");
        QVERIFY(!SetPath::fromJson("{}").has_value());
        QVERIFY(!SetPath::fromJson("[null]").has_value());
        const QByteArray deep = '[' + QByteArray("1,").repeated(SetPath::MaximumDepth) + "1]";
        QCOMPARE(SetPath::fromJson(deep).error().kind, Error::Kind::TooLarge);
    }

    void keysReadAndWrite()
    {
        for (const SetKey &key :
             {SetKey(), SetKey::ofAttribute(u"a \"b\""_s), SetKey::ofValue(), SetKey::ofExplicit()})
            QCOMPARE(SetKey::fromJson(key.toJson()).value(), key);
        for (const char *bad :
             {"", "7", "\"other\"", "{}", "{\"attribute\":7}", "{\"attribute\":\"a\",\"b\":1}"})
            QVERIFY2(!SetKey::fromJson(bad).has_value(), bad);
    }

    void keysAsPeopleTypeThem()
    {
        QCOMPARE(SetKey::fromWord(u"."_s), SetKey::ofValue());
        QCOMPARE(SetKey::fromWord(u"cycle"_s), SetKey::ofAttribute(u"cycle"_s));
        for (const QString &word : {u"."_s, u"id"_s, u".."_s, u"a.b"_s})
            QCOMPARE(SetKey::fromWord(word).toWord(), word);
        for (const QString &text : {u"tags=."_s, u"releases/*=cycle"_s, u"a/b=id"_s})
            QCOMPARE(SetPattern::fromText(text).value().toText(), text);
        QCOMPARE(SetPattern::fromText(u"tags=."_s).value().key, SetKey::ofValue());
        QCOMPARE(SetPattern::fromText(u"tags"_s).value().toText(), u"tags=id"_s);
    }

    void textsOnOneLineAreHadBackExactly()
    {
        for (const char *text :
             {"{\"id\": 1}", "{\n \"a\":\r\n[1,\t2]\r}", "[\"\\n\\ud83d\\ude00\",\n\"\xc3\xa4\xe2\x80\xa8\"]",
              "1.50", "{\"a\":1,\n\"a\":2}"}) {
            const QByteArray member = memberOnOneLine("object", "text", text);
            const QByteArray line = "{\"set\":[]," + member + '}';
            QVERIFY(!line.contains('\n') && !line.contains('\r'));
            QVERIFY2(checkJson(line), text);
            QCOMPARE(exactTextOf(line, "object", "text").value(), text);
            QCOMPARE(member.contains("\"text\":"),
                     QByteArray(text).contains('\n')); // only where it is needed
        }
        for (const char *bad : {"{}", "[]", "{\"object\":", "{\"text\":\"1\"}", "{\"object\":1,\"text\":1}",
                                "{\"object\":1,\"text\":\"2\"}", "{\"object\":1,\"text\":\"1 1\"}",
                                "{\"object\":1,\"text\":\"\"}", "{\"object\":1,\"object\":1}"})
            QVERIFY2(!exactTextOf(bad, "object", "text"), bad);
    }

    void aKeyAttributeThatOccursTwiceIsRefused()
    {
        QVERIFY(!SetKey().idOf(R"({"id":1,"id":2})").has_value());
        QCOMPARE(SetKey().idOf(R"({"x":{"id":5},"id":2})").value(), ObjectId::ofInteger(2));
    }

    void aDigestTermIsBlake2bOverLengthsAndParts()
    {
        QByteArray bytes;
        const auto part = [&bytes](const QByteArray &text) {
            bytes += char(text.size()) + QByteArray(7, '\0') + text;
        };
        part("[\"s\"]");
        part("\"a\"");
        part("{\"id\":\"a\"}");
        QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256);
        std::ranges::reverse(hash); // the hash is a little-endian number, toHex writes it big-endian
        const Digest term = Digest::ofObject("[\"s\"]", ObjectId::ofString(u"a"), "{\"id\":\"a\"}");
        QCOMPARE(term.toHex(), hash.toHex());
        QCOMPARE(Digest::fromHex(term.toHex()).value(), term);
    }

    void digestsAddModuloTwoToThe256()
    {
        const Digest ones = Digest::fromHex(QByteArray(64, 'f')).value();
        const Digest one = Digest::fromHex(QByteArray(QByteArray(63, '0') + '1')).value();
        Digest sum = ones;
        sum += one;
        QCOMPARE(sum, Digest());
        sum -= one;
        QCOMPARE(sum, ones);
        Digest carried = Digest::fromHex(QByteArray(QByteArray(48, '0') + QByteArray(16, 'f'))).value();
        carried += one;
        QCOMPARE(carried.toHex(), QByteArray(47, '0') + '1' + QByteArray(16, '0'));
        carried -= one;
        QCOMPARE(carried.toHex(), QByteArray(48, '0') + QByteArray(16, 'f'));
        QVERIFY(!Digest::fromHex("00").has_value());
        QVERIFY(!Digest::fromHex(QByteArray(64, 'g')).has_value());
        QVERIFY(!Digest::fromHex(QByteArray(63, 'f')).has_value());
        QVERIFY(!Digest::fromHex(QByteArray(65, 'f')).has_value());
        for (const char wrong : {'/', ':', '@', '`', ' ', '\0', '\x80'}) // beside the digits
            QVERIFY(!Digest::fromHex(QByteArray(QByteArray(63, '0') + wrong)).has_value());
        const QByteArray mixed = "0123456789abcdefABCDEF" + QByteArray(42, '7');
        QCOMPARE(Digest::fromHex(mixed).value().toHex(), mixed.toLower());
    }

    void collectionsAreRandomAndChecked()
    {
        const CollectionId one = CollectionId::random();
        QVERIFY(one != CollectionId::random());
        QCOMPARE(CollectionId::fromHex(one.toHex()).value(), one);
        QVERIFY(CollectionId().isNone());
        QVERIFY(!CollectionId::fromHex("").has_value());
        QVERIFY(!CollectionId::fromHex(QByteArray(one.toHex().toUpper() + "0")).has_value());
    }

    void whatChangesHowOthersAreShownIsNotPlain_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("visible");
        QTest::newRow("plain") << u"a ü 汉 🙂"_s << u"a ü 汉 🙂"_s;
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("line feed") << u"a\nb"_s << u"a\\u000ab"_s;
        QTest::newRow("tab") << u"\t"_s << u"\\u0009"_s;
        QTest::newRow("escape") << u"\u001b[31m"_s << u"\\u001b[31m"_s;
        QTest::newRow("rubout") << QString(QChar(0x7f)) << u"\\u007f"_s;
        QTest::newRow("C1") << QString(QChar(0x9b)) << u"\\u009b"_s;
        QTest::newRow("override") << u"a\u202eb"_s << u"a\\u202eb"_s;
        QTest::newRow("isolate") << u"\u2066"_s << u"\\u2066"_s;
        QTest::newRow("mark") << u"\u061c"_s << u"\\u061c"_s;
        QTest::newRow("line separator") << u"\u2028"_s << u"\\u2028"_s;
        QTest::newRow("half a pair") << QString(QChar(0xd83d)) << u"\\ud83d"_s;
        QTest::newRow("other half") << QString(QChar(0xde42)) + u"x" << u"\\ude42x"_s;
    }
    void whatChangesHowOthersAreShownIsNotPlain()
    {
        QFETCH(QString, text);
        QFETCH(QString, visible);
        QCOMPARE(visibly(text), visible);
        QCOMPARE(isPlainText(text), text == visible);
        QVERIFY(isPlainText(visible));
    }

    void fieldsOccurOnce()
    {
        QVERIFY(membersOf(R"({"a":1,"a":2})").has_value());
        QCOMPARE(fieldsOf(R"({"a":1,"a":2})").error().kind, Error::Kind::InvalidArgument);
        QCOMPARE(fieldsOf(R"({"a":1,"b":2,"\u0061":2})").error().kind, Error::Kind::InvalidArgument);
        QCOMPARE(fieldsOf(R"({"a":1,"b":2})").value().size(), 2);
        QByteArray many = "{\"a\":1";
        for (int i = 0; i < 100; ++i)
            many += ",\"f" + QByteArray::number(i) + "\":1";
        QCOMPARE(fieldsOf(QByteArray(many + '}')).error().kind, Error::Kind::InvalidArgument);
    }

    void theFirstMemberOfANameIsFoundWithoutReadingOn_data()
    {
        QTest::addColumn<QByteArray>("object");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        const QByteArray object(
            "{ \"a\" : 1, \"b\":{\"a\":2, \"c\":[3]} ,\"\\u0064\":\"x\",\"a\":9,\"e\":null}");
        QTest::newRow("number") << object << QByteArray("a") << QByteArray("1");
        QTest::newRow("object") << object << QByteArray("b") << QByteArray("{\"a\":2, \"c\":[3]}");
        QTest::newRow("escaped name") << object << QByteArray("d") << QByteArray("\"x\"");
        QTest::newRow("last") << object << QByteArray("e") << QByteArray("null");
        QTest::newRow("nested only") << object << QByteArray("c") << QByteArray();
        QTest::newRow("no object") << QByteArray("[1]") << QByteArray("a") << QByteArray();
        QTest::newRow("a scalar") << QByteArray("7") << QByteArray("a") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("{\"a\":") << QByteArray("a") << QByteArray();
    }
    void theFirstMemberOfANameIsFoundWithoutReadingOn()
    {
        QFETCH(QByteArray, object);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QCOMPARE(firstMember(object, name).toByteArray(), value);
    }
};

QTEST_APPLESS_MAIN(ValuesTest)
#include "values_test.moc"
