// Commands on a local mirror: mirror, dump, verify.
#include "app/genmirrorctl/api.h"
#include "app/genmirrorctl/command.h"
#include "app/genmirrorctl/progress.h"
#include "sync/cache/historyreader.h"
#include "sync/client/mirrorsession.h"
#include "sync/protocol/routes.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <map>
#include <sys/signalfd.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Parser = QCommandLineParser;

/// SIGTERM and SIGINT end the event loop, so that a mirror is closed properly.
void quitOnSignals(QObject *parent)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    auto *notifier = new QSocketNotifier(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK),
                                         QSocketNotifier::Read, parent);
    QObject::connect(notifier, &QSocketNotifier::activated, parent, [] { QCoreApplication::quit(); });
}

Result<int> mirror(const Parser &parser, const QStringList &arguments)
{
    const auto server = Api::serverOf(parser);
    const auto tree = Routes::checkTreeName(arguments[0]);
    const auto page = integerOption(parser, u"page"_s, 1);
    const auto poll = integerOption(parser, u"poll"_s, 1);
    if (!server || !tree)
        return tl::make_unexpected(server ? tree.error() : server.error());
    if (!page || !poll)
        return tl::make_unexpected(page ? poll.error() : page.error());
    if (parser.isSet(u"once"_s) == parser.isSet(u"follow"_s))
        return failure(Error::Kind::InvalidArgument,
                       u"Say --once to catch up and end, or --follow to stay."_s);
    const bool once = parser.isSet(u"once"_s);
    const bool quiet = parser.isSet(u"quiet"_s);
    const bool json = parser.isSet(u"json"_s);

    QObject context;
    quitOnSignals(&context);
    MirrorSession session({.server = *server,
                           .tree = *tree,
                           .directory = parser.value(u"cache"_s),
                           .pollMilliseconds = int(*poll),
                           .pageLimit = *page});
    std::optional<Error> problem;
    QString lastState;
    QObject::connect(&session, &MirrorSession::statusChanged, &context, [&](const MirrorStatus &status) {
        const QString said =
            status.problem.isEmpty() ? nameOf(status.state) : nameOf(status.state) + u": "_s + status.problem;
        if (!quiet && said != lastState)
            std::fprintf(stderr, "%s\n", qUtf8Printable(said));
        lastState = said;
        if (status.state == MirrorStatus::State::Failed ||
            (once && status.state == MirrorStatus::State::Offline))
            problem = Error{.kind = Error::Kind::Network, .detail = status.problem};
        if (problem || (once && status.state == MirrorStatus::State::Live))
            QCoreApplication::quit();
    });
    QObject::connect(&session, &MirrorSession::updateApplied, &context, [&](const auto &update) {
        if (quiet || update->more || (update->isEmpty() && update->from == update->to))
            return;
        const QByteArray numbers = QByteArray::number(update->from.value) + (json ? ",\"to\":" : " → ") +
                                   QByteArray::number(update->to.value);
        printLine(json ? QByteArray("{\"from\":" + numbers + "}") : QByteArray("generation " + numbers));
        std::fflush(stdout);
    });
    session.start();
    QCoreApplication::exec();
    if (problem)
        return tl::make_unexpected(*problem);
    return 0;
}

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
        {u"mirror"_s,
         u"TREE"_s,
         u"Keep a local mirror of a tree."_s,
         {cache,
          {u"once"_s, u"Catch up, verify and end."_s},
          {u"follow"_s, u"Stay and follow until interrupted."_s},
          {u"page"_s, u"Members in a page of a first sync."_s, u"N"_s, u"10000"_s},
          {u"poll"_s, u"Milliseconds between polls."_s, u"MS"_s, u"2000"_s}},
         1,
         mirror},
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
