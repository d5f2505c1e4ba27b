// What is done to a tree as a whole (compaction, reset, batches), what is refused, and what ids and keys may
// be.
#include "model/core/memorymirrorstorage.h"
#include "tests/support/dump.h"
#include "tests/support/testtree.h"
#include "tests/support/treeclient.h"

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class TreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlySetsOfValuesHaveOtherIdsThanStringsAndIntegers_data()
    {
        QTest::addColumn<QByteArray>("id");
        for (const char *id :
             {"1.5", "true", "null", "[1]", "{}", "123456789012345678901234567890123456789012"})
            QTest::newRow(id) << QByteArray(id);
    }
    void onlySetsOfValuesHaveOtherIdsThanStringsAndIntegers()
    {
        QFETCH(const QByteArray, id);
        TestTree t;
        QVERIFY(t.tree.createSet(path({"e"}), SetKey::ofExplicit()));
        QVERIFY(t.tree.createSet(path({"v"}), SetKey::ofValue()));
        const ObjectId given = ObjectId::fromValueJson(id).value();
        for (const Operation::Kind kind :
             {Operation::Kind::Add, Operation::Kind::Changed, Operation::Kind::Remove}) {
            const Operation operation{.kind = kind, .set = path({"e"}), .id = given, .object = "1"};
            QCOMPARE(t.tree.apply({&operation, 1}).error().kind, Error::Kind::InvalidArgument);
        }
        QVERIFY(t.tree.add(path({"v"}), id));
        QVERIFY(t.tree.remove(path({"v"}), given));
    }

    void compactionRaisesFloorsAndKeepsTheGeneration()
    {
        TestTree t;
        for (const char *id : {"a", "b", "c"})
            t.add({}, id); // 2 to 4
        t.remove({}, "a"); // 5
        t.remove({}, "b"); // 6
        const auto preview = t.tree.compact({.keepRemovals = 1, .dryRun = true});
        QCOMPARE(preview.value().dropped, 1);
        QCOMPARE(t.since(4), "-a -b");
        QCOMPARE(t.tree.compact({.keepRemovals = 1}).value().dropped, 1);
        QCOMPARE(t.since(4), "= +c");
        QCOMPARE(t.since(5), "-b");
        QCOMPARE(t.tree.state().value().generation.value, 6);
        QCOMPARE(t.tree.compact({.before = Generation{7}}).value().dropped, 1);
        QCOMPARE(t.since(5), "= +c");
    }

    void resetGivesANewCollectionWithTheSameObjects()
    {
        TestTree t;
        t.createSet({"s"});
        t.add({"s"}, "x");
        t.add({"s"}, "y");
        t.remove({"s"}, "x");
        t.add({}, "a");
        MemoryMirrorStorage mirror;
        TreeClient client(mirror);
        QVERIFY(client.poll(t.tree).has_value());
        const Dump before = dumpOf(t.tree);
        const TreeState old = t.tree.state().value();
        const auto state = t.tree.reset(GenerationalTree::ResetObjects::Keep);
        QVERIFY(state.has_value());
        QVERIFY(state->collection != old.collection);
        QCOMPARE(state->digest, old.digest);
        QCOMPARE(dumpOf(t.tree), before);
        QVERIFY(state->generation < old.generation);
        const auto update = client.poll(t.tree);
        QCOMPARE(update.value().cause, UpdateCause::Reset);
        QVERIFY(update->isEmpty()); // nothing differs, so no row moves
        QCOMPARE(dumpOf(mirror), before);
    }

    void theListenerHearsTheNewGenerationOnceForABatch()
    {
        TestTree t;
        QList<qint64> heard;
        t.tree.setListener([&](Generation generation) { heard.append(generation.value); });
        const QList<Operation> batch{{.kind = Operation::Kind::Add, .object = object("a")},
                                     {.kind = Operation::Kind::Add, .object = object("b")}};
        QVERIFY(t.tree.apply(batch).has_value());
        QVERIFY(!t.tree.remove({}, name("nobody")).has_value());
        QCOMPARE(heard, QList<qint64>{3});
    }

    void aRefusedOperationNamesItsIndexAndNothingOfItsBatchStays()
    {
        TestTree t;
        const QList<Operation> batch{{.kind = Operation::Kind::Add, .object = object("a")},
                                     {.kind = Operation::Kind::Changed, .object = object("b")}};
        const auto refused = t.tree.apply(batch);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().operationIndex, 1);
        QCOMPARE(refused.error().kind, Error::Kind::NotFound);
        QVERIFY(!t.tree.contains({}, name("a")).value());
        QCOMPARE(t.tree.state().value().generation.value, 1);
    }

    void aRefusalSaysWhatKindItIs_data()
    {
        QTest::addColumn<Operation>("operation");
        QTest::addColumn<Error::Kind>("kind");
        using K = Operation::Kind;
        using E = Error::Kind;
        QTest::newRow("changed on a removal")
            << Operation{.kind = K::Changed, .object = object("gone")} << E::NotFound;
        QTest::newRow("remove twice") << Operation{.kind = K::Remove, .id = name("gone")} << E::NotFound;
        QTest::newRow("remove without id") << Operation{.kind = K::Remove} << E::InvalidArgument;
        QTest::newRow("no such set") << Operation{.kind = K::Add, .set = path({"no"}), .object = object("x")}
                                     << E::NotFound;
        QTest::newRow("object where a set is")
            << Operation{.kind = K::Add, .object = object("s")} << E::AlreadyExists;
        QTest::newRow("set where an object is")
            << Operation{.kind = K::CreateSet, .set = path({"a"})} << E::AlreadyExists;
        QTest::newRow("set made twice")
            << Operation{.kind = K::CreateSet, .set = path({"s"})} << E::AlreadyExists;
        QTest::newRow("set without parent")
            << Operation{.kind = K::CreateSet, .set = path({"n", "m"})} << E::NotFound;
        QTest::newRow("the root removed") << Operation{.kind = K::RemoveSet} << E::InvalidArgument;
        QTest::newRow("the root made") << Operation{.kind = K::CreateSet} << E::AlreadyExists;
        QTest::newRow("if absent") << Operation{.kind = K::Add, .object = object("a"), .ifAbsent = true}
                                   << E::Conflict;
        QTest::newRow("if generation, and not there")
            << Operation{.kind = K::Add, .object = object("new"), .ifGeneration = Generation{2}}
            << E::Conflict;
        QTest::newRow("changed if generation, and not there")
            << Operation{.kind = K::Changed, .object = object("new"), .ifGeneration = Generation{2}}
            << E::NotFound;
        QTest::newRow("removed if generation, and not there")
            << Operation{.kind = K::Remove, .id = name("new"), .ifGeneration = Generation{2}} << E::NotFound;
        QTest::newRow("if absent, where a set is")
            << Operation{.kind = K::Add, .object = object("s"), .ifAbsent = true} << E::AlreadyExists;
        QTest::newRow("if generation")
            << Operation{.kind = K::Add, .object = object("a"), .ifGeneration = Generation{99}}
            << E::Conflict;
        QTest::newRow("no key attribute")
            << Operation{.kind = K::Add, .object = "{\"x\":1}"} << E::InvalidArgument;
        QTest::newRow("no JSON") << Operation{.kind = K::Add, .object = "{\"id\":1,"} << E::InvalidArgument;
        QTest::newRow("id is a float")
            << Operation{.kind = K::Add, .object = "{\"id\":1.5}"} << E::InvalidArgument;
        QTest::newRow("other id given")
            << Operation{.kind = K::Add, .id = name("b"), .object = object("a")} << E::InvalidArgument;
    }

    void aRefusalSaysWhatKindItIs()
    {
        QFETCH(Operation, operation);
        QFETCH(Error::Kind, kind);
        TestTree t;
        t.createSet({"s"});
        t.add({}, "a");
        t.add({}, "gone");
        t.remove({}, "gone");
        const auto refused = t.tree.apply({&operation, 1});
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().kind, kind);
        QVERIFY(!refused.error().detail.isEmpty());
        QCOMPARE(t.tree.state().value().generation.value, 5);
    }

    void setsHaveKeysOfThreeKinds()
    {
        TestTree t;
        QVERIFY(t.tree.createSet(path({"v"}), SetKey::ofValue()).has_value());
        QVERIFY(t.tree.createSet(path({"e"}), SetKey::ofExplicit()).has_value());
        QVERIFY(t.tree.createSet(path({"a"}), SetKey::ofAttribute(u"cycle"_s)).has_value());
        QVERIFY(t.tree.add(path({"v"}), R"({"b":1, "a":[1.0]})").has_value());
        QVERIFY(t.tree.contains(path({"v"}), ObjectId::fromValueJson(R"({"a":[1],"b":1})").value()).value());
        QVERIFY(t.tree.add(path({"a"}), R"({"cycle":"1.2"})").has_value());
        QVERIFY(t.tree.contains(path({"a"}), name("1.2")).value());
        QVERIFY(!t.tree.add(path({"e"}), "[]").has_value());
        const Operation put{
            .kind = Operation::Kind::Add, .set = path({"e"}), .id = name("k"), .object = "[]"};
        QVERIFY(t.tree.apply({&put, 1}).has_value());
        QVERIFY(t.tree.contains(path({"e"}), name("k")).value());
    }

    void theIdOfARemovedSetMayBecomeAnObjectsAndBack()
    {
        TestTree t;
        t.createSet({"x"});
        t.add({"x"}, "in");
        MemoryMirrorStorage mirror;
        TreeClient client(mirror);
        QVERIFY(client.poll(t.tree).has_value());
        t.removeSet({"x"});
        t.add({}, "x");
        QVERIFY(client.poll(t.tree).has_value());
        QCOMPARE(dumpOf(mirror), dumpOf(t.tree));
        t.remove({}, "x");
        t.createSet({"x"});
        QVERIFY(client.poll(t.tree).has_value());
        QCOMPARE(dumpOf(mirror), dumpOf(t.tree));
    }
};

QTEST_APPLESS_MAIN(TreeTest)
#include "tree_test.moc"
