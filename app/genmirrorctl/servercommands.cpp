// Commands that ask a server and print its answer.
#include "app/genmirrorctl/api.h"
#include "app/genmirrorctl/command.h"
#include "model/core/jsontext.h"
#include "model/core/setkey.h"
#include "sync/protocol/dialect.h"
#include "sync/protocol/routes.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

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

Result<int> trees(const Parser &parser, const QStringList &)
{
    const auto answer = askServer(parser, "GET", Routes::trees());
    if (!answer || parser.isSet(u"json"_s))
        return printed(answer);
    const QJsonArray list = QJsonDocument::fromJson(*answer).object()["trees"_L1].toArray();
    if (list.isEmpty())
        printLine("There are no trees yet. Make one: genmirrorctl create TREE");
    else
        printLine(u"%1 %2 %3 %4"_s.arg(u"TREE"_s, -24)
                      .arg(u"GENERATION"_s, 12)
                      .arg(u"OBJECTS"_s, 12)
                      .arg(u"SETS"_s, 8)
                      .toUtf8());
    for (const QJsonValue value : list) {
        const QJsonObject tree = value.toObject();
        if (tree.contains("problem"_L1)) {
            printLine(
                u"%1 %2"_s.arg(tree["tree"_L1].toString(), -24).arg(tree["problem"_L1].toString()).toUtf8());
            continue;
        }
        printLine(u"%1 %2 %3 %4"_s.arg(tree["tree"_L1].toString(), -24)
                      .arg(tree["generation"_L1].toInteger(), 12)
                      .arg(tree["objects"_L1].toInteger(), 12)
                      .arg(tree["sets"_L1].toInteger(), 8)
                      .toUtf8());
    }
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
    return printed(askServer(parser, "PUT", objectPath(arguments[0], arguments[1]), file.readAll()));
}

Result<int> removeObject(const Parser &parser, const QStringList &arguments)
{
    return printed(askServer(parser, "DELETE", objectPath(arguments[0], arguments[1])));
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
