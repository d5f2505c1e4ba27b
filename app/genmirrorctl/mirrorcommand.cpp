// The command that keeps a mirror.
#include "app/genmirrorctl/api.h"
#include "app/genmirrorctl/command.h"
#include "app/genmirrorctl/follower.h"
#include "app/genmirrorctl/proof.h"
#include "model/core/jsontext.h"
#include "sync/cache/mirrorreader.h"
#include "sync/protocol/routes.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <limits>
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

Result<ClassicSource> classicOf(const Parser &parser)
{
    const auto urlTemplate = ClassicSource::checkTemplate(parser.value(u"classic"_s));
    if (!urlTemplate)
        return failureOf(urlTemplate);
    ClassicSource source{.urlTemplate = *urlTemplate};
    if (parser.isSet(u"key"_s))
        source.shape.key = SetKey::fromWord(parser.value(u"key"_s));
    for (const QString &text : parser.values(u"set"_s)) {
        auto pattern = SetPattern::fromText(text);
        if (!pattern)
            return failureOf(pattern);
        source.shape.sets.append(*std::move(pattern));
    }
    return source;
}

/// Which mirror of what.
Result<MirrorConfig> placeOf(const Parser &parser, const QStringList &arguments)
{
    MirrorConfig config{.directory = parser.value(u"cache"_s)};
    if (parser.isSet(u"classic"_s)) {
        auto source = classicOf(parser);
        if (!source)
            return failureOf(source);
        config.classic = *std::move(source);
    } else if (parser.isSet(u"key"_s) || parser.isSet(u"set"_s)) {
        return failure(Error::Kind::InvalidArgument,
                       u"--key and --set are for --classic; a GenMirror server tells them itself."_s);
    } else {
        const auto server = Api::serverOf(parser);
        if (!server)
            return failureOf(server);
        config.server = server->url;
        config.credentials = server->credentials;
    }
    if (arguments.isEmpty() && !config.classic)
        return failure(Error::Kind::InvalidArgument,
                       u"Say which tree: genmirrorctl mirror TREE --cache DIR"_s);
    const auto tree = Routes::checkTreeName(arguments.value(0, u"main"_s));
    if (!tree)
        return failureOf(tree);
    config.tree = *tree;
    return config;
}

Result<MirrorConfig> configOf(const Parser &parser, const QStringList &arguments)
{
    auto config = placeOf(parser, arguments);
    if (!config)
        return config;
    const auto page = integerOption(parser, u"page"_s, 1);
    const auto poll = integerOption(parser, u"poll"_s, 1);
    const auto records = integerOption(parser, u"history-records"_s, 1);
    const auto days = integerOption(parser, u"history-days"_s, 1);
    const auto mebibytes = integerOption(parser, u"history-mib"_s, 1);
    for (const auto *option : {&page, &poll, &records, &days, &mebibytes}) {
        if (!*option)
            return failureOf(*option);
    }
    config->pageLimit = *page;
    config->pollMilliseconds = int(std::min<qint64>(*poll, 86'400'000));
    config->history = {.records = *records, .days = *days, .bytes = *mebibytes * 1024 * 1024};
    config->replaceDamaged = parser.isSet(u"replace-damaged"_s);
    const QString push = parser.value(u"push"_s);
    if (push == "off"_L1)
        config->push = MirrorConfig::Push::Off;
    else if (push == "signals"_L1)
        config->push = MirrorConfig::Push::Signals;
    else if (push != "updates"_L1)
        return failure(Error::Kind::InvalidArgument,
                       u"--push is updates, signals or off, not \"%1\"."_s.arg(push));
    return config;
}

/// In one line on standard error: no progress, and nothing that was asked for.
void tellMended(const QString &movedAside, const AppliedUpdate *repair)
{
    if (!movedAside.isEmpty())
        std::fprintf(stderr, "genmirrorctl: %s\n",
                     qUtf8Printable(
                         u"the cache was damaged: it was moved to %1, and everything was fetched anew"_s.arg(
                             movedAside)));
    else if (repair)
        std::fprintf(stderr, "genmirrorctl: %s\n",
                     qUtf8Printable(u"the mirror differed from its server and was mended: +%1 ~%2 -%3"_s
                                        .arg(repair->addedCount())
                                        .arg(repair->changedCount())
                                        .arg(repair->removedCount())));
}

Result<int> mirror(const Parser &parser, const QStringList &arguments)
{
    const auto config = configOf(parser, arguments);
    if (!config)
        return failureOf(config);
    if (parser.isSet(u"once"_s) && parser.isSet(u"follow"_s))
        return failure(Error::Kind::InvalidArgument,
                       u"Say --once to catch up and end, or --follow to stay, not both."_s);
    QObject context;
    quitOnSignals(&context);
    MirrorSession session(*config);
    const Follower follower(session, {.once = !parser.isSet(u"follow"_s),
                                      .quiet = parser.isSet(u"quiet"_s),
                                      .json = parser.isSet(u"json"_s)});
    session.start();
    QCoreApplication::exec();
    if (follower.problem())
        return tl::make_unexpected(*follower.problem());
    const bool follows = parser.isSet(u"follow"_s);
    if (parser.isSet(u"quiet"_s) && (follower.isDone() || follows)) // else it was said when it was done
        tellMended(session.status().movedAside, follower.repair().get());
    const bool isInterrupted = !follower.isDone() && !follows;
    return isInterrupted ? 1 : 0;
}

