#include "sync/protocol/answers.h"

#include "sync/protocol/answerfields.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

TreeListing listingOf(const AnswerFields &fields)
{
    return {.tree = fields.text("tree"_L1),
            .problem = {},
            .collection = fields.collection("collection"_L1),
            .generation = fields.generation("generation"_L1),
            .digest = fields.digest("digest"_L1),
            .objects = fields.number("objects"_L1),
            .removals = fields.number("removals"_L1),
            .floor = fields.generation("floor"_L1, 0),
            .bytes = fields.number("bytes"_L1),
            .writesAMinute = fields.number("writes_a_minute"_L1)};
}

TreeListing treeOf(const AnswerFields &fields)
{
    if (fields.has("problem"_L1))
        return {.tree = fields.text("tree"_L1), .problem = fields.text("problem"_L1)};
    TreeListing tree = listingOf(fields);
    tree.sets = fields.number("sets"_L1, 1);
    return tree;
}

SetAsideListing asideOf(const AnswerFields &fields)
{
    return {.tree = fields.text("tree"_L1),
            .folder = fields.text("folder"_L1),
            .at = fields.timeOrNull("at"_L1).value_or(QDateTime()),
            .bytes = fields.number("bytes"_L1),
            .problem = fields.text("problem"_L1)};
}

SetListing setOf(const AnswerFields &fields)
{
    return {.set = fields.set("set"_L1),
            .key = fields.key("key"_L1),
            .members = fields.number("members"_L1),
            .removals = fields.number("removals"_L1),
            .floor = fields.generation("floor"_L1, 0),
            .maximumRemovals = fields.number("maximum_removals"_L1)};
}

TreePlace placeOf(const AnswerFields &fields)
{
    return {.collection = fields.collection("collection"_L1),
            .generation = fields.generation("generation"_L1),
            .setAside = fields.textIfAny("set_aside"_L1)};
}

SetCounts countsOf(const AnswerFields &fields)
{
    return {.path = fields.set("set"_L1),
            .added = fields.number("added"_L1),
            .changed = fields.number("changed"_L1),
            .removed = fields.number("removed"_L1),
            .setsCreated = fields.numberIfAny("sets_created"_L1),
            .setsRemoved = fields.numberIfAny("sets_removed"_L1),
            .withNested = fields.flagIfAny("with_nested"_L1)};
}

HistoryListing historyOf(const AnswerFields &fields)
{
    return {.number = fields.number("number"_L1, 1),
            .first = fields.generation("first"_L1),
            .last = fields.generation("last"_L1),
            .at = fields.time("at"_L1),
            .what = fields.text("what"_L1),
            .who = fields.text("who"_L1),
            .agent = fields.text("agent"_L1),
            .reason = fields.textIfAny("reason"_L1),
            .sets = fields.list("sets"_L1, &countsOf)};
}

/// A value and the tree that it says it is of.
template <typename T>
struct OfTree {
    QString tree;
    T value;
};

template <typename T>
Result<T> ofTree(const Result<OfTree<T>> &read, const QString &tree)
{
    if (!read)
        return failureOf(read);
    if (read->tree != tree)
        return failure(Error::Kind::Protocol, u"The answer is of another tree, \"%1\"."_s.arg(read->tree));
    return read->value;
}

} // namespace

Result<TreePage> readTreePage(const QByteArray &json)
{
    return readAnswer<TreePage>(json, [](const AnswerFields &fields) {
        return TreePage{.trees = fields.list("trees"_L1, &treeOf),
                        .more = fields.flag("more"_L1),
                        .setAside = fields.listIfAny("set_aside"_L1, &asideOf)};
    });
}

Result<TreeDetails> readTreeDetails(const QByteArray &json)
{
    return readAnswer<TreeDetails>(json, [](const AnswerFields &fields) {
        return TreeDetails{.tree = listingOf(fields), .sets = fields.list("sets"_L1, &setOf)};
    });
}

Result<TreePlace> readMadeTree(const QByteArray &json, const QString &tree)
{
    return ofTree(
        readAnswer<OfTree<TreePlace>>(json,
                                      [](const AnswerFields &fields) {
                                          return OfTree<TreePlace>{fields.text("tree"_L1), placeOf(fields)};
                                      }),
        tree);
}

Result<TreePlace> readTreePlace(const QByteArray &json)
{
    return readAnswer<TreePlace>(json, &placeOf);
}

Result<TreePlace> readBatchDone(const QByteArray &json)
{
    return readAnswer<TreePlace>(json, [](const AnswerFields &fields) {
        TreePlace place = placeOf(fields);
        place.first = fields.generation("first"_L1);
        return place;
    });
}

Result<HistoryPage> readHistoryPage(const QByteArray &json, const QString &tree)
{
    return ofTree(readAnswer<OfTree<HistoryPage>>(json,
                                                  [](const AnswerFields &fields) {
                                                      return OfTree<HistoryPage>{
                                                          fields.text("tree"_L1),
                                                          {.entries = fields.list("history"_L1, &historyOf),
                                                           .more = fields.flag("more"_L1)}};
                                                  }),
                  tree);
}

Result<WhoAmI> readWhoAmI(const QByteArray &json)
{
    return readAnswer<WhoAmI>(json, [](const AnswerFields &fields) {
        return WhoAmI{.name = fields.text("name"_L1),
                      .role = fields.word("role"_L1, {"reader"_L1, "editor"_L1, "admin"_L1}),
                      .trees = fields.texts("trees"_L1),
                      .isOpen = fields.flag("open"_L1)};
    });
}

Result<Generation> readGeneration(const QByteArray &json)
{
    return readAnswer<Generation>(
        json, [](const AnswerFields &fields) { return fields.generation("generation"_L1); });
}

} // namespace GenMirror
