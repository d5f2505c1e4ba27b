// Commands on the past of a mirror: history, diff, log.
#include "app/genmirrorctl/api.h"
#include "app/genmirrorctl/command.h"
#include "model/core/jsontext.h"
#include "model/core/objectline.h"
#include "sync/cache/historyreader.h"
#include "sync/protocol/routes.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Parser = QCommandLineParser;

QByteArray boolean(bool value)
{
    return value ? "true" : "false";
}

QByteArray jsonOf(const HistoryRecord &record)
{
    QByteArray json = "{\"collection\":\"" + record.collection.toHex() +
                      "\",\"from\":" + QByteArray::number(record.from.value) +
                      ",\"to\":" + QByteArray::number(record.to.value) + ",\"at\":\"" +
                      record.at.toString(Qt::ISODateWithMs).toLatin1() + "\",\"cause\":\"" +
                      nameOf(record.cause).toLatin1() + "\",\"added\":" + QByteArray::number(record.added) +
                      ",\"changed\":" + QByteArray::number(record.changed) +
                      ",\"removed\":" + QByteArray::number(record.removed) +
                      ",\"bytes\":" + QByteArray::number(record.bytes) +
                      ",\"milliseconds\":" + QByteArray::number(record.milliseconds) +
                      ",\"kept_bytes\":" + QByteArray::number(record.keptBytes) +
                      ",\"verified\":" + boolean(record.verified);
    if (!record.reason.isEmpty())
        json += ",\"reason\":" + jsonString(record.reason);
    return json + ",\"sets\":" + toJson(record.sets) + '}';
}

QByteArray lineOf(const HistoryRecord &record)
{
    return u"%1  %2 → %3  %4  +%5 ~%6 -%7  %8 ms  %9 bytes%10%11"_s.arg(record.at.toString(Qt::ISODate))
        .arg(record.from.value, 7)
        .arg(record.to.value, 7)
        .arg(nameOf(record.cause), -14)
        .arg(record.added)
        .arg(record.changed)
        .arg(record.removed)
        .arg(record.milliseconds)
        .arg(record.bytes)
        .arg(record.verified ? u"  verified"_s : QString(),
             record.reason.isEmpty() ? QString() : QString(u"  ("_s + record.reason + u')'))
        .toUtf8();
}

Result<std::unique_ptr<HistoryReader>> openHistory(const Parser &parser, const QString &tree)
{
    if (!parser.isSet(u"cache"_s))
        return failure(Error::Kind::InvalidArgument, u"Say where the mirror is: --cache DIR"_s);
    return HistoryReader::open(parser.value(u"cache"_s), tree);
}

/// The server's own: who did what.
Result<int> remoteHistory(const Parser &parser, const QString &tree, qint64 limit)
{
    const auto server = Api::serverOf(parser);
    if (!server)
        return failureOf(server);
    Api api(*server);
    QByteArray texts; // of the entries, as they came
    QList<HistoryListing> records;
    bool more = true;
    while (more && records.size() < limit) { // a page is as long as the server likes
        const qint64 most = std::min<qint64>(limit - records.size(), 1000);
        const auto page =
            api.wait(api->history(tree, most, records.isEmpty() ? 0 : records.constLast().number));
        if (!page)
            return failureOf(page);
        records += page->value.entries;
        more = page->value.more && !page->value.entries.isEmpty();
        const QByteArrayView array = memberText(page->text, "history").value_or(QByteArrayView());
        if (array.size() > 2)
            texts += (texts.isEmpty() ? "" : ",") + array.sliced(1, array.size() - 2).toByteArray();
    }
    if (parser.isSet(u"json"_s)) {
        printLine("{\"tree\":" + jsonString(tree) + ",\"more\":" + (more ? "true" : "false") +
                  ",\"history\":[" + texts + "]}");
        return 0;
    }
    for (const HistoryListing &record : records) {
        SetCounts all;
        for (const SetCounts &set : record.sets) {
            all.added += set.added;
            all.changed += set.changed;
            all.removed += set.removed;
        }
        printText(
            u"%1  %2 … %3  %4  +%5 ~%6 -%7  %8 %9%10"_s.arg(record.at.toUTC().toString(Qt::ISODateWithMs))
                .arg(record.first.value, 7)
                .arg(record.last.value, 7)
                .arg(record.what, -10)
                .arg(all.added)
                .arg(all.changed)
                .arg(all.removed)
                .arg(record.who, record.agent,
                     record.reason.isEmpty() ? QString() : QString(u"  ("_s + record.reason + u')')));
    }
    return 0;
}

