// The command that keeps a mirror.
#include "app/genmirrorctl/api.h"
#include "app/genmirrorctl/command.h"
#include "app/genmirrorctl/progress.h"
#include "model/core/jsontext.h"
#include "sync/client/mirrorsession.h"
#include "sync/protocol/routes.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <optional>
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

/// Follows a session on the terminal until it has what was asked for, or cannot get it.
class Follower : public QObject
{
public:
    struct Options {
        bool once = false;
        bool quiet = false;
        bool json = false;
        bool replaceDamaged = false;
    };

    Follower(MirrorSession &session, const Options &options)
        : m_session(session)
        , m_options(options)
    {
        connect(&session, &MirrorSession::statusChanged, this, &Follower::statusChanged);
        connect(&session, &MirrorSession::updateApplied, this,
                [this](const std::shared_ptr<const AppliedUpdate> &update) { updateApplied(*update); });
    }

    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

private:
    void statusChanged(const MirrorStatus &status)
    {
        if (status.cacheDamaged && m_options.replaceDamaged && !std::exchange(m_replaced, true)) {
            tell(u"the cache is damaged: it is moved aside, and everything is fetched anew"_s);
            return m_session.replaceCache();
        }
        tellProgress(status);
        QString said = nameOf(status.state);
        if (status.state == MirrorStatus::State::Live)
            said += u" ("_s + nameOf(status.link) + u')';
        if (!status.problem.isEmpty())
            said += u": "_s + status.problem;
        if (said != m_lastSaid && !m_progress)
            tell(said);
        m_lastSaid = said;
        const bool failed = status.state == MirrorStatus::State::Failed;
        if (failed || (m_options.once && status.state == MirrorStatus::State::Offline))
            m_problem = Error{.kind = failed ? Error::Kind::Storage : Error::Kind::Network,
                              .detail = status.cacheDamaged ? status.problem + u" Or say --replace-damaged."_s
                                                            : status.problem};
        if (m_problem || (m_options.once && status.state == MirrorStatus::State::Live))
            QCoreApplication::quit();
    }

    void tellProgress(const MirrorStatus &status)
    {
        const bool catchingUp = status.state == MirrorStatus::State::CatchingUp && status.expectedObjects > 0;
        if (catchingUp && !m_progress && !m_options.quiet)
            m_progress.emplace(u"catching up"_s, status.expectedObjects);
        if (m_progress)
            m_progress->update(status.objects);
        if (!catchingUp)
            m_progress.reset();
    }

    void updateApplied(const AppliedUpdate &update) const
    {
        if (m_options.quiet || update.more || (update.isEmpty() && update.from == update.to))
            return;
        const QByteArray from = QByteArray::number(update.from.value);
        const QByteArray to = QByteArray::number(update.to.value);
        const QByteArray counts[] = {QByteArray::number(update.addedCount()),
                                     QByteArray::number(update.changedCount()),
                                     QByteArray::number(update.removedCount())};
        if (m_options.json)
            printLine("{\"from\":" + from + ",\"to\":" + to + ",\"cause\":\"" +
                      nameOf(update.cause).toLatin1() + "\",\"added\":" + counts[0] +
                      ",\"changed\":" + counts[1] + ",\"removed\":" + counts[2] + '}');
        else
            printLine("generation " + from + " → " + to + "  +" + counts[0] + " ~" + counts[1] + " -" +
                      counts[2]);
        std::fflush(stdout);
    }

    void tell(const QString &sentence) const
    {
        if (!m_options.quiet)
            std::fprintf(stderr, "%s\n", qUtf8Printable(sentence));
    }

    MirrorSession &m_session;
    Options m_options;
    std::optional<Error> m_problem;
    std::optional<Progress> m_progress;
    QString m_lastSaid;
    bool m_replaced = false;
};

