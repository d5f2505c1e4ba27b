// The rules of docs/protocol.md, "Updates", a test each; what is told is written as UpdateText writes it.
#include "model/core/memorymirrorstorage.h"
#include "tests/support/dump.h"
#include "tests/support/testtree.h"
#include "tests/support/treeclient.h"

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class RulesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anEmptyTreeHasGenerationOne()
    {
        TestTree t;
        QCOMPARE(t.tree.state().value().generation.value, 1);
        QCOMPARE(t.since(0), "");
        QCOMPARE(t.header.generation.value, 1);
    }

    void everyMutationIsOneGeneration()
    {
        TestTree t;
        t.createSet({"s"});
        t.add({"s"}, "a");
        t.add({"s"}, "a", 1);
        t.remove({"s"}, "a");
        t.removeSet({"s"});
        QCOMPARE(t.tree.state().value().generation.value, 6);
    }

    void rule1SinceZeroTellsEveryMemberAndNeverRemovals()
    {
        TestTree t(0);
        t.createSet({"s"}, 0);
        t.add({}, "a");
        t.add({}, "b");
        t.add({"s"}, "c");
        t.add({"s"}, "d");
        t.remove({}, "a");
        t.remove({"s"}, "c");
        QCOMPARE(t.since(0), "+b s{+d}");
    }

    void rule2SinceTheGenerationTellsTheGenerationAlone()
    {
        TestTree t;
        t.add({}, "a");
        QCOMPARE(t.since(2), "");
        QCOMPARE(t.header.generation.value, 2);
        QVERIFY(!t.header.more);
        QVERIFY(!t.header.reset);
    }

    void rule3ChangesComeInGenerationOrderAndAnIdIsInOneListOnly()
    {
        TestTree t;
        t.add({}, "a");
        t.add({}, "b");
        t.add({}, "c");
        t.add({}, "a", 1);
        t.remove({}, "c");
        t.remove({}, "b");
        t.add({}, "c", 2);
        QCOMPARE(t.since(1), "+a +c -b");
        QCOMPARE(t.since(4), "+a +c -b");
        QCOMPARE(t.since(7), "+c");
    }

    void rule3NestedSetsComeInGenerationOrderAmongObjectsInTheClassicDialect()
    {
        TestTree t;
        t.createSet({"s"});
        t.add({}, "a");
        t.add({"s"}, "x");
        t.add({}, "b");
        QCOMPARE(t.answer({}, GenerationalTree::Order::Interleaved), "+a s{+x} +b");
        QCOMPARE(t.answer({}, GenerationalTree::Order::SetsLast), "+a +b s{+x}");
    }

    void rule4AClientBelowTheFloorIsToldAllContentsAndOneAtTheFloorIsNot()
    {
        TestTree t(1);
        t.add({}, "a"); // 2
        t.add({}, "b");
        t.add({}, "c");    // 4
        t.remove({}, "a"); // 5
        t.remove({}, "b"); // 6: drops the removal of 5
        QCOMPARE(t.tree.set({}).value().floor.value, 5);
        QCOMPARE(t.since(4), "= +c");
        QCOMPARE(t.since(5), "-b");
    }

    void rule4NothingIsResentWhenNothingWasDropped()
    {
        TestTree t(1);
        t.add({}, "a");
        t.add({}, "b");
        t.remove({}, "a");
        QCOMPARE(t.since(2), "+b -a"); // the original resends everything here: it keeps 1 of 1 removals
    }

    void rule4TheFloorStaysWhenARemovedIdIsAddedAgain()
    {
        TestTree t(1);
        t.add({}, "a");    // 2
        t.add({}, "b");    // 3
        t.remove({}, "a"); // 4
        t.remove({}, "b"); // 5: the removal of a is dropped
        t.add({}, "b");    // 6: no removal is kept any more
        QCOMPARE(t.tree.set({}).value().removals, 0);
        QCOMPARE(t.tree.set({}).value().floor.value, 4);
        QCOMPARE(t.since(3), "= +b");
    }

    /// Asks as the original does: contents only if at least maximum_removals are kept and the oldest is
    /// newer.
    void theUnmendedRule4LosesRemovals()
    {
        TestTree t(1);
        MemoryMirrorStorage mended;
        MemoryMirrorStorage unmended;
        t.add({}, "a");
        t.add({}, "b");
        QVERIFY(TreeClient(mended).poll(t.tree).has_value());
        QVERIFY(TreeClient(unmended).poll(t.tree).has_value());
        t.remove({}, "a");
        t.remove({}, "b");
        t.add({}, "b");

        MemoryTreeStorage original = t.storage;
        SetRecord root = original.findSet({}).value();
        const bool answersContents = root.removals >= root.maximumRemovals;
        QVERIFY(!answersContents); // so it tells adds and removals alone, as if nothing had been dropped
        root.floor = Generation();
        original.putSet(root);
        GenerationalTree originalTree(original);
        QVERIFY(TreeClient(unmended).poll(originalTree).has_value());
        QVERIFY(unmended.object(unmended.root(), name("a")).has_value()); // dead, and kept for ever

        QVERIFY(TreeClient(mended).poll(t.tree).has_value());
        QVERIFY(!mended.object(mended.root(), name("a")).has_value());
        QCOMPARE(dumpOf(mended), dumpOf(t.tree));
    }

    void rule4MaximumRemovalsZeroIsAllowed()
    {
        TestTree t(0);
        t.add({}, "a");
        t.add({}, "b");
        t.remove({}, "a"); // 4
        QCOMPARE(t.since(3), "= +b");
        QCOMPARE(t.since(4), "");
    }

    void rule4EachSetDecidesForItself()
    {
        TestTree t(0);
        t.createSet({"s"}); // 2
        t.add({}, "a");
        t.add({"s"}, "x"); // 4
        t.add({"s"}, "y");
        t.remove({}, "a"); // 6
        QCOMPARE(t.since(4), "= s{+y}");
        QCOMPARE(t.since(5), "= s{}");
    }

    void rule5ContentsKeepTheNestedSetsThatTheyList()
    {
        TestTree t(0);
        t.createSet({"s"});
        t.createSet({"gone"});
        t.add({"s"}, "x");
        t.add({}, "a");
        MemoryMirrorStorage mirror;
        TreeClient client(mirror);
        QVERIFY(client.poll(t.tree).has_value());
        const qint64 row =
            mirror.object(mirror.child(mirror.root(), name("s")).value(), name("x")).value().row;
        t.remove({}, "a");
        t.removeSet({"gone"});
        const auto update = client.poll(t.tree);
        QVERIFY(update.has_value());
        QCOMPARE(update->cause, UpdateCause::TooFarBehind);
        QCOMPARE(dumpOf(mirror), dumpOf(t.tree));
        QCOMPARE(mirror.object(mirror.child(mirror.root(), name("s")).value(), name("x")).value().row, row);
        QVERIFY(!mirror.child(mirror.root(), name("gone")).has_value());
    }

    void rule6ASetMadeAgainAnswersContentsToClientsOlderThanItsRemoval()
    {
        TestTree t;
        t.createSet({"s"});  // 2
        t.add({"s"}, "old"); // 3
        t.removeSet({"s"});  // 4
        t.createSet({"s"});  // 5
        t.add({"s"}, "new"); // 6
        QCOMPARE(t.since(3), "s{= +new}");
        QCOMPARE(t.since(4), "s{+new}");
        QCOMPARE(t.since(0), "s{+new}");
    }

    void rule6HoldsForSetsNestedInTheRemovedOneToo()
    {
        TestTree t;
        t.createSet({"s"});
        t.createSet({"s", "inner"});
        t.add({"s", "inner"}, "old"); // 4
        t.removeSet({"s"});           // 5
        t.createSet({"s"});
        t.createSet({"s", "inner"});
        QCOMPARE(t.since(4), "s{= inner{=}}");
    }

    void rule6ARemovalIsRememberedWhenTheParentHasDroppedIt()
    {
        TestTree t(0);
        t.createSet({"s"});
        t.add({"s"}, "old"); // 3
        t.removeSet({"s"});  // 4
        t.createSet({"s"});  // 5
        QCOMPARE(t.since(3), "= s{=}");
    }

    void rule7AnotherCollectionIsToldAllContentsAtEveryLevel()
    {
        TestTree t;
        t.createSet({"s"});
        t.add({"s"}, "x");
        t.add({}, "a");
        QCOMPARE(t.answer({.since = {2}, .collection = CollectionId::random()}), "= +a s{= +x}");
        QVERIFY(t.header.reset);
    }

    void rule7AGenerationThatTheServerHasNotReachedIsToldAllContents()
    {
        TestTree t;
        t.add({}, "a");
        QCOMPARE(t.since(99), "= +a");
        QVERIFY(t.header.reset);
        QCOMPARE(t.header.generation.value, 2);
    }

    void rule8PagesAreInGenerationOrderOverTheWholeTreeAndGoOnFromWhereTheyEnd()
    {
        TestTree t;
        t.createSet({"s"}); // 2
        t.add({}, "a");     // 3
        t.add({"s"}, "x");  // 4
        t.add({}, "b");     // 5
        QCOMPARE(t.answer({.limit = 2}), "+a s{}");
        QCOMPARE(t.header.generation.value, 3);
        QVERIFY(t.header.more);
        QVERIFY(!t.header.digest);
        QCOMPARE(t.header.base.value, 5);
        QCOMPARE(t.answer({.since = {3}, .limit = 2, .base = t.header.base}), "+b s{+x}");
        QVERIFY(!t.header.more);
        QVERIFY(t.header.digest);
    }

    void rule8APageEndsAtATransactionsEnd()
    {
        TestTree t;
        t.add({}, "a"); // 2
        QList<Operation> batch;
        for (const char *id : {"b", "c", "d"})
            batch.append({.kind = Operation::Kind::Add, .object = object(id)});
        QVERIFY(t.tree.apply(batch).has_value()); // 3 to 5
        t.add({}, "e");
        QCOMPARE(t.answer({.limit = 2}), "+a");
        QCOMPARE(t.header.generation.value, 2);
        QCOMPARE(t.answer({.since = {2}, .limit = 2, .base = {6}}), "+b +c +d");
        QCOMPARE(t.header.generation.value, 5);
    }

    void rule8APageThatIsNotTheLastHasAMember()
    {
        TestTree t;
        QList<Operation> batch;
        for (const char *id : {"a", "b", "c"})
            batch.append({.kind = Operation::Kind::Add, .object = object(id)});
        QVERIFY(t.tree.apply(batch).has_value()); // 2 to 4
        t.add({}, "gone");                        // 5
        t.remove({}, "gone");                     // 6
        batch = {{.kind = Operation::Kind::Add, .object = object("d")},
                 {.kind = Operation::Kind::Add, .object = object("e")}};
        QVERIFY(t.tree.apply(batch).has_value()); // 7 to 8
        t.add({}, "f");                           // 9
        QCOMPARE(t.answer({.limit = 1}), "+a +b +c");
        QCOMPARE(t.header.generation.value, 4);
        QCOMPARE(t.answer({.since = {4}, .limit = 1, .base = {9}}), "+d +e");
        QCOMPARE(t.header.generation.value, 8);
        QCOMPARE(t.answer({.since = {8}, .limit = 1, .base = {9}}), "+f");
        QVERIFY(!t.header.more);

        TestTree emptied; // what was removed before the client began is no member
        emptied.add({}, "x");
        emptied.remove({}, "x");
        emptied.add({}, "a");
        emptied.add({}, "b");
        QCOMPARE(emptied.answer({.limit = 1}), "+a");
        QVERIFY(emptied.header.more);
    }

    void rule8AFirstSyncInPagesIsNeverToldContentsForWhatWasRemovedBeforeItBegan()
    {
        TestTree t(0);
        for (const char *id : {"a", "b", "c", "d"})
            t.add({}, id);
        t.remove({}, "a"); // 6 is the floor
        QCOMPARE(t.answer({.limit = 2}), "+b +c");
        QCOMPARE(t.answer({.since = t.header.generation, .limit = 2, .base = t.header.base}), "+d");
    }

    void rule8APageReachesTheFloorsOfTheSetsThatTellTheirContents()
    {
        TestTree t(0);
        t.createSet({"s"}, 0); // 2
        t.add({"s"}, "x");     // 3
        t.add({}, "a");        // 4
        t.add({}, "b");        // 5
        t.add({"s"}, "y");     // 6
        t.remove({"s"}, "x");  // 7 is the floor of s
        t.add({}, "c");        // 8
        t.add({"s"}, "z");     // 9
        const CollectionId collection = t.tree.state().value().collection;
        QCOMPARE(t.answer({.since = {3}, .collection = collection, .limit = 1}), "+a +b s{= +y +z}");
        QCOMPARE(t.header.generation.value, 7);
        QCOMPARE(t.answer({.since = {7}, .collection = collection, .limit = 1}), "+c");
        QCOMPARE(t.answer({.since = {8}, .collection = collection, .limit = 1}), "s{+z}");
    }

    void rule8ASetMadeAgainAfterAPagesEndIsToldEmptyOnThePageOfItsRemoval()
    {
        TestTree t;
        t.createSet({"s"});  // 2
        t.add({"s"}, "old"); // 3
        t.removeSet({"s"});  // 4
        t.add({}, "a");      // 5
        t.add({}, "b");      // 6
        t.createSet({"s"});  // 7
        const CollectionId collection = t.tree.state().value().collection;
        QCOMPARE(t.answer({.since = {3}, .collection = collection, .limit = 1}), "+a s{=}");
        QCOMPARE(t.header.generation.value, 5);
    }

    void rule10TheTextOfAnObjectIsOpaque()
    {
        TestTree t;
        const QByteArray text = R"({ "n" : 1.50e+00,"id":"\u0061" , "b":{"z":1,"a":2}})"_ba;
        QVERIFY(t.tree.add({}, text).has_value());
        QCOMPARE(t.tree.get({}, name("a")).value().object.text, text);
    }

    void rule11TheDigestIsKeptUpToDateAndDoesNotDependOnOrder()
    {
        TestTree one;
        one.createSet({"s"});
        one.add({"s"}, "x", 1);
        one.add({}, "a");
        TestTree other;
        other.add({}, "a", 7);
        other.createSet({"s"});
        other.add({"s"}, "y");
        other.add({"s"}, "x", 1);
        other.remove({"s"}, "y");
        other.add({}, "a");
        QCOMPARE(one.tree.state().value().digest, other.tree.state().value().digest);
        QCOMPARE(one.tree.recomputeDigest().value(), one.tree.state().value().digest);
        other.add({"s"}, "x", 2);
        QVERIFY(one.tree.state().value().digest != other.tree.state().value().digest);
    }

    /// Rule 6, with pages: between the set's removal and its return its id was an object's. A client whose
    /// page ended in between was told of neither.
    void aPageThatMissedTheObjectInPlaceOfASetLosesNothing()
    {
        TestTree t;
        t.createSet({"x"});
        t.createSet({"x", "deep"});
        t.add({"x", "deep"}, "old");
        MemoryMirrorStorage mirror;
        TreeClient client(mirror);
        QVERIFY(client.poll(t.tree).has_value());
        t.removeSet({"x"});
        t.add({}, "x");
        t.add({}, "between"); // where the page ends
        const QList<Operation> batch{{.kind = Operation::Kind::Add, .set = {}, .object = object("other")},
                                     {.kind = Operation::Kind::Remove, .set = {}, .id = name("x")}};
        QVERIFY(t.tree.apply(batch).has_value());
        const auto page = client.poll(t.tree, 1);
        QVERIFY(page.has_value() && page->more);
        t.createSet({"x"});
        t.createSet({"x", "deep"});
        const auto update = client.poll(t.tree);
        QVERIFY(update.has_value());
        QCOMPARE(update->verification, AppliedUpdate::Verification::Equal);
        QCOMPARE(dumpOf(mirror), dumpOf(t.tree));
    }
};

QTEST_APPLESS_MAIN(RulesTest)
#include "rules_test.moc"
