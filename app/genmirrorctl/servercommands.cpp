// Commands that ask a server and print its answer.
#include "app/genmirrorctl/api.h"
#include "app/genmirrorctl/command.h"
#include "model/core/jsontext.h"
#include "model/core/setkey.h"
#include "sync/protocol/batchreader.h"
#include "sync/protocol/dialect.h"
#include "sync/protocol/routes.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Parser = QCommandLineParser;

Result<int> printed(const Result<QByteArray> &answer)
{
    if (!answer)
        return failureOf(answer);
    if (!answer->isEmpty())
        printLine(*answer);
    return 0;
}

/// /v1/trees/TREE/objects/PATH, with PATH as it was typed.
Result<QByteArray> objectPath(const QString &tree, const QString &path)
{
    return objectOfPath(path).map(
        [&tree](const auto &place) { return Routes::object(tree, place.first, place.second); });
}

Result<QByteArray> askServer(const Parser &parser, const QByteArray &method, const Result<QByteArray> &path,
                             const QByteArray &body = {}, const Api::Headers &headers = {})
{
    const auto server = Api::serverOf(parser);
    if (!server)
        return failureOf(server);
    if (!path)
        return path;
    return Api(*server).ask(method, *path, body, headers);
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
    const auto &[set, id] = *place;
    const bool puts = kind == Operation::Kind::Add;
    if (!hasSlash(set, id))
        return printed(
            askServer(parser, puts ? "PUT" : "DELETE", Routes::object(arguments[0], set, id), object));
    if (puts) {
        if (const auto checked = checkJson(object); !checked) // it would be a part of another text
            return failureOf(checked);
    }
    return printed(askServer(parser, "POST", Routes::batch(arguments[0]),
                             writeBatch({{.kind = kind, .set = set, .id = id, .object = object}})));
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

void printTree(const QJsonObject &tree)
{
    const QString name = tree["tree"_L1].toString();
    if (tree.contains("problem"_L1))
        return printLine(u"%1 %2"_s.arg(name, -24).arg(tree["problem"_L1].toString()).toUtf8());
    printLine(u"%1 %2 %3 %4"_s.arg(name, -24)
                  .arg(tree["generation"_L1].toInteger(), 12)
                  .arg(tree["objects"_L1].toInteger(), 12)
                  .arg(tree["sets"_L1].toInteger(), 8)
                  .toUtf8());
}

Result<int> trees(const Parser &parser, const QStringList &)
{
    const bool asJson = parser.isSet(u"json"_s);
    QString after;
    do {
        const auto answer = askServer(parser, "GET", Routes::trees(after));
        if (!answer)
            return failureOf(answer);
        const QJsonObject page = QJsonDocument::fromJson(*answer).object();
        const QJsonArray list = page["trees"_L1].toArray();
        if (asJson)
            printLine(*answer); // a line for each page
        else if (after.isEmpty())
            printTreesHead(list.isEmpty());
        for (const QJsonValue value : list) {
            if (!asJson)
                printTree(value.toObject());
        }
        const QString last = list.last()["tree"_L1].toString();
        const bool more = page["more"_L1].toBool() && last > after;
        after = more ? last : QString();
    } while (!after.isEmpty());
    return 0;
}

Result<int> create(const Parser &parser, const QStringList &arguments)
{
    const SetKey key = parser.isSet(u"key"_s) ? SetKey::ofAttribute(parser.value(u"key"_s)) : SetKey();
    const auto removals = integerOption(parser, u"maximum-removals"_s, 0);
    if (!removals)
        return failureOf(removals);
    const QByteArray body =
        "{\"key\":" + key.toJson() + ",\"maximum_removals\":" + QByteArray::number(*removals) + '}';
    return printed(askServer(parser, "PUT", Routes::tree(arguments[0]), body));
}

Result<int> get(const Parser &parser, const QStringList &arguments)
{
    return printed(askServer(parser, "GET", objectPath(arguments[0], arguments[1])));
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
    if (!since)
        return failureOf(since);
    QByteArray path = Routes::updates(arguments[0]) + "?since=" + QByteArray::number(*since);
    if (parser.isSet(u"collection"_s))
        path += "&collection=" + parser.value(u"collection"_s).toLatin1().toPercentEncoding();
    if (parser.isSet(u"limit"_s))
        path += "&limit=" + parser.value(u"limit"_s).toLatin1().toPercentEncoding();
    const Dialect dialect = parser.isSet(u"classic"_s) ? Dialect::Classic : Dialect::Native;
    return printed(askServer(parser, "GET", path, {}, {{"Accept", mediaTypeOf(dialect)}}));
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
        {u"get"_s, u"TREE PATH"_s, u"Print an object; PATH is SET/…/ID."_s, {}, 2, get},
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