Result<int> history(const Parser &parser, const QStringList &arguments)
{
    const auto limit = integerOption(parser, u"limit"_s, 1);
    if (!limit)
        return failureOf(limit);
    if (parser.isSet(u"remote"_s))
        return remoteHistory(parser, arguments[0], *limit);
    const auto reader = openHistory(parser, arguments[0]);
    if (!reader)
        return failureOf(reader);
    const auto records = (*reader)->records(int(std::min<qint64>(*limit, 1'000'000)));
    if (!records)
        return failureOf(records);
    for (const HistoryRecord &record : *records)
        printLine(parser.isSet(u"json"_s) ? jsonOf(record) : lineOf(record));
    return 0;
}

/// A generation as an argument; "now" is the newest.
Result<HistoryRecord> recordOf(HistoryReader &reader, const QString &text)
{
    if (text == "now"_L1) {
        const auto newest = reader.records(1);
        if (!newest)
            return failureOf(newest);
        if (newest->isEmpty())
            return failure(Error::Kind::NotFound, u"The history is empty."_s);
        return newest->first();
    }
    bool ok = false;
    const qint64 generation = text.toLongLong(&ok);
    if (!ok || generation < 1)
        return failure(Error::Kind::InvalidArgument,
                       u"A generation is a number of at least 1, or \"now\", not \"%1\"."_s.arg(text));
    return reader.recordOf({generation});
}

Result<int> diff(const Parser &parser, const QStringList &arguments)
{
    const auto reader = openHistory(parser, arguments[0]);
    if (!reader)
        return failureOf(reader);
    const auto from = recordOf(**reader, arguments[1]);
    const auto to = from ? recordOf(**reader, arguments[2]) : from;
    if (!to)
        return failureOf(to);
    const bool json = parser.isSet(u"json"_s);
    const auto visited =
        (*reader)->visitDifferences(*from, *to, [json](const HistoryReader::Difference &difference) {
            const QByteArray place =
                difference.set.toJson() + (json ? ",\"id\":" : " ") + difference.id.toJson();
            if (json) {
                printLine("{\"set\":" + place + ',' +
                          memberOnOneLine("before", "before_text", difference.before.value_or("null")) + ',' +
                          memberOnOneLine("after", "after_text", difference.after.value_or("null")) + '}');
                return !hasOutputFailed();
            }
            if (difference.before)
                printLine("- " + place + ' ' + onOneLine(*difference.before));
            if (difference.after)
                printLine("+ " + place + ' ' + onOneLine(*difference.after));
            return !hasOutputFailed();
        });
    if (!visited)
        return failureOf(visited);
    return 0;
}

Result<int> logOfObject(const Parser &parser, const QStringList &arguments)
{
    const auto reader = openHistory(parser, arguments[0]);
    if (!reader)
        return failureOf(reader);
    const auto place = objectOfPath(arguments[1]);
    if (!place)
        return failureOf(place);
    const auto versions = (*reader)->versions(place->first, place->second);
    if (!versions)
        return failureOf(versions);
    if (versions->isEmpty())
        return failure(Error::Kind::NotFound,
                       u"The mirror has no object %1, and its history knows of none."_s.arg(arguments[1]));
    for (const ObjectVersion &version : *versions) {
        const QByteArray generation = QByteArray::number(version.record.to.value);
        if (parser.isSet(u"json"_s)) {
            printLine("{\"generation\":" + generation + ",\"collection\":\"" +
                      version.record.collection.toHex() + "\",\"at\":\"" +
                      version.record.at.toString(Qt::ISODateWithMs).toLatin1() + "\",\"cause\":\"" +
                      nameOf(version.record.cause).toLatin1() + "\",\"oldest\":" + boolean(version.isOldest) +
                      ',' + memberOnOneLine("object", "text", version.text.value_or("null")) + '}');
            continue;
        }
        const QString when = version.isOldest ? u"generation %1 or before"_s.arg(version.record.to.value)
                                              : u"generation %1"_s.arg(version.record.to.value);
        printLine(
            u"%1  %2  %3"_s.arg(when, version.record.at.toString(Qt::ISODate), nameOf(version.record.cause))
                .toUtf8());
        printLine("    " + onOneLine(version.text.value_or("(removed)")));
    }
    return 0;
}

} // namespace

QList<Command> historyCommands()
{
    const QCommandLineOption cache(u"cache"_s, u"The directory of the mirror."_s, u"DIR"_s);
    return {
        {u"history"_s,
         u"TREE"_s,
         u"Print the updates that a mirror applied, newest first."_s,
         {cache,
          {u"remote"_s, u"The server's own history in place of a mirror's: who did what."_s},
          {u"limit"_s, u"So many."_s, u"N"_s, u"20"_s}},
         1,
         history,
         Command::Cache::IfAsked},
        {u"diff"_s,
         u"TREE FROM TO"_s,
         u"Print what differs between two generations of a mirror; \"now\" is the newest."_s,
         {cache},
         3,
         diff},
        {u"log"_s,
         u"TREE PATH"_s,
         u"Print the versions of an object; PATH is SET/…/ID."_s,
         {cache},
         2,
         logOfObject},
    };
}

} // namespace GenMirror
