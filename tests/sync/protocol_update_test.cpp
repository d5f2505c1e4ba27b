// UpdateWriter and UpdateReader: what goes over the wire comes out as it went in, and nothing else does.
#include "model/core/memorymirrorstorage.h"
#include "model/core/memorytreestorage.h"
#include "sync/protocol/updatereader.h"
#include "sync/protocol/updatewriter.h"
#include "tests/support/dump.h"
#include "tests/support/updatetext.h"

#include "model/core/updateapplier.h"

#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

const QByteArray Collection(32, 'c');

QByteArray update(const QByteArray &members)
{
    return "{\"tree\":\"main\",\"collection\":\"" + Collection + "\",\"generation\":42" + members + '}';
}

UpdateReader::Source chunks(const QByteArray &json, qsizetype size)
{
    return [json, size, at = qsizetype(0)]() mutable {
        const QByteArray chunk = json.mid(at, size);
        at += size;
        return chunk;
    };
}

/// A mirror's contents after reading, or the error.
struct Read {
    QByteArray text;
    std::optional<Error> error;
    UpdateHeader header;
};

Read read(const QByteArray &json, qsizetype chunk = 65536, UpdateReaderLimits limits = {})
{
    UpdateText text;
    const auto header = UpdateReader(limits).read(chunks(json, chunk), text);
    Read result{.text = text.text()};
    if (header)
        result.header = *header;
    else
        result.error = header.error();
    return result;
}

} // namespace

class ProtocolUpdateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsWhatTheProtocolShows()
    {
        const Read result =
            read(R"({"tree": "main", "collection": "cccccccccccccccccccccccccccccccc", "generation": 42,
            "more": false, "adds": [{"id": "a", "any": "json"}], "removals": ["b"],
            "sets": [{"id": "messages", "adds": [{"id": 7}], "removals": [3],
                      "sets": [{"id": "archive", "contents": []}]}]})");
        QVERIFY2(!result.error, qPrintable(result.error.value_or(Error{}).detail));
        QCOMPARE(result.text, "+a -b messages{+7 -3 archive{=}}");
        QCOMPARE(result.header.tree, u"main"_s);
        QCOMPARE(result.header.generation.value, 42);
        QCOMPARE(result.header.collection.toHex(), Collection);
    }

    void aWholeTreeComesThroughByteForByteInChunksOfAnySize_data()
    {
        QTest::addColumn<int>("chunk");
        for (const int chunk : {1, 2, 3, 7, 64, 65536})
            QTest::addRow("%d", chunk) << chunk;
    }
    void aWholeTreeComesThroughByteForByteInChunksOfAnySize()
    {
        QFETCH(int, chunk);
        MemoryTreeStorage storage;
        QVERIFY(GenerationalTree::initialize(storage).has_value());
        GenerationalTree tree(storage, u"main"_s);
        const auto path = [](const char *json) { return SetPath::fromJson(json).value(); };
        QVERIFY(tree.createSet(path("[\"s\"]"), SetKey::ofAttribute(u"cycle"_s)).has_value());
        QVERIFY(tree.createSet(path("[\"s\",7]"), SetKey::ofExplicit()).has_value());
        QVERIFY(tree.createSet(path("[\"v\"]"), SetKey::ofValue()).has_value());
        QVERIFY(tree.createSet(path("[\"empty\"]")).has_value());
        for (const char *object :
             {R"({"id":1})", "{ \"id\" : \"\\u00e4\\\"]},\" , \"n\":1.50E+200,\"x\":[{\"id\":9},[]] }",
              R"({"adds":[1],"id":"quacks","sets":[],"contents":[],"removals":[]})",
              "{\"deep\":[[[[[[{\"id\":3}]]]]]],\n\"id\":\"ü\"}"})
            QVERIFY2(tree.add({}, object).has_value(), object);
        QVERIFY(tree.add(path("[\"s\"]"), R"({"id":{"cycle":2},"cycle":"1.0"})").has_value());
        QVERIFY(tree.add(path("[\"v\"]"), "17").has_value());
        QVERIFY(tree.add(path("[\"v\"]"), "\"a,b\"").has_value());
        QVERIFY(tree.add(path("[\"v\"]"), "[1, {}]").has_value());
        const Operation explicitPut{.kind = Operation::Kind::Add,
                                    .set = path("[\"s\",7]"),
                                    .id = ObjectId::ofString(u"k"),
                                    .object = "null"};
        QVERIFY(tree.apply({&explicitPut, 1}).has_value());

        QByteArray json;
        UpdateWriter writer(Dialect::Native, [&json](QByteArrayView bytes) {
            json += bytes;
            return true;
        });
        QVERIFY(tree.updates({}, writer).has_value());
        MemoryMirrorStorage mirror;
        UpdateApplier applier(mirror, {});
        const auto header = UpdateReader().read(chunks(json, chunk), applier);
        QVERIFY2(header.has_value(), header ? "" : qPrintable(header.error().detail));
        QCOMPARE(dumpOf(mirror), dumpOf(tree));
        QCOMPARE(applier.result().verification, AppliedUpdate::Verification::Equal);
        QCOMPARE(mirror.child(mirror.root(), ObjectId::ofString(u"s")).value().setKey,
                 SetKey::ofAttribute(u"cycle"_s));
    }

    void fieldsMayStandInAnyOrderAndUnknownOnesAreSkipped()
    {
        const Read result = read(
            R"({"new":{"adds":[1,{"generation":7}]},"adds":[{"id":1}],"x":[[]],"generation":5,"y":"z"})");
        QVERIFY2(!result.error, qPrintable(result.error.value_or(Error{}).detail));
        QCOMPARE(result.text, "+1");
        QCOMPARE(result.header.generation.value, 5);
    }

    void anUpdateInsideALargerAnswerIsFound()
    {
        const Read result = read(
            R"({"generation":9,"object":[1],"updates":{"generation":8,"adds":[{"id":1}]},"removals":3})");
        QVERIFY2(!result.error, qPrintable(result.error.value_or(Error{}).detail));
        QCOMPARE(result.header.generation.value, 8);
        QCOMPARE(result.text, "+1");
    }

    void whatIsNotRightIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char *name, const QByteArray &json) { QTest::newRow(name) << json; };
        row("empty", "");
        row("HTML", "<html><body>Welcome to the hotel</body></html>");
        row("array", "[]");
        row("number", "42");
        row("no generation", "{\"adds\":[]}");
        row("generation is text", "{\"generation\":\"42\"}");
        row("generation is negative", "{\"generation\":-1}");
        row("generation is zero", "{\"generation\":0}");
        row("generation is huge", "{\"generation\":99999999999999999999}");
        row("generation is a fraction", "{\"generation\":1.5}");
        row("more is text", update(",\"more\":\"yes\""));
        row("collection is short", "{\"generation\":1,\"collection\":\"cc\"}");
        row("digest is a number", update(",\"digest\":1"));
        row("adds is an object", update(",\"adds\":{}"));
        row("adds is a number", update(",\"adds\":1"));
        row("sets holds a number", update(",\"sets\":[1]"));
        row("sets holds an array", update(",\"sets\":[[]]"));
        row("an object without id", update(",\"adds\":[{\"x\":1}]"));
        row("an object that is none", update(",\"adds\":[1]"));
        row("an id that is a list", update(",\"adds\":[{\"id\":[1]}]"));
        row("an id twice", update(",\"adds\":[{\"id\":1,\"id\":2}]"));
        row("a removal that is null is an id of values only", update(",\"removals\":[\"a\",]"));
        row("a set without id", update(",\"sets\":[{\"adds\":[]}]"));
        row("a key after members", update(",\"adds\":[],\"key\":\"value\""));
        row("an unknown key", update(",\"key\":\"magic\""));
        row("explicit without pair", update(",\"key\":\"explicit\",\"adds\":[{\"id\":1}]"));
        row("text after it", update("") + " x");
        row("NUL after it", update("") + '\0' + "x");
        row("NUL within", update(",\"adds\":[{\"id\":1\0}]"_ba));
        row("not UTF-8", update(",\"adds\":[{\"id\":\"\xff\"}]"));
        row("lone surrogate", update(",\"adds\":[{\"id\":\"\\ud800\"}]"));
        row("a number beyond any double", update(",\"adds\":[{\"id\":1,\"x\":1e400}]"));
        row("comment", update(",/* */\"adds\":[]"));
    }
    void whatIsNotRightIsRefused()
    {
        QFETCH(QByteArray, json);
        const Read result = read(json);
        QVERIFY2(result.error, result.text.constData());
        QCOMPARE(result.error->kind, Error::Kind::Protocol);
        QVERIFY(!result.error->detail.isEmpty());
    }

    void everyCutIsNoticed()
    {
        const QByteArray json = update(",\"adds\":[{\"id\":1},{\"id\":\"a\"}],\"removals\":[2],\"sets\":[{"
                                       "\"id\":\"s\",\"contents\":[]}]");
        QVERIFY(!read(json).error);
        for (qsizetype length = 0; length < json.size(); ++length)
            QVERIFY2(read(json.left(length), 5).error, qPrintable(u"cut at %1"_s.arg(length)));
    }

    void nestingBeyondTheLimitIsRefusedWithoutRecursion()
    {
        const QByteArray deep = QByteArray(10000, '[') + QByteArray(10000, ']');
        const Read result = read(update(",\"adds\":[{\"id\":1,\"x\":" + deep + "}]"));
        QCOMPARE(result.error.value().kind, Error::Kind::TooLarge);
    }

    void anEndlessObjectOrTextIsGivenUpAtTheLimit_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("object") << update(",\"adds\":[{\"id\":1,\"x\":\"").chopped(1);
        QTest::newRow("unknown field") << "{\"x\":\""_ba;
        QTest::newRow("white space") << "{"_ba;
    }
    void anEndlessObjectOrTextIsGivenUpAtTheLimit()
    {
        QFETCH(QByteArray, start);
        qint64 given = 0;
        const auto endless = [&]() {
            const QByteArray chunk = given == 0 ? start : QByteArray(65536, start.endsWith('"') ? 'x' : ' ');
            given += chunk.size();
            return chunk;
        };
        UpdateText text;
        const auto result = UpdateReader({.maximumObjectBytes = 1 << 20}).read(endless, text);
        QCOMPARE(result.error().kind, Error::Kind::TooLarge);
        QVERIFY(given < (2 << 20));
    }

    /// Of objects, each short, one after the other.
    void anEndlessAnswerIsGivenUpAtTheLimit()
    {
        qint64 given = 0;
        const auto endless = [&]() {
            const QByteArray chunk = given == 0 ? update(",\"adds\":[{\"id\":0}").chopped(1)
                                                : QByteArray(",{\"id\":1}").repeated(5000);
            given += chunk.size();
            return chunk;
        };
        UpdateText text;
        const auto result = UpdateReader({.maximumBytes = 1 << 20}).read(endless, text);
        QCOMPARE(result.error().kind, Error::Kind::TooLarge);
        QVERIFY(given > (1 << 20) && given < (1 << 20) + 100'000);
    }

    void aVisitorThatStopsIsNotAskedAgain()
    {
        class Stops : public UpdateVisitor
        {
        public:
            bool beginUpdate(const UpdateHeader &, const SetKey &) override { return true; }
            bool beginContents() override { return true; }
            bool object(const Object &) override { return ++objects < 2; }
            bool removal(const ObjectId &) override { return true; }
            bool beginSet(const ObjectId &, const SetKey &) override { return true; }
            bool endSet() override { return true; }
            bool endUpdate(const UpdateHeader &) override { return true; }
            int objects = 0;
        } visitor;
        const auto result =
            UpdateReader().read(chunks(update(",\"adds\":[{\"id\":1},{\"id\":2},{\"id\":3}]"), 10), visitor);
        QCOMPARE(result.error().kind, Error::Kind::Canceled);
        QCOMPARE(visitor.objects, 2);
    }

    void theClassicDialectPutsNestedSetsAmongTheObjects()
    {
        MemoryTreeStorage storage;
        QVERIFY(GenerationalTree::initialize(storage).has_value());
        GenerationalTree tree(storage);
        QVERIFY(tree.createSet(SetPath{ObjectId::ofString(u"s")}).has_value());
        QVERIFY(tree.add({}, "{\"id\":1}").has_value());
        QVERIFY(tree.add(SetPath{ObjectId::ofString(u"s")}, "{\"id\":2}").has_value());
        QVERIFY(tree.remove({}, ObjectId::ofInteger(1)).has_value());
        QByteArray json;
        UpdateWriter writer(Dialect::Classic, [&json](QByteArrayView bytes) {
            json += bytes;
            return true;
        });
        QVERIFY(tree.updates({.since = {1}}, writer, GenerationalTree::Order::Interleaved).has_value());
        QCOMPARE(json, R"({"generation":5,"adds":[{"id":"s","adds":[{"id":2}]}],"removals":[1]})");
    }

    void theDialectIsChosenByTheAcceptHeader()
    {
        QCOMPARE(dialectFor(""), Dialect::Classic);
        QCOMPARE(dialectFor("*/*"), Dialect::Classic);
        QCOMPARE(dialectFor("application/json"), Dialect::Classic);
        QCOMPARE(dialectFor("application/vnd.genmirror+json"), Dialect::Native);
        QCOMPARE(dialectFor("text/html, Application/vnd.genmirror+json;q=0.5"), Dialect::Native);
        QCOMPARE(dialectFor("application/vnd.genmirror+json;q=0"), Dialect::Classic);
    }
};

QTEST_APPLESS_MAIN(ProtocolUpdateTest)
#include "protocol_update_test.moc"