int tellRepair(const Parser &parser, const QString &movedAside, const Follower &follower)
{
    const AppliedUpdate *repair = follower.repair().get();
    const auto count = [repair](qint64 (AppliedUpdate::*of)() const) {
        return QByteArray::number(repair ? (repair->*of)() : 0);
    };
    const QByteArray added = count(&AppliedUpdate::addedCount);
    const QByteArray changed = count(&AppliedUpdate::changedCount);
    const QByteArray removed = count(&AppliedUpdate::removedCount);
    const Verification &verification = *follower.verification();
    const QByteArray objects = QByteArray::number(verification.objects);
    if (parser.isSet(u"json"_s)) {
        printLine("{\"repaired\":" + QByteArray(repair || !movedAside.isEmpty() ? "true" : "false") +
                  ",\"added\":" + added + ",\"changed\":" + changed + ",\"removed\":" + removed +
                  (movedAside.isEmpty() ? QByteArray() : ",\"moved_aside\":" + jsonString(movedAside)) +
                  ",\"generation\":" + QByteArray::number(verification.state.generation.value) +
                  ",\"objects\":" + objects + '}');
    } else if (!parser.isSet(u"quiet"_s)) {
        if (!movedAside.isEmpty())
            printLine("the damaged cache was moved to " + movedAside.toUtf8() +
                      "; everything was fetched anew");
        else if (repair)
            printLine("repaired: +" + added + " ~" + changed + " -" + removed);
        else
            printLine("nothing had to be repaired");
        printLine(proofLine(verification));
    }
    return 0;
}

/// A mirror that is not there is not made: what is damaged would be overlooked for a wrong name.
Result<int> repair(const Parser &parser, const QStringList &arguments)
{
    auto config = placeOf(parser, arguments);
    if (!config)
        return failureOf(config);
    const auto there = MirrorReader::open(config->directory, config->tree);
    if (!there && there.error().kind == Error::Kind::NotFound)
        return failureOf(there);
    config->replaceDamaged = true;
    // What its keeper lets it remember is not known here: nothing is dropped.
    config->history = {.records = std::numeric_limits<qint32>::max(),
                       .days = 36'500,
                       .bytes = std::numeric_limits<qint64>::max()};
    QObject context;
    quitOnSignals(&context);
    MirrorSession session(*config);
    const Follower follower(
        session,
        {.once = true, .quiet = parser.isSet(u"quiet"_s), .printsUpdates = false, .readsBack = true});
    session.start();
    QCoreApplication::exec();
    if (follower.problem())
        return tl::make_unexpected(*follower.problem());
    if (!follower.isDone())
        return 1; // interrupted
    return tellRepair(parser, session.status().movedAside, follower);
}

} // namespace

QList<Command> mirrorCommands()
{
    const HistoryLimits kept;
    const QCommandLineOption cache(u"cache"_s, u"The directory of the mirror (made if missing)."_s, u"DIR"_s);
    const QList<QCommandLineOption> classic{
        {u"classic"_s,
         u"The mirror of a server of another make; the address holds {generation}. TREE is then only the "
         "mirror's name, main if not given."_s,
         u"URL"_s},
        {u"key"_s, u"With --classic: the attribute that holds an object's id."_s, u"ATTRIBUTE"_s},
        {u"set"_s,
         u"With --classic: a nested set, e.g. 'releases/*=cycle' (repeat; without it sets are recognised by "
         "their shape)."_s,
         u"PATTERN"_s}};
    const QList<QCommandLineOption> following{
        {u"once"_s, u"Catch up, verify all that was stored before, and end (the default)."_s},
        {u"follow"_s, u"Stay and follow until interrupted."_s},
        {u"push"_s, u"How news arrive: updates, signals, or off to poll."_s, u"HOW"_s, u"updates"_s},
        {u"poll"_s, u"Milliseconds between polls, where there is no push."_s, u"MS"_s, u"2000"_s},
        {u"page"_s, u"Members in the first page of a first sync; later ones hold up to 16 times as many."_s,
         u"N"_s, u"10000"_s},
        {u"history-records"_s, u"Applied updates that are remembered."_s, u"N"_s,
         QString::number(kept.records)},
        {u"history-days"_s, u"Days for which they are."_s, u"N"_s, QString::number(kept.days)},
        {u"history-mib"_s, u"MiB that they may take."_s, u"N"_s, QString::number(kept.bytes / (1024 * 1024))},
        {u"replace-damaged"_s, u"Move a damaged cache aside and fetch everything anew."_s}};
    return {
        {.name = u"mirror"_s,
         .arguments = u"TREE"_s,
         .summary = u"Keep a local mirror of a tree."_s,
         .options = QList{cache} + following + classic,
         .positional = 0,
         .run = mirror,
         .optional = 1},
        {.name = u"repair"_s,
         .arguments = u"TREE"_s,
         .summary = u"Verify a mirror, and mend from its server what differs."_s,
         .options = QList{cache} + classic,
         .positional = 0,
         .run = repair,
         .optional = 1},
    };
}

} // namespace GenMirror
