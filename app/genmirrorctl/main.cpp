// genmirrorctl: servers and mirrors from the command line.
#include "app/genmirrorctl/command.h"
#include "model/core/utf8.h"
#include "sync/files/filesizesignal.h"
#include "sync/files/privatefiles.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>
#include <cstdio>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

enum ExitCode { Done = 0, Failed = 1, WrongUsage = 2 };

QList<Command> allCommands()
{
    return serverCommands() + importCommands() + mirrorCommands() + cacheCommands() + historyCommands() +
           maintenanceCommands() + accessCommands();
}

bool isAdmin(const Command &command)
{
    return command.name.startsWith("admin "_L1);
}

void printOverview(FILE *out)
{
    std::fprintf(out, "Usage: genmirrorctl [--server URL] COMMAND [ARGUMENTS]\n");
    for (const bool admin : {false, true}) {
        std::fprintf(out, "\n%s:\n", admin ? "Administration" : "Commands");
        for (const Command &command : allCommands()) {
            if (isAdmin(command) == admin)
                std::fprintf(out, admin ? "  %-22s %-13s %s\n" : "  %-8s %-16s %s\n",
                             qUtf8Printable(command.name), qUtf8Printable(command.arguments),
                             qUtf8Printable(command.summary));
        }
    }
    std::fprintf(
        out,
        "\n`genmirrorctl COMMAND --help` tells more of one. The server is http://127.0.0.1:8765 unless\n"
        "--server or GENMIRROR_SERVER says otherwise; the token stands in GENMIRROR_TOKEN or in the file of\n"
        "--token-file. --json prints for scripts.\n"
        "Exit codes: 0 done, 1 failed, 2 wrong usage.\n");
}

int complain(const QString &sentence, ExitCode code)
{
    say(u"genmirrorctl: "_s + sentence);
    return code;
}

/// The command that a person may have meant: the one with the most letters in common from the beginning.
QString nearest(const QString &typed)
{
    const QList<Command> commands = allCommands();
    const auto inCommon = [&typed](const Command &command) {
        return std::ranges::mismatch(command.name, typed).in1 - command.name.begin();
    };
    const auto best = std::ranges::max_element(commands, {}, inCommon);
    return inCommon(*best) > 0 ? u" Did you mean \"%1\"?"_s.arg(best->name) : QString();
}

int runCommand(const Command &command, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(command.summary);
    parser.addHelpOption();
    const QString server = qEnvironmentVariable("GENMIRROR_SERVER", u"http://127.0.0.1:8765"_s);
    parser.addOption({u"server"_s, u"The server's address."_s, u"URL"_s, server});
    parser.addOption({u"token-file"_s, u"The server's token is this file's first line."_s, u"FILE"_s});
    parser.addOption({u"ca"_s, u"Believe this authority's certificates (PEM), too."_s, u"FILE"_s});
    parser.addOption({u"json"_s, u"Print JSON, for scripts."_s});
    parser.addOption({{u"q"_s, u"quiet"_s}, u"Print only what was asked for and errors."_s});
    parser.addOptions(command.options);
    parser.addPositionalArgument(command.name, command.summary, command.name + u' ' + command.arguments);
    if (!parser.parse(arguments))
        return complain(parser.errorText() + u". See genmirrorctl %1 --help."_s.arg(command.name),
                        WrongUsage);
    if (parser.isSet(u"help"_s))
        parser.showHelp();
    const QStringList positional = parser.positionalArguments().mid(isAdmin(command) ? 2 : 1);
    if (positional.size() < command.positional || positional.size() > command.positional + command.optional)
        return complain(u"Usage: genmirrorctl %1 %2"_s.arg(command.name, command.arguments), WrongUsage);
    const bool needsCache = std::ranges::any_of(command.options, [](const QCommandLineOption &option) {
        return option.names().contains(u"cache"_s);
    });
    if (needsCache && command.cache == Command::Cache::Needed && !parser.isSet(u"cache"_s))
        return complain(u"Say where the mirror is: --cache DIR"_s, WrongUsage);
    if (parser.isSet(u"json"_s))
        printForPrograms();
    const auto result = command.run(parser, positional);
    if (!result)
        return complain(wordsOf(result.error()),
                        result.error().kind == Error::Kind::InvalidArgument ? WrongUsage : Failed);
    return *result;
}

int run(QStringList arguments)
{
    const QStringList takesValue{u"--server"_s, u"--token-file"_s, u"--ca"_s};
    // Global options may stand before the command; the command is the first word that is no option.
    qsizetype at = 1;
    while (at < arguments.size() && arguments[at].startsWith(u'-'))
        at += takesValue.contains(arguments[at]) ? 2 : 1;
    if (arguments.contains(u"--version"_s)) {
        printLine("genmirrorctl " GENMIRROR_VERSION);
        return Done;
    }
    if (at >= arguments.size()) {
        const bool asked = arguments.contains(u"--help"_s) || arguments.contains(u"-h"_s);
        printOverview(asked ? stdout : stderr);
        return asked ? Done : WrongUsage;
    }
    if (arguments[at] == "help"_L1) {
        arguments.removeAt(at);
        if (at >= arguments.size()) {
            printOverview(stdout);
            return Done;
        }
        arguments.append(u"--help"_s);
    }
    QString name = arguments[at];
    if (name == "admin"_L1) {
        name += u' ' + arguments.value(at + 1);
        if (!arguments.value(at + 1).isEmpty() && arguments[at + 1].startsWith(u'-')) {
            printOverview(stdout);
            return Done;
        }
    }
    for (const Command &command : allCommands()) {
        if (command.name == name)
            return runCommand(command, arguments);
    }
    return complain(u"There is no command \"%1\".%2 See genmirrorctl --help."_s.arg(name, nearest(name)),
                    WrongUsage);
}

} // namespace

int main(int argc, char **argv)
{
    QStringList arguments; // as they are: QCoreApplication drops a U+FEFF at the beginning
    for (int i = 0; i < argc; ++i)
        arguments.append(textOfUtf8(argv[i]));
    ignoreFileSizeSignal();
    keepFilesPrivate();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"genmirrorctl"_s);
    QLoggingCategory::setFilterRules(u"genmirror.told=false"_s); // the commands say it themselves, once
    const int code = run(arguments);
    const auto printed = flushOutput();
    return printed || code != Done ? code : complain(printed.error().detail, Failed);
}