Result<ClassicSource> classicOf(const Parser &parser)
{
    const auto urlTemplate = ClassicSource::checkTemplate(parser.value(u"classic"_s));
    if (!urlTemplate)
        return failureOf(urlTemplate);
    ClassicSource source{.urlTemplate = *urlTemplate};
    if (parser.isSet(u"key"_s))
        source.shape.key = SetKey::ofAttribute(parser.value(u"key"_s));
    for (const QString &text : parser.values(u"set"_s)) {
        auto pattern = SetPattern::fromText(text);
        if (!pattern)
            return failureOf(pattern);
        source.shape.sets.append(*std::move(pattern));
    }
    return source;
}

Result<MirrorConfig> configOf(const Parser &parser, const QStringList &arguments)
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
    const auto page = integerOption(parser, u"page"_s, 1);
    const auto poll = integerOption(parser, u"poll"_s, 1);
    const auto records = integerOption(parser, u"history-records"_s, 1);
    const auto days = integerOption(parser, u"history-days"_s, 1);
    const auto mebibytes = integerOption(parser, u"history-mib"_s, 1);
    for (const auto *option : {&page, &poll, &records, &days, &mebibytes}) {
        if (!*option)
            return failureOf(*option);
    }
    if (!tree)
        return failureOf(tree);
    config.tree = *tree;
    config.pageLimit = *page;
    config.pollMilliseconds = int(std::min<qint64>(*poll, 86'400'000));
    config.history = {.records = *records, .days = *days, .bytes = *mebibytes * 1024 * 1024};
    const QString push = parser.value(u"push"_s);
    if (push == "off"_L1)
        config.push = MirrorConfig::Push::Off;
    else if (push == "signals"_L1)
        config.push = MirrorConfig::Push::Signals;
    else if (push != "updates"_L1)
        return failure(Error::Kind::InvalidArgument,
                       u"--push is updates, signals or off, not \"%1\"."_s.arg(push));
    return config;
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
                                      .json = parser.isSet(u"json"_s),
                                      .replaceDamaged = parser.isSet(u"replace-damaged"_s)});
    session.start();
    QCoreApplication::exec();
    if (follower.problem())
        return tl::make_unexpected(*follower.problem());
    return 0;
}

} // namespace

QList<Command> mirrorCommands()
{
    const HistoryLimits kept;
    return {
        {.name = u"mirror"_s,
         .arguments = u"TREE"_s,
         .summary = u"Keep a local mirror of a tree."_s,
         .options =
             {{u"cache"_s, u"The directory of the mirror (made if missing)."_s, u"DIR"_s},
              {u"once"_s, u"Catch up, verify and end (the default)."_s},
              {u"follow"_s, u"Stay and follow until interrupted."_s},
              {u"push"_s, u"How news arrive: updates, signals, or off to poll."_s, u"HOW"_s, u"updates"_s},
              {u"poll"_s, u"Milliseconds between polls, where there is no push."_s, u"MS"_s, u"2000"_s},
              {u"page"_s,
               u"Members in the first page of a first sync; later ones hold up to 16 times as many."_s,
               u"N"_s, u"10000"_s},
              {u"classic"_s,
               u"Mirror a server of another make; the address holds {generation}. TREE is then only "
               "the mirror's name, main if not given."_s,
               u"URL"_s},
              {u"key"_s, u"With --classic: the attribute that holds an object's id."_s, u"ATTRIBUTE"_s},
              {u"set"_s,
               u"With --classic: a nested set, e.g. 'releases/*=cycle' (repeat; without it sets are "
               "recognised by their shape)."_s,
               u"PATTERN"_s},
              {u"history-records"_s, u"Applied updates that are remembered."_s, u"N"_s,
               QString::number(kept.records)},
              {u"history-days"_s, u"Days for which they are."_s, u"N"_s, QString::number(kept.days)},
              {u"history-mib"_s, u"MiB that they may take."_s, u"N"_s,
               QString::number(kept.bytes / (1024 * 1024))},
              {u"replace-damaged"_s, u"Move a damaged cache aside and fetch everything anew."_s}},
         .positional = 0,
         .run = mirror,
         .optional = 1},
    };
}

} // namespace GenMirror
