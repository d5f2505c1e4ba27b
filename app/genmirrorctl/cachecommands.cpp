// Commands on a local mirror: dump, verify.
#include "app/genmirrorctl/command.h"
#include "app/genmirrorctl/proof.h"
#include "model/core/objectline.h"
#include "sync/cache/historyreader.h"
#include "sync/cache/mirrorverifier.h"

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

/// Sorted by set and id. What was printed is added up, and has to be what the mirror says it holds.
Result<void> printObjects(MirrorReader &reader, bool isPast)
{
    const auto state = reader.state();
    auto sets = reader.sets();
    if (!state || !sets)
        return tl::make_unexpected(state ? sets.error() : state.error());
    std::ranges::sort(*sets, {}, [](const MirrorSet &set) { return set.path.toJson(); });
    Digest digest;
    for (const MirrorSet &set : std::as_const(*sets)) {
        const QByteArray path = set.path.toJson();
        if (!set.path.isRoot())
            digest += Digest::ofNestedSet(set.path.parent().toJson(), set.path.ids().constLast());
        std::map<QByteArray, qint64> rows; // ids in order; the texts are read one by one
        const auto visited = reader.visitObjects(set.key, [&](const MirrorObject &object) {
            rows.emplace(object.object.id.toJson(), object.row);
            return true;
        });
        if (!visited)
            return failureOf(visited);
        for (const auto &[id, row] : rows) {
            const auto object = reader.objects({&row, 1});
            if (!object)
                return failureOf(object);
            for (const MirrorObject &found : *object) {
                printLine("{\"set\":" + path + ",\"id\":" + id + ',' +
                          memberOnOneLine("object", "text", found.object.text) + '}');
                digest += Digest::ofObject(path, found.object.id, found.object.text);
            }
            if (hasOutputFailed())
                return flushOutput();
        }
    }
    const bool isNoted = !isPast || state->digest != Digest(); // an earlier version did not
    if (isNoted && digest != state->digest)
        return failure(Error::Kind::Damaged,
                       u"The mirror is damaged: what was printed adds up to %1, it should be %2. Mirror it "
                       "anew, or say genmirrorctl repair."_s.arg(QString::fromLatin1(digest.toHex()),
                                                                 QString::fromLatin1(state->digest.toHex())));
    return {};
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
    ReadTransaction reading = (*reader)->readOneState();
    const auto printed = printObjects(**reader, parser.isSet(u"at"_s));
    if (const auto ended = reading.end(); !printed || !ended)
        return tl::make_unexpected(printed ? ended.error() : printed.error());
    return 0;
}

/// A finding that is no proof: its sentence, and a code of its own.
int notVerified(const QString &sentence, Verification::Finding finding)
{
    say(u"genmirrorctl: "_s + sentence);
    return exitCodeOf(finding);
}

Result<int> verify(const Parser &parser, const QStringList &arguments)
{
    using Finding = Verification::Finding;
    const auto verification = MirrorVerifier::verify(parser.value(u"cache"_s), arguments[0]);
    if (!verification &&
        verification.error().kind == Error::Kind::Damaged) // so much that rows cannot be read
        return notVerified(verification.error().detail, Finding::Different);
    if (!verification)
        return failureOf(verification);
    const bool equal = verification->finding == Finding::Equal;
    if (parser.isSet(u"json"_s))
        printLine("{\"equal\":" + QByteArray(equal ? "true" : "false") + ",\"finding\":\"" +
                  nameOf(verification->finding).toLatin1() +
                  "\",\"generation\":" + QByteArray::number(verification->state.generation.value) +
                  ",\"objects\":" + QByteArray::number(verification->objects) +
                  ",\"catching_up\":" + (verification->state.catchingUp ? "true" : "false") +
                  ",\"digest\":\"" + verification->digest.toHex() + "\",\"stored\":\"" +
                  verification->state.digest.toHex() + "\"}");
    else if (equal)
        printLine(proofLine(*verification));
    return equal ? 0 : notVerified(verification->sentence, verification->finding);
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
        {u"verify"_s,
         u"TREE"_s,
         u"Read all that a mirror holds, and say whether it is whole."_s,
         {cache},
         1,
         verify},
    };
}

} // namespace GenMirror
