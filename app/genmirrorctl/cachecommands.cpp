// Commands on a local mirror: dump, verify.
#include "app/genmirrorctl/command.h"
#include "sync/cache/historyreader.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Parser = QCommandLineParser;

/// Shows the mirror as it was at the generation of --at.
Result<void> viewAt(MirrorReader &reader, const Parser &parser, const QString &tree)
{
    const auto generation = integerOption(parser, u"at"_s, 1);
    if (!generation)
        return failureOf(generation);
    auto history = HistoryReader::open(parser.value(u"cache"_s), tree);
    if (!history)
        return failureOf(history);
    const auto record = (*history)->recordOf({*generation});
    return record ? reader.viewAt(record->id) : failureOf(record);
}

Result<int> dump(const Parser &parser, const QStringList &arguments)
{
    auto reader = MirrorReader::open(parser.value(u"cache"_s), arguments[0]);
    if (!reader)
        return failureOf(reader);
    if (parser.isSet(u"at"_s)) {
        if (auto ok = viewAt(**reader, parser, arguments[0]); !ok)
            return failureOf(ok);
    }
    (*reader)->beginRead();
    QList<MirrorSet> sets = (*reader)->sets();
    std::ranges::sort(sets, {}, [](const MirrorSet &set) { return set.path.toJson(); });
    for (const MirrorSet &set : std::as_const(sets)) {
        std::map<QByteArray, qint64> rows; // ids in order; the texts are read one by one
        (*reader)->visitObjects(set.key, [&](const MirrorObject &object) {
            rows.emplace(object.object.id.toJson(), object.row);
            return true;
        });
        for (const auto &[id, row] : rows) {
            const auto object = (*reader)->objects({&row, 1});
            if (!object.isEmpty())
                printLine("{\"set\":" + set.path.toJson() + ",\"id\":" + id +
                          ",\"object\":" + object.first().object.text + '}');
        }
    }
    if (const auto error = (*reader)->error())
        return tl::make_unexpected(*error);
    return 0;
}

Result<int> verify(const Parser &parser, const QStringList &arguments)
{
    auto reader = MirrorReader::open(parser.value(u"cache"_s), arguments[0]);
    if (!reader)
        return failureOf(reader);
    (*reader)->beginRead();
    const MirrorState state = (*reader)->state();
    const Digest digest = (*reader)->recomputeDigest();
    const qint64 objects = (*reader)->objectCount();
    if (const auto error = (*reader)->error())
        return tl::make_unexpected(*error);
    const bool equal = digest == state.digest;
    if (parser.isSet(u"json"_s)) {
        printLine("{\"equal\":" + QByteArray(equal ? "true" : "false") + ",\"generation\":" +
                  QByteArray::number(state.generation.value) + ",\"objects\":" + QByteArray::number(objects) +
                  ",\"catching_up\":" + (state.catchingUp ? "true" : "false") + ",\"digest\":\"" +
                  digest.toHex() + "\",\"stored\":\"" + state.digest.toHex() + "\"}");
    } else if (equal) {
        printLine((state.catchingUp ? "whole so far (catching up): generation " : "verified: generation ") +
                  QByteArray::number(state.generation.value) + ", " + QByteArray::number(objects) +
                  " objects, digest " + digest.toHex());
    }
    if (!equal)
        return failure(
            Error::Kind::Storage,
            u"The mirror of \"%1\" is damaged: its objects add up to %2, it should be %3. Mirror it anew."_s
                .arg(arguments[0], QString::fromLatin1(digest.toHex()),
                     QString::fromLatin1(state.digest.toHex())));
    return 0;
}

} // namespace

QList<Command> cacheCommands()
{
    const QCommandLineOption cache(u"cache"_s, u"The directory of the mirror."_s, u"DIR"_s);
    return {
        {u"dump"_s,
         u"TREE"_s,
         u"Print a mirror: one line an object, sorted."_s,
         {cache, {u"at"_s, u"As it was at this generation."_s, u"G"_s}},
         1,
         dump},
        {u"verify"_s, u"TREE"_s, u"Add up a mirror's digest anew and compare."_s, {cache}, 1, verify},
    };
}

} // namespace GenMirror
