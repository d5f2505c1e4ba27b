// Batches, routes and problems.
#include "sync/protocol/batchreader.h"
#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"

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
              "{\"op\":\"create-set\",\"set\":[1],\"key\":{}}"})
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
        QTest::newRow("quotation mark") << "\"\\\"x\""_ba
                                        << "%22%5C%22x%22"_ba;
        QTest::newRow("value") << "{\"a\":1}"_ba
                               << "%7B%22a%22%3A1%7D"_ba;
    }
    void idsComeThroughPathSegments()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, segment);
        const ObjectId id = ObjectId::fromValueJson(json).value();
        QCOMPARE(Routes::segmentOf(id), segment);
        QCOMPARE(Routes::idOfSegment(segment).value(), id);
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
        QCOMPARE(again.detail, error.detail);
        QCOMPARE(again.operationIndex, 3);
        QVERIFY(!Problem::fromAnswer(502, "<html>").detail.isEmpty());
    }
};

QTEST_APPLESS_MAIN(ProtocolBatchTest)
#include "protocol_batch_test.moc"
