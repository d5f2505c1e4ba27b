#include "sync/protocol/answers.h"

#include "sync/protocol/fields.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// A value and the tree that it says it is of.
template <typename T>
struct OfTree {
    QString tree;
    T value;
};

/// An update in the classic dialect, as far as it is looked at.
struct OfGeneration {
    Generation generation;
};

template <typename Fields>
void describeState(Fields &fields, Described<Fields, TreeListing> tree)
{
    fields.member("collection"_L1, tree.collection);
    fields.member("generation"_L1, tree.generation);
    fields.member("digest"_L1, tree.digest);
    fields.member("objects"_L1, tree.objects);
    fields.member("removals"_L1, tree.removals);
    fields.member("floor"_L1, tree.floor, 0);
    fields.member("bytes"_L1, tree.bytes);
    fields.member("writes_a_minute"_L1, tree.writesAMinute);
}

} // namespace

template <typename Fields>
void describe(Fields &fields, Described<Fields, TreeListing> tree)
{
    fields.member("tree"_L1, tree.tree);
    fields.optional("problem"_L1, tree.problem);
    if (!tree.isUsable())
        return;
    describeState(fields, tree);
    fields.member("sets"_L1, tree.sets, 1);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, SetAsideListing> files)
{
    fields.member("tree"_L1, files.tree);
    fields.member("folder"_L1, files.folder);
    fields.orNull("at"_L1, files.at);
    fields.member("bytes"_L1, files.bytes);
    fields.member("problem"_L1, files.problem);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, TreePage> page)
{
    fields.member("trees"_L1, page.trees);
    fields.member("more"_L1, page.more);
    fields.optional("set_aside"_L1, page.setAside);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, SetListing> set)
{
    fields.member("set"_L1, set.set);
    fields.member("key"_L1, set.key);
    fields.member("members"_L1, set.members);
    fields.member("removals"_L1, set.removals);
    fields.member("floor"_L1, set.floor, 0);
    fields.member("maximum_removals"_L1, set.maximumRemovals);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, TreeDetails> details)
{
    fields.member("tree"_L1, details.tree.tree);
    describeState(fields, details.tree);
    fields.member("sets"_L1, details.sets);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, TreePlace> place)
{
    fields.member("collection"_L1, place.collection);
    fields.member("generation"_L1, place.generation);
    fields.optional("set_aside"_L1, place.setAside);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, OfGeneration> of)
{
    fields.member("generation"_L1, of.generation);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, ChangeRange> range)
{
    fields.member("first"_L1, range.first);
    fields.member("generation"_L1, range.last);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, BatchDone> done)
{
    fields.member("collection"_L1, done.collection);
    describe(fields, done.range);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, SetCounts> set)
{
    fields.member("set"_L1, set.path);
    fields.member("added"_L1, set.added);
    fields.member("changed"_L1, set.changed);
    fields.member("removed"_L1, set.removed);
    fields.optional("sets_created"_L1, set.setsCreated);
    fields.optional("sets_removed"_L1, set.setsRemoved);
    fields.optional("with_nested"_L1, set.withNested);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, HistoryListing> entry)
{
    fields.member("number"_L1, entry.number, 1);
    fields.member("collection"_L1, entry.collection);
    fields.member("first"_L1, entry.first);
    fields.member("last"_L1, entry.last);
    fields.member("at"_L1, entry.at);
    fields.member("what"_L1, entry.what);
    fields.member("who"_L1, entry.who);
    fields.member("agent"_L1, entry.agent);
    fields.optional("reason"_L1, entry.reason);
    fields.member("sets"_L1, entry.sets);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, HistoryPage> page)
{
    fields.member("more"_L1, page.more);
    fields.member("history"_L1, page.entries);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, WhoAmI> who)
{
    fields.member("name"_L1, who.name);
    fields.word("role"_L1, who.role, {"reader"_L1, "editor"_L1, "admin"_L1});
    fields.member("trees"_L1, who.trees);
    fields.member("open"_L1, who.isOpen);
}

namespace
{

template <typename Fields, typename T>
void describeOfTree(Fields &fields, T &of)
{
    fields.member("tree"_L1, of.tree);
    describe(fields, of.value);
}

template <typename T>
void describe(FieldReader &fields, OfTree<T> &of)
{
    describeOfTree(fields, of);
}

template <typename T>
void describe(FieldWriter &fields, const OfTree<T> &of)
{
    describeOfTree(fields, of);
}

template <typename T>
Result<T> readOfTree(const QByteArray &json, const QString &tree)
{
    auto read = readDescribed<OfTree<T>>(json);
    if (!read)
        return failureOf(read);
    if (read->tree != tree)
        return failure(Error::Kind::Protocol, u"The answer is of another tree, \"%1\"."_s.arg(read->tree));
    return std::move(read->value);
}

} // namespace

Result<TreePage> readTreePage(const QByteArray &json)
{
    return readDescribed<TreePage>(json);
}

QByteArray toJson(const TreePage &page)
{
    return writeDescribed(page);
}

Result<TreeDetails> readTreeDetails(const QByteArray &json)
{
    return readDescribed<TreeDetails>(json);
}

QByteArray toJson(const TreeDetails &details)
{
    return writeDescribed(details);
}

Result<TreePlace> readMadeTree(const QByteArray &json, const QString &tree)
{
    return readOfTree<TreePlace>(json, tree);
}

QByteArray madeTreeToJson(const QString &tree, const TreePlace &place)
{
    return writeDescribed(OfTree<TreePlace>{.tree = tree, .value = place});
}

Result<TreePlace> readTreePlace(const QByteArray &json)
{
    return readDescribed<TreePlace>(json);
}

QByteArray toJson(const TreePlace &place)
{
    return writeDescribed(place);
}

Result<BatchDone> readBatchDone(const QByteArray &json)
{
    return readDescribed<BatchDone>(json);
}

QByteArray toJson(const BatchDone &done)
{
    return writeDescribed(done);
}

Result<HistoryPage> readHistoryPage(const QByteArray &json, const QString &tree)
{
    return readOfTree<HistoryPage>(json, tree);
}

QByteArray historyPageToJson(const QString &tree, const HistoryPage &page)
{
    return writeDescribed(OfTree<HistoryPage>{.tree = tree, .value = page});
}

Result<WhoAmI> readWhoAmI(const QByteArray &json)
{
    return readDescribed<WhoAmI>(json);
}

QByteArray toJson(const WhoAmI &who)
{
    return writeDescribed(who);
}

Result<Generation> readGeneration(const QByteArray &json)
{
    return readDescribed<OfGeneration>(json).map([](const OfGeneration &of) { return of.generation; });
}

Result<ChangeRange> readChangeRange(const QByteArray &json)
{
    return readDescribed<ChangeRange>(json);
}

QByteArray toJson(const ChangeRange &range)
{
    return writeDescribed(range);
}

} // namespace GenMirror
