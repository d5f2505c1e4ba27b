// Commands that ask a server and print its answer.
#include "app/genmirrorctl/api.h"
#include "app/genmirrorctl/command.h"
#include "model/core/jsontext.h"
#include "model/core/setkey.h"
#include "sync/protocol/batchreader.h"

#include <QFile>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Parser = QCommandLineParser;

template <typename T>
Result<int> printed(const Result<Answer<T>> &answer)
{
    if (!answer)
        return failureOf(answer);
    if (!answer->text.isEmpty())
        printLine(answer->text);
    return 0;
}

bool hasSlash(const SetPath &set, const ObjectId &id)
{
    return id.toJson().contains('/') || std::ranges::any_of(set.ids(), [](const ObjectId &segment) {
               return segment.toJson().contains('/');
           });
}

/// Of TREE PATH. An id with a slash goes in a body: a proxy may make a slash of its %2F, and then an address
/// names another object. Elsewhere an address is better: what it means in a set of values, its set knows.
Result<int> write(const Parser &parser, const QStringList &arguments, Operation::Kind kind,
                  const QByteArray &object)
{
    const auto place = objectOfPath(arguments[1]);
    if (!place)
        return failureOf(place);
    const SetPath &set = place->first;
    const ObjectId &id = place->second;
    const bool puts = kind == Operation::Kind::Add;
    const QString &tree = arguments[0];
    if (!hasSlash(set, id))
        return printed(askServer(parser, [&](Api &api) {
            return api.wait(puts ? api->putObject(tree, set, id, object) : api->removeObject(tree, set, id));
        }));
    if (puts) {
        if (const auto checked = checkJson(object); !checked) // it would be a part of another text
            return failureOf(checked);
    }
    return printed(askServer(parser, [&](Api &api) {
        return api.wait(api->batch(tree, {{.kind = kind, .set = set, .id = id, .object = object}}));
    }));
}

void printTreesHead(bool noTrees)
{
    if (noTrees)
        return printLine("There are no trees yet. Make one: genmirrorctl create TREE");
    printLine(u"%1 %2 %3 %4"_s.arg(u"TREE"_s, -24)
                  .arg(u"GENERATION"_s, 12)
                  .arg(u"OBJECTS"_s, 12)
                  .arg(u"SETS"_s, 8)
                  .toUtf8());
}

void printTree(const TreeListing &tree)
{
    if (!tree.isUsable())
        return printText(u"%1 %2"_s.arg(tree.tree, -24).arg(tree.problem));
    printText(u"%1 %2 %3 %4"_s.arg(tree.tree, -24)
                  .arg(tree.generation.value, 12)
                  .arg(tree.objects, 12)
                  .arg(tree.sets, 8));
}

Result<int> trees(const Parser &parser, const QStringList &)
{
    const auto server = Api::serverOf(parser);
    if (!server)
        return failureOf(server);
    Api api(*server);
    const bool asJson = parser.isSet(u"json"_s);
    QString after;
    do {
        const auto page = api.wait(api->trees(after));
        if (!page)
            return failureOf(page);
        const QList<TreeListing> &list = page->value.trees;
        if (asJson)
            printLine(page->text); // a line for each page
        else if (after.isEmpty())
            printTreesHead(list.isEmpty());
        for (const TreeListing &tree : list) {
            if (!asJson)
                printTree(tree);
        }
        const QString last = list.isEmpty() ? QString() : list.constLast().tree;
        const bool more = page->value.more && last > after;
        after = more ? last : QString();
    } while (!after.isEmpty());
    return 0;
}

Result<int> create(const Parser &parser, const QStringList &arguments)
{
    const SetKey key = parser.isSet(u"key"_s) ? SetKey::fromWord(parser.value(u"key"_s)) : SetKey();
    const auto removals = integerOption(parser, u"maximum-removals"_s, 0);
    if (!removals)
        return failureOf(removals);
    return printed(askServer(parser, [&](Api &api) {
        return api.wait(api->makeTree(arguments[0], {key, *removals}));
    }));
}

Result<int> get(const Parser &parser, const QStringList &arguments)
{
    const auto place = objectOfPath(arguments[1]);
    if (!place)
        return failureOf(place);
    const auto object = askServer(
        parser, [&](Api &api) { return api.wait(api->object(arguments[0], place->first, place->second)); });
    if (!object)
        return failureOf(object);
    printExactly(object->text);
    return 0;
}

Result<int> put(const Parser &parser, const QStringList &arguments)
{
    QFile file;
    const bool opened = arguments[2] == "-"_L1
                            ? file.open(stdin, QIODevice::ReadOnly)
                            : (file.setFileName(arguments[2]), file.open(QIODevice::ReadOnly));
    if (!opened)
        return failure(Error::Kind::NotFound,
                       u"The file %1 cannot be read: %2"_s.arg(arguments[2], file.errorString()));
    return write(parser, arguments, Operation::Kind::Add, file.readAll().trimmed());
}

Result<int> removeObject(const Parser &parser, const QStringList &arguments)
{
    return write(parser, arguments, Operation::Kind::Remove, {});
}

Result<int> updates(const Parser &parser, const QStringList &arguments)
{
    const auto since = integerOption(parser, u"since"_s, 0);
    const auto limit = parser.isSet(u"limit"_s) ? integerOption(parser, u"limit"_s, 1) : Result<qint64>(0);
    if (!since || !limit)
        return tl::make_unexpected(since ? limit.error() : since.error());
    UpdateRequest request{.since = {*since}, .limit = *limit};
    if (parser.isSet(u"collection"_s)) {
        const auto collection = CollectionId::fromHex(parser.value(u"collection"_s).toLatin1());
        if (!collection)
            return failure(Error::Kind::InvalidArgument, u"--collection: "_s + collection.error().detail);
        request.collection = *collection;
    }
    const Dialect dialect = parser.isSet(u"classic"_s) ? Dialect::Classic : Dialect::Native;
    return printed(
        askServer(parser, [&](Api &api) { return api.wait(api->updates(arguments[0], request, dialect)); }));
}

} // namespace

QList<Command> serverCommands()
{
    return {
        {u"trees"_s, {}, u"List the server's trees."_s, {}, 0, trees},
        {u"create"_s,
         u"TREE"_s,
         u"Make a tree."_s,
         {{u"key"_s, u"The attribute that holds an object's id."_s, u"ATTRIBUTE"_s},
          {u"maximum-removals"_s, u"How many removals the root set keeps."_s, u"N"_s, u"99"_s}},
         1,
         create},
        {u"get"_s, u"TREE PATH"_s, u"Print an object, byte for byte; PATH is SET/…/ID."_s, {}, 2, get},
        {u"put"_s,
         u"TREE PATH FILE"_s,
         u"Add or change an object from a file, or - for standard input."_s,
         {},
         3,
         put},
        {u"remove"_s, u"TREE PATH"_s, u"Remove an object or a nested set."_s, {}, 2, removeObject},
        {u"updates"_s,
         u"TREE"_s,
         u"Print what changed since a generation."_s,
         {{u"since"_s, u"The generation that was seen."_s, u"G"_s, u"0"_s},
          {u"collection"_s, u"The collection that it belongs to."_s, u"C"_s},
          {u"limit"_s, u"About how many members."_s, u"N"_s},
          {u"classic"_s, u"In the original's shape."_s}},
         1,
         updates},
    };
}

} // namespace GenMirror
