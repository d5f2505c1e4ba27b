// Batches, routes and problems.
#include "sync/protocol/batchreader.h"
#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace GenMirror;
using namespace Qt::StringLiterals;

class ProtocolBatchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aBatchKeepsTheExactTextOfObjects()
    {
        const auto batch =
            readBatch("{\"operations\":[{\"op\":\"add\",\"set\":[\"a\",7],\"object\": { \"id\" : "
                      "1.0,\"x\":\"\\u0061\" } },"
                      "{\"op\":\"remove\",\"id\":\"k\",\"ifGeneration\":9},"
                      "{\"op\":\"create-set\",\"set\":[\"s\"],\"key\":\"value\",\"maximum_removals\":0}]}");
        QVERIFY2(batch.has_value(), batch ? "" : qPrintable(batch.error().detail));
        QCOMPARE(batch->size(), 3);
        QCOMPARE(batch->at(0).object, "{ \"id\" : 1.0,\"x\":\"\\u0061\" }");
        QCOMPARE(batch->at(0).set.toJson(), "[\"a\",7]");
        QCOMPARE(batch->at(1).ifGeneration.value().value, 9);
        QCOMPARE(batch->at(2).key, SetKey::ofValue());
        QCOMPARE(batch->at(2).maximumRemovals, 0);
        const auto again = readBatch(writeBatch(*batch));
        QVERIFY(again.has_value());
        QCOMPARE(writeBatch(*again), writeBatch(*batch));
    }

    void aBadBatchSaysWhichOperationAndWhy_data()
    {
        QTest::addColumn<QByteArray>("operation");
        for (const char *bad :
             {"7", "{}", "{\"op\":\"fly\"}", "{\"op\":\"add\"}", "{\"op\":\"remove\"}",
              "{\"op\":\"add\",\"object\":{},\"colour\":1}", "{\"op\":\"add\",\"op\":\"add\",\"object\":1}",
              "{\"op\":\"add\",\"set\":\"a\",\"object\":{}}",
              "{\"op\":\"add\",\"object\":{},\"ifGeneration\":-1}",
              "{\"op\":\"create-set\",\"set\":[1],\"maximum_removals\":1e3}",
              "{\"op\":\"create-set\",\"set\":[1],\"key\":{}}",
              // fields that it does not use: whoever wrote them means something else
              "{\"op\":\"remove-set\",\"set\":[\"s\"],\"id\":\"x\"}",
              "{\"op\":\"remove\",\"id\":1,\"object\":{}}", "{\"op\":\"remove\",\"id\":1,\"ifAbsent\":true}",
              "{\"op\":\"changed\",\"object\":{},\"ifAbsent\":false}",
              "{\"op\":\"add\",\"object\":{},\"key\":\"value\"}",
              "{\"op\":\"add\",\"object\":{},\"maximum_removals\":9}",
              "{\"op\":\"create-set\",\"set\":[1],\"object\":{}}",
              "{\"op\":\"create-set\",\"set\":[1],\"ifGeneration\":3}",
              "{\"op\":\"add\",\"object\":{},\"ifAbsent\":true,\"ifGeneration\":3}"})
            QTest::newRow(bad) << QByteArray(bad);
    }
    void aBadBatchSaysWhichOperationAndWhy()
    {
        QFETCH(QByteArray, operation);
        const QByteArray body = "{\"operations\":[{\"op\":\"add\",\"object\":{\"id\":1}}," + operation + "]}";
        const auto batch = readBatch(body);
        QVERIFY(!batch.has_value());
        QCOMPARE(batch.error().operationIndex, 1);
        QCOMPARE(batch.error().kind, Error::Kind::InvalidArgument);
        QVERIFY(!batch.error().detail.isEmpty());
    }

    void aBatchHasABound()
    {
        QByteArray body = "{\"operations\":[";
        for (qsizetype i = 0; i < MostOperations; ++i)
            body += "{\"op\":\"remove\",\"id\":1},";
        QCOMPARE(readBatch(QByteArray(body.chopped(1) + "]}"))->size(), MostOperations);
        const auto refused = readBatch(QByteArray(body + "{\"op\":\"remove\",\"id\":1}]}"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::TooLarge);
        QVERIFY(refused.error().detail.contains(QString::number(MostOperations)));
    }

    void aBodyThatIsNoBatchIsRefused()
    {
        for (const char *body :
             {"", "[]", "{}", "{\"operations\":1}", "{\"operations\":[]", "{\"operations\":[],\"x\":1}"})
            QVERIFY2(!readBatch(body).has_value(), body);
    }

    void idsComeThroughPathSegments_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("segment");
        QTest::newRow("text") << "\"rust\""_ba
                              << "rust"_ba;
        QTest::newRow("integer") << "7"_ba
                                 << "7"_ba;
        QTest::newRow("digits") << "\"7\""_ba
                                << "%227%22"_ba;
        QTest::newRow("leading zero") << "\"07\""_ba
                                      << "07"_ba;
        QTest::newRow("empty") << "\"\""_ba
                               << "%22%22"_ba;
        QTest::newRow("dots") << "\"..\""_ba
                              << "%22..%22"_ba;
        QTest::newRow("slash") << "\"a/b\""_ba
                               << "a%2Fb"_ba;
        QTest::newRow("umlaut") << "\"ü\""_ba
                                << "%C3%BC"_ba;
        // QString::fromUtf8() and QJsonDocument take it for a byte order mark, and would name another object.
        QTest::newRow("U+FEFF") << "\"\xEF\xBB\xBF\""_ba
                                << "%EF%BB%BF"_ba;
        QTest::newRow("U+FEFF before a name") << "\"\xEF\xBB\xBF"
                                                 "a\""_ba
                                              << "%EF%BB%BFa"_ba;
        QTest::newRow("U+FEFF twice, escaped") << "\"\\ufeff\\ufeffa\""_ba
                                               << "%EF%BB%BF%EF%BB%BFa"_ba;
        QTest::newRow("quotation mark") << "\"\\\"x\""_ba
                                        << "%22%5C%22x%22"_ba;
        QTest::newRow("reads as true") << "\"true\""_ba
                                       << "%22true%22"_ba;
        QTest::newRow("reads as null") << "\"null\""_ba
                                       << "%22null%22"_ba;
        QTest::newRow("reads as a fraction") << "\"1.5\""_ba
                                             << "%221.5%22"_ba;
        QTest::newRow("reads as a number that is too large") << "\"1e309\""_ba
                                                             << "%221e309%22"_ba;
        QTest::newRow("true") << "true"_ba
                              << "true"_ba;
        QTest::newRow("null") << "null"_ba
                              << "null"_ba;
        QTest::newRow("fraction") << "0.5"_ba
                                  << "5e-1"_ba;
        QTest::newRow("value") << "{\"a\":1}"_ba
                               << "%7B%22a%22%3A1%7D"_ba;
    }
    void idsComeThroughPathSegments()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, segment);
        const ObjectId id = ObjectId::fromValueJson(json).value();
        if (id.isString())
            QCOMPARE(ObjectId::ofString(id.toDisplay()), id);
        QCOMPARE(Routes::segmentOf(id), segment);
        QCOMPARE(Routes::idOfSegment(segment, SetKey::ofValue()).value(), id);
        if (id.checkIsName())
            QCOMPARE(Routes::idOfSegment(segment).value(), id);
        else
            QVERIFY(Routes::idOfSegment(segment) != id);
    }

    void aSegmentIsReadAsTheKeyOfItsSetHasIt_data()
    {
        QTest::addColumn<QByteArray>("segment");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("name");
        const auto row = [](const char *segment, const char *value, const char *name) {
            QTest::newRow(segment) << QByteArray(segment) << QByteArray(value) << QByteArray(name);
        };
        row("true", "true", "\"true\"");
        row("false", "false", "\"false\"");
        row("null", "null", "\"null\"");
        row("True", "\"True\"", "\"True\"");
        row("nullable", "\"nullable\"", "\"nullable\"");
        row("%22true%22", "\"true\"", "\"true\"");
        row("0.5", "5e-1", "\"0.5\"");
        row("1e3", "1000", "\"1e3\"");
        row("7.0", "7", "\"7.0\"");
        row("7", "7", "7");
        row("-0", "0", "0");
        row("07", "\"07\"", "\"07\"");
        row("1.", "\"1.\"", "\"1.\"");
        row("7%0A", "\"7\\n\"", "\"7\\n\"");
        row("99999999999999999999", "99999999999999999999", ""); // no id outside of sets of values
        row("1e309", "", "\"1e309\"");                           // a number, and none that may be
        row("[true]", "[true]", "");
        row("[true", "", "");
        row("%22broken", "", "");
        row("%22%5Cud800%22", "", "");
    }
    void aSegmentIsReadAsTheKeyOfItsSetHasIt()
    {
        QFETCH(const QByteArray, segment);
        QFETCH(const QByteArray, value);
        QFETCH(const QByteArray, name);
        const auto read = [&segment](const SetKey &key) {
            const auto id = Routes::idOfSegment(segment, key);
            return id ? id->toJson() : QByteArray();
        };
        QCOMPARE(read(SetKey::ofValue()), value);
        QCOMPARE(read(SetKey()), name);
        QCOMPARE(read(SetKey::ofExplicit()), name);
    }

    void badSegmentsAndNamesAreRefused()
    {
        for (const char *segment : {"", "%22", "%FF", "%00", "%7B"})
            QVERIFY2(!Routes::idOfSegment(segment).has_value(), segment);
        QVERIFY(Routes::checkTreeName(u"user.anna_1-~").has_value());
        const QStringList bad{u""_s, u".hidden"_s, u"a/b"_s, u"ä"_s, u"a b"_s, QString(129, u'x')};
        for (const QString &name : bad)
            QVERIFY2(!Routes::checkTreeName(name).has_value(), qPrintable(name));
    }

    void serverAddressesAreReadAsPeopleTypeThem()
    {
        QCOMPARE(Routes::checkServerUrl(u" localhost:8765 "_s).value().toString(),
                 u"http://localhost:8765"_s);
        const QUrl prefixed = Routes::checkServerUrl(u"https://example.org/mirror/"_s).value();
        QCOMPARE(Routes::resolve(prefixed, Routes::object(u"t", SetPath{ObjectId::ofString(u"a/b")},
                                                          ObjectId::ofInteger(7)))
                     .toEncoded(),
                 "https://example.org/mirror/v1/trees/t/objects/a%2Fb/7");
        const QStringList bad{u""_s, u"ftp://x"_s, u"http://"_s, u"http://x/?q=1"_s, u"http://a:b@x"_s};
        for (const QString &text : bad)
            QVERIFY2(!Routes::checkServerUrl(text).has_value(), qPrintable(text));
    }

    void problemsComeThrough()
    {
        const Error error{
            .kind = Error::Kind::Conflict, .detail = u"It was \"changed\"."_s, .operationIndex = 3};
        const Problem problem = Problem::of(error);
        QCOMPARE(problem.status, 412);
        const Error again = Problem::fromAnswer(412, problem.toJson()).toError();
        QCOMPARE(again.kind, error.kind);
        QCOMPARE(again.said, error.detail);
        QCOMPARE(again.detail, sentenceFor(ErrorCode::Changed));
        QCOMPARE(again.operationIndex, 3);
        const Error page = Problem::fromAnswer(502, "<html>").toError();
        QVERIFY(page.detail.contains(u"502") && page.said.isEmpty());
        // Of a later version, or none: then the server's words are all there is.
        for (const QByteArray &code :
             {QByteArray(R"(,"code":"later")"), QByteArray(R"(,"code":5)"), QByteArray()}) {
            const Error other = Problem::fromAnswer(400, "{\"detail\":\"no\"" + code + '}').toError();
            QCOMPARE(other.code, ErrorCode::None);
            QCOMPARE(other.detail, u"The server refuses this (status 400). It says: “no”"_s);
            QCOMPARE(other.said, u"no"_s);
        }
    }

    /// All codes stand in docs/protocol.md, and no others; each has a sentence of its own.
    void codesAreThoseOfTheDocument()
    {
        QFile document(QStringLiteral(GENMIRROR_SOURCE_DIR "/docs/protocol.md"));
        QVERIFY(document.open(QIODevice::ReadOnly));
        static const QRegularExpression row(u"^\\| `([a-z-]+)` \\|"_s, QRegularExpression::MultilineOption);
        const QString text = QString::fromUtf8(document.readAll());
        const qsizetype begin = text.indexOf(u"| code | status |"_s);
        QVERIFY(begin >= 0);
        QSet<ErrorCode> documented;
        const QString table = text.sliced(begin, text.indexOf(u"\n\n"_s, begin) - begin);
        for (auto match = row.globalMatch(table); match.hasNext();) {
            const QString name = match.next().captured(1);
            QVERIFY2(errorCodeOf(name) != ErrorCode::None, qPrintable(name));
            documented.insert(errorCodeOf(name));
        }
        QSet<QString> sentences;
        for (quint8 code = 1; code < quint8(ErrorCode::NotOurServer); ++code) {
            const QLatin1StringView name = nameOf(ErrorCode(code));
            QVERIFY2(documented.contains(ErrorCode(code)), name.data());
            QCOMPARE(errorCodeOf(QString(name)), ErrorCode(code));
            QVERIFY(!sentences.contains(sentenceFor(ErrorCode(code))));
            sentences.insert(sentenceFor(ErrorCode(code)));
        }
        QCOMPARE(documented.size(), sentences.size());
        QVERIFY(nameOf(ErrorCode::NotTls).isEmpty()); // a client's own
    }
};

QTEST_APPLESS_MAIN(ProtocolBatchTest)
#include "protocol_batch_test.moc"
